/** Lets a Node process run the TypeScript of this package as it is: `node --import ./typescript.mjs main.ts`. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
