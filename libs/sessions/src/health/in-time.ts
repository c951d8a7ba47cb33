/**
 * Returns the answer of `ask`, or `undefined` if it takes longer than `ms`. Throws the errors of `ask`. An immediate
 * answer, such as that of a store in memory, needs no timer.
 */
export async function inTime<T extends object>(ask: () => Promise<T>, ms: number): Promise<T | undefined> {
  const answer = ask();
  const settled: { answer?: T; failed?: true } = {};
  answer.then(
    (there) => (settled.answer = there),
    () => (settled.failed = true),
  );
  // After one turn of the microtasks, a promise that was already settled has called back.
  await Promise.resolve();
  return settled.answer ?? (settled.failed ? answer : beforeDeadline(answer, ms));
}

async function beforeDeadline<T>(answer: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
