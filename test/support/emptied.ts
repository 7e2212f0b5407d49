/** A database of the tests is made as it was before its test, which takes a third of what making another one does. */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { inject } from 'vitest';
import { type Db, openPool } from '../../src/db/pool.ts';

export type Kept = {
  url: string;
  ownerUrl: string;
  drop(): Promise<void>;
  /** The program's, as the query builder pools them. */
  connections: Connections | null;
  /** The owner's, for making it empty. */
  keeper: Db;
};

export type Connections = {
  free: { resource: pg.Client }[];
  destroyed: boolean;
  numUsed(): number;
  numPendingAcquires(): number;
  numPendingCreates(): number;
  destroy(): Promise<unknown>;
};

/** How the template is: the names of what has rows there, what brings them back, and what is in the catalogue. */
type Template = { rows: string; sequences: string; objects: string };
let template: Promise<Template> | null = null;

const LEFT_OVER_MS = 200;
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and pg_relation_size(c.oid) > 0`;
const objects = "select concat_ws(' ', count(*), max(oid::bigint)) from pg_class where relkind <> 't'";

/** Whether nothing runs on them any more. What a test left running has a moment to end. */
export async function atRest(connections: Connections): Promise<boolean> {
  const until = Date.now() + LEFT_OVER_MS;
  while (connections.numUsed() + connections.numPendingAcquires() + connections.numPendingCreates() > 0) {
    if (Date.now() > until) return false;
    await pause(5);
  }
  return !connections.destroyed;
}

/** False where it holds more than rows of tables, and cannot be used again. */
export async function emptied({ connections, keeper }: Kept): Promise<boolean> {
  template ??= readTemplate();
  const as = await template;
  const own: pg.Client = await keeper.client.acquireConnection();
  try {
    const pids = [own, ...(connections?.free ?? []).map(({ resource }) => resource)].map(pidOf);
    await own.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> all($1)',
      [pids],
    );
    const { rows } = await own.query(
      `select array(select format('%I.%I', n.nspname, c.relname) from ${tables}) as filled, (${objects}) as objects,
         exists (select from pg_locks where locktype = 'advisory' and pid = any($1)) as locks`,
      [pids],
    );
    const [found] = rows;
    if (found.objects !== as.objects || found.locks) return false;
    // Without triggers and references, which none of it is about.
    await own.query(
      `begin; set local session_replication_role = replica;
       ${found.filled.map((name: string) => `delete from ${name};`).join('')} ${as.rows} ${as.sequences} commit`,
    );
    // Rows are to come in the order in which a test puts them in, as in tables that were never used.
    if (found.filled.length > 0)
      await own.query(`vacuum (truncate true, index_cleanup on) ${found.filled.join()}`);
    return true;
  } finally {
    await keeper.client.releaseConnection(own);
  }
}

const pidOf = (client: pg.Client): number => (client as pg.Client & { processID: number }).processID;

async function readTemplate(): Promise<Template> {
  const db = openPool(`${inject('postgresUrl')}/template_steward`, { max: 1 });
  try {
    const { rows: filled } = await db.raw(
      `select format('%I.%I', n.nspname, c.relname) as name,
         (select string_agg(quote_ident(attname), ',') from pg_attribute
           where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns from ${tables}`,
    );
    const back: string[] = [];
    for (const { name, columns } of filled) {
      const { rows } = await db.raw(`select json_agg(t)::text as rows from ${name} t`);
      if (rows[0].rows !== null)
        back.push(
          `insert into ${name} (${columns}) overriding system value
           select ${columns} from json_populate_recordset(null::${name}, $template$${rows[0].rows}$template$);`,
        );
    }
    const { rows } = await db.raw(
      `select string_agg(format('setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename),
           coalesce(last_value, start_value), last_value is not null), ',') as set, (${objects}) as objects from pg_sequences`,
    );
    return { rows: back.join('\n'), sequences: `select ${rows[0].set};`, objects: rows[0].objects };
  } finally {
    await db.destroy();
  }
}
