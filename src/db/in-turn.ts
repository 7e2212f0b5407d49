/**
 * What comes of each, one after the other: a transaction has one connection, and two statements side by side on it wait for
 * each other in a queue that the driver is about to refuse. For a few things that no single statement gives.
 */
export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
