import { InvalidSessionError } from '../domain/errors.js';
import type { JsonObject } from '../domain/json.js';
import type { MetadataInput, MetadataRules } from '../metadata/metadata-rules.js';
import { BINDING_ATTRIBUTE, type ResolvedBinding } from '../options/session-binding.js';
import type { IncomingRequest } from '../options/session-id-extractor.js';
import type { TimeoutOptions } from '../options/sessions-options.js';

export interface CreateSession<Metadata extends object = JsonObject> {
  readonly userId: string;
  /**
   * Whether the user has just proved who they are. Default `true`. Pass `false` if the session begins with a token instead of
   * a login: `@RequireRecentAuthentication()` then refuses it.
   */
  readonly authenticated?: boolean | undefined;
  /** Facts that never change. A plain JSON object. */
  readonly attributes?: object | undefined;
  /** The request of the client to which `guard.bind` binds the session. Default: the session is not bound. */
  readonly boundTo?: IncomingRequest | undefined;
  /** A plain JSON object. */
  readonly metadata?: MetadataInput<Metadata> | undefined;
  /**
   * Default: those of the module. A default warning threshold above the given idle timeout is lowered to it. An idle
   * timeout above the default absolute timeout is refused.
   */
  readonly timeouts?: TimeoutOptions | undefined;
}

/** What a session without a user begins with. */
export type CreateGuest<Metadata extends object = JsonObject> = Omit<
  CreateSession<Metadata>,
  'userId' | 'authenticated'
>;

export interface SignInOptions {
  /** Default: those of the module, not those of the guest. */
  readonly timeouts?: TimeoutOptions | undefined;
}

/** The attributes that the session keeps: those of the application, and the binding. Throws `InvalidSessionError`. */
export function attributesOf(
  { attributes, boundTo }: Pick<CreateSession, 'attributes' | 'boundTo'>,
  rules: MetadataRules,
  binding: ResolvedBinding | undefined,
): JsonObject {
  const own = rules.attributes(attributes);
  if (Object.hasOwn(own, BINDING_ATTRIBUTE)) {
    throw new InvalidSessionError('attributes', `must not have '${BINDING_ATTRIBUTE}', which the library uses itself`);
  }
  if (boundTo === undefined) return own;
  if (!binding) throw new InvalidSessionError('boundTo', 'needs the options guard.bind and guard.bindKey');
  return Object.freeze({ ...own, [BINDING_ATTRIBUTE]: binding.hashOf(boundTo) });
}
