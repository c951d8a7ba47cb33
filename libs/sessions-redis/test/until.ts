import { setTimeout as pause } from 'node:timers/promises';

/** Checks a condition until it holds, and returns how many milliseconds that took. Throws if it takes too long. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, withinMs = 10_000): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > withinMs) throw new Error(`not within ${String(withinMs)} ms: ${what}`);
    await pause(5);
  }
  return performance.now() - began;
}

/** Repeats a call until it succeeds. */
export async function untilAnswered<T>(ask: () => Promise<T>, withinMs = 10_000): Promise<T> {
  const answers: T[] = [];
  let failure: unknown;
  const answered = async (): Promise<boolean> => {
    try {
      answers.push(await ask());
    } catch (error) {
      failure = error;
    }
    return answers.length > 0;
  };
  await until('an answer', answered, withinMs).catch((error: unknown) => {
    throw new Error(String(error), { cause: failure });
  });
  const [answer] = answers;
  if (answer === undefined) throw new Error('there is no answer');
  return answer;
}
