/**
 * P21 and P22: five thousand sequences of what agents and people wrote, in three thousand of which people edit before, while
 * and after it is taken back: the same field and others, the same value, within the same second.
 */
import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { beginRollback } from '../../src/changes/rollback.ts';
import { staysOf } from '../../src/changes/rollback-state.ts';
import { carryOn, tendRollbacks } from '../../src/changes/rollback-work.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { keepVersions } from '../../src/crm/mirror.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import type { FieldValue } from '../../src/policy/nouns.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';
import { type Chance, chances, inLanes, sized } from './chances.ts';

const zone = 'UTC';
/** So many deals are taken back in one go. */
const together = 250;

const values = {
  next_step: [null, 'Call', 'Send the offer', 'Ünïcode — “quoted” \\ %'],
  amount: [null, 0, 1_000, 20.5, 99_999.99],
  close_date: [null, '2026-04-15', '2028-02-29', '2026-12-31'],
  stage: ['Discovery', 'Proposal', 'Negotiation'],
  owner: [cast.priya, cast.tom],
} satisfies Record<string, FieldValue[]>;
type Field = keyof typeof values;
const fields = Object.keys(values) as Field[];
const valuesOf = (field: Field): FieldValue[] => values[field];
/** What stands in the table of each, as text: byte for byte. */
const image = `jsonb_build_object('next_step', next_step, 'amount', amount::text, 'close_date', close_date::text, 'stage', stage_id, 'owner', owner_id)`;

/** What is known of a deal: what stands there, and what shall once all of the agent's is gone. */
type Deal = {
  id: string;
  chance: Chance;
  now: Record<Field, FieldValue>;
  settled: Record<Field, FieldValue>;
  byPeople: Set<Field>;
};
type Books = {
  deal: string;
  fields: { field: Field; before: FieldValue; after: FieldValue }[];
  callKey: string;
  at: Date;
}[];
/** Takes all of it back. */
type Back = (use: Parameters<typeof carryOn>[0], books: Books) => Promise<void>;
type Seen = { overwritten: number; left: number; lost: number; unsaid: number; edits: number; stays: number };

const other = <T>(chance: Chance, from: readonly T[], than: T): T =>
  chance.of(from.filter((one) => one !== than));

/** So many deals with all kinds of values, empty ones among them. */
async function manyDeals(db: Db, name: string, chance: Chance, count: number): Promise<Deal[]> {
  const made = Array.from({ length: count }, (_, n): Deal => {
    const now = Object.fromEntries(fields.map((field) => [field, chance.of(valuesOf(field))])) as Deal['now'];
    return {
      id: `D-${name}-${n}`,
      chance: chances(chance.below(2 ** 31)),
      now,
      settled: { ...now },
      byPeople: new Set(),
    };
  });
  await db.raw(
    `insert into deals (id, source, source_id, name, account_id, owner_id, territory_id, stage_id, status, amount, currency, close_date, next_step, created_on)
     select id, 'test', id, 'Deal ' || id, 'A-acme', owner, 'T-emea', 'S-' || lower(stage), 'open', amount, 'USD', close_date, next_step, date '2026-01-01'
     from jsonb_to_recordset(?::jsonb) as d(id text, owner text, stage text, amount numeric, close_date date, next_step text)`,
    [JSON.stringify(made.map(({ id, now }) => ({ id, ...now })))],
  );
  await keepVersions(db, { ids: made.map(({ id }) => id), at: new Date('2026-03-01T08:00:00Z') });
  return made;
}

const imagesOf = async (db: Db, name: string): Promise<Map<string, Record<string, unknown>>> => {
  const { rows } = await db.raw(`select id, ${image} as image from deals where id like ?`, [`D-${name}-%`]);
  return new Map(rows.map(({ id, image: is }: { id: string; image: Record<string, unknown> }) => [id, is]));
};

