/** The mutants of a Lua script: its source once for each place where a small change fits. */

const REPLACEMENTS = [
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ == /g, ' ~= '],
  [/ ~= /g, ' == '],
  [/ and /g, ' or '],
  [/ or /g, ' and '],
  [/\bif not /g, 'if '],
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  // A command whose reply is not used.
  [/^( *)(?:redis\.)?call\(.*\)$/gm, '$1'],
];

/** Gives each mutant with its line before and after the change. Comments do not change. */
export function* mutantsOf(source) {
  for (const [pattern, replacement] of REPLACEMENTS) {
    for (const match of source.matchAll(pattern)) {
      const start = source.lastIndexOf('\n', match.index) + 1;
      const line = source.slice(start).split('\n', 1)[0];
      if (line.trim().startsWith('--')) continue;
      const at = match.index - start;
      const after = match[0].replace(new RegExp(pattern.source, 'm'), replacement);
      const changed = line.slice(0, at) + after + line.slice(at + match[0].length);
      yield {
        source: source.slice(0, start) + changed + source.slice(start + line.length),
        before: line.trim(),
        after: changed.trim(),
      };
    }
  }
}

/** Reads the mutants that change nothing from the diffs of a document: the name of a file, then pairs of lines. */
export function equivalentsIn(document) {
  const keys = new Set();
  let [file, before] = ['', ''];
  for (const line of document.split('\n')) {
    if (/^\S+\.lua$/.test(line)) file = line;
    else if (line.startsWith('- ')) before = line.slice(2);
    else if (line.startsWith('+ ')) keys.add(keyOf(file, { before, after: line.slice(2) }));
  }
  return keys;
}

export const keyOf = (file, { before, after }) => [file, before, after].join('\n');
