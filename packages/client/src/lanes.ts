/**
 * Works through items in a few lanes at once. Items of the same key stay in one lane and in their order, so that what
 * goes to one office arrives as it was made. The first failure ends all lanes and is thrown.
 */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  keyOf: (item: T) => string,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const byKey = new Map<string, T[]>();
  for (const item of items) byKey.set(keyOf(item), [...(byKey.get(keyOf(item)) ?? []), item]);
  const queues = [...byKey.values()];
  let hasFailed = false;
  const drive = async () => {
    for (let queue = queues.shift(); queue && !hasFailed; queue = queues.shift()) {
      for (const item of queue) {
        if (hasFailed) return;
        await work(item);
      }
    }
  };
  const settled = await Promise.allSettled(
    Array.from({ length: lanes }, () =>
      drive().catch((error: unknown) => {
        hasFailed = true;
        throw error;
      }),
    ),
  );
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
}