/** A round: each deal has its sequence, then the run is taken back while people go on, then once more. */
async function round(
  use: { db: Db; clock: ReturnType<typeof stoppedAt>; chance: Chance; back?: Back },
  name: string,
  edited: (n: number) => boolean,
): Promise<Seen> {
  const { db, clock, chance } = use;
  const crm = builtinCrm({ db, now: clock });
  const writing = builtinWriter({ db, now: clock, zone });
  const applying = { db, crm, writer: writing, now: clock, log: silentLog(), zone };
  const by = await somebody(db, cast.ada);
  const deals = await manyDeals(db, name, chance, together);
  const before = await imagesOf(db, name);
  const books: Books = [];
  let key = 0;
  const seen: Seen = { overwritten: 0, left: 0, lost: 0, unsaid: 0, edits: 0, stays: 0 };
  const tick = (chance: Chance) =>
    clock.move(new Date(clock.now().getTime() + chance.of([1, 150, 999, 61_000])));

  const person = async (deal: Deal) => {
    const { chance } = deal;
    const field = chance.of(fields);
    // Now and then they write what stands there already.
    const after = chance.is(0.15) ? deal.now[field] : other(chance, valuesOf(field), deal.now[field]);
    const expected = deal.now[field];
    const said = await writing.write({
      ref: { noun: 'deal', id: deal.id },
      set: { [field]: after },
      expect: { fields: { [field]: expected }, version: null },
      key: `person-${name}-${key++}`.padEnd(20, '-'),
      by: { kind: 'person', id: chance.of([cast.priya, cast.mara]) },
    });
    if (said.say !== 'written') return null;
    seen.edits += 1;
    if (after !== expected) {
      deal.now[field] = after;
      deal.settled[field] = after;
      deal.byPeople.add(field);
    }
    return field;
  };
  const agent = async (deal: Deal) => {
    const { chance } = deal;
    const some = fields.filter(() => chance.is(0.4));
    const set = (some.length > 0 ? some : [chance.of(fields)]).map((field) => ({
      field,
      before: deal.now[field],
      after: other(chance, valuesOf(field), deal.now[field]),
    }));
    const callKey = `agent-${name}-${key++}`.padEnd(20, '-');
    const said = await writing.write({
      ref: { noun: 'deal', id: deal.id },
      set: Object.fromEntries(set.map(({ field, after }) => [field, after])),
      expect: { fields: Object.fromEntries(set.map(({ field, before: is }) => [field, is])), version: null },
      key: callKey,
      by: { kind: 'agent', id: 'pipeline', version: 1 },
    });
    if (said.say !== 'written') throw new Error(JSON.stringify(said));
    for (const { field, after } of set) deal.now[field] = after;
    books.push({ deal: deal.id, fields: set, callKey, at: clock.now() });
  };

  await inLanes(deals.entries(), 6, async ([n, deal]) => {
    const { chance: lot } = deal;
    for (let step = 0, steps = 1 + lot.below(3); step <= steps; step++) {
      tick(lot);
      if (step < steps || !edited(n)) {
        if (edited(n) && lot.is(0.35)) await person(deal);
        else if (step < steps) await agent(deal);
      } else if (lot.is(0.5)) await person(deal);
    }
  });
  await keepBooks(db, name, books);
  clock.move(new Date(clock.now().getTime() + 60_000));

  const begun = await beginRollback(applying, { of: { what: 'run', run: name }, says: 'it', by });
  if (begun.say !== 'begun') throw new Error(begun.say);
  // People go on while it is under way: what they write may come before or after the deal is taken back.
  const meddled = deals.filter((_, n) => edited(n) && chance.is(0.2));
  const going = (use.back ?? carryThrough)(applying, books);
  for (const deal of meddled) {
    tick(chance);
    const row = await db('deals').where({ id: deal.id }).first('next_step');
    const after = other(chance, valuesOf('next_step'), row.next_step);
    const said = await writing.write({
      ref: { noun: 'deal', id: deal.id },
      set: { next_step: after },
      expect: { fields: { next_step: row.next_step }, version: null },
      key: `during-${name}-${key++}`.padEnd(20, '-'),
      by: { kind: 'person', id: cast.priya },
    });
    tick(chance);
    if (said.say !== 'written') continue;
    seen.edits += 1;
    deal.settled.next_step = after;
    deal.byPeople.add('next_step');
  }
  await going;

  const after = await imagesOf(db, name);
  const stays = new Set(
    (await staysOf(db, begun.rollbackId)).map(({ subjectId, field }) => `${subjectId} ${field}`),
  );
  seen.stays = stays.size;
  for (const deal of deals)
    for (const field of fields) {
      const [was, is] = [before.get(deal.id)?.[field], after.get(deal.id)?.[field]];
      if (!deal.byPeople.has(field)) seen.left += is === was ? 0 : 1;
      else if (!sameAs(field, is, deal.settled[field])) seen.overwritten += 1;
    }
  // What people have written over the agent's own stays, and is said; nothing else is.
  const ours = new Set(books.flatMap(({ deal, fields: set }) => set.map(({ field }) => `${deal} ${field}`)));
  for (const one of stays) {
    const [id = '', field = ''] = one.split(' ');
    if (!ours.has(one) || !deals.find((deal) => deal.id === id)?.byPeople.has(field as Field))
      seen.unsaid += 1;
  }
  // Twice is once.
  await beginRollback(applying, { of: { what: 'run', run: name }, says: 'it', by });
  await carryThrough(applying);
  const again = await imagesOf(db, name);
  for (const [id, is] of after) if (JSON.stringify(again.get(id)) !== JSON.stringify(is)) seen.lost += 1;
  return seen;
}

