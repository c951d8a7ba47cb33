import jsTokens from 'js-tokens';

/** A token of TypeScript source. A pair of brackets and everything between them is one token: a group. */
export interface SourceToken {
  /** The text of the token. For a group, the opening bracket. */
  readonly text: string;
  readonly start: number;
  /** The position after the token. For a group, the position after its closing bracket. */
  readonly end: number;
  readonly isString: boolean;
  /** The tokens between the brackets of a group; `undefined` for every other token. */
  readonly inside: readonly SourceToken[] | undefined;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Text between tokens, and the middle of a template, which only separates its expressions. */
const SKIPPED: ReadonlySet<string> = new Set([
  'WhiteSpace',
  'LineTerminatorSequence',
  'SingleLineComment',
  'MultiLineComment',
  'HashbangComment',
  'TemplateMiddle',
]);

/** Reads source as tokens, without comments. Throws if a bracket, string, template or comment has no end. */
export function tokensOf(source: string): readonly SourceToken[] {
  const groups = new Groups(source);
  let start = 0;
  for (const token of jsTokens(source)) {
    const { type, value: text } = token;
    if ('closed' in token && !token.closed) throw new Error(`${text.slice(0, 20)} has no end ${groups.at(start)}`);
    const end = start + text.length;
    if (type === 'TemplateHead') groups.open(text, start, '`');
    else if (type === 'TemplateTail') groups.close(text, end);
    else if (type === 'Punctuator' && text in CLOSING) groups.open(text, start, CLOSING[text]);
    else if (type === 'Punctuator' && /^[)\]}]$/.test(text)) groups.close(text, end);
    else if (!SKIPPED.has(type)) {
      groups.add({ text, start, end, isString: type === 'StringLiteral', inside: undefined });
    }
    start = end;
  }
  return groups.tokens();
}

/** The parts between the commas of a list. A trailing comma adds no part. */
export function listItems(tokens: readonly SourceToken[]): readonly (readonly SourceToken[])[] {
  const items: SourceToken[][] = [[]];
  for (const token of tokens) {
    if (token.text === ',') items.push([]);
    else items.at(-1)?.push(token);
  }
  return items.filter((item) => item.length > 0);
}

/** The groups that are open at the current position of the reader. */
class Groups {
  readonly #tokens: SourceToken[] = [];
  readonly #open: { text: string; start: number; closing: string | undefined; inside: SourceToken[] }[] = [];

  constructor(private readonly source: string) {}

  open(text: string, start: number, closing: string | undefined): void {
    this.#open.push({ text, start, closing, inside: [] });
  }

  /** Ends the innermost group; `text` is its closing bracket or the tail of its template. */
  close(text: string, end: number): void {
    const group = this.#open.pop();
    if (group === undefined || group.closing !== text.at(-1)) {
      throw new Error(`${text} has no opening bracket ${this.at(end)}`);
    }
    const { text: opening, start, inside } = group;
    this.add({ text: opening, start, end, isString: false, inside });
  }

  add(token: SourceToken): void {
    (this.#open.at(-1)?.inside ?? this.#tokens).push(token);
  }

  tokens(): readonly SourceToken[] {
    const group = this.#open.at(-1);
    if (group) throw new Error(`${group.text} has no end ${this.at(group.start)}`);
    return this.#tokens;
  }

  at(position: number): string {
    return `(line ${String(this.source.slice(0, position).split('\n').length)})`;
  }
}
