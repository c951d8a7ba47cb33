import { existsSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import { isSessionError, type Finding, type Secret, type SessionCounts } from 'nest-sessions/store';
import { messageOf } from './failures.js';
import { FileSessionStore } from './file-session.store.js';

const MIB = 1024 * 1024;
const LEAST_FREE = 256 * MIB;
const NEARLY_FULL = 0.9;

/** Whether a directory is empty. A store that opens it would create its files there. A missing one is not empty. */
export async function isEmptyDirectory(directory: string): Promise<boolean> {
  // A directory that can't be read may have files. Opening it says what is wrong.
  return (await readdir(directory).catch(() => ['unknown'])).length === 0;
}

/**
 * Opens a directory as an application would and looks at its files, the quarantine, the limits and the disk. It changes no
 * session and creates nothing. It never throws: a directory that can't be opened is a finding.
 */
export async function checkDirectory(directory: string, idKey?: Secret): Promise<readonly Finding[]> {
  if (!existsSync(directory)) {
    const message = `There is no directory '${directory}'.`;
    return [{ check: 'directory', level: 'problem', message, remedy: 'Check the path.' }];
  }
  if (await isEmptyDirectory(directory)) {
    const message = `There are no sessions in '${directory}' yet.`;
    return [
      {
        check: 'directory',
        level: 'warning',
        message,
        remedy: 'Check the path. A store writes its files when it starts.',
      },
    ];
  }
  const store = new FileSessionStore({ directory, ...(idKey !== undefined && { idKey }) });
  try {
    await store.opened();
    const counts = await store.counts();
    return [opened(counts), quarantine(counts), room(counts), await disk(directory)];
  } catch (error) {
    return [unopened(error), await disk(directory)];
  } finally {
    await store.close();
  }
}

function unopened(error: unknown): Finding {
  const message = isSessionError(error) ? error.message : messageOf(error);
  return {
    check: 'directory',
    level: 'problem',
    message,
    remedy: remedyFor(message),
  };
}

function remedyFor(message: string): string {
  if (message.includes('has them open')) return 'Give the URL of the server that has them open instead.';
  if (message.includes('belongs to user')) return 'Run the check as the user of the server, or check the path.';
  return 'Do what the message says.';
}

function opened({ active, refusesChanges }: SessionCounts): Finding {
  if (refusesChanges === undefined)
    return { check: 'directory', level: 'ok', message: `opened; ${String(active)} active sessions` };
  return { check: 'directory', level: 'problem', message: refusesChanges, remedy: 'Free space or correct the rights.' };
}

function quarantine({ quarantined }: SessionCounts): Finding {
  if (quarantined === 0) return { check: 'quarantine', level: 'ok', message: 'empty' };
  const message = `${String(quarantined)} corrupted records are in quarantine.`;
  return { check: 'quarantine', level: 'warning', message, remedy: 'Look at them, and clear them.' };
}

function room({ active, capacity, bytes }: SessionCounts): Finding {
  const shares = [active / (capacity ?? Infinity), bytes ? bytes.held / bytes.capacity : 0];
  const share = Math.max(...shares);
  const message = `${String(Math.round(share * 100))} % of the limits in use, with the default options of the store`;
  if (share < NEARLY_FULL) return { check: 'limits', level: 'ok', message };
  return { check: 'limits', level: 'warning', message, remedy: 'Raise capacity or maxBytes, or shorten the timeouts.' };
}

async function disk(directory: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  const message = `${String(Math.floor(free / MIB))} MiB free`;
  if (free >= LEAST_FREE) return { check: 'disk', level: 'ok', message };
  return {
    check: 'disk',
    level: 'warning',
    message: `${message}: changes are refused when it is full.`,
    remedy: 'Free space.',
  };
}
