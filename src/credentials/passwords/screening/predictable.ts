// What guessers try first is not only what stands in a list, but also what is easily derived from it.

/** What guessers take for one and the same: letter case, and letters of another width. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

const LOOKALIKES: Readonly<Record<string, string>> = {
  '4': 'a',
  '@': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '|': 'i',
  l: 'i',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
  '+': 't',
};

/** A text with the usual substitutions undone, so that `P4$$w0rd` and `password` are one. */
export const skeleton = (text: string): string =>
  Array.from(folded(text), (character) => LOOKALIKES[character] ?? character).join('');

const ROWS = [
  ['abcdefghijklmnopqrstuvwxyz', '01234567890'],
  ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ['qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
  ['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik', '9ol'],
  ['3wa', '4esz', '5rdx', '6tfc', '7ygv', '8uhb', '9ijn', '0okm'],
].flat();

/** Every three characters in a row, forward and back. */
const STEPS = new Set(
  ROWS.flatMap((row) => [row, [...row].reverse().join('')]).flatMap((row) =>
    Array.from(row.slice(2), (_, at) => row.slice(at, at + 3)),
  ),
);

function isStep(text: readonly string[], at: number): boolean {
  const [first, second, third] = text.slice(at, at + 3);
  if (third === undefined) return false;
  return (first === second && second === third) || STEPS.has(`${first}${second}${third}`);
}

/** The length of the walk (`qwerty`, `1234`, `aaaa`) that begins there, or 1. */
function walkAt(text: readonly string[], at: number): number {
  let steps = 0;
  while (isStep(text, at + steps)) steps++;
  return steps === 0 ? 1 : steps + 2;
}

/** How many characters must be guessed: a walk over the keyboard, the alphabet or one key counts as one. */
export function surprises(text: string): number {
  const characters = [...folded(text)];
  let count = 0;
  for (let at = 0; at < characters.length; at += walkAt(characters, at)) count++;
  return count;
}

/** What a text repeats to its end (`abc` of `abcabcab`, `summer1` of `summer1summer`), or the text itself. */
export function repeatedUnit(text: string): string {
  const characters = [...text];
  for (let length = 1; length <= (characters.length * 2) / 3; length++)
    if (characters.every((character, at) => character === characters[at % length]))
      return characters.slice(0, length).join('');
  return text;
}

const SEPARATORS = /[\p{P}\p{Z}]/gu;
const LEADING = /^[^\p{L}]+/u;
const TRAILING = /[^\p{L}]+$/u;

export interface GuessingRules {
  /** Whether a text is in the list of common passwords. */
  readonly isListed: (text: string) => boolean;
  /** How many characters must be left to guess. What is predictable counts as one. */
  readonly enough: number;
}

/** Whether a guesser comes upon it early: by the list, with its usual variations, or along the keyboard. */
export function isPredictable(password: string, rules: GuessingRules): boolean {
  const text = folded(password);
  const unit = repeatedUnit(text);
  if (surprises(unit) < rules.enough) return true;
  if ([text, unit, text.replace(SEPARATORS, '')].some(rules.isListed)) return true;
  return isDressedUp(text, rules) || isDressedUp(unit, rules);
}

/** Whether it is a listed password with few digits and signs around it. */
function isDressedUp(text: string, { isListed, enough }: GuessingRules): boolean {
  const withoutTail = text.replace(TRAILING, '');
  return [withoutTail, withoutTail.replace(LEADING, '')].some((core) => {
    if (1 + surprises(text.replace(core, '')) >= enough) return false;
    return isListed(core) || isListed(repeatedUnit(core));
  });
}
