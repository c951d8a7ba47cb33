import { isSessionError } from '../domain/errors.js';
import { DEFAULT_KIND } from '../domain/kind.js';
import { ADMITS_GUESTS, IS_OPTIONAL } from '../guard/guard-decorators.js';
import { kindsNamedBy } from '../guard/guarded-kinds.js';
import { registerHandshake } from '../guard/handshakes.js';
import type { RequestLookup } from '../guard/request-lookup.js';
import { bodyOf, refusalOf, refusals } from '../guard/refusals.js';
import { memory } from '../guard/shared-memory.js';
import { isRequest } from '../options/session-id-extractor.js';
import type { SessionRefusal } from '../options/session-refusal.js';
import { closeClient, isGatewayClient, type GatewayClient } from './clients.js';

/** Whether a gateway admits a connection. Closes it otherwise. Does not reject: Nest would let that end the process. */
export async function admits(gateway: object, target: object, client: unknown, request: unknown): Promise<boolean> {
  if (!isGatewayClient(client)) return false;
  if (isRequest(request)) registerHandshake(client, request);
  const refusal = await refusalFor(gateway, target, client);
  if (refusal === undefined) return true;
  const bodyFor = memory().admissions.get(gateway)?.get(refusal.kind)?.refusalBody;
  closeClient(client, refusal.statusCode, refusal.code, { status: 'error', ...bodyOf(refusal, bodyFor) });
  return false;
}

async function refusalFor(gateway: object, target: object, client: GatewayClient): Promise<SessionRefusal | undefined> {
  const kinds = kindsNamedBy(target) ?? [DEFAULT_KIND];
  const admissions = memory().admissions.get(gateway);
  const found = new Map<string, RequestLookup>();
  let unavailable: SessionRefusal | undefined;
  for (const kind of kinds) {
    try {
      const lookup = await admissions?.get(kind)?.admit(client);
      if (lookup?.state === 'active') return isAdmitted(target, lookup) ? undefined : refusals.guest(kind);
      if (lookup) found.set(kind, lookup);
      else unavailable ??= refusals.unavailable(kind);
    } catch (error) {
      if (!isSessionError(error)) admissions?.get(kind)?.report(error);
      unavailable ??= refusals.unavailable(kind);
    }
  }
  if (unavailable) return unavailable;
  return isMarked(target, IS_OPTIONAL) ? undefined : refusalOf(found, kinds);
}

function isAdmitted(target: object, { session }: Extract<RequestLookup, { state: 'active' }>): boolean {
  return session.userId !== undefined || isMarked(target, ADMITS_GUESTS) || isMarked(target, IS_OPTIONAL);
}

function isMarked(target: object, key: string): boolean {
  return Reflect.getMetadata(key, target) === true;
}
