import type { Readable } from 'node:stream';

/**
 * The URL in the first line that matches, once that line is whole. The output is read to its end: a process whose output
 * nobody reads can't write.
 */
export function printedUrl(stdout: Readable, line: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    stdout.on('data', (chunk: Buffer) => {
      printed += String(chunk);
      const url = line.exec(printed)?.[1];
      if (url !== undefined) resolve(url);
    });
    stdout.on('end', () => {
      reject(new Error(`The process ended before it listened:\n${printed}`));
    });
  });
}
