import { importDeclarations, type ImportDeclaration } from './import-declarations.js';
import { listItems, tokensOf, type SourceToken } from './source-tokens.js';

/** An element of an array of `@Module()`: `SessionsModule.forRoot()` is the class `SessionsModule`. */
export interface ModuleEntry {
  readonly property: 'imports' | 'controllers';
  readonly className: string;
  readonly expression: string;
  /** The module from which the class is imported. */
  readonly from: string;
}

type Item = readonly SourceToken[];

/**
 * The source of a file with one Nest module. `with` returns a new source, and adds nothing that the module already has.
 * The constructor and `with` throw an error with the reason if the place for an entry is not certain.
 */
export class ModuleSource {
  readonly #tokens: readonly SourceToken[];
  readonly #imports: readonly ImportDeclaration[];
  readonly #metadata: SourceToken;

  constructor(readonly text: string) {
    this.#tokens = tokensOf(text);
    this.#imports = importDeclarations(this.#tokens);
    this.#metadata = this.#findMetadata();
  }

  with(entry: ModuleEntry): ModuleSource {
    return this.#has(entry) ? this : this.#withImport(entry).#withEntry(entry);
  }

  /** The module from which the file imports a name, or `undefined`. */
  importedFrom(name: string): string | undefined {
    return this.#imports.find(({ names }) => names.includes(name))?.from;
  }

  #has({ property, className }: ModuleEntry): boolean {
    const array = this.#array(property);
    return listItems(array?.inside ?? []).some(([first]) => first?.text === className);
  }

  #withEntry({ property, expression }: ModuleEntry): ModuleSource {
    const array = this.#array(property);
    if (array === undefined) return this.#withItem(this.#metadata, `${property}: [${expression}]`, ' ');
    return this.#withItem(array, expression, '');
  }

  /** Adds an item after the last item of a list. In an empty list, `space` is put around the item. */
  #withItem(list: SourceToken, added: string, space: string): ModuleSource {
    const [first, last] = ends(listItems(list.inside ?? []).at(-1));
    if (first && last) return this.#inserted(last.end, `,${this.#gapBefore(first)}${added}`);
    return this.#inserted(list.start + 1, space + added + space);
  }

  #withImport({ className, from }: ModuleEntry): ModuleSource {
    if (this.importedFrom(className) === from) return this;
    if (mentions(this.#tokens, className)) throw new Error(`it uses the name ${className} for something else`);
    const last = this.#imports.at(-1);
    if (last === undefined) throw new Error('it imports nothing');
    const newLine = this.text.includes('\r\n') ? '\r\n' : '\n';
    return this.#inserted(last.end, `${newLine}import { ${className} } from ${last.quote}${from}${last.quote};`);
  }

  /** The array of a property of `@Module()`, or `undefined` when `@Module()` does not have the property. */
  #array(property: ModuleEntry['property']): SourceToken | undefined {
    const items = listItems(this.#metadata.inside ?? []);
    const at = items.findLastIndex((item) => keyOf(item) === property);
    if (items.slice(at + 1).some((item) => keyOf(item) === undefined)) {
      throw new Error(`${property} of @Module() may come from a spread or a computed name`);
    }
    const found = items[at];
    if (found === undefined) return undefined;
    const [, colon, value, ...more] = found;
    if (colon?.text === ':' && value?.text === '[' && more.length === 0) return value;
    throw new Error(`${property} of @Module() is not an array literal`);
  }

  /** The argument of the only `@Module()` in the file. */
  #findMetadata(): SourceToken {
    const calls = this.#tokens.filter(({ text }, at, tokens) => {
      return text === '(' && tokens[at - 1]?.text === 'Module' && tokens[at - 2]?.text === '@';
    });
    const [call, another] = calls;
    if (call === undefined) throw new Error('it has no class with @Module()');
    if (another) throw new Error('it has more than one class with @Module()');
    if (this.importedFrom('Module') !== '@nestjs/common')
      throw new Error("its @Module is not imported from '@nestjs/common'");
    const [metadata, ...more] = listItems(call.inside ?? []).flat();
    if (metadata?.text === '{' && more.length === 0) return metadata;
    throw new Error('the argument of @Module() is not an object literal');
  }

  /** The text between a token and the previous token: a line break with the indent, or a space. */
  #gapBefore({ start }: SourceToken): string {
    return /\r?\n[ \t]*$/.exec(this.text.slice(0, start))?.[0] ?? ' ';
  }

  #inserted(position: number, added: string): ModuleSource {
    return new ModuleSource(this.text.slice(0, position) + added + this.text.slice(position));
  }
}

function ends(item: Item = []): readonly (SourceToken | undefined)[] {
  return [item.at(0), item.at(-1)];
}

/** The name of a property as it is written, or `undefined` when the property is a spread, computed or an accessor. */
function keyOf([name, next]: Item): string | undefined {
  if (name === undefined || name.inside || name.text === '...') return undefined;
  if (next !== undefined && next.text !== ':' && next.text !== '(') return undefined;
  return name.isString ? name.text.slice(1, -1) : name.text;
}

function mentions(tokens: readonly SourceToken[], name: string): boolean {
  return tokens.some(({ text, inside }) => text === name || (inside !== undefined && mentions(inside, name)));
}
