import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { forecastDue } from '../../src/crew/forecast-due.ts';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { postedForecast } from '../../src/exceptions/posted-forecast.ts';
import { whyOf } from '../../src/runs/why.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { withSample } from '../support/sample.ts';

const zone = 'UTC';
const by = { kind: 'system', id: 'test' } as const;

const made = { now: '2026-02-20T10:00:00Z', zone, deals: 600 };

/** The sample company at half-time of a quarter, its people linked to Slack. */
async function company(db: Db) {
  const now = stoppedAt(made.now);
  await db('people').update({ slack_id: db.raw("'U' || id") });
  await ensureAgents({ db, local: true });
  const use = { db, now, zone };
  await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
  const run = () => runAgent(use, { agent: 'forecasting', by, wokenBy: 'schedule' });
  return { ...use, run };
}
const posts = (db: Db) => db('cards').where('key', 'like', 'forecast:%').select('key', 'channel');

test('a run makes a forecast, keeps it with its run, and posts it once, to its channel or that of deals', () =>
  withSample(made, async (db) => {
    const use = await company(db);
    const { runId, say } = await use.run();
    expect(say).toBe('done');
    const kept = await db('forecasts').select('id', 'run_id');
    expect(kept).toMatchObject([{ run_id: runId }]);
    expect(await posts(db)).toEqual([{ key: `forecast:${kept[0].id}`, channel: 'CDEALS' }]);
    const report = await postedForecast(db, Number(kept[0].id));
    expect(report?.at).toEqual(use.now.now());
    expect(report?.figures.expected).toBeGreaterThan(0);
    const why = await whyOf(db, { kind: 'forecast', id: String(kept[0].id) });
    expect(why.lines.find(({ label }) => label === 'Because')?.text).toContain('expected by 31 Mar 2026');
    expect(why.runId).toBe(runId);
    await setSetting(use, { name: 'forecast_channel', value: 'CFORECAST', by });
    use.now.move('2026-02-23T10:00:00Z');
    await use.run();
    expect((await posts(db)).map(({ channel }) => channel).sort()).toEqual(['CDEALS', 'CFORECAST']);
  }));

test('a forecast that says the same as the one of this morning is not posted again, and the run says so', () =>
  withSample(made, async (db) => {
    const use = await company(db);
    const first = await use.run();
    expect(first.sentence).toMatch(/^The Forecasting agent posted the forecast of Q1 2026; found /);
    use.now.move('2026-02-20T15:00:00Z');
    const again = await use.run();
    expect(again.sentence).toContain(
      'made the forecast of Q1 2026, which says the same as the one posted today and is not posted again; found nothing new',
    );
    expect(await posts(db)).toHaveLength(1);
    await db('deals')
      .where({ status: 'open', currency: 'USD' })
      .update({ amount: db.raw('amount * 2') });
    use.now.move('2026-02-20T16:00:00Z');
    expect((await use.run()).sentence).toContain('posted the forecast of Q1 2026;');
    expect(await posts(db)).toHaveLength(2);
  }));

test('in shadow a forecast is kept and nobody hears of it', () =>
  withSample(made, async (db) => {
    const use = await company(db);
    await setMode(use, { agent: 'forecasting', mode: 'shadow', by: { kind: 'person', id: 'P-mara-lind' } });
    await use.run();
    expect(await db('forecasts')).toHaveLength(1);
    expect(await db('cards')).toEqual([]);
  }));

test('what is off for one person is told to them and their manager alone, once, and is over when it holds no longer', () =>
  withSample(made, async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'attainment_at_middle', value: 100, by });
    await use.run();
    const risks = await db('findings').where({ trigger: 'attainment_at_risk' });
    expect(risks.length).toBeGreaterThan(0);
    const cards = await db('cards').where('key', 'like', 'finding:%').select('key', 'channel');
    for (const risk of risks) {
      const { manager_id } = await db('people').where({ id: risk.subject_id }).first('manager_id');
      const told = cards.filter(({ key }) => key.split(':')[1] === String(risk.id));
      expect(told.map(({ channel }) => channel).sort()).toEqual(
        [risk.subject_id, manager_id].map((id) => `dm:U${id}`).sort(),
      );
    }
    use.now.move('2026-02-21T10:00:00Z');
    await use.run();
    expect(await db('findings').where({ trigger: 'attainment_at_risk' })).toHaveLength(risks.length);
    await setSetting(use, { name: 'attainment_at_middle', value: 1, by });
    use.now.move('2026-02-22T10:00:00Z');
    await use.run();
    // Only those who have won nothing at all are still under 1%.
    const still = await db('findings').where({ trigger: 'attainment_at_risk' }).whereNull('gone_at');
    expect(still.length).toBeLessThan(risks.length);
    for (const { evidence } of still) expect(evidence.fact).toContain('has won 0% of the quota');
  }));

test('a forecast is due once a week, also after a Monday that was missed, and each day at the end of a quarter', () =>
  withSample(made, async (db) => {
    const use = await company(db);
    const due = async (day: string) => {
      use.now.move(`${day}T07:00:00Z`);
      return forecastDue(db, { now: use.now.now(), zone });
    };
    expect(await due('2026-02-20')).toBe(true);
    await use.run();
    expect(await due('2026-02-20')).toBe(false);
    expect(await due('2026-02-22')).toBe(false);
    // Monday is the 23rd; the house rested until Wednesday.
    expect(await due('2026-02-25')).toBe(true);
    await use.run();
    expect(await due('2026-02-27')).toBe(false);
    // 31 March less 14 days is the 17th.
    use.now.move('2026-03-16T07:00:00Z');
    await use.run();
    expect(await due('2026-03-17')).toBe(false);
    expect(await due('2026-03-18')).toBe(true);
    await use.run();
    expect(await due('2026-03-18')).toBe(false);
    expect(await due('2026-03-19')).toBe(true);
  }));
