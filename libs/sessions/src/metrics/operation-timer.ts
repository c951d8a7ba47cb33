import type { Attributes, Histogram } from '@opentelemetry/api';
import { isSessionError } from '../domain/errors.js';
import { DEFAULT_KIND } from '../domain/kind.js';
import type { StoreObserver } from '../outages/observed-store.js';
import type { SessionStore } from '../stores/session-store.js';

/**
 * For a store within the process, only one call in so many is timed, because recording a duration takes about as long as a
 * touch. For a shared store, which answers over a network, every call is timed.
 */
const CALLS_PER_TIMED_CALL = 32;

/** Each instance of a shared store reports all of its sessions, so a sum over instances must leave such stores out. */
export function labelsOf({ name, shared = false }: SessionStore, kind: string): Attributes {
  return { store: name, shared: String(shared), ...(kind !== DEFAULT_KIND && { kind }) };
}

/** Records how long the operations of a store take. */
export function operationTimer(durations: Histogram, store: SessionStore, kind: string): StoreObserver {
  const labels = labelsOf(store, kind);
  const every = store.shared === true ? 1 : CALLS_PER_TIMED_CALL;
  let calls = 0;
  return (operation) => {
    calls += 1;
    if (calls % every !== 0) return undefined;
    const startedAt = performance.now();
    return (outcome) => {
      const seconds = (performance.now() - startedAt) / 1000;
      durations.record(seconds, { ...labels, operation, ...('error' in outcome && errorType(outcome.error)) });
    };
  };
}

function errorType(error: unknown): Attributes {
  return { error_type: isSessionError(error) ? error.code : 'OTHER' };
}
