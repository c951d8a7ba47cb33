import { posix } from 'node:path';
import { getProjects, installPackagesTask, logger, type Tree } from '@nx/devkit';
import { addSessions } from './add-sessions.js';

interface InitOptions {
  readonly project?: string;
  readonly module?: string;
}

/** The generator `nx g nest-sessions:init`. `nx add nest-sessions` runs it too. */
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

/** The paths at which Nx and Nest's own schematics create the root module. */
const PLACES = ['src/app/app.module.ts', 'src/app.module.ts'];

function rootModule(tree: Tree, name: string | undefined): string {
  const projects = [...getProjects(tree)].filter(([project]) => name === undefined || project === name);
  const found = projects.flatMap(([, { root }]) => PLACES.map((place) => posix.join(root, place)));
  const [module, another] = found.filter((path) => tree.exists(path));
  if (module === undefined) {
    const where = name === undefined ? 'any project' : `the project ${name}`;
    throw new Error(`${PLACES.join(' and ')} do not exist in ${where}. Name the root module with --module.`);
  }
  if (another === undefined) return module;
  throw new Error(`${module} and ${another} both exist. Choose with --project or --module.`);
}
