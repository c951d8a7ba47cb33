import ts from 'typescript';

/** What stands in an array of `@Module()`: `SessionsModule.forRoot()` is the class `SessionsModule`. */
export interface ModuleEntry {
  readonly property: 'imports' | 'controllers';
  readonly className: string;
  readonly expression: string;
  /** What the class is imported from. */
  readonly from: string;
}

/** The source of a Nest module. Every change gives a new one; what stands in the module already is not added again. */
export class ModuleSource {
  readonly #source: ts.SourceFile;

  constructor(
    private readonly path: string,
    readonly text: string,
  ) {
    this.#source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  }

  with(entry: ModuleEntry): ModuleSource {
    if (this.has(entry)) return this;
    return this.#withEntry(entry).#withImport(entry);
  }

  has({ property, className }: Pick<ModuleEntry, 'property' | 'className'>): boolean {
    const array = this.#array(property);
    return array?.elements.some((element) => className === classNameOf(element)) ?? false;
  }

  #withEntry(entry: ModuleEntry): ModuleSource {
    const { property, expression } = entry;
    const array = this.#array(property);
    const last = array?.elements.at(-1);
    if (last) return this.#inserted(last.end, `,${this.#gapBefore(last)}${expression}`);
    if (array) return this.#inserted(array.end - 1, expression);
    const metadata = this.#metadata();
    const added = `${property}: [${expression}]`;
    const before = metadata.properties.at(-1);
    if (before) return this.#inserted(before.end, `,${this.#gapBefore(before)}${added}`);
    return this.#inserted(metadata.getStart(this.#source) + 1, ` ${added} `);
  }

  #withImport({ className, from }: ModuleEntry): ModuleSource {
    const imports = this.#source.statements.filter((statement) => ts.isImportDeclaration(statement));
    if (imports.some((declaration) => importsName(declaration, className))) return this;
    const last = imports.at(-1);
    const quote = last?.moduleSpecifier.getText(this.#source).charAt(0) ?? "'";
    const line = `import { ${className} } from ${quote}${from}${quote};`;
    const newLine = this.text.includes('\r\n') ? '\r\n' : '\n';
    return last ? this.#inserted(last.end, `${newLine}${line}`) : this.#inserted(0, `${line}${newLine}`);
  }

  /** The array of a property of `@Module()`, or `undefined` when it is not there. */
  #array(property: ModuleEntry['property']): ts.ArrayLiteralExpression | undefined {
    const found = this.#metadata().properties.find(
      ({ name }) => name && ts.isPropertyName(name) && 'text' in name && name.text === property,
    );
    if (found === undefined) return undefined;
    if (ts.isPropertyAssignment(found) && ts.isArrayLiteralExpression(found.initializer)) return found.initializer;
    throw new Error(`${property} of @Module() in ${this.path} is no array literal: nothing can be added to it.`);
  }

  #metadata(): ts.ObjectLiteralExpression {
    for (const statement of this.#source.statements) {
      const decorators = ts.canHaveDecorators(statement) ? (ts.getDecorators(statement) ?? []) : [];
      for (const { expression } of decorators) {
        if (!ts.isCallExpression(expression) || expression.expression.getText(this.#source) !== 'Module') continue;
        const [metadata] = expression.arguments;
        if (metadata && ts.isObjectLiteralExpression(metadata)) return metadata;
      }
    }
    throw new Error(`${this.path} has no class with @Module({ … }): name the root module with --module.`);
  }

  /** What stands between a node and the one before it: a line break with the indent, or a space. */
  #gapBefore(node: ts.Node): string {
    const before = this.text.slice(0, node.getStart(this.#source));
    return /\r?\n[ \t]*$/.exec(before)?.[0] ?? ' ';
  }

  #inserted(position: number, added: string): ModuleSource {
    return new ModuleSource(this.path, this.text.slice(0, position) + added + this.text.slice(position));
  }
}

function classNameOf(element: ts.Expression): string | undefined {
  if (ts.isIdentifier(element)) return element.text;
  if (ts.isCallExpression(element) || ts.isPropertyAccessExpression(element)) return classNameOf(element.expression);
  return undefined;
}

function importsName(declaration: ts.ImportDeclaration, name: string): boolean {
  const bindings = declaration.importClause?.namedBindings;
  return (
    bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.some((one) => one.name.text === name)
  );
}
