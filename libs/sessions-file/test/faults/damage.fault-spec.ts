import { strict as assert } from 'node:assert';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, it, jest } from '@jest/globals';
import { isSessionError } from 'nest-sessions';
import { FakeClock } from 'nest-sessions/testing';
import { FileSessionStore } from '../../src/index.js';
import { temporaryDirectories } from '../temporary-directory.js';

const TIMES = 100;
const SALVAGED = 40;
const HOUR = 3_600_000;
const TIMEOUTS = { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 1000, autoRenew: true };

const newDirectory = temporaryDirectories();

/** A number below `most` that is the same in each run. */
class Chance {
  #state = 20_260_101;

  below(most: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * most);
  }
}

describe('Files that are cut or have a flipped bit', () => {
  const clock = new FakeClock();
  /** Every state that was ever acknowledged. */
  const states = new Set<string>();
  /** Directories as a crash leaves them: with all in the log, and with tables and a log. */
  const bases: string[] = [];

  const chance = new Chance();

  beforeAll(async () => {
    const directory = newDirectory();
    states.add(JSON.stringify([]));
    const ids: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const store = new FileSessionStore({ directory, clock });
      await store.opened();
      for (let step = 0; step < 60; step += 1) {
        clock.advance(1000);
        const [oldest = ''] = ids;
        if (step % 6 === 5) await store.delete(ids.shift() ?? '');
        else if (step % 3 === 0) ids.push((await store.create(newSession(step, chance))).session.id);
        else if (step % 3 === 1) await store.touch(oldest);
        else await store.updateMetadata(oldest, () => ({ step, text: longText(chance) }));
        states.add(await stateOf(store));
      }
      const base = newDirectory();
      cpSync(directory, base, { recursive: true });
      bases.push(base);
      await store.close();
    }
  });

  it(`open to a state that once existed, or are refused, ${String(TIMES)} times`, async () => {
    let opened = 0;
    let refused = 0;
    for (let time = 0; time < TIMES; time += 1) {
      const directory = newDirectory();
      cpSync(bases[time % bases.length] ?? '', directory, { recursive: true });
      const what = damage(join(directory, 'db'), time % 4 < 2 ? 'cut' : 'flip', chance);
      const store = new FileSessionStore({ directory, clock });
      try {
        await store.opened();
        assert.ok(states.has(await stateOf(store)), `a state that never was, after ${what}`);
        opened += 1;
      } catch (error) {
        assert.ok(isSessionError(error), `${what}: ${String(error)}`);
        refused += 1;
      }
      await store.close();
      rmSync(directory, { recursive: true });
    }
    // Both happen: the test would prove nothing otherwise.
    assert.ok(opened > 10 && refused > 10, `opened ${String(opened)}, refused ${String(refused)}`);
  }, 120_000);

  it('open by a salvage, and without one after that', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
    for (let time = 0; time < SALVAGED; time += 1) {
      const directory = newDirectory();
      cpSync(bases[time % bases.length] ?? '', directory, { recursive: true });
      const what = damage(join(directory, 'db'), time % 4 < 2 ? 'cut' : 'flip', chance);
      const salvaged = new FileSessionStore({ directory, clock, onDamage: 'salvage' });
      await salvaged.opened();
      const state = await stateOf(salvaged);
      await salvaged.create(newSession(time, chance));
      await salvaged.close();
      const again = new FileSessionStore({ directory, clock });
      await again.opened();
      const { total } = await again.list({ limit: 1 });
      const before: unknown = JSON.parse(state);
      assert.ok(Array.isArray(before) && total === before.length + 1, what);
      await again.close();
      rmSync(directory, { recursive: true });
    }
    assert.ok(warned.mock.calls.length > 5, 'files were damaged');
    warned.mockRestore();
  }, 120_000);
});

function newSession(step: number, chance: Chance): Parameters<FileSessionStore['create']>[0] {
  const metadata = { text: longText(chance) };
  return { userId: `user-${String(step % 3)}`, attributes: { step }, metadata, timeouts: TIMEOUTS };
}

/**
 * LevelDB drops the rest of a block of 32 KiB in which it finds damage. With this, its log has several blocks, so that the loss of
 * one leaves a gap in the middle.
 */
function longText(chance: Chance): string {
  return Array.from({ length: 500 }, () => chance.below(2 ** 32).toString(36)).join('');
}

async function stateOf(store: FileSessionStore): Promise<string> {
  const { sessions } = await store.list({ limit: 1000 });
  return JSON.stringify([...sessions].sort((one, other) => (one.id < other.id ? -1 : 1)));
}

/** Damages one file in a place where something is. */
function damage(database: string, how: 'cut' | 'flip', chance: Chance): string {
  const files = readdirSync(database).filter((name) => statSync(join(database, name)).size > 0);
  const name = files[chance.below(files.length)] ?? '';
  const path = join(database, name);
  const at = chance.below(statSync(path).size);
  if (how === 'cut') {
    truncateSync(path, at);
  } else {
    const bytes = readFileSync(path);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
    writeFileSync(path, bytes);
  }
  return `${how} of ${name} at ${String(at)}`;
}
