import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { AppProcess } from './app-process.js';

const run = promisify(execFile);
const NPM_FLAGS = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
const FIXTURES = join(import.meta.dirname, 'fixtures');
const LIBRARIES = join(import.meta.dirname, '..', '..', '..', 'libs');

/** The folder that is published of a project, as `nx package` writes it. */
export function packageFolder(project: Project): string {
  return join(LIBRARIES, project, 'package');
}

export const PROJECTS = ['sessions', 'sessions-redis', 'sessions-file'] as const;
type Project = (typeof PROJECTS)[number];

/** An application in a temporary folder, outside of this workspace: its packages come from the registry. */
export class FreshApplication {
  readonly #folders: string[];

  private constructor(private readonly folder: string) {
    this.#folders = [folder];
  }

  /** Creates an application from fixtures and installs it. Files of later fixtures replace those of earlier ones. */
  static async create(...fixtures: readonly string[]): Promise<FreshApplication> {
    const folder = await mkdtemp(join(tmpdir(), 'sessions-package-'));
    for (const fixture of fixtures) await cp(join(FIXTURES, fixture), folder, { recursive: true });
    const app = new FreshApplication(folder);
    await app.run('npm', 'install', ...NPM_FLAGS);
    return app;
  }

  /** Packs a project. Returns the argument for `npm install`, `nest add` or `nx add`. */
  async pack(project: Project): Promise<string> {
    const env = environment();
    const packed = ['pack', packageFolder(project), '--pack-destination', this.folder];
    const { stdout } = await run('npm', packed, { cwd: this.folder, env });
    return `nest-${project}@file:${stdout.trim()}`;
  }

  async install(project: Project): Promise<void> {
    await this.run('npm', 'install', await this.pack(project), ...NPM_FLAGS);
  }

  /** Runs a command in the application's folder and returns its output. If the command fails, throws an error with the output. */
  async run(command: string, ...args: readonly string[]): Promise<string> {
    return this.runWith({}, command, ...args);
  }

  async runWith(env: NodeJS.ProcessEnv, command: string, ...args: readonly string[]): Promise<string> {
    const options = { cwd: this.folder, env: { ...environment(), ...env }, maxBuffer: 2 ** 26 };
    try {
      const { stdout, stderr } = await run(command, args, options);
      return stdout + stderr;
    } catch (error) {
      if (!(error instanceof Error && 'stdout' in error && 'stderr' in error)) throw error;
      throw new Error(`${error.message}\n${String(error.stdout)}\n${String(error.stderr)}`, { cause: error });
    }
  }

  /** Starts a script that prints its address once it listens. */
  start(script: string, ...args: readonly string[]): Promise<AppProcess> {
    return this.startWith({}, script, ...args);
  }

  startWith(env: NodeJS.ProcessEnv, script: string, ...args: readonly string[]): Promise<AppProcess> {
    return AppProcess.start(join(this.folder, script), args, { ...environment(), ...env });
  }

  /** Starts a copy of a script where it finds no packages. */
  async startAlone(env: NodeJS.ProcessEnv, script: string): Promise<AppProcess> {
    const alone = await mkdtemp(join(tmpdir(), 'sessions-bundle-'));
    this.#folders.push(alone);
    const copy = join(alone, basename(script));
    await cp(join(this.folder, script), copy);
    return AppProcess.start(copy, [], { ...environment(), ...env });
  }

  write(path: string, text: string): Promise<void> {
    return writeFile(join(this.folder, path), text);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  async remove(): Promise<void> {
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }
}

/** The environment of a user's shell, without the variables that Jest, Nx and npm set. */
export function environment(): NodeJS.ProcessEnv {
  const told =
    /^(NODE_OPTIONS|NODE_ENV|INIT_CWD|FORCE_COLOR|JEST_.*|NX_.*|npm_(package|lifecycle|command|config_local_prefix).*)$/;
  const own = Object.entries(process.env).filter(([name]) => !told.test(name));
  return { ...Object.fromEntries(own), CI: 'true', NO_COLOR: '1', NX_DAEMON: 'false', NX_TUI: 'false' };
}
