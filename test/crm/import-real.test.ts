import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { AskContext } from '../../src/crm/asker.ts';
import { importFile } from '../../src/crm/import/import.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Condition } from '../../src/sales/conditions.ts';
import { aFreshDatabase, withDatabase } from '../support/database.ts';

// The data sets lie beside the repository on the machines that have them; their numbers are worked out here, from the files.
const data = new URL('../../../shared/data/', import.meta.url);
const here = existsSync(data);
if (!here) console.warn('Skipped: the data sets for imports are not on this machine (../shared/data).');

type Fresh = Awaited<ReturnType<typeof aFreshDatabase>>;
const read = async (file: string): Promise<Record<string, string>[]> =>
  parse(await readFile(new URL(file, data), 'utf8'), {
    columns: true,
    bom: true,
    comment: '#',
    comment_no_infix: true,
  });
const days = (from: string | undefined, to: string) => (Date.parse(to) - Date.parse(from ?? '')) / 86_400_000;

function imported(set: string, now: string, files: [kind: string, file: string][]) {
  const held: { fresh?: Fresh } = {};
  beforeAll(async () => {
    held.fresh = await aFreshDatabase();
    for (const [kind, file] of files) await run(kind, file);
  });
  afterAll(() => held.fresh?.drop());
  const db = () => {
    if (!held.fresh) throw new Error('not opened yet');
    return held.fresh.db;
  };
  const run = (kind: string, file: string) =>
    importFile(
      { db: db(), now: stoppedAt(now), zone: 'UTC' },
      { kind, path: fileURLToPath(new URL(`${set}/${file}`, data)) },
    );
  const context: AskContext = { now: new Date(now), zone: 'UTC', scope: { everything: true }, settings: [] };
  const count = async (where: Condition, asOf?: string) => {
    const answer = await answerQuestion(db(), { of: 'deal', where, measure: { count: true }, asOf }, context);
    return answer.kind === 'value' ? answer.value : null;
  };
  return { db, run, count, context };
}

