import { posix } from 'node:path';
import type { Files } from './files.js';
import { HEALTH_CONTROLLER } from './health-controller.js';
import { Manifests } from './manifests.js';
import { ModuleSource, type ModuleEntry } from './module-source.js';

export interface Additions {
  /** Whether a `package.json` changed, so that the application must be installed again. */
  readonly mustInstall: boolean;
  /** What is left to do by hand. */
  readonly notes: readonly string[];
}

const SESSIONS: ModuleEntry = {
  property: 'imports',
  className: 'SessionsModule',
  expression: 'SessionsModule.forRoot()',
  from: 'nest-sessions',
};

const TERMINUS: ModuleEntry = {
  property: 'imports',
  className: 'TerminusModule',
  expression: 'TerminusModule',
  from: '@nestjs/terminus',
};

/**
 * Adds the sessions to an application: to its dependencies, to its root module, and as a health controller. What is
 * there stays as it is, so that a second run changes nothing. Throws when the root module can't be edited.
 */
export function addSessions(files: Files, modulePath: string): Additions {
  const text = files.read(modulePath);
  if (text === undefined) throw new Error(`There is no ${modulePath}: name the root module with --module.`);
  const manifests = new Manifests(files, modulePath);
  const controllerPath = posix.join(posix.dirname(modulePath), 'health', 'health.controller.ts');
  const controller = files.read(controllerPath);
  const isOwn = controller !== undefined && !controller.includes('SessionsHealthIndicator');

  const before = new ModuleSource(modulePath, text);
  const withSessions = before.with(SESSIONS);
  const after = isOwn ? withSessions : withSessions.with(TERMINUS).with(healthController(manifests.isEsm));

  const mustInstall = manifests.addDependencies();
  if (after.text !== text) files.write(modulePath, after.text);
  if (controller === undefined) files.write(controllerPath, HEALTH_CONTROLLER);
  return {
    mustInstall,
    notes: isOwn ? [`${controllerPath} was there: add () => sessions.check('sessions') to its check.`] : [],
  };
}

function healthController(isEsm: boolean): ModuleEntry {
  return {
    property: 'controllers',
    className: 'HealthController',
    expression: 'HealthController',
    from: `./health/health.controller${isEsm ? '.js' : ''}`,
  };
}
