import { Command } from 'commander';
import { VERSION } from '../version.js';
import { EXIT, explainExitCodes } from './exit-codes.js';
import { isUnheard, mindListeners, sayFailure, sayMisuse, speaksJson, withJson } from './say.js';

/** Joins the commands, and makes them alike: the same options, the same help, the same ends. */
export function commandLine(commands: readonly Command[]): Command {
  const program = withJson(new Command('npm run cli --'))
    .description(
      'Sallyport’s command line. It works on the same database and settings as the server, also while that runs.',
    )
    .version(VERSION)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError()
    .configureOutput({
      outputError: sayMisuse,
      writeErr: (text) => speaksJson() || process.stderr.write(text), // the help, where a program has no use for it
    })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT.misused));
  for (const command of commands) program.addCommand(command);
  alike(program.commands, program);
  return explainExitCodes(program);
}

/** Runs what the process was asked for; a failure becomes a sentence and an exit code. Nobody to hear it is none. */
export async function runCommand(program: Command): Promise<void> {
  mindListeners();
  try {
    await program.parseAsync();
  } catch (error) {
    if (!isUnheard(error)) sayFailure(error);
    process.exit(EXIT.stopped); // an application that did not start leaves connections open, which nobody can close
  }
}

function alike(commands: readonly Command[], program: Command): void {
  for (const command of commands) {
    alike(command.commands, program);
    explainExitCodes(command.copyInheritedSettings(program));
  }
}
