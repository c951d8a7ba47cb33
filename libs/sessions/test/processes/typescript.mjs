/**
 * Lets a Node process run the TypeScript sources of this package directly: `node --import ./typescript.mjs main.ts`.
 */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
