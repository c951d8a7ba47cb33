import { posix } from 'node:path';
import { addSessions } from './add-sessions.js';

/** What the schematic needs of the tree of `@angular-devkit/schematics`. */
interface SchematicTree {
  exists(path: string): boolean;
  readText(path: string): string;
  create(path: string, text: string): void;
  overwrite(path: string, text: string): void;
}

interface SchematicContext {
  readonly logger: { warn(message: string): void };
  addTask(task: { toConfiguration(): { name: string; options: object } }): unknown;
}

interface NestAddOptions {
  readonly sourceRoot?: string;
  readonly module?: string;
}

/** The schematic that `nest add nest-sessions` runs once the package is installed. */
export function nestAdd({ sourceRoot = 'src', module }: NestAddOptions) {
  return (tree: SchematicTree, context: SchematicContext): void => {
    const files = {
      read: (path: string): string | undefined => (tree.exists(path) ? tree.readText(path) : undefined),
      write: (path: string, text: string): void => {
        if (tree.exists(path)) tree.overwrite(path, text);
        else tree.create(path, text);
      },
    };
    const { mustInstall, notes } = addSessions(files, module ?? posix.join(sourceRoot, 'app.module.ts'));
    for (const note of notes) context.logger.warn(note);
    if (!mustInstall) return;
    context.addTask({ toConfiguration: () => ({ name: 'node-package', options: { command: 'install' } }) });
  };
}
