/** P19: old records come in by the thousand, into a house that may do everything alone. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { releaseQuiet } from '../../src/attention/release.ts';
import { applyChange } from '../../src/changes/apply.ts';
import { releaseHeld } from '../../src/changes/release.ts';
import { stoppedAt } from '../../src/clock.ts';
import { tendBatches } from '../../src/crew/batches.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import { wokenByDeals } from '../../src/crew/wake.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { importFile } from '../../src/crm/import/import.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { openLeadCards } from '../../src/exceptions/leads.ts';
import { callUnclaimed } from '../../src/exceptions/unclaimed.ts';
import { silentLog } from '../../src/log.ts';
import { setSetting } from '../../src/settings/settings.ts';
import type { Chance } from '../proofs/chances.ts';
import { now, seedCast, withoutQuiet } from '../support/company.ts';
import { decided, inAuto } from '../support/modes.ts';

const minute = 60_000;
const dayMs = 86_400_000;
const by = { kind: 'system', id: 'test' } as const;
const mostAnHour = 50;

/** As little as can be set holds anything back: every agent in auto, no bar of evidence, no quiet hours. */
const bold = {
  ...{ deals_channel: 'CDEALS', leads_channel: 'CLEADS', ops_channel: 'COPS' },
  ...{ confidence_floor: 0, basis_cases: 1, cards_first_run: 50, cards_per_day: 50 },
};

/** `loosened`: what somebody has set otherwise, and `unheld` what else is taken out, so that the same flood is not held. */
export async function floodedBy(
  db: Db,
  { records, hours, chance }: { records: number; hours: number; chance: Chance },
  {
    loosened = {},
    unheld,
  }: { loosened?: Record<string, string | number>; unheld?: () => Promise<unknown> } = {},
) {
  await seedCast(db);
  await withoutQuiet(db);
  await ensureAgents({ db, local: true });
  const clock = stoppedAt(now);
  const use = { db, now: clock, zone: 'UTC', log: silentLog() };
  for (const [name, value] of Object.entries({ ...bold, ...loosened }))
    await setSetting(use, { name, value, by });
  for (const trigger of ['stale_in_stage', 'no_activity', 'close_date_past', 'stage_moved_back'])
    await decided(db, { approved: 40, trigger });
  for (const agent of ['pipeline', 'forecasting', 'analytics', 'intake'] as const) await inAuto(db, agent);
  // What the small company itself brings is dealt with before.
  await anHour(use, clock);
  const before = await seen(db);
  await importOld(use, records, chance);
  await unheld?.();
  const asked: number[] = [];
  for (let hour = 0; hour < hours; hour++) {
    await anHour(use, clock);
    asked.push((await seen(db)).asked - before.asked - asked.reduce((sum, one) => sum + one, 0));
  }
  const after = await seen(db);
  return {
    /** New messages that ask people, hour by hour; one is about all of a rep's deals that are alike. */
    asked,
    /** What left the house without a person. */
    outward: after.outward - before.outward,
    found: after.found - before.found,
  };
}

type Use = { db: Db; now: ReturnType<typeof stoppedAt>; zone: string; log: ReturnType<typeof silentLog> };

async function seen(db: Db): Promise<{ asked: number; outward: number; found: number }> {
  const { rows } = await db.raw<{ rows: [{ asked: number; outward: number; found: number }] }>(
    `select (select count(distinct card)::int from exceptions) + (select count(*)::int from cards where key like 'lead:%') as asked,
       (select count(*)::int from changes where kind = 'nudge' and by_kind = 'agent' and state in ('applying', 'applied')) +
         (select count(*)::int from starts where state = 'started') + (select count(*)::int from mails) as outward,
       (select count(*)::int from findings) as found`,
  );
  return rows[0];
}

