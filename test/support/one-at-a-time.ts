/**
 * On one connection statements go one after the other: a second one while the first is under way waits in a queue of the
 * driver, which is about to refuse it. Any test fails in which that happens.
 */
import pg from 'pg';

type Connection = { _activeQuery: unknown; _queryQueue: unknown[] };
type Watch = { allowed: number };
// A worker reads the files of several tests, and has one driver.
const key = Symbol.for('one statement at a time');
const shared = globalThis as { [key]?: Watch };

export function watchStatements(): void {
  if (shared[key]) return;
  const watch: Watch = { allowed: 0 };
  shared[key] = watch;
  const { prototype } = pg.Client as unknown as {
    prototype: { query(this: Connection, ...all: unknown[]): unknown };
  };
  const { query } = prototype;
  prototype.query = function (...all) {
    if (watch.allowed === 0 && (this._activeQuery || this._queryQueue.length > 0)) {
      const [asked] = all as [string | { text?: string }];
      const text = typeof asked === 'string' ? asked : asked.text;
      throw new Error(`A statement was begun while another one was under way on its connection: ${text}`);
    }
    return query.apply(this, all);
  };
}

/** For what a test puts on one connection by itself, and the house would do on several. */
export async function sideBySide<T>(work: () => Promise<T>): Promise<T> {
  const watch = shared[key];
  if (watch) watch.allowed += 1;
  try {
    return await work();
  } finally {
    if (watch) watch.allowed -= 1;
  }
}
