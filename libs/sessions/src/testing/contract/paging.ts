import assert from 'node:assert/strict';
import { failsWith, HOUR, MINUTE, type ContractBody } from './subject.js';

/** Lists: all pages together contain each session that stays active exactly once. */
export const pagingCases: Record<string, ContractBody> = {
  'gives every active session exactly once over all pages': async (subject) => {
    const sessions = await subject.createMany(25);
    const expected = sessions.map(({ id }) => id).sort();
    for (const limit of [1, 3, 24, 25, 26, 1000]) {
      assert.deepEqual((await subject.pages(limit)).sort(), expected, `limit ${String(limit)}`);
    }
  },

  'fills a page up to exactly its limit': async (subject) => {
    await subject.createMany(3);
    for (const userId of [undefined, 'ada']) {
      const lengths: number[] = [];
      for (const limit of [2, 3, 4]) {
        const page = await subject.store.list({ limit, ...(userId !== undefined && { userId }) });
        lengths.push(page.sessions.length);
        assert.equal(page.total, 3);
      }
      assert.deepEqual(lengths, [2, 3, 3]);
    }
  },

  'gives the total and the counts of the same instant on every page': async (subject) => {
    await subject.createMany(5);
    await subject.createMany(3, { userId: 'bob' });
    const page = await subject.store.list({ limit: 2, userId: 'bob' });
    assert.deepEqual([page.sessions.length, page.total, page.counts.active, page.asOf], [2, 3, 8, subject.clock.now()]);
    assert.equal((await subject.store.list({ limit: 2 })).total, 8);
  },

  'lists the sessions of one user': async (subject) => {
    const mine = await subject.createMany(7, { userId: 'a' });
    await subject.createMany(7, { userId: 'b' });
    assert.deepEqual((await subject.pages(3, 'a')).sort(), mine.map(({ id }) => id).sort());
    assert.deepEqual(await subject.pages(3, 'nobody'), []);
    assert.equal((await subject.store.list({ limit: 1, userId: 'nobody' })).total, 0);
  },

  'leaves out expired sessions, even if no sweep has removed them': async (subject) => {
    await subject.createMany(5);
    subject.clock.advance(20 * MINUTE);
    const alive = await subject.createMany(5);
    subject.clock.advance(10 * MINUTE);
    const expected = alive.map(({ id }) => id).sort();
    assert.deepEqual((await subject.pages(2)).sort(), expected);
    assert.deepEqual((await subject.pages(2, 'ada')).sort(), expected);
    assert.equal((await subject.store.list({ limit: 2, userId: 'ada' })).total, 5);
    await subject.store.sweep(100);
    assert.deepEqual((await subject.pages(2)).sort(), expected);
  },

  'gives each session exactly once, even if others are created and deleted meanwhile': async (subject) => {
    const sessions = await subject.createMany(40);
    const [doomed, stay] = [sessions.filter((_, at) => at % 2 === 0), sessions.filter((_, at) => at % 2 === 1)];
    for (const userId of [undefined, 'ada']) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await subject.store.list({
          limit: 3,
          ...(cursor !== undefined && { cursor }),
          ...(userId !== undefined && { userId }),
        });
        seen.push(...page.sessions.map(({ id }) => id));
        cursor = page.nextCursor;
        for (const gone of doomed.splice(0, 2)) await subject.store.delete(gone.id);
        await subject.create({ idleTimeoutMs: HOUR });
      } while (cursor !== undefined && seen.length < 1000);
      assert.equal(new Set(seen).size, seen.length, 'a session was given twice');
      for (const { id } of stay) assert.ok(seen.includes(id), 'a session was missed');
    }
  },

  'refuses a cursor that does not come from a page': async (subject) => {
    await subject.createMany(3);
    for (const cursor of [
      '',
      ' ',
      '-1',
      'nonsense',
      'abcdefghijk',
      'zzzzzzzzzzzzzzzz',
      '💥',
      '__proto__',
      '1.5',
      'x'.repeat(5000),
    ]) {
      await failsWith('INVALID_PAGE', () => subject.store.list({ limit: 2, cursor }));
    }
  },
};
