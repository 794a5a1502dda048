import { text } from 'node:stream/consumers';
import prompt from '@inquirer/password';
import { OperatorError } from '../../platform/errors/index.js';

/** Asks on the terminal, without showing what is typed; or reads standard input, where that is no terminal. */
export async function askPassword(message: string): Promise<string> {
  if (!process.stdin.isTTY) return onlyLine(await text(process.stdin));
  const password = await prompt({ message });
  const again = await prompt({ message: 'Once more' });
  if (password !== again) throw new OperatorError('The two passwords are not the same.');
  return password;
}

/** More than one line is a mistake of whoever pipes: nobody could ever type such a password. */
function onlyLine(input: string): string {
  const password = input.replace(/\r?\n$/, '');
  if (/[\r\n]/.test(password)) throw new OperatorError('Standard input must hold the password in one line.');
  return password;
}
