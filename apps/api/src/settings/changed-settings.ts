import { DEFAULT_SETTINGS, SECRETS, VARIABLE_NAMES, type Settings } from './settings.js';

/** The settings that differ from the defaults, such as `PORT=8080`. Of a secret it says only that it is set. */
export function changedSettings(settings: Settings): string[] {
  return VARIABLE_NAMES.flatMap((name) => {
    const value = shownSetting(settings[name]);
    if (value === shownSetting(DEFAULT_SETTINGS[name])) return [];
    return [SECRETS.has(name) ? `${name} is set` : `${name}=${value}`];
  });
}

/** A setting as a string, without the keys in it. */
export function shownSetting(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : 'set')).join(',');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
