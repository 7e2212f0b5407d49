/** The inbox: what came in from Slack is stored here before Slack hears that it arrived. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { toJson } from './json.ts';
import { JOBS_CHANNEL } from './outbox.ts';
import type { InboxKind } from './topics.ts';

/** `keys` are the identities under which this one thing may arrive again; each is 6 to 400 characters. */
export type InboxItem = { kind: InboxKind; keys: string[]; lane?: string; body: unknown };
/** `fresh` once for each thing; a copy gets the id under which it was stored before. */
export type Stored = { fresh: boolean; id: number };
export type Inbox = { store(item: InboxItem): Promise<Stored> };

type Waiting = {
  item: InboxItem;
  json: string;
  done: (stored: Stored) => void;
  failed: (error: unknown) => void;
};

const STATEMENTS_AT_ONCE = 2;
const ITEMS_PER_STATEMENT = 500;

/**
 * Group commit: while statements are in flight, later items gather and go together in one. `store` resolves after the
 * commit and rejects when the item is certainly not stored or nobody knows; then do not acknowledge it.
 */
export function createInbox(use: { db: Db }): Inbox {
  const waiting: Waiting[] = [];
  let inFlight = 0;

  const pump = () => {
    while (inFlight < STATEMENTS_AT_ONCE && waiting.length > 0) {
      const batch = waiting.splice(0, ITEMS_PER_STATEMENT);
      inFlight += 1;
      void storeBatch(use.db, batch).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
  };

  return {
    store: (item) =>
      new Promise<Stored>((done, failed) => {
        checkKeys(item.keys);
        waiting.push({ item, json: toJson(item.body), done, failed });
        pump();
      }),
  };
}

function checkKeys(keys: string[]): void {
  const wrong = keys.find((key) => key.length < 6 || key.length > 400 || key.includes('\0'));
  if (keys.length === 0 || wrong !== undefined) {
    throw new BadInput('What came in carries no usable identity: a key has 6 to 400 characters.', {
      facts: { keys },
    });
  }
}

async function storeBatch(db: Db, batch: Waiting[]): Promise<void> {
  try {
    const stored = await insert(
      db,
      batch.map(({ item, json }) => ({ ...item, json })),
    );
    batch.forEach((one, n) => {
      const answer = stored[n];
      if (answer) one.done(answer);
      else one.failed(new Error('The inbox gave no answer for an item.'));
    });
  } catch (error) {
    // One bad item must not take its neighbours with it.
    if (batch.length === 1) batch[0]?.failed(error);
    else await Promise.all(batch.map((one) => storeBatch(db, [one])));
  }
}

type Line = { n: number; id: number; keys_won: number; keys_all: number };

async function insert(db: Db, items: (InboxItem & { json: string })[]): Promise<Stored[]> {
  // Keys go in sorted, so that replicas storing the same things wait for each other instead of deadlocking.
  const { rows }: { rows: Line[] } = await db
    .raw(
      `with item as (
       select n::int, kind, lane, body, keys, nextval(pg_get_serial_sequence('inbox', 'id')) as id
       from jsonb_to_recordset(?::jsonb) as i(n int, kind text, lane text, body jsonb, keys jsonb)
     ), wanted as materialized (
       select distinct id, k.key from item, jsonb_array_elements_text(keys) as k(key)
     ), won as (
       insert into inbox_keys (key, inbox_id) select key, id from wanted order by key, id
       on conflict (key) do nothing returning key, inbox_id
     ), line as (
       select item.*, (select count(*) from won where won.inbox_id = item.id)::int as keys_won,
         (select count(*) from wanted where wanted.id = item.id)::int as keys_all
       from item
     ), kept as (
       insert into inbox (id, kind, lane, body, done_at) overriding system value
       select id, kind, lane, case when keys_won = keys_all then body end, case when keys_won < keys_all then clock_timestamp() end
       from line where keys_won > 0 returning id
     ), told as (
       select pg_notify('${JOBS_CHANNEL}', 'inbox') where exists (select 1 from line where keys_won = keys_all)
     )
     select n, id, keys_won, keys_all from line left join told on true order by n`,
      [`[${items.map((item, n) => line(item, n)).join(',')}]`],
    )
    // Planned once for each connection: that is half of what it costs.
    .options({ name: 'store in inbox' });
  return Promise.all(
    rows.map(async (row) => {
      const keys = items[row.n]?.keys ?? [];
      return row.keys_won === row.keys_all
        ? { fresh: true, id: row.id }
        : { fresh: false, id: await earlier(db, row.id, keys) };
    }),
  );
}

const line = (item: InboxItem & { json: string }, n: number): string =>
  `{"n":${n},"kind":${JSON.stringify(item.kind)},"lane":${JSON.stringify(item.lane ?? null)},"keys":${toJson(item.keys)},"body":${item.json}}`;

/** The id under which one of these keys was stored first; identities that are new with this copy are kept under that id too. */
async function earlier(db: Db, id: number, keys: string[]): Promise<number> {
  // A copy that arrived at this moment may hold some keys for as long as it takes to hand them over; it is passed by.
  const { rows }: { rows: { id: number }[] } = await db.raw(
    `with first as (
       select i.id from inbox_keys k join inbox i on i.id = k.inbox_id where k.key = any(?) and i.id <> ?
       order by (i.body is null and i.attempts = 0), i.id limit 1
     ), moved as (
       update inbox_keys set inbox_id = first.id from first where inbox_id = ?
     )
     select id from first`,
    [keys, id, id],
  );
  const first = rows[0]?.id;
  if (first === undefined) return id;
  await db.raw(
    'delete from inbox where id = ? and body is null and not exists (select 1 from inbox_keys where inbox_id = ?)',
    [id, id],
  );
  return first;
}
