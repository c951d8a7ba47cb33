import type { TimeoutOptions } from './sessions-options.js';

/**
 * Timeouts that others recommend, to give as `timeouts` or to spread into one's own. The warning threshold is ours.
 *
 * @example
 * SessionsModule.forRoot({ timeouts: presets.owasp.highValue });
 */
export const presets = {
  /** NIST SP 800-63B (Digital Identity Guidelines, revision 3, 2017), by authenticator assurance level. */
  nist: {
    /** Section 4.2.3: reauthentication after 30 minutes without activity, and after 12 hours whatever the activity. */
    aal2: { idleTimeout: '30m', absoluteTimeout: '12h', warningThreshold: '5m' },
    /** Section 4.3.3: reauthentication after 15 minutes without activity, and after 12 hours whatever the activity. */
    aal3: { idleTimeout: '15m', absoluteTimeout: '12h', warningThreshold: '2m' },
  },
  /**
   * OWASP Session Management Cheat Sheet, section "Session Expiration": idle timeouts of 2 to 5 minutes where much is at
   * stake and of 15 to 30 minutes where little is; absolute timeouts of 4 to 8 hours for what is used all day. These are
   * the longest idle timeouts, with the shortest absolute one where much is at stake.
   */
  owasp: {
    highValue: { idleTimeout: '5m', absoluteTimeout: '4h', warningThreshold: '1m' },
    lowValue: { idleTimeout: '30m', absoluteTimeout: '8h', warningThreshold: '5m' },
  },
} as const satisfies Record<string, Record<string, TimeoutOptions>>;
