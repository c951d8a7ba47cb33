import { describe, expect, it } from '@jest/globals';
import type { Session } from 'nest-sessions';
import { toSessionDto } from './session.dto.js';
import { toTimeoutOptions } from './timeouts.js';

const CREATED = Date.UTC(2026, 0, 1);
const session: Session = {
  id: 'id',
  handle: 'aHandle0123',
  userId: 'user',
  authenticatedAt: CREATED,
  attributes: { agentId: 'agent', channelId: 'channel' },
  metadata: { a: [1] },
  createdAt: CREATED,
  lastActivityAt: CREATED + 2,
  lastRenewedAt: CREATED + 1,
  timeouts: { idleTimeoutMs: 60_000, absoluteTimeoutMs: 90_000, warningThresholdMs: 1_500, autoRenew: true },
  renewalCount: 3,
  expiresAt: CREATED + 60_001,
  warnAt: CREATED + 58_501,
};

describe('toSessionDto', () => {
  it('shows a session as it was at an instant', () => {
    expect(toSessionDto(session, CREATED + 58_501)).toEqual({
      sessionId: 'id',
      channelId: 'channel',
      agentId: 'agent',
      userId: 'user',
      createdAt: '2026-01-01T00:00:00.000Z',
      lastActivity: '2026-01-01T00:00:00.002Z',
      expiresAt: '2026-01-01T00:01:00.001Z',
      metadata: { a: [1] },
      timeoutConfig: { timeoutMinutes: 1, autoRenew: true, maxDurationMinutes: 1.5, warningThresholdMinutes: 0.025 },
      renewalCount: 3,
      timeRemaining: 1_500,
      isNearExpiration: true,
    });
  });

  it('has no time left and is not near its expiration once it has expired', () => {
    expect(toSessionDto(session, session.expiresAt)).toMatchObject({ timeRemaining: 0, isNearExpiration: false });
    expect(toSessionDto(session, session.expiresAt + 5)).toMatchObject({ timeRemaining: 0, isNearExpiration: false });
  });

  it.each([{}, { agentId: 'agent' }, { agentId: 1, channelId: 'channel' }])(
    'shows none with the attributes %j',
    (attributes) => {
      expect(toSessionDto({ ...session, attributes }, CREATED)).toBeUndefined();
    },
  );
});

describe('toTimeoutOptions', () => {
  it('converts minutes to whole milliseconds', () => {
    expect(toTimeoutOptions({ timeoutMinutes: 0.1, maxDurationMinutes: 1.00001, warningThresholdMinutes: 0 })).toEqual({
      idleTimeout: 6_000,
      absoluteTimeout: 60_001,
      warningThreshold: 0,
    });
  });

  it('leaves out what was not sent', () => {
    expect(toTimeoutOptions({ autoRenew: false })).toEqual({ autoRenew: false });
  });
});
