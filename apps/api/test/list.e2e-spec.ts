import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SessionSweeper } from 'nest-sessions';
import type { SessionPageDto } from '../src/sessions/session-page.dto.js';
import { SESSIONS, type Answer } from './client.js';
import { SERVER_KINDS, Servers, type TestServer } from './server.js';

const OTHER = '9b2d1e0a-7c44-4f0e-8a55-0d7f5f6b1c2d';

describe.each(SERVER_KINDS)('The list over HTTP on %s', (kind) => {
  const servers = new Servers(kind);
  let server: TestServer;

  beforeEach(async () => {
    server = await servers.start();
  });

  afterEach(() => servers.closeAll());

  const page = async (query = ''): Promise<SessionPageDto> => pageOf(await server.client.get(SESSIONS + query));
  const create = async (count: number, fields = {}): Promise<string[]> => {
    const ids: string[] = [];
    for (let made = 0; made < count; made += 1) ids.push((await server.client.create(fields)).sessionId);
    return ids;
  };
  const idsOf = ({ sessions }: SessionPageDto): string[] => sessions.map(({ sessionId }) => sessionId);

  it('is empty at first', async () => {
    expect(await page()).toEqual({
      sessions: [],
      total: 0,
      stats: { totalSessions: 0, activeSessions: 0, expiredSessions: 0 },
    });
  });

  it('lists active sessions with all fields, and counts expired ones until they are swept', async () => {
    await create(2, { timeoutConfig: { timeoutMinutes: 5 } });
    const session = await server.client.create();
    server.clock.advance(5 * 60_000);
    const active = Object.assign({}, session, { timeRemaining: 25 * 60_000 });
    expect(await page()).toEqual({
      sessions: [active],
      total: 1,
      stats: { totalSessions: 3, activeSessions: 1, expiredSessions: 2 },
    });
    await server.app.get(SessionSweeper).sweepNow();
    expect((await page()).stats).toEqual({ totalSessions: 1, activeSessions: 1, expiredSessions: 0 });
  });

  it('lists the sessions of one user: total counts these, stats count all', async () => {
    await create(2);
    const theirs = await create(3, { userId: OTHER });
    const found = await page(`?userId=${OTHER}`);
    expect(idsOf(found).sort()).toEqual(theirs.sort());
    expect(found).toMatchObject({ total: 3, stats: { activeSessions: 5 } });
    expect((await page('?userId=3f2504e0-4f89-41d3-9a0c-0305e82c3301')).total).toBe(0);
  });

  it('finds a user by an id in either case', async () => {
    const theirs = [
      ...(await create(1, { userId: OTHER })),
      ...(await create(1, { userId: OTHER.toUpperCase() })),
    ].sort();
    for (const userId of [OTHER, OTHER.toUpperCase()]) {
      const found = await page(`?userId=${userId}`);
      expect([found.total, idsOf(found).sort()]).toEqual([2, theirs]);
    }
  });

  it.each(['', `userId=${OTHER}&`])('lists each session once over all pages of "%s"', async (filter) => {
    const created = await create(7, { userId: OTHER });
    const [gone] = created;
    const seen: string[] = [];
    let query = `?${filter}limit=3`;
    for (let pages = 0; query !== ''; pages += 1) {
      const { nextCursor, ...found } = await page(query);
      expect(found.sessions.length).toBeLessThanOrEqual(3);
      seen.push(...idsOf(found));
      query = nextCursor === undefined ? '' : `?${filter}limit=3&cursor=${encodeURIComponent(nextCursor)}`;
      if (pages === 0) {
        await server.client.delete(`${SESSIONS}/${String(gone)}`);
        await create(1, { userId: OTHER });
      }
      expect(pages).toBeLessThan(10);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(created.slice(1)));
  });

  it('accepts limits from 1 to 1000; the default is 100', async () => {
    await create(101);
    expect(idsOf(await page())).toHaveLength(100);
    expect(idsOf(await page('?limit=1000'))).toHaveLength(101);
    expect(idsOf(await page('?limit=1'))).toHaveLength(1);
  });
});

function pageOf(answer: Answer): SessionPageDto {
  if (isPage(answer.body)) return answer.body;
  throw new Error(`This is not a page: ${answer.text}`);
}

function isPage(body: unknown): body is SessionPageDto {
  return typeof body === 'object' && body !== null && 'sessions' in body;
}
