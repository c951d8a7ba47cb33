import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const WORKSPACE = join(import.meta.dirname, '..', '..', '..');
const DOCKERFILE = readFileSync(join(WORKSPACE, 'Dockerfile'), 'utf8');

/** The user `node` of the official images. */
export const IMAGE_USER = 1000;

/** The environment that the image gives the server. */
export function imageEnvironment(): Record<string, string> {
  const [, given = ''] = /^ENV (.*)$/m.exec(DOCKERFILE) ?? [];
  return Object.fromEntries([...given.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]));
}

/** The command that a line of the Dockerfile gives as JSON, with the Node.js of this test. */
export function imageCommand(line: RegExp): string[] {
  const found: unknown = JSON.parse(line.exec(DOCKERFILE)?.[1] ?? '[]');
  if (!Array.isArray(found)) throw new Error(`The Dockerfile has no line like ${String(line)}.`);
  return [process.execPath, ...found.slice(1).map(String)];
}
