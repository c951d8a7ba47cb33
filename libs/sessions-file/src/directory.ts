import { chmod, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreUnavailableError } from 'nest-sessions/store';
import { Database } from './database.js';
import { codeOf, DamagedError, messageOf } from './failures.js';

const OWNER_ONLY = 0o700;

/** Names in the directory. */
const DATABASE = 'db';
const PROCESS = 'pid';

/** The directory of a store. It holds the database and the pid of the process that has it open. */
export class Directory {
  constructor(private readonly path: string) {}

  /** Opens the database for this process alone. Throws `StoreUnavailableError`, which says what is wrong and what to do. */
  async open(): Promise<Database> {
    await this.#prepare();
    const database = await Database.open(join(this.path, DATABASE)).catch((error: unknown) => this.#explain(error));
    await writeFile(join(this.path, PROCESS), String(process.pid), { mode: 0o600 });
    return database;
  }

  /** Copies the damaged files, and repairs what can be repaired. Returns the name of the copy. */
  async salvage(): Promise<string> {
    const database = join(this.path, DATABASE);
    const copy = `${DATABASE}-damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    await cp(database, join(this.path, copy), { recursive: true });
    await Database.repair(database);
    return copy;
  }

  /** An error that names this directory. */
  unusable(what: string, cause?: unknown): StoreUnavailableError {
    return new StoreUnavailableError(`The sessions in '${this.path}' can't be opened: ${what}.`, { cause });
  }

  damaged(what: string, cause?: unknown): DamagedError {
    const advice = "restore a backup, or open it with onDamage: 'salvage', which keeps what can be read";
    return new DamagedError(`The sessions in '${this.path}' can't be opened: ${what}. To go on, ${advice}.`, { cause });
  }

  async #prepare(): Promise<void> {
    try {
      await mkdir(this.path, { recursive: true, mode: OWNER_ONLY });
    } catch (cause) {
      throw this.unusable(
        `the directory can't be created (${codeOf(cause) ?? messageOf(cause)}); choose another one`,
        cause,
      );
    }
    const [names, { uid, mode }] = await Promise.all([readdir(this.path), stat(this.path)]).catch((cause: unknown) => {
      throw this.unusable(
        `the directory can't be read (${codeOf(cause) ?? messageOf(cause)}); choose another one`,
        cause,
      );
    });
    const own = process.getuid?.();
    if (own !== undefined && uid !== own) {
      throw this.unusable(
        `the directory belongs to user ${String(uid)}, and this process runs as ${String(own)}; choose another one`,
      );
    }
    if (names.length > 0 && !names.includes(DATABASE)) {
      throw this.unusable('the directory holds other files; choose an empty or a new one');
    }
    if ((mode & 0o077) !== 0) await chmod(this.path, OWNER_ONLY);
  }

  async #explain(error: unknown): Promise<never> {
    const code = codeOf(error);
    if (code === 'LEVEL_LOCKED') {
      const pid = await readFile(join(this.path, PROCESS), 'utf8').catch(() => '');
      const who = pid === String(process.pid) ? 'this process' : `process ${pid || 'of another program'}`;
      throw this.unusable(`${who} has them open; stop it, or choose another directory`, error);
    }
    // A file is missing that another file names.
    const isMissing = messageOf(error).includes('No such file or directory');
    if (code === 'LEVEL_CORRUPTION' || isMissing) throw this.damaged(`files are damaged (${messageOf(error)})`, error);
    throw this.unusable(
      `files can't be read or written (${messageOf(error)}); free space or correct the rights`,
      error,
    );
  }
}
