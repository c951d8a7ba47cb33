import { parseArgs } from 'node:util';
import { Misuse } from './misuse.js';

/** Each command, with the arguments that it needs and what it does. */
export const COMMANDS = {
  stats: ['', 'counts the sessions'],
  list: ['[userId]', 'lists active sessions, of one user if one is given'],
  end: ['<id | ->', 'ends a session; - reads its id from standard input; with --user, takes its handle instead'],
  revoke: ['<userId>', 'ends all sessions of a user'],
  sweep: ['', 'removes all expired sessions'],
  quarantine: ['[show <session> | clear]', 'lists the corrupted records, shows one, or forgets all'],
  events: ['', 'shows the groups that handle endings'],
  doctor: ['', 'checks the store and says what to mend'],
} as const;

export type Command = keyof typeof COMMANDS;

export interface Arguments {
  readonly command: Command;
  readonly operand: string | undefined;
  /** The record that `quarantine show` shows. */
  readonly record: string | undefined;
  /** If present, `end` takes the handle of a session of this user. */
  readonly user: string | undefined;
  readonly target: string;
  readonly prefix: string;
  readonly json: boolean;
  readonly showIds: boolean;
}

export const USAGE = `nest-sessions <command> --target <target> [options]

Commands
${Object.entries(COMMANDS)
  .map(([name, [operand, text]]) => `  ${`${name} ${operand}`.padEnd(35)} ${text}`)
  .join('\n')}

Targets (or NEST_SESSIONS_TARGET in the environment)
  redis://host:6379  Redis or Valkey; rediss:// with TLS
  http://host:3000   a server of this project; https:// with TLS
  ./data/sessions    the directory of a file store that no process has open

Options
  --prefix <prefix>  the prefix of the keys in Redis (default: sessions)
  --user <userId>    end takes the handle of a session of this user
  --json             one JSON object a line
  --show-ids         show whole session ids: whoever knows an id can use the session
  --                 before an id or a handle that begins with --
  --help, --version

Secrets come from the environment: SESSIONS_ID_KEY (the idKey of the store), SESSIONS_API_KEY (of a server).

Exit codes: 0 done, 1 the doctor found a problem or there is no such session, 2 the command was not understood, 3 the
target can't be reached or refused.`;

const OPTIONS = {
  target: { type: 'string' },
  prefix: { type: 'string' },
  user: { type: 'string' },
  json: { type: 'boolean' },
  'show-ids': { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

/** Throws `Misuse`. Returns the name of what is only to be shown. */
export function readArguments(args: readonly string[], env: NodeJS.ProcessEnv): Arguments | 'help' | 'version' {
  const { values, positionals } = parsed(args);
  if (values.help === true || args.length === 0) return 'help';
  if (values.version === true) return 'version';
  const [command = '', operand, ...more] = positionals;
  if (!isCommand(command)) {
    throw new Misuse(`There is no command '${command}'. Use one of ${Object.keys(COMMANDS).join(', ')}.`);
  }
  const [needed] = COMMANDS[command];
  if (needed.startsWith('<') && operand === undefined) throw new Misuse(`${command} needs ${needed}.`);
  if (command === 'quarantine') checkQuarantine(positionals.slice(1));
  else if (more.length > 0 || (needed === '' && operand !== undefined)) {
    throw new Misuse(`${command} takes ${needed === '' ? 'no argument' : 'one argument'}.`);
  }
  if (values.user !== undefined && command !== 'end') throw new Misuse('--user goes with end only.');
  const target = values.target ?? env.NEST_SESSIONS_TARGET ?? '';
  if (target === '') throw new Misuse('There is no target. Give --target, or set NEST_SESSIONS_TARGET.');
  const { prefix = 'sessions', json = false, 'show-ids': showIds = false } = values;
  return { command, operand, record: more[0], user: values.user, target, prefix, json, showIds };
}

function checkQuarantine([operand, ...more]: readonly string[]): void {
  const expected = operand === 'show' ? 1 : 0;
  if ((operand === undefined || operand === 'show' || operand === 'clear') && more.length === expected) return;
  throw new Misuse("quarantine takes no argument, 'show <session>', or 'clear'.");
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: withOperandsLast(args), options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

/** There are no short options, so `-aB3` is an operand: ids, handles and fingerprints may begin with a dash. */
function withOperandsLast(args: readonly string[]): string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const isOperand = (arg: string): boolean => /^-[^-]/.test(arg);
  const before = args.slice(0, end);
  const options = before.filter((arg) => !isOperand(arg));
  return [...options, '--', ...before.filter(isOperand), ...args.slice(end + 1)];
}

function isCommand(name: string): name is Command {
  return Object.hasOwn(COMMANDS, name);
}
