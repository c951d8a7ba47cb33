/**
 * Writes the files to publish into `package/` of the current project, or into the given folder: the files that npm would pack, the documents that they
 * link to, and a manifest without the fields that only this workspace needs.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

const workspace = join(import.meta.dirname, '..', '..');
const project = process.cwd();
const out = process.argv[2] ?? join(project, 'package');

/** The packages of the workspace, by the path of their README. */
const packages = new Map(
  readdirSync(join(workspace, 'libs')).map((name) => {
    const folder = join(workspace, 'libs', name);
    return [join(folder, 'README.md'), readManifest(folder).name];
  }),
);

const files = packedFiles().filter(({ path }) => !isLeftover(path));
rmSync(out, { recursive: true, force: true });
for (const { path } of files) {
  cpSync(join(project, path), join(out, path));
  if (/^cjs\/.*\.js$/.test(path))
    writeFileSync(join(out, path), withPlainRequires(readFileSync(join(out, path), 'utf8')));
}

for (const { path } of files.filter(({ path }) => /^(?:dist|cjs)\/version\./.test(path))) {
  const source = readFileSync(join(out, path), 'utf8');
  writeFileSync(join(out, path), source.replace('0.0.0', readManifest(project).version));
}

/** The path of each document in the package, by its path in the workspace. */
const places = new Map(files.filter(({ path }) => path.endsWith('.md')).map(({ path }) => [join(project, path), path]));
// While the loop runs, each document adds the documents that it links to.
for (const [document, place] of places) {
  mkdirSync(dirname(join(out, place)), { recursive: true });
  writeFileSync(join(out, place), withPublishedLinks(document, place));
}

const { nx, devDependencies, ...manifest } = readManifest(project);
for (const door of Object.values(manifest.exports)) delete door['nest-sessions-source'];
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

/** The files that npm would pack. Its cache is a folder of its own, because the home may be read-only. */
function packedFiles() {
  const cache = mkdtempSync(join(tmpdir(), 'sessions-npm-'));
  try {
    const flags = ['--dry-run', '--json', '--no-update-notifier', '--cache', cache];
    const [packed] = JSON.parse(execFileSync('npm', ['pack', ...flags], { encoding: 'utf8' }));
    return packed.files;
  } finally {
    rmSync(cache, { recursive: true });
  }
}

/** Whether the source of a built file no longer exists. The compiler does not delete such files. */
function isLeftover(path) {
  const module = /^(?:dist|cjs)\/(.*?)\.(?:d\.ts|js)$/.exec(path)?.[1];
  return module !== undefined && !existsSync(join(project, 'src', `${module}.ts`));
}

/**
 * The code of a CommonJS module, with `require()` where the compiler wrote `import()` as a function that calls it later. A
 * bundler accepts that an optional package is missing only if `require()` is directly in the `try`.
 */
function withPlainRequires(code) {
  return code.replaceAll(/Promise\.resolve\(\)\.then\(\(\) => __importStar\((require\('[^']+'\))\)\)/g, '$1');
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** The text of a document, with links that work in the package. Code between fences stays as it is. */
function withPublishedLinks(document, place) {
  const parts = readFileSync(document, 'utf8').split(/(^```[^]*?^```$)/m);
  const links = /(?<=\]\()[^)\s]+(?=\))/g;
  return parts
    .map((part) =>
      part.startsWith('```') ? part : part.replaceAll(links, (link) => publishedLink(link, document, place)),
    )
    .join('');
}

/** The link as it must be in the package: unchanged, to a document in the package, or to another package on npm. */
function publishedLink(link, document, place) {
  if (link.startsWith('https://') || link.startsWith('#')) return link;
  const [path, ...anchor] = link.split(/(?=#)/);
  const target = join(dirname(document), path);
  const isRecipe = dirname(target) === join(workspace, 'docs', 'recipes');
  if (isRecipe && !places.has(target)) places.set(target, `docs/${basename(target)}`);
  const there = places.get(target);
  if (there !== undefined) return [relative(dirname(place), there), ...anchor].join('');
  if (packages.has(target)) return `https://www.npmjs.com/package/${packages.get(target)}`;
  throw new Error(
    `${relative(workspace, document)} links to ${link}, which is not published. Link to a recipe or to the README of a package.`,
  );
}
