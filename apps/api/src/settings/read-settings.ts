import { shownSetting } from './changed-settings.js';
import { DEFAULT_SETTINGS, SECRETS, settingsSchema, VARIABLE_NAMES, type Settings } from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment asks for something that the server can't do. Its message names every bad variable. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(["The server can't start with these settings:", ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

/** Reads the settings from the environment, where an empty variable counts as not set. Throws `SettingsError`. */
export function readSettings(env: Environment): Settings {
  const set = VARIABLE_NAMES.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  const read = settingsSchema.safeParse(Object.fromEntries(set));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path: [name], message }) => problem(String(name), message, env));
  throw new SettingsError(problems);
}

function problem(name: string, allowed: string, { [name]: value = '' }: Environment): string {
  const byDefault = shownSetting(new Map<string, unknown>(Object.entries(DEFAULT_SETTINGS)).get(name));
  const isSecret = SECRETS.has(name) && value !== '';
  return `${name} is ${isSecret ? 'a value that is not shown' : `'${value || byDefault}'`}, allowed is ${allowed}.`;
}
