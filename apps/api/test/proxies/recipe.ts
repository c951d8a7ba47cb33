import { readFileSync } from 'node:fs';

const RECIPE = new URL('../../../../docs/recipes/behind-a-proxy.md', import.meta.url);

export const PROXIES = ['nginx', 'haproxy'] as const;
export type Proxy = (typeof PROXIES)[number];

/** Strings of the configuration, and what replaces each. */
export type Replacements = Readonly<Record<string, string>>;

/** The configuration that the recipe gives, with some of its text replaced. */
export function configuration(proxy: Proxy, replaced: Replacements): string {
  const [, code] = new RegExp(`^\`\`\`${proxy}\n([^]*?)^\`\`\`$`, 'm').exec(readFileSync(RECIPE, 'utf8')) ?? [];
  if (code === undefined) throw new Error(`The recipe has no configuration of ${proxy}.`);
  return Object.entries(replaced).reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`The configuration of ${proxy} has no ${before}.`);
    return text.replaceAll(before, after);
  }, code);
}
