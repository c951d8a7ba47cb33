import { afterAll, expect } from '@jest/globals';
import { ExampleDocument } from './example-document.js';
import { examplesOf } from './examples.js';

/** The code of a recipe. Each of its files must be run by the tests of the file that asks for it. */
export function recipe(name: string): ExampleDocument {
  const document = new ExampleDocument(examplesOf(`docs/recipes/${name}.md`));
  afterAll(() => {
    document.remove();
    expect(document.left).toEqual([]);
  });
  return document;
}
