import { applyDecorators, Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiError } from '../errors/api-error.js';
import { routeOf } from '../paths.js';
import { SCOPES, type Scope } from '../settings/variables.js';
import { keyOf } from './api-key.js';

const NeededScope = Reflector.createDecorator<Scope | undefined>();

/** The scope that a key needs for a handler. The document shows it, too. */
export function Needs(scope: Scope): MethodDecorator {
  return applyDecorators(NeededScope(scope), ApiExtension('x-scope', scope));
}

/** Refuses keys without the scope of a handler, and writes into the log which key did what as an admin. */
@Injectable()
export class ScopeGuard implements CanActivate {
  readonly #logger = new Logger('Admin');

  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const key = keyOf(request);
    // A probe, or a server without keys.
    if (key === undefined) return true;
    const needs = this.reflector.get(NeededScope, context.getHandler()) ?? 'admin';
    if (SCOPES.indexOf(key.scope) < SCOPES.indexOf(needs)) throw new ApiError('FORBIDDEN', { details: { needs } });
    if (needs === 'admin') this.#logger.log(`${request.method} ${String(routeOf(request))} with the key '${key.name}'`);
    return true;
  }
}
