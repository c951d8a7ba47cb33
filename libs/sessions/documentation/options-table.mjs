/**
 * Writes the table of options in README.md from the doc comments of src/options/sessions-options.ts: `node
 * options-table.mjs`. With `--check`, it writes nothing and fails if the table is out of date. With `--json`, it prints
 * the options.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const project = join(import.meta.dirname, '..');
const README = join(project, 'README.md');
const TABLE = /(<!-- options:.*-->\n)[^]*(<!-- \/options -->)/;

const path = join(project, 'src', 'options', 'sessions-options.ts');
const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
const interfaces = new Map(source.statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]));

/** The options of an interface, including the options of its groups. */
function optionsOf(name, prefix = '') {
  return (interfaces.get(name)?.members ?? []).flatMap((member) => {
    const option = prefix + member.name.getText();
    const group = groupOf(member.type);
    const own = described(member);
    return [
      ...(own === undefined ? [] : [{ option, ...own }]),
      ...(group === undefined ? [] : optionsOf(group, `${option}.`)),
    ];
  });
}

/** The interface of an option that is a group of options; `undefined` for any other option. */
function groupOf(type) {
  const parts = ts.isUnionTypeNode(type) ? type.types : [type];
  return parts.map((part) => part.getText()).find((text) => interfaces.has(text));
}

/** The comment of an option, split into its meaning and its default. */
function described(member) {
  const comment = ts.getJSDocCommentsAndTags(member).find(ts.isJSDoc);
  if (comment === undefined) return undefined;
  const text = ts.getTextOfJSDocComment(comment.comment).replaceAll(/\s+/g, ' ');
  const [, meaning, standard = ''] = /^(.*?)(?: ?Default:? (.*))?$/.exec(text);
  return { meaning: meaning.trim(), default: standard.replace(/\.$/, '') };
}

const options = optionsOf('SessionsModuleOptions');

function table() {
  const cell = (text) => text.replaceAll('|', '\\|');
  const rows = options.map(({ option, meaning, default: standard }) => [`\`${option}\``, meaning, standard]);
  const lines = [['option', 'meaning', 'default'], ['-', '-', '-'], ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |\n`).join('');
}

const readme = readFileSync(README, 'utf8');
const wanted = await format(
  readme.replace(TABLE, (_, begin, end) => `${begin}\n${table()}\n${end}`),
  { ...(await resolveConfig(README)), filepath: README },
);

if (process.argv.includes('--json')) {
  process.stdout.write(JSON.stringify(options));
} else if (!process.argv.includes('--check')) {
  writeFileSync(README, wanted);
} else if (readme !== wanted) {
  throw new Error('The table of options in README.md is out of date: run `npm run docs:options`.');
}
