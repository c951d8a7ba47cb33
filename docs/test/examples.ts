import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = ['libs/sessions/src', 'libs/sessions-redis/src'];

/** An example in a document: a block of code. */
export interface Example {
  /** The path of the document, from the root of the workspace. */
  readonly document: string;
  /** The heading above the example. For a doc comment: the path of its file. */
  readonly heading: string;
  /** The line in the document where its code begins, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** The name of the file, if the first line gives one: `// app.module.ts`. */
  readonly fileName: string | undefined;
}

/** The code blocks of a Markdown file in one language. The default is TypeScript. */
export function examplesOf(document: string, language = 'ts'): Example[] {
  const examples: Example[] = [];
  const text = readFileSync(join(ROOT, document), 'utf8');
  let heading = '';
  for (const { 1: title, 2: marked, 3: code, index } of text.matchAll(/^#+ (.*)$|^```(.*)\n([^]*?)^```$/gm)) {
    heading = title ?? heading;
    if (marked !== language || code === undefined) continue;
    const fileName = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
    examples.push({ document, heading, line: lineAt(text, index) + 1, code, fileName });
  }
  return examples;
}

/** The recipes, as paths from the root of the workspace. */
export function recipes(): string[] {
  return documentsIn('docs/recipes');
}

/** The decisions, as paths from the root of the workspace; their index is not among them. */
export function decisions(): string[] {
  return documentsIn('docs/decisions').filter((path) => !path.endsWith('/README.md'));
}

function documentsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
}

/** The `@example` blocks in the sources of the packages. */
export function examplesOfDocComments(): Example[] {
  return SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .sort()
      .flatMap((name) => examplesOfSource(`${folder}/${name}`)),
  );
}

function examplesOfSource(document: string): Example[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(/@example\n([^]*?)(?=^ *\* @|^ *\*\/)/gm)].map(({ 1: comment = '', index }) => ({
    document,
    heading: document,
    line: lineAt(text, index) + 1,
    // In a doc comment, `@Decorator` would be a tag for the compiler. A zero-width joiner before it prevents that.
    code: comment.replaceAll(/^ *\* ?/gm, '').replaceAll('\u200d', ''),
    fileName: undefined,
  }));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
