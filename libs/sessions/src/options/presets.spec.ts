import { describe, expect, it } from '@jest/globals';
import { presets, SessionsModule } from '../index.js';
import { resolveOptions } from './resolve-options.js';

const MINUTE = 60_000;

describe('presets', () => {
  it.each([
    ['NIST AAL2', presets.nist.aal2, 30, 720],
    ['NIST AAL3', presets.nist.aal3, 15, 720],
    ['OWASP high value', presets.owasp.highValue, 5, 240],
    ['OWASP low value', presets.owasp.lowValue, 30, 480],
  ])('%s: the module accepts the timeouts', (_, timeouts, idle, absolute) => {
    expect(resolveOptions({ timeouts }).timeouts).toMatchObject({
      idleTimeoutMs: idle * MINUTE,
      absoluteTimeoutMs: absolute * MINUTE,
    });
    expect(() => SessionsModule.forRoot({ timeouts: { ...timeouts, autoRenew: false } })).not.toThrow();
  });
});
