import { type SessionEndEvent, corruptionIn } from 'nest-sessions/store';
import { decodeEntry, decodeSession, unescaped } from '../layout/record.js';

export type DecodedEvent =
  { readonly ok: true; readonly event: SessionEndEvent } | { readonly ok: false; readonly problem: string };

/** What ends sessions, and why. The application may give any reason for a deletion. */
const ENDS = [
  { type: 'expired', reason: 'idle' },
  { type: 'expired', reason: 'absolute' },
  { type: 'deleted', reason: undefined },
  { type: 'evicted', reason: 'evicted' },
  { type: 'quarantined', reason: 'quarantined' },
] as const;

/** Reads what include/events.lua writes: fields and values in turn. Never throws. */
export function decodeEvent(fields: readonly string[]): DecodedEvent {
  const values = valuesOf(fields);
  const text = (name: string): string => values.get(name) ?? '';
  const at = /^\d{1,16}$/.test(text('at')) ? Number(text('at')) : NaN;
  const ends = ENDS.filter(({ type }) => type === text('type'));
  const given = unescaped(text('reason')) ?? '';
  const end = ends.find(({ reason = given }) => reason !== '' && reason === given);
  if (ends.length === 0) return problem('its type is unknown');
  if (!(at <= 8.64e15)) return problem('at is not an instant');
  if (end === undefined) return problem('its reason does not fit its type');
  if (end.type === 'quarantined') {
    if (!values.has('record')) return problem('it has no record');
    return { ok: true, event: { ...end, at, record: decodeEntry(text('record')) } };
  }
  const names = ['id', 'user', 'attributes', 'metadata', 'times', 'timeouts', 'handle', 'authenticated'];
  if (!values.has('user')) return problem('userId is not a string');
  const decoded = decodeSession(names.map(text));
  const corruption = decoded.ok ? corruptionIn(decoded.session) : decoded.problem;
  if (!decoded.ok || corruption !== undefined) return problem(corruption);
  const { session } = decoded;
  if (end.type !== 'deleted') return { ok: true, event: { ...end, at, session } };
  const by = values.has('by') ? unescaped(text('by')) : undefined;
  return { ok: true, event: { type: end.type, at, session, reason: given, ...(by !== undefined && { by }) } };
}

function valuesOf(fields: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at < fields.length; at += 2) values.set(fields[at] ?? '', fields[at + 1] ?? '');
  return values;
}

function problem(what = ''): DecodedEvent {
  return { ok: false, problem: `The entry can't be read: ${what}.` };
}
