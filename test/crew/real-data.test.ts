import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import { importFile } from '../../src/crm/import/import.ts';
import type { Db } from '../../src/db/pool.ts';
import { withDatabase } from '../support/database.ts';

// The data sets lie beside the repository on the machines that have them; what should be found is worked out from the files.
const data = new URL('../../../shared/data/', import.meta.url);
const here = existsSync(data);
if (!here) console.warn('Skipped: the data sets for the agents are not on this machine (../shared/data).');

type Row = Record<string, string>;
const read = async (file: string): Promise<Row[]> =>
  parse(await readFile(new URL(file, data), 'utf8'), {
    columns: true,
    bom: true,
    comment: '#',
    comment_no_infix: true,
  });
const daysAgo = (day: string | undefined, today: string): number =>
  (Date.parse(today) - Date.parse(day ?? '')) / 86_400_000;

/** What the pipeline agent finds in the imported company, by trigger. */
async function foundIn(db: Db, set: string, today: string, files: [kind: string, file: string][]) {
  const now = stoppedAt(`${today}T12:00:00Z`);
  for (const [kind, file] of files)
    await importFile(
      { db, now, zone: 'UTC' },
      { kind, path: fileURLToPath(new URL(`${set}/${file}`, data)) },
    );
  await ensureAgents({ db, local: true });
  const by = { kind: 'system', id: 'test' } as const;
  const run = await runAgent({ db, now, zone: 'UTC' }, { agent: 'pipeline', by, wokenBy: 'hand' });
  expect(run.say).toBe('done');
  const rows: { trigger: string; found: number }[] = await db('findings')
    .groupBy('trigger')
    .select('trigger', db.raw('count(*) as found'));
  return Object.fromEntries(rows.map(({ trigger, found }) => [trigger, found]));
}

describe.runIf(here)(
  'what the pipeline agent finds in real companies is what arithmetic on their files says',
  () => {
    test('the hardware seller at the end of 2017', () =>
      withDatabase(async (db) => {
        const today = '2017-12-31';
        const open = (await read('maven-crm/sales_pipeline.csv')).filter(({ deal_stage }) =>
          ['Prospecting', 'Engaging'].includes(deal_stage ?? ''),
        );
        const perAgent = Map.groupBy(open, ({ sales_agent }) => sales_agent);
        expect(
          await foundIn(db, 'maven-crm', today, [
            ['people', 'sales_teams.csv'],
            ['products', 'products.csv'],
            ['accounts', 'accounts.csv'],
            ['deals', 'sales_pipeline.csv'],
          ]),
        ).toEqual({
          // Since when a deal is in Prospecting, and when it was touched, no date of the file says.
          stale_in_stage: open.filter(({ engage_date }) => daysAgo(engage_date, today) > 30).length,
          over_capacity: [...perAgent.values()].filter((deals) => deals.length > 50).length,
        });
      }));

    test.each([
      ['2026-05-20', 'no_activity'],
      ['2026-07-15', 'close_date_past'],
    ])('Northwind on %s', (today, some) =>
      withDatabase(async (db) => {
        const open = (await read('revops-northwind/opportunities.csv')).filter(
          ({ is_closed }) => is_closed === 'False',
        );
        const found = await foundIn(db, 'revops-northwind', today, [['deals', 'opportunities.csv']]);
        expect({ inactive: found.no_activity ?? 0, past: found.close_date_past ?? 0 }).toEqual({
          inactive: open.filter(({ last_activity_date }) => daysAgo(last_activity_date, today) > 30).length,
          past: open.filter(({ close_date }) => daysAgo(close_date, today) > 0).length,
        });
        expect(found[some]).toBeGreaterThan(0);
      }),
    );
  },
);
