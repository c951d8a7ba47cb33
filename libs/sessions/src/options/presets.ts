import type { TimeoutOptions } from './sessions-options.js';

/**
 * Timeouts that NIST and OWASP recommend. Pass them as `timeouts`, or spread them into your own. The warning thresholds
 * are our choice.
 *
 * @example
 * SessionsModule.forRoot({ timeouts: presets.owasp.highValue });
 */
export const presets = {
  /** NIST SP 800-63B (Digital Identity Guidelines, revision 3, 2017), by authenticator assurance level. */
  nist: {
    /** Section 4.2.3: reauthentication after 30 minutes without activity, and after 12 hours in any case. */
    aal2: { idleTimeout: '30m', absoluteTimeout: '12h', warningThreshold: '5m' },
    /** Section 4.3.3: reauthentication after 15 minutes without activity, and after 12 hours in any case. */
    aal3: { idleTimeout: '15m', absoluteTimeout: '12h', warningThreshold: '2m' },
  },
  /**
   * OWASP Session Management Cheat Sheet, section "Session Expiration". It recommends idle timeouts of 2 to 5 minutes
   * for applications of high value and of 15 to 30 minutes for applications of low risk. For applications that are used
   * all day it recommends absolute timeouts of 4 to 8 hours. Both presets take the longest idle timeout. `highValue`
   * takes the shortest absolute timeout, `lowValue` the longest.
   */
  owasp: {
    highValue: { idleTimeout: '5m', absoluteTimeout: '4h', warningThreshold: '1m' },
    lowValue: { idleTimeout: '30m', absoluteTimeout: '8h', warningThreshold: '5m' },
  },
} as const satisfies Record<string, Record<string, TimeoutOptions>>;
