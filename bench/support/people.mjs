export const PASSWORD = 'a long walk on a short pier';

export const emailOf = (number) => `person${number}@example.com`;

export const loginOf = (number) => ({ email: emailOf(number), password: PASSWORD });

/** @returns the answer's body; throws unless the status is a good one */
export async function post(url, path, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
  return text && JSON.parse(text);
}

/** Runs a piece of work for each number, a few at once. */
export async function forEach(count, work) {
  const results = [];
  let next = 0;
  const lane = async () => {
    for (let number = next++; number < count; number = next++) results[number] = await work(number);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return results;
}

export const register = (url, count) => forEach(count, (number) => post(url, '/register', loginOf(number)));

/** The tokens of a new session for each of the people. */
export const signIn = (url, count, wishes = {}) =>
  forEach(count, (number) => post(url, '/login', { ...loginOf(number), ...wishes }));
