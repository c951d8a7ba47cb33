import { UseSessions } from '../guard/use-sessions.decorator.js';
import { admits } from './admission.js';

const IS_SESSION_GATEWAY = Symbol.for('nest-sessions:session-gateway');

/**
 * Binds the connections of a gateway to sessions. A client that names no active session is refused when it connects; an
 * admitted connection is closed within a second after its session ends, on whichever instance that happens. A rotation leaves
 * it open. Each message needs an active session, as with `@UseSessions()`, whose kinds this decorator also takes. With
 * `@OptionalSession()` on the class, clients without a session may connect, and with `@AllowGuests()` guests. The connections of
 * a guest close when the guest signs in on this instance.
 *
 * Works with sockets of Socket.IO and ws. `handleConnection` of the gateway runs for admitted clients only.
 */
export function SessionGateway(...kinds: string[]): ClassDecorator {
  return (target) => {
    UseSessions(...kinds)(target);
    Reflect.defineMetadata(IS_SESSION_GATEWAY, true, target);
    const prototype: unknown = target.prototype;
    if (typeof prototype !== 'object' || prototype === null) return;
    const handle: unknown = Reflect.get(prototype, 'handleConnection');
    // Nest binds this method before it calls any hook of the application.
    Reflect.defineProperty(prototype, 'handleConnection', {
      configurable: true,
      writable: true,
      value: async function (this: object, ...args: readonly unknown[]): Promise<unknown> {
        const [client, request] = args;
        if (!(await admits(this, target, client, request)) || typeof handle !== 'function') return undefined;
        return Reflect.apply(handle, this, args) as unknown;
      },
    });
  };
}

export function isSessionGateway(target: object): boolean {
  return Reflect.hasMetadata(IS_SESSION_GATEWAY, target);
}
