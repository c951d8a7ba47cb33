import { DEFAULT_SETTINGS, SECRETS, VARIABLE_NAMES, type Settings } from './settings.js';

/** The settings that differ from the defaults, such as `PORT=8080`. Of a secret it says only that it is set. */
export function changedSettings(settings: Settings): string[] {
  return VARIABLE_NAMES.flatMap((name) => {
    const value = shown(settings[name]);
    if (value === shown(DEFAULT_SETTINGS[name])) return [];
    return [SECRETS.has(name) ? `${name} is set` : `${name}=${value}`];
  });
}

function shown(value: Settings[keyof Settings]): string {
  if (!Array.isArray(value)) return String(value ?? '');
  const items: readonly unknown[] = value;
  return items.map((item) => (typeof item === 'string' ? item : 'set')).join(',');
}