describe.runIf(here)('the hardware seller at the end of 2017', () => {
  const { db, run, count, context } = imported('maven-crm', '2017-12-31T12:00:00Z', [
    ['people', 'sales_teams.csv'],
    ['products', 'products.csv'],
    ['accounts', 'accounts.csv'],
    ['deals', 'sales_pipeline.csv'],
  ]);
  const pipeline = () => read('maven-crm/sales_pipeline.csv');
  const engaging = (n: number): Condition => ({
    all: [
      { field: 'stage', is: 'engaging' },
      { field: 'days_in_stage', from: n, exclusive: ['from'] },
    ],
  });

  test('"deals in engaging more than 150 days" is what arithmetic on the file says', async () => {
    const rows = await pipeline();
    for (const n of [0, 30, 150, 365]) {
      const expected = rows.filter(
        (row) => row.deal_stage === 'Engaging' && days(row.engage_date, '2017-12-31') > n,
      ).length;
      expect(await count(engaging(n)), `more than ${n} days`).toBe(expected);
    }
  });

  test('a deal of which no date says since when is left out and counted, not aged since the import', async () => {
    const where: Condition = {
      all: [
        { field: 'status', is: 'open' },
        { field: 'days_in_stage', from: 150, exclusive: ['from'] },
      ],
    };
    const answer = await answerQuestion(db(), { of: 'deal', where, measure: { count: true } }, context);
    expect(answer.leftOut).toEqual([
      { because: 'no date proves since when they are in their stage', count: 500 },
    ]);
  });

  test("GTXPro is the catalogue's GTX Pro", async () => {
    const spelled = (await pipeline()).filter((row) => row.product === 'GTXPro').length;
    expect(await count({ field: 'product', is: 'GTX Pro' })).toBe(spelled);
    expect(await db()('products')).toHaveLength(7);
  });

  test('missing accounts and values are missing, and the deals are all there', async () => {
    const rows = await pipeline();
    expect(await count({ all: [] })).toBe(8_800);
    expect(await count({ field: 'account', missing: true })).toBe(
      rows.filter((row) => row.account === '').length,
    );
    expect(await count({ field: 'amount', missing: true })).toBe(
      rows.filter((row) => row.close_value === '').length,
    );
    const won = await answerQuestion(
      db(),
      { of: 'deal', where: { field: 'status', is: 'won' }, measure: { sum: 'amount' } },
      context,
    );
    expect(won).toMatchObject({
      value: rows.reduce((sum, row) => sum + (row.deal_stage === 'Won' ? Number(row.close_value) : 0), 0),
      currency: 'USD',
    });
    expect(await db()('deals').where({ id: '1C1I7A6R' }).first()).toMatchObject({
      name: 'Cancity – GTX Plus Basic',
    });
  });

  test('managers, teams and territories come from the list of people', async () => {
    const [rows, teams] = [await pipeline(), await read('maven-crm/sales_teams.csv')];
    const agents = (of: string, value: string) =>
      new Set(teams.filter((row) => row[of] === value).map((row) => row.sales_agent));
    const deals = (names: Set<string | undefined>) => rows.filter((row) => names.has(row.sales_agent)).length;
    expect(await count({ field: 'territory', is: 'west' })).toBe(deals(agents('regional_office', 'West')));
    expect(await count({ field: 'owner.manager', is: 'Melvin Marxen' })).toBe(
      deals(agents('manager', 'Melvin Marxen')),
    );
    expect(await count({ field: 'team', is: "Melvin Marxen's team" })).toBe(
      deals(agents('manager', 'Melvin Marxen')),
    );
  });

  test('as of a past day its deals are where their dates prove them', async () => {
    const expected = (await pipeline()).filter(
      (row) =>
        row.engage_date &&
        row.engage_date <= '2017-06-30' &&
        (!row.close_date || row.close_date > '2017-06-30'),
    );
    expect(await count({ field: 'stage', is: 'Engaging' }, '2017-06-30')).toBe(expected.length);
    await expect(count({ all: [] }, '2016-10-01')).rejects.toThrow('their history begins on 2016-10-20');
  });

  test('the same files again change nothing and say so', async () => {
    expect(await run('deals', 'sales_pipeline.csv')).toMatchObject({
      written: 0,
      unchanged: 8_800,
      sentence: 'Nothing changed: all 8,800 deals were as the file says.',
    });
    for (const [kind, file] of [
      ['people', 'sales_teams.csv'],
      ['accounts', 'accounts.csv'],
      ['products', 'products.csv'],
    ] as const) {
      expect(await run(kind, file)).toMatchObject({ written: 0, rejected: 0 });
    }
  });
});

describe.runIf(here)('the small CRM with activities and leads', () => {
  const { db, run, count } = imported('revops-northwind', '2026-05-20T12:00:00Z', [
    ['deals', 'opportunities.csv'],
    ['activities', 'activities.csv'],
    ['leads', 'leads.csv'],
  ]);

  test('stages, next steps and activity days are those of the file', async () => {
    const rows = await read('revops-northwind/opportunities.csv');
    expect((await db()('stages').orderBy('order')).map((stage) => `${stage.name} ${stage.is}`)).toEqual([
      'Discovery open',
      'Qualification open',
      'Proposal open',
      'Negotiation open',
      'Verbal open',
      'Closed Won won',
      'Closed Lost lost',
    ]);
    expect(await count({ field: 'next_step', missing: true })).toBe(
      rows.filter((row) => row.next_step === '').length,
    );
    const quiet = rows.filter(
      (row) => row.is_closed === 'False' && Number(row.days_since_last_activity) > 30,
    ).length;
    expect(
      await count({
        all: [
          { field: 'status', is: 'open' },
          { field: 'days_since_activity', from: 30, exclusive: ['from'] },
        ],
      }),
    ).toBe(quiet);
    expect(quiet).toBeGreaterThan(0);
  });

  test('leads without a rep belong to nobody, and comment lines are no rows', async () => {
    expect(await db()('leads').whereNull('owner_id')).toHaveLength(31);
    expect([
      (await db()('leads')).length,
      (await db()('activities')).length,
      (await db()('people')).length,
    ]).toEqual([180, 144, 10]);
    expect(await run('leads', 'leads.csv')).toMatchObject({ written: 0, unchanged: 180 });
  });
});

