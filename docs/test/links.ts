import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './examples.js';

/** The hosts that links may lead to. A test can't follow these links. */
const HOSTS = new Set([
  'www.conventionalcommits.org',
  'standardschema.dev',
  'www.npmjs.com',
  'opentelemetry.io',
  'owasp.org',
  'cheatsheetseries.owasp.org',
]);

/** The broken links of a document: the file or heading does not exist, or the host is not known. */
export function brokenLinks(document: string, root = ROOT): string[] {
  const file = join(root, document);
  const prose = textOf(file).replaceAll(/^```[^]*?^```$/gm, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => !(target.includes(':') ? isKnownPage(target) : leadsSomewhere(root, file, target)));
}

function isKnownPage(target: string): boolean {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  return url?.protocol === 'https:' && HOSTS.has(url.host);
}

function leadsSomewhere(root: string, document: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? document : join(dirname(document), path);
  const isInside = !relative(root, file).startsWith('..');
  return isInside && existsSync(file) && (anchor === undefined || anchorsOf(file).includes(anchor));
}

/** The anchors of headings, as GitHub makes them. */
function anchorsOf(file: string): string[] {
  return [...textOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}
