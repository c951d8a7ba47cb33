import { start } from './start.js';
await start(process.env);
//# sourceMappingURL=main.js.map