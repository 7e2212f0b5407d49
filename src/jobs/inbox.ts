/** The inbox: what came in from Slack is stored here before Slack hears that it arrived. */
import { type Db, type Planned, planned } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { toJson } from './json.ts';
import type { InboxKind } from './topics.ts';

/** `keys` are the identities under which this one thing may arrive again; each is 6 to 400 characters. */
export type InboxItem = { kind: InboxKind; keys: string[]; lane?: string; body: unknown };
/** `fresh` once for each thing; a copy gets the id under which it was stored before. */
export type Stored = { fresh: boolean; id: number };
export type Inbox = {
  store(item: InboxItem): Promise<Stored>;
  /** Who is to be told, after the commit, that there is something new to take; the latest who asked. */
  onStored(tell: () => void): void;
};

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
 * commit and rejects when the item is certainly not stored or nobody knows; then do not acknowledge it. No NOTIFY: it
 * would make the commits of all replicas wait for each other, and Slack wait for that; this process takes up what it has
 * stored, and the others hear of what it cannot take.
 */
export function createInbox(use: { db: Db }): Inbox {
  const waiting: Waiting[] = [];
  /** What is being stored at this moment: Slack often sends a copy before the first one is committed. */
  const underWay = new Map<string, Promise<Stored>>();
  let inFlight = 0;
  let told: () => void = () => undefined;

  const pump = () => {
    while (inFlight < STATEMENTS_AT_ONCE && waiting.length > 0) {
      const batch = waiting.splice(0, ITEMS_PER_STATEMENT);
      inFlight += 1;
      void storeBatch(use.db, batch).finally(() => {
        inFlight -= 1;
        told();
        pump();
      });
    }
  };

  return {
    store: async (item) => {
      checkKeys(item.keys);
      const identity = item.keys.join('\0');
      const first = underWay.get(identity);
      if (first) return { fresh: false, id: (await first).id };
      const storing = new Promise<Stored>((done, failed) => {
        waiting.push({ item, json: toJson(item.body), done, failed });
      });
      underWay.set(identity, storing);
      pump();
      try {
        return await storing;
      } finally {
        underWay.delete(identity);
      }
    },
    onStored: (tell) => {
      told = tell;
    },
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

/** `n` counts from 1; `first` is under which a copy of which nothing is new was stored, where that was before this statement began. */
type Line = { n: number; id: number; fresh: boolean; first: number | null };

async function insert(db: Db, items: (InboxItem & { json: string })[]): Promise<Stored[]> {
  const [only] = items;
  if (only && items.length === 1) return [await insertOne(db, only)];
  // Keys go in sorted, so that replicas storing the same things wait for each other instead of deadlocking.
  const keys = items
    .flatMap((item, n) => [...new Set(item.keys)].map((key) => ({ key, n: n + 1 })))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.n - b.n));
  const rows = await planned<Line>(db, storing, [
    items.map((item) => item.kind),
    items.map((item) => item.lane ?? null),
    `[${items.map((item) => item.json).join()}]`,
    items.map((item) => new Set(item.keys).size),
    keys.map((one) => one.key),
    keys.map((one) => one.n),
  ]);
  return Promise.all(
    rows
      .toSorted((a, b) => a.n - b.n)
      .map(async ({ n, id, fresh, first }) => ({
        fresh,
        id: fresh ? id : (first ?? (await earlier(db, id, items[n - 1]?.keys ?? []))),
      })),
  );
}

const storing: Planned = {
  name: 'store in inbox',
  text: 'select n, id, fresh, first from store_in_inbox($1, $2, $3, $4, $5, $6)',
};

/** Most things come alone: one plain statement takes a third less of the server than the function for many. */
async function insertOne(db: Db, item: InboxItem & { json: string }): Promise<Stored> {
  const keys = [...new Set(item.keys)].sort();
  const [row] = await planned<Omit<Line, 'n'>>(db, storingOne, [
    item.kind,
    item.lane ?? null,
    item.json,
    keys,
  ]);
  if (!row) throw new Error('The inbox gave no answer for an item.');
  const { id, fresh, first } = row;
  return { fresh, id: fresh ? id : (first ?? (await earlier(db, id, item.keys))) };
}

const storingOne: Planned = {
  name: 'store one in inbox',
  text: `with own as materialized (select nextval('inbox_id_seq') as id),
    new as (
      insert into inbox_keys (key, inbox_id)
      select k.key, own.id from own, unnest($4::text[]) with ordinality as k(key, place) order by k.place
      on conflict (key) do nothing returning 1
    ),
    won as materialized (select count(*) as won, count(*) = cardinality($4::text[]) as fresh from new),
    kept as (
      insert into inbox (id, kind, lane, body, done_at) overriding system value
      select id, $1, $2, case when fresh then $3::jsonb end, case when not fresh then clock_timestamp() end
      from own, won where won > 0
    )
    select id, fresh, case when won = 0 then (
      select i.id from inbox_keys k join inbox i on i.id = k.inbox_id where k.key = any($4::text[])
      order by (i.body is null and i.attempts = 0), i.id limit 1
    ) end as first from own, won`,
};

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

/** Under which row what came in with this identity was stored; null where it never came, or is no longer kept. */
export async function storedAs(db: Db, key: string): Promise<number | null> {
  const row = await db('inbox_keys').where({ key }).first<{ inbox_id: number } | undefined>('inbox_id');
  return row?.inbox_id ?? null;
}
