import { posix } from 'node:path';
import { getProjects, installPackagesTask, logger, type Tree } from '@nx/devkit';
import { addSessions } from './add-sessions.js';

interface InitOptions {
  readonly project?: string;
  readonly module?: string;
}

/** The generator `nx g nest-sessions:init`, which `nx add nest-sessions` runs as well. */
export function init(tree: Tree, options: InitOptions): () => void {
  const files = {
    read: (path: string): string | undefined => tree.read(path, 'utf-8') ?? undefined,
    write: (path: string, text: string): void => {
      tree.write(path, text);
    },
  };
  const { mustInstall, notes } = addSessions(files, options.module ?? rootModule(tree, options.project));
  for (const note of notes) logger.warn(note);
  return () => {
    if (mustInstall) installPackagesTask(tree);
  };
}

/** Where Nx and Nest's own schematics put the root module. */
const PLACES = ['src/app/app.module.ts', 'src/app.module.ts'];

function rootModule(tree: Tree, name: string | undefined): string {
  const projects = [...getProjects(tree)].filter(([project]) => name === undefined || project === name);
  const found = projects.flatMap(([, { root }]) => PLACES.map((place) => posix.join(root, place)));
  const [module, another] = found.filter((path) => tree.exists(path));
  if (module === undefined) {
    const where = name === undefined ? 'No project' : `The project ${name}`;
    throw new Error(`${where} has ${PLACES.join(' or ')}: name the root module with --module.`);
  }
  if (another === undefined) return module;
  throw new Error(`There are ${module} and ${another}: say which by --project or --module.`);
}
