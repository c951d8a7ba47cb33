import { listItems, type SourceToken } from './source-tokens.js';

export interface ImportDeclaration {
  /** The local names of named imports, without types, default imports and namespaces. */
  readonly names: readonly string[];
  readonly from: string;
  readonly quote: string;
  /** The position after the declaration. */
  readonly end: number;
}

export function importDeclarations(tokens: readonly SourceToken[]): readonly ImportDeclaration[] {
  return tokens.flatMap((token, at) => (token.text === 'import' ? declarationAfter(tokens.slice(at + 1)) : []));
}

/** The declaration after the keyword `import`. Returns nothing for `import()`, `import.meta` and `import x = …`. */
function declarationAfter(tokens: readonly SourceToken[]): readonly ImportDeclaration[] {
  const at = tokens.findIndex(({ text, isString }) => isString || ['(', '.', '=', ';'].includes(text));
  const specifier = tokens[at];
  if (!specifier?.isString) return [];
  const attributes = ['with', 'assert'].includes(tokens[at + 1]?.text ?? '') ? 2 : 0;
  const last = tokens[at + attributes] ?? specifier;
  const semicolon = tokens[at + attributes + 1];
  return [
    {
      names: valueNames(tokens.slice(0, at)),
      from: specifier.text.slice(1, -1),
      quote: specifier.text.charAt(0),
      end: semicolon?.text === ';' ? semicolon.end : last.end,
    },
  ];
}

function valueNames(clause: readonly SourceToken[]): readonly string[] {
  if (clause[0]?.text === 'type') return [];
  const named = clause.find(({ inside }) => inside)?.inside ?? [];
  return listItems(named).flatMap((item) => {
    const isType = item[0]?.text === 'type' && item.length > 1;
    return isType ? [] : item.slice(-1).map(({ text }) => text);
  });
}
