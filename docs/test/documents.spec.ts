import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { ExampleDocument } from './example-document.js';
import { decisions, examplesOf, examplesOfDocComments, recipes, ROOT } from './examples.js';
import { brokenLinks } from './links.js';
import { typeProblems } from './type-problems.js';

// The compiler takes several seconds, more on a busy machine. This limit only stops a test that hangs.
jest.setTimeout(120_000);

const aboutTheWorkspace = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'deploy/kubernetes/README.md',
  'docs/benchmarks.md',
  'docs/security.md',
  'docs/decisions/README.md',
  ...decisions(),
];
const documents = [
  'libs/sessions/README.md',
  'libs/sessions-redis/README.md',
  'libs/sessions-file/README.md',
  'libs/sessions-cli/README.md',
  ...recipes(),
];

describe('The documents', () => {
  const written = [...documents.map((document) => examplesOf(document)), examplesOfDocComments()].map(
    (all) => new ExampleDocument(all),
  );
  afterAll(() => {
    for (const document of written) document.remove();
  });

  it('have examples that compile with the strict options of the code', () => {
    const paths = new Map(written.flatMap((document) => [...document.paths]));
    expect(paths.size).toBeGreaterThan(40);
    expect(typeProblems(paths)).toEqual([]);
  });

  it.each([...documents, ...aboutTheWorkspace])('have no broken link: %s', (document) => {
    expect(brokenLinks(document)).toEqual([]);
  });

  it('name files and folders that exist: CONTRIBUTING.md', () => {
    const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    const paths = [...text.matchAll(/`((?:apps|docs|libs|tools)\/[^`]*)`/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
