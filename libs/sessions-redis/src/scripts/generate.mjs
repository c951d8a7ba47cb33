/**
 * Writes lua.generated.ts from the Lua files of this folder, so that the package needs no files beside its modules,
 * whether it runs as ESM or as CommonJS. With `--check` it writes nothing, and fails when that file is out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('.', import.meta.url);
const target = new URL('./lua.generated.ts', folder);

/** The script without empty lines, indentation and comments. Keeps the `@include` lines. */
function compact(lua) {
  const lines = lua.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && (!line.startsWith('--') || line.startsWith('-- @include '))).join('\n');
}

const literal = (lua) => '`' + lua.replace(/[\\`]|\$\{/g, '\\$&') + '`';

const files = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith('.lua'))
  .sort();
const entries = files.map((file) => {
  const name = file.replaceAll('\\', '/').slice(0, -'.lua'.length);
  return `  '${name}': ${literal(compact(readFileSync(new URL(file, folder), 'utf8')))},\n`;
});
const generated =
  '/* eslint-disable max-lines -- Written by scripts/generate.mjs from the .lua files: change those, and run it again. */\n\n' +
  `export const LUA = {\n${entries.join('').replace(/^ {2}'(\w+)':/gm, '  $1:')}} as const;\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, generated);
} else if (readFileSync(target, 'utf8') !== generated) {
  console.error('lua.generated.ts is out of date: run `node libs/sessions-redis/src/scripts/generate.mjs`.');
  process.exitCode = 1;
}
