import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Example } from './examples.js';
import { freeNames, topNames } from './free-names.js';
import { GIVEN } from './surroundings.js';

const LIBRARIES = join(import.meta.dirname, '..', '..', 'libs');
const SURROUNDINGS = JSON.stringify(join(import.meta.dirname, 'surroundings.js'));

/**
 * Turns an example into a module that is compiled and run. An example that names a file becomes that file. Any other becomes the
 * body of a function `run`. `run` takes the values that the example leaves to its reader. It returns the example's declarations,
 * and the value of its last expression as `result`. If such an example uses a name of the package without an import, the
 * import is added. Line `n` of the example is line `n + 1` of the module.
 */
export function moduleOf({ code, fileName }: Example): string {
  if (fileName !== undefined) return `\n${code}`;
  const isMember = !parses(code) && parses(`class Example {\n${code}}`);
  const whole = isMember ? `class Example {\n${code}}` : `\n${code}`;
  const source = ts.createSourceFile('example.ts', whole, ts.ScriptTarget.ES2022, true);
  const imports = source.statements.filter(ts.isImportDeclaration);
  const free = freeNames(source);
  const given = free.filter((name) => GIVEN.has(name));
  const header = [
    ...imports.map((one) => one.getText().replaceAll('\n', ' ')),
    ...(imports.length > 0 ? [] : free.flatMap(imported)),
    `import type { Surroundings } from ${SURROUNDINGS};`,
    `export async function run({ ${given.join(', ')} }: Surroundings) {`,
  ];
  const result = resultOf(source);
  const names = [...topNames(source), ...(result ? ['result'] : [])];
  const assigned = result ? edited(whole, result.getStart(), result.getStart(), 'const result = ') : whole;
  const body = [...imports, ...exportsIn(source)].reduce(blanked, assigned);
  return `${header.join(' ')} ${body}\nreturn { ${names.join(', ')} };\n}`;
}

/** The last expression, if the example ends with one. */
function resultOf({ statements }: ts.SourceFile): ts.Expression | undefined {
  const last = statements.at(-1);
  return last && ts.isExpressionStatement(last) ? last.expression : undefined;
}

/** A function can't export, so `export` is removed. */
function exportsIn({ statements }: ts.SourceFile): ts.Node[] {
  const modifiers = statements.flatMap((one) => (ts.canHaveModifiers(one) ? (ts.getModifiers(one) ?? []) : []));
  return modifiers.filter(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function parses(code: string): boolean {
  return ts.transpileModule(code, { reportDiagnostics: true }).diagnostics?.length === 0;
}

/** Replaces the node by spaces, so that the rest keeps its lines and columns. */
function blanked(text: string, node: ts.Node): string {
  const [start, end] = [node.getStart(), node.getEnd()];
  return edited(text, start, end, text.slice(start, end).replaceAll(/[^\n]/g, ' '));
}

function edited(text: string, start: number, end: number, put: string): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** The names that a fragment may use without an import, each with the line that imports it. */
const IMPORTS = new Map<string, string>([
  ...doorOf('nest-sessions/store', 'sessions/src/store.ts'),
  ...doorOf('nest-sessions', 'sessions/src/index.ts'),
  ...doorOf('nest-sessions/swagger', 'sessions/src/swagger/index.ts'),
  ...doorOf('nest-sessions/testing', 'sessions/src/testing/index.ts'),
  ...doorOf('nest-sessions-redis', 'sessions-redis/src/index.ts'),
  ...['Controller', 'createParamDecorator', 'Get', 'Injectable', 'Module', 'UseGuards'].map(fromNest),
  ...['type ExecutionContext'].map(fromNest),
  ['IncomingMessage', `import type { IncomingMessage } from 'node:http';`],
  ['WebSocket', `import type { WebSocket } from 'ws';`],
]);

function imported(name: string): string[] {
  const line = IMPORTS.get(name);
  return line === undefined || GIVEN.has(name) ? [] : [line];
}

function fromNest(specifier: string): [string, string] {
  return [specifier.replace('type ', ''), `import { ${specifier} } from '@nestjs/common';`];
}

/** The names that a door exports, each with the line that imports it. */
function doorOf(door: string, path: string): [string, string][] {
  const source = ts.createSourceFile(path, readFileSync(join(LIBRARIES, path), 'utf8'), ts.ScriptTarget.ES2022, true);
  return source.statements.flatMap((statement): [string, string][] => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) return [];
    if (!ts.isNamedExports(statement.exportClause)) return [];
    return statement.exportClause.elements.map(({ name, isTypeOnly }) => {
      const kind = isTypeOnly || statement.isTypeOnly ? 'type ' : '';
      return [name.text, `import { ${kind}${name.text} } from '${door}';`];
    });
  });
}
