#!/usr/bin/env node
import { run } from './run.js';

const { argv, env, stdin } = process;
// The reader has closed the pipe, as in `nest-sessions list | head`.
process.stdout.on('error', () => process.exit());
process.exitCode = await run(argv.slice(2), {
  env,
  stdin,
  isTerminal: process.stderr.isTTY,
  out: (line) => void process.stdout.write(`${line}\n`),
  note: (text) => void process.stderr.write(text),
});
