import { parseArgs } from 'node:util';

/**
 * What was asked for on the command line, by the names of the defaults: whole numbers from 1 on, and flags. `seed` is
 * another one each time. Ends the process where it was asked for help, or nonsense.
 */
export function readOptions(help, defaults) {
  const all = { ...defaults, seed: Date.now() % 1_000_000 };
  try {
    const { help: isLost, ...values } = parseArgs({
      options: { ...optionsOf(all), help: flag(false) },
    }).values;
    if (!isLost)
      return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, read(name, value)]));
  } catch (error) {
    console.error(`${error.message}\n${help}`);
    process.exit(2);
  }
  console.log(help.trim());
  process.exit();
}

const flag = (value) => ({ type: 'boolean', default: value });

const optionsOf = (defaults) =>
  Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? flag(value) : { type: 'string', default: String(value) },
    ]),
  );

function read(name, value) {
  if (typeof value === 'boolean') return value;
  if (/^(0|[1-9]\d{0,8})$/.test(value) && (value !== '0' || name === 'seed')) return Number(value);
  throw new Error(`--${name} must be a whole number from 1 on, not "${value}".`);
}
