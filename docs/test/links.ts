import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './examples.js';

/** Where links to the web may lead: documentation that can't be looked up by a test. */
const HOSTS = new Set(['www.conventionalcommits.org', 'standardschema.dev', 'www.npmjs.com', 'opentelemetry.io']);

/** The links of a document that lead nowhere: to no file under the root, to no heading, or to an unknown host. */
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

/** As GitHub makes them. */
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
