import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';

/**
 * The script of a worker thread: clients that read all pages of a list at the same time, again and again, until the
 * first message. It answers with the number of pages. In a thread, it delays no other measurement of its process.
 */
const { url, clients } = z.object({ url: z.string(), clients: z.number() }).parse(workerData);

let isRunning = true;
let pages = 0;

async function readPages(): Promise<void> {
  let cursor = '';
  while (isRunning) {
    const response = await fetch(`${url}?limit=1000${cursor}`);
    const body = await response.text();
    if (response.status !== 200) throw new Error(`A page was answered with ${String(response.status)}: ${body}`);
    pages += 1;
    // The cursor is at the end of a page. To parse a page would take longer than to serve it.
    const next = /"nextCursor":"([^"]+)"/.exec(body.slice(-400))?.[1];
    cursor = next === undefined ? '' : `&cursor=${next}`;
  }
}

const reading = Promise.all(Array.from({ length: clients }, readPages));
parentPort?.once('message', () => {
  isRunning = false;
  void reading.then(() => parentPort?.postMessage(pages));
});
