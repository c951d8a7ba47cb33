import type { SessionEndEvent } from '../../../domain/events.js';
import type { EndReason } from '../../../domain/session.js';
import { decodeEntry, decodeSession } from '../record.js';

export type DecodedEvent =
  { readonly ok: true; readonly event: SessionEndEvent } | { readonly ok: false; readonly fault: string };

const REASONS: Readonly<Record<string, EndReason>> = {
  idle: 'idle',
  absolute: 'absolute',
  deleted: 'deleted',
  revoked: 'revoked',
  evicted: 'evicted',
  corrupted: 'corrupted',
};

/** Reads what include/events.lua writes: fields and values in turn. Never throws, whatever stands there. */
export function decodeEvent(fields: readonly string[]): DecodedEvent {
  const values = valuesOf(fields);
  const text = (name: string): string => values.get(name) ?? '';
  const type = text('type');
  const at = /^\d{1,16}$/.test(text('at')) ? Number(text('at')) : NaN;
  const reason = REASONS[text('reason')];
  if (type !== 'expired' && type !== 'deleted' && type !== 'evicted' && type !== 'quarantined') {
    return fault('its type is none that is known');
  }
  if (!(at <= 8.64e15)) return fault('at is not an instant');
  if (reason === undefined) return fault('its reason is none that is known');
  if (type === 'quarantined') {
    if (!values.has('record')) return fault('it has no record');
    return { ok: true, event: { type, at, record: decodeEntry(text('record')), reason } };
  }
  const names = ['id', 'user', 'attributes', 'metadata', 'times', 'timeouts'];
  const decoded = decodeSession(names.map(text));
  return decoded.ok ? { ok: true, event: { type, at, session: decoded.session, reason } } : fault(decoded.fault);
}

function valuesOf(fields: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at < fields.length; at += 2) values.set(fields[at] ?? '', fields[at + 1] ?? '');
  return values;
}

function fault(what: string): DecodedEvent {
  return { ok: false, fault: `The entry can't be read: ${what}.` };
}
