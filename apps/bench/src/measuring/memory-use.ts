/** The memory that this process uses after garbage collection, in bytes. Needs `--expose-gc`. */
export async function settledMemory(): Promise<{ rss: number; heap: number }> {
  for (let times = 0; times < 4; times += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}
