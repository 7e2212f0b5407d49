import knex, { type Knex } from 'knex';
import pg from 'pg';

/** A pool or a transaction: verbs take either. */
export type Db = Knex;
/** A statement that is run when it is awaited, or as a part of another one. */
export type Statement = Knex.QueryBuilder;

const numbers = new Set([20, 1700]); // int8, numeric: exact up to 2^53, and money stays below
const days = new Set([1082]);

/** Numbers as numbers, days as 'YYYY-MM-DD', instants as Date. Set per pool: other users of the driver keep theirs. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (numbers.has(oid)) return Number;
      if (days.has(oid)) return String;
      if (oid === 1016 || oid === 1231) return (text: string) => list(text).map(Number);
      if (oid === 1182) return list;
    }
    return pg.types.getTypeParser(oid, format);
  },
};
const list = (text: string): string[] => (text === '{}' ? [] : text.slice(1, -1).split(','));

/** Opens a pool. Connections are made when needed; a server that restarts is found again. */
export function openPool(url: string, options: { max?: number; name?: string } = {}): Db {
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      types,
      application_name: options.name ?? 'steward',
      keepAlive: true,
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: options.max ?? 10, idleTimeoutMillis: 30_000 },
    acquireConnectionTimeout: 10_000,
    // An error names the statement, never the values in it: they may be a person's words.
    compileSqlOnError: false,
    // Failures reach whoever asked, as errors; stdout belongs to the command line.
    log: { warn: quiet, error: quiet, deprecate: quiet, debug: quiet },
  });
}

const quiet = (): void => undefined;

/** One with $1, $2 … in its text. */
export type Planned = { name: string; text: string };

/**
 * Runs it on a connection that plans it once: half of what a short statement costs, and the query builder's way round is a
 * tenth. For those few on which somebody waits with every event or click.
 */
export async function planned<T>(db: Db, statement: Planned, values: unknown[]): Promise<T[]> {
  if (isOver(db)) throw new Error('The transaction is over.');
  const connection: pg.Client = await db.client.acquireConnection();
  try {
    // By callback: what the driver's promises leave behind is kept alive from one query to the next until the whole heap is
    // collected, and each collection of young objects takes several times as long.
    const rows = await new Promise<T[]>((done, failed) => {
      void connection.query<T & pg.QueryResultRow>({ ...statement, values }, (error, result) =>
        error ? failed(error) : done(result.rows),
      );
    });
    return rows;
  } finally {
    await db.client.releaseConnection(connection);
  }
}

/** Its connection may be somebody else's by now. */
const isOver = (db: Db): boolean => db.isTransaction === true && (db as Knex.Transaction).isCompleted();
