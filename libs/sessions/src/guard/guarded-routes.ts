import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { SessionKinds } from '../kinds/session-kinds.js';
import { kindsNamedBy } from './guarded-kinds.js';

/** Checks when the application starts that it has every kind of sessions that `@UseSessions()` names. */
@Injectable()
export class GuardedRoutes implements OnModuleInit {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(SessionKinds) private readonly kinds: SessionKinds,
  ) {}

  /** Throws `InvalidOptionsError`. */
  onModuleInit(): void {
    // Resolvers and gateways are providers.
    for (const { metatype } of [...this.discovery.getControllers(), ...this.discovery.getProviders()]) {
      if (typeof metatype !== 'function') continue;
      this.#check(metatype, metatype.name);
      const prototype: unknown = metatype.prototype;
      if (typeof prototype !== 'object' || prototype === null) continue;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const method: unknown = Reflect.get(prototype, name);
        if (typeof method === 'function') this.#check(method, `${metatype.name}.${name}`);
      }
    }
  }

  #check(target: object, name: string): void {
    for (const kind of kindsNamedBy(target) ?? []) this.kinds.assertKnown(kind, name);
  }
}
