import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** An example of a document, and where its schema is. */
export interface Example {
  readonly schema: readonly string[];
  readonly value: unknown;
}

export function operationsOf({ paths }: OpenAPIObject): { route: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([route, { get, post, patch, delete: remove }]) =>
    [get, post, patch, remove].flatMap((operation) => (operation ? [{ route, operation }] : [])),
  );
}

/** Every example in a part of a document: of a media type, or of a schema. */
export function examplesIn(part: unknown, path: readonly string[] = []): Example[] {
  if (typeof part !== 'object' || part === null) return [];
  const here: Example[] = [];
  if ('schema' in part && 'examples' in part && typeof part.examples === 'object' && part.examples !== null) {
    for (const example of Object.values(part.examples) as readonly unknown[]) {
      if (typeof example === 'object' && example !== null && 'value' in example) {
        here.push({ schema: [...path, 'schema'], value: example.value });
      }
    }
  }
  if ('schema' in part && 'example' in part) here.push({ schema: [...path, 'schema'], value: part.example });
  if ('type' in part && 'example' in part) here.push({ schema: path, value: part.example });
  const inner = Object.entries(part).filter(([key]) => key !== 'example' && key !== 'examples');
  return [...here, ...inner.flatMap(([key, value]) => examplesIn(value, [...path, key]))];
}