const sameAs = (field: Field, is: unknown, value: FieldValue): boolean => {
  if (field === 'amount') return value === null ? is === null : Number(is) === value;
  if (field === 'stage') return is === `S-${String(value).toLowerCase()}`;
  return is === value;
};

async function keepBooks(db: Db, run: string, books: Books): Promise<void> {
  await db('runs').insert({
    ...{ id: run, agent: 'pipeline', woken_by: 'schedule', actor_kind: 'system', actor_id: 'clock' },
    started_at: books[0]?.at,
  });
  await db.raw(
    `with b as (select * from jsonb_to_recordset(?::jsonb) as b(n int, deal text, fields jsonb, "callKey" text, at timestamptz)),
       p as (insert into proposals (run_id, agent, agent_version, mode, trigger, kind, subject_kind, subject_id, change, hash, reason, confidence)
         select ?, 'pipeline', 1, 'auto', 'stale-in-stage', 'change', 'deal', deal, jsonb_build_object('fields', fields), "callKey", 'Stale', 0.9 from b order by n
         returning id, hash)
     insert into changes (kind, subject_kind, subject_id, fields, proposal_id, run_id, by_kind, by_id, state, key, call_key, request_hash, back, requested_at, applied_at)
     select 'change', 'deal', deal, fields, p.id, ?, 'agent', 'pipeline', 'applied', 'key-' || "callKey", "callKey", 'h', 'reversible', at, at
     from b join p on p.hash = b."callKey" order by n`,
    [JSON.stringify(books.map((one, n) => ({ n, ...one }))), run, run],
  );
}

/** As workers and clock do until nothing is left, three at a time. */
async function carryThrough(use: Parameters<typeof carryOn>[0]): Promise<void> {
  for (;;) {
    const jobs = await use
      .db('outbox')
      .whereNull('done_at')
      .whereIn('topic', ['roll_back', 'apply'])
      .orderBy('id')
      .limit(3);
    if (jobs.length === 0) {
      await tendRollbacks(use);
      if (!(await use.db('rollbacks').whereNull('ended_at').first('id'))) return;
    }
    await Promise.all(
      jobs.map(async ({ id, topic, body }) => {
        await use.db('outbox').where({ id }).update({ done_at: use.now.now() });
        await (topic === 'roll_back' ? carryOn(use, body) : applyChange(use, body));
      }),
    );
  }
}

const begins = '2026-03-20T08:00:00Z';
const total = (all: Seen[], of: keyof Seen): number => all.reduce((sum, one) => sum + one[of], 0);

const many = sized(5_000).toLocaleString('en');

test(`of ${many} sequences each field that nobody else has touched is as before, and no edit of people in three of five is overwritten`, () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const chance = chances();
    const clock = stoppedAt(begins);
    const use = { db, clock, chance };
    const all: Seen[] = [];
    const rounds = sized(5_000 / together);
    for (let n = 0; n < rounds; n++) all.push(await round(use, `7S${n}`, (at) => at % 5 < 3));
    expect({ ...chance.seed, left: total(all, 'left'), overwritten: total(all, 'overwritten') }).toEqual({
      ...chance.seed,
      left: 0,
      overwritten: 0,
    });
    expect({ unsaid: total(all, 'unsaid'), lost: total(all, 'lost') }).toEqual({ unsaid: 0, lost: 0 });
    expect(total(all, 'edits')).toBeGreaterThan(rounds * 150);
    expect(total(all, 'stays')).toBeGreaterThan(rounds * 25);
  }));

test('the same trial notices a way back that writes what was there before and does not look', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const clock = stoppedAt(begins);
    const back: Back = async ({ writer }, books) => {
      for (const [n, { deal, fields: set }] of books.toReversed().entries())
        for (const { field, before } of set)
          await writer.write({
            ref: { noun: 'deal', id: deal },
            set: { [field]: before },
            expect: { fields: {}, version: null },
            key: `naive-${n}-${field}`.padEnd(20, '-'),
            by: { kind: 'person', id: cast.ada },
          });
    };
    const seen = await round({ db, clock, chance: chances(), back }, '7T0', () => true);
    expect(seen.overwritten).toBeGreaterThan(20);
  }));
