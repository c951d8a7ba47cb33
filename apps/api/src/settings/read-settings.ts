import { isLoopbackHost } from '../security/loopback.js';
import { Environment, type Texts } from './environment.js';
import { minutesToMs } from './minutes.js';
import type { Settings } from './settings.js';

/** Reads the settings from the environment. Throws one `SettingsError` that names every bad variable. */
export function readSettings(env: Texts): Settings {
  const environment = new Environment(env);
  const { values } = environment;
  environment.mustNotExceed('SESSION_MIN_TIMEOUT_MINUTES', 'SESSION_DEFAULT_TIMEOUT_MINUTES');
  environment.mustNotExceed('SESSION_DEFAULT_TIMEOUT_MINUTES', 'SESSION_MAX_TIMEOUT_MINUTES');
  environment.mustNotExceed('SESSION_DEFAULT_TIMEOUT_MINUTES', 'SESSION_MAX_DURATION_MINUTES');
  environment.mustNotExceed('SESSION_WARNING_THRESHOLD_MINUTES', 'SESSION_DEFAULT_TIMEOUT_MINUTES');
  environment.mustNotExceed('SESSION_MAX_DURATION_MINUTES', 'SESSION_MAX_DURATION_LIMIT_MINUTES');
  environment.mustNotExceed('SESSION_MAX_TIMEOUT_MINUTES', 'SESSION_MAX_DURATION_LIMIT_MINUTES');
  if (values.SESSIONS_API_KEY === '' && !values.SESSIONS_ALLOW_ANONYMOUS && !isLoopbackHost(values.HOST)) {
    environment.problem(
      'HOST',
      'a loopback address such as 127.0.0.1 while there is no SESSIONS_API_KEY: set a key, or ' +
        'SESSIONS_ALLOW_ANONYMOUS=true to serve everybody who can reach this address',
    );
  }
  if (values.SESSIONS_STORE === 'redis' && values.REDIS_URL === '') {
    environment.problem('REDIS_URL', 'a URL such as redis://127.0.0.1:6379 while SESSIONS_STORE is redis');
  }
  environment.check();
  return {
    host: values.HOST,
    port: values.PORT,
    store:
      values.SESSIONS_STORE === 'redis'
        ? { kind: 'redis', url: values.REDIS_URL }
        : { kind: 'memory', capacity: values.SESSIONS_MAX },
    maxPerUser:
      values.SESSIONS_MAX_PER_USER === 0
        ? undefined
        : { max: values.SESSIONS_MAX_PER_USER, policy: values.SESSIONS_MAX_PER_USER_POLICY },
    sweepIntervalMs: minutesToMs(values.SESSION_CLEANUP_INTERVAL_MINUTES),
    defaults: {
      timeoutMinutes: values.SESSION_DEFAULT_TIMEOUT_MINUTES,
      maxDurationMinutes: values.SESSION_MAX_DURATION_MINUTES,
      warningThresholdMinutes: values.SESSION_WARNING_THRESHOLD_MINUTES,
    },
    bounds: {
      minTimeoutMinutes: values.SESSION_MIN_TIMEOUT_MINUTES,
      maxTimeoutMinutes: values.SESSION_MAX_TIMEOUT_MINUTES,
      maxDurationLimitMinutes: values.SESSION_MAX_DURATION_LIMIT_MINUTES,
    },
    apiKey: values.SESSIONS_API_KEY === '' ? undefined : values.SESSIONS_API_KEY,
    rateLimitPerMinute: values.SESSIONS_RATE_LIMIT_PER_MINUTE,
  };
}