/** Six times what the house's clock and its workers do, ten minutes apart; the schedule's run at its beginning. */
async function anHour(use: Use, clock: Use['now']): Promise<void> {
  const carryOut = {
    ...use,
    crm: builtinCrm({ db: use.db, now: clock }),
    writer: builtinWriter({ db: use.db, now: clock }),
  };
  for (let part = 0; part < 6; part++) {
    if (part === 0)
      for (const agent of ['pipeline', 'forecasting', 'analytics', 'intake'] as const)
        await runAgent(use, { agent, by, wokenBy: 'schedule' });
    for (const agent of await wokenByDeals(use.db, clock.now()))
      await runAgent(use, { agent, by, wokenBy: 'change' });
    await tendBatches(use);
    await releaseHeld(use);
    await releaseQuiet(use);
    await openLeadCards(use);
    await callUnclaimed(use);
    const due: { id: number }[] = await use
      .db('changes')
      .where({ state: 'pending', held: null })
      .orderBy('id')
      .select('id');
    for (const { id } of due) await applyChange(carryOut, { changeId: id });
    clock.move(new Date(clock.now().getTime() + 10 * minute));
  }
}

/** Deals, contacts and leads of three days to three years ago, in files such as other systems write. */
async function importOld(use: Use, records: number, chance: Chance): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-flood-'));
  const ago = (least = 3): string =>
    new Date(now.getTime() - (least + chance.below(1_000)) * dayMs).toISOString().slice(0, 10);
  const shares = chance.of([
    [0.8, 0.1, 0.1],
    [0.5, 0.25, 0.25],
    [0.2, 0.2, 0.6],
  ] as const);
  const many = (share: number) => Array.from({ length: Math.round(records * share) }, (_, n) => n);
  const name = chance.of(['Opportunity', 'Deal', 'Renewal, "2024"']);
  const files: [kind: string, header: string, rows: string[]][] = [
    [
      'deals',
      chance.of([
        'Opportunity ID,Opportunity Name,Account,Owner,Stage,Amount,Created Date,Close Date,Stage Since,Last Activity',
        'deal_id,deal_name,company,sales_agent,deal_stage,value,created_at,expected_close,date_entered_stage,last_contacted',
      ]),
      many(shares[0]).map((n) =>
        [
          ...[
            `OLD-${n}`,
            `"${name.replaceAll('"', '""')} ${n}"`,
            chance.of(['Acme', 'Globex', 'Initech', `New ${n % 400}`]),
          ],
          ...[
            chance.of(['Priya Nair', 'Tom Reyes', 'Dan Cole']),
            chance.of(['Discovery', 'Proposal', 'Negotiation']),
          ],
          ...[
            chance.is(0.1) ? '' : 1_000 + chance.below(900_000),
            ago(30),
            ago(),
            ago(),
            chance.is(0.2) ? '' : ago(),
          ],
        ].join(','),
      ),
    ],
    [
      'contacts',
      'id,name,email,phone,account',
      many(shares[1]).map(
        (n) =>
          `OC-${n},Contact ${n},contact${n}@example.com,089 228 ${10_000 + n},${chance.of(['Globex', 'Acme'])}`,
      ),
    ],
    [
      'leads',
      'id,name,email,company,created_at,status',
      many(shares[2]).map(
        (n) => `OL-${n},Lead ${n},lead${n}@example.org,Company ${n},${ago()}T09:00:00Z,new`,
      ),
    ],
  ];
  try {
    for (const [kind, header, rows] of files) {
      const path = join(folder, `${kind}.csv`);
      await writeFile(path, `${[header, ...rows].join('\n')}\n`);
      const { written } = await importFile(use, { kind, path });
      expect(written, kind).toBe(rows.length);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** People get no more than fifty messages that ask within an hour, nothing leaves the house by itself, and it was all looked at. */
export async function expectFloodHeld(
  db: Db,
  of: { records: number; hours: number; chance: Chance },
): Promise<void> {
  const { asked, outward, found } = await floodedBy(db, of);
  expect({ ...of.chance.seed, tooMany: asked.filter((one) => one > mostAnHour), outward }).toEqual({
    ...of.chance.seed,
    tooMany: [],
    outward: 0,
  });
  expect(found).toBeGreaterThan(of.records / 20);
}
