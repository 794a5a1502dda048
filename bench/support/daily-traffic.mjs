import { forEach, loginOf, PASSWORD, post, register } from './people.mjs';

/** Somebody with an account, and the session of a device at most. */
export async function newcomers(url, count) {
  await register(url, count);
  return Array.from({ length: count }, (_, number) => ({ number, login: loginOf(number) }));
}

/** A day of everybody’s. Returns how many requests that was. */
export async function dayOf(url, people, day) {
  const counts = await forEach(people.length, (number) => dayOfOne(url, people[number], day));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Each does something else on each day, and all the same after eight days. */
async function dayOfOne(url, person, day) {
  const turn = (person.number + day) % 8;
  let count = 0;
  const ask = async (method, path, body, expected) => {
    const { status, json } = await call(url, method, path, person.session?.access_token, body);
    if (!expected.includes(status)) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
    count += 1;
    return json;
  };
  const renew = async () => {
    if (!person.session) return;
    const { refresh_token } = person.session;
    person.session = await ask('POST', '/refresh', { refresh_token }, [200, 400]);
    if (!person.session.access_token) person.session = undefined; // it was idle for too long
  };
  const signIn = async (token_format) => {
    person.session = undefined; // of another device, whose owner never comes back
    person.session = await ask('POST', '/login', { ...person.login, token_format }, [200]);
  };

  await renew();
  if (turn === 0) await signIn('opaque');
  if (turn === 3 || !person.session) await signIn('jwt');
  for (let times = 0; times < 3; times += 1) {
    await ask('GET', '/me', undefined, [200]);
    await renew();
  }
  if (turn === 1) await ask('POST', '/api-keys', { name: 'a day', expiresIn: 86_400 }, [201]);
  if (turn === 2) await post(url, '/recover', { email: person.login.email });
  if (turn === 5) {
    const { status } = await call(url, 'POST', '/login', undefined, {
      ...person.login,
      password: `not ${PASSWORD}`,
    });
    if (status !== 401) throw new Error(`A wrong password: ${status}`);
  }
  if (turn === 6) {
    await ask('POST', '/logout', undefined, [204]);
    person.session = undefined;
  }
  return count;
}

async function call(url, method, path, token, body) {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : undefined };
}
