/**
 * Lays out in `package/` what is published: the files that npm would pack, and a manifest without what only this
 * workspace reads.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..');
const out = join(project, 'package');

const listed = execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: project, encoding: 'utf8' });
const [{ files }] = JSON.parse(listed);
rmSync(out, { recursive: true, force: true });
for (const { path } of files) cpSync(join(project, path), join(out, path));

const { nx, devDependencies, ...manifest } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
for (const door of Object.values(manifest.exports)) delete door['nest-sessions-source'];
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