describe.runIf(here)('six thousand software deals', () => {
  const { db, run, count } = imported('b2b-opportunities', '2026-06-30T12:00:00Z', [
    ['deals', 'opportunities.csv'],
  ]);

  test('counts by status, region and pushed dates are those of the file', async () => {
    const rows = await read('b2b-opportunities/opportunities.csv');
    const where = (test: (row: Record<string, string>) => boolean) => rows.filter(test).length;
    expect(await count({ field: 'status', is: 'open' })).toBe(where((row) => row.is_closed === 'False'));
    expect(await count({ field: 'status', is: 'won' })).toBe(1_824);
    expect(await count({ field: 'territory', is: 'EMEA' })).toBe(where((row) => row.region === 'EMEA'));
    expect(await count({ field: 'close_date_pushes', from: 1 })).toBe(112);
    expect(await count({ field: 'amount', from: 100_000, exclusive: ['from'] })).toBe(
      where((row) => Number(row.amount) > 100_000),
    );
    expect((await db()('stages').orderBy('order')).map((stage) => stage.name)).toEqual([
      'Prospecting',
      'Qualification',
      'Proposal',
      'Negotiation',
      'Closed Won',
      'Closed Lost',
    ]);
    expect(await run('deals', 'opportunities.csv')).toMatchObject({ written: 0, unchanged: 6_000 });
  });
});

test.skipIf(here)('without the data sets there is nothing to hold the import to', () => {
  expect(here).toBe(false);
});

describe.runIf(here)('texts that break programs', () => {
  test.each(['naughty-strings/blns.jsonl', 'csv-injection/cells.jsonl'])('%s comes in as it is', (file) =>
    withDatabase(async (db) => {
      const lines = (await readFile(new URL(file, data), 'utf8')).trim().split('\n');
      const texts = lines.map((line): string => JSON.parse(line).text);
      const folder = await mkdtemp(join(tmpdir(), 'steward-'));
      try {
        const path = join(folder, 'deals.csv');
        const rows = texts.map((text, i) => [`N${i}`, 'Proposal', `Deal ${i}`, text]);
        await writeFile(path, stringify([['id', 'stage', 'name', 'next step'], ...rows]));
        const use = { db, now: stoppedAt('2026-03-20T10:00:00Z'), zone: 'UTC' };
        expect(await importFile(use, { kind: 'deals', path })).toMatchObject({
          written: texts.length,
          rejected: 0,
        });
        const stored = new Map(
          (await db('deals').select('id', 'next_step')).map((row) => [row.id, row.next_step]),
        );
        const expected = texts.map((text) => text.replaceAll('\0', '\ufffd').trim() || null);
        expect(texts.map((_, i) => stored.get(`N${i}`))).toEqual(expected);
        expect(await importFile(use, { kind: 'deals', path })).toMatchObject({ written: 0 });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
  );
});

describe.runIf(here)('tables as connectors deliver them', () => {
  const deleted = 'it is deleted in its source';
  test.each([
    [
      'deals',
      'salesforce/sf_opportunity_data.csv',
      'id owner_id stage:stage_name created_on:created_date',
      [deleted],
    ],
    [
      'deals',
      'hubspot/deal_data.csv',
      'id:deal_id name:property_dealname stage:deal_pipeline_stage_id',
      ['it has no stage'],
    ],
    ['accounts', 'hubspot/company_data.csv', 'id name:property_name industry:property_industry', []],
    [
      'accounts',
      'salesforce/sf_account_history_data.csv',
      'id name employees:number_of_employees',
      [deleted],
    ],
  ])('%s of %s are guessed by their column names', (kind, file, columns, reasons) =>
    withDatabase(async (db) => {
      const use = { db, now: stoppedAt('2026-03-20T10:00:00Z'), zone: 'UTC' };
      const path = fileURLToPath(new URL(`crm-connector-exports/${file}`, data));
      const result = await importFile(use, { kind, path, dryRun: true });
      const expected = columns.split(' ').map((one) => [one.split(':')[0], one.split(':').at(-1)]);
      expect(result.mapping.columns).toMatchObject(Object.fromEntries(expected));
      expect(result.written + result.unchanged + result.rejected).toBe(result.read);
      expect([...new Set(result.rejects.map(({ reason }) => reason))]).toEqual(reasons);
    }),
  );
});
