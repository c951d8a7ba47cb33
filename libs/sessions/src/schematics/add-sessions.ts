import { posix } from 'node:path';
import type { Files } from './files.js';
import { HEALTH_CONTROLLER } from './health-controller.js';
import { Manifests } from './manifests.js';
import { ModuleSource, type ModuleEntry } from './module-source.js';

export interface Additions {
  /** Whether a `package.json` changed, so that the application must be installed again. */
  readonly mustInstall: boolean;
  /** What the user must still do by hand. */
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
 * Adds sessions to an application: to its dependencies, to its root module, and as a health controller. It changes
 * nothing that the application already has, so a second run does nothing. If the root module can't be edited, it throws
 * an error that says what to add by hand, and changes nothing.
 */
export function addSessions(files: Files, modulePath: string): Additions {
  const text = files.read(modulePath);
  if (text === undefined) throw new Error(`${modulePath} does not exist. Name the root module with --module.`);
  const manifests = new Manifests(files, modulePath);
  const controllerPath = posix.join(posix.dirname(modulePath), 'health', 'health.controller.ts');
  const controller = files.read(controllerPath);
  const entries = [SESSIONS, TERMINUS, healthController(manifests.isEsm)];

  const { edited, ownController } = orByHand(modulePath, entries, () => {
    const before = new ModuleSource(text);
    const isElsewhere = importsAnotherController(before);
    const isOwn = controller !== undefined && !controller.includes('SessionsHealthIndicator');
    return {
      edited: (isElsewhere || isOwn ? [SESSIONS] : entries).reduce((source, entry) => source.with(entry), before),
      ownController: isElsewhere ? `The HealthController of ${modulePath}` : isOwn ? controllerPath : undefined,
    };
  });

  const mustInstall = manifests.addDependencies();
  if (edited.text !== text) files.write(modulePath, edited.text);
  if (ownController !== undefined) {
    return {
      mustInstall,
      notes: [`${ownController} already exists: add () => sessions.check('sessions') to its check.`],
    };
  }
  if (controller === undefined) files.write(controllerPath, HEALTH_CONTROLLER);
  return { mustInstall, notes: [] };
}

const CONTROLLER_MODULE = './health/health.controller';

function healthController(isEsm: boolean): ModuleEntry {
  return {
    property: 'controllers',
    className: 'HealthController',
    expression: 'HealthController',
    from: `${CONTROLLER_MODULE}${isEsm ? '.js' : ''}`,
  };
}

function importsAnotherController(source: ModuleSource): boolean {
  const from = source.importedFrom('HealthController');
  return from !== undefined && from.replace(/\.[jt]s$/, '') !== CONTROLLER_MODULE;
}

/** Runs the edit. If the module can't be edited, throws an error with the entries to add by hand. */
function orByHand<T>(modulePath: string, entries: readonly ModuleEntry[], edit: () => T): T {
  try {
    return edit();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const imports = entries.map(({ className, from }) => `import { ${className} } from '${from}';`);
    const items = entries.map(({ property, expression }) => `${property}: ${expression}`);
    throw new Error(
      [
        `${modulePath} can't be edited: ${reason}. Nothing was changed. Name another module with --module, or add by hand:`,
        ...imports,
        ...items.map((item) => `@Module() ${item}`),
        `${posix.join(posix.dirname(modulePath), CONTROLLER_MODULE)}.ts:`,
        HEALTH_CONTROLLER,
      ].join('\n'),
      { cause: error },
    );
  }
}
