import { describe, expect, test } from 'vitest';
import { digestCard } from '../../blocks/digest.ts';
import { reportCard } from '../../blocks/report.ts';
import { sendDigests } from '../../src/attention/digest.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import { reportDue } from '../../src/crew/what-moved.ts';
import type { Db } from '../../src/db/pool.ts';
import { digestView } from '../../src/exceptions/digest.ts';
import { postedReport } from '../../src/exceptions/posted-report.ts';
import { createLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import { checkMessage } from '../../src/sandbox/validate/message.ts';
import { type Playbook, playbookNamed } from '../../src/settings/playbook-entries.ts';
import { activate, deactivate, type PlaybookPlace } from '../../src/settings/playbooks.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { here } from '../blocks/samples.ts';
import { withSample } from '../support/sample.ts';

const by = { kind: 'system', id: 'test' } as const;
const everyone = { scope: 'everyone', scopeId: '' } as const;
const morning = '2026-03-20T09:00:00Z';

type Sample = {
  db: Db;
  clock: ReturnType<typeof stoppedAt>;
  run: () => ReturnType<typeof runAgent>;
  on: (name: string, place: PlaybookPlace) => Promise<number>;
  asked: (text: string, as?: string) => Promise<number>;
  /** What is to be confirmed. */
  confirmed: (text: string) => Promise<string>;
};

const sample = (work: (of: Sample) => Promise<void>): Promise<void> =>
  withSample({ now: morning, zone: 'UTC' }, async (db) => {
    const clock = stoppedAt(new Date(morning));
    const use = { db, now: clock, zone: 'UTC' };
    await ensureAgents({ db, local: true });
    await setSetting(use, { name: 'analytics_channel', value: 'C0INSIGHTS', by });
    await db('people')
      .whereNull('slack_id')
      .update({ slack_id: db.raw(`'U' || id`) });
    const say = async (text: string, as: string) => {
      const person = await personById(db, as);
      const asking = { ...use, models: noModels, log: createLog({ logLevel: 'silent' }) };
      return (await ask(asking, { text, by: person, slackUser: 'UANA', place: { kind: 'dm' } })).reply;
    };
    await work({
      db,
      clock,
      run: () => runAgent(use, { agent: 'analytics', by, wokenBy: 'schedule' }),
      on: async (name, place) => {
        const playbook = playbookNamed(name) as Playbook;
        return (await activate(use, { playbook, ...place, by, until: null }))?.id ?? 0;
      },
      asked: async (text, as = 'P-ana-ruiz') => {
        const reply = await say(text, as);
        if (reply.kind !== 'answer') throw new Error(`${text}: ${JSON.stringify(reply)}`);
        return reply.answer.total;
      },
      confirmed: async (text) => {
        const reply = await say(text, 'P-ana-ruiz');
        return reply.kind === 'confirm' ? reply.headline : JSON.stringify(reply);
      },
    });
  });

const posted = async (db: Db, kind: string) => {
  const rows: { id: string; place: string }[] = await db('reports')
    .where({ kind })
    .whereNotNull('report')
    .orderBy('id');
  return Promise.all(
    rows.map(async ({ id, place }) => {
      const report = await postedReport(db, Number(id));
      if (!report) throw new Error('no report');
      for (const can of [
        { table: 'data_table', ownChart: true },
        { table: 'lines', ownChart: false },
      ] as const)
        expect(() => checkMessage(reportCard(report, Number(id), here, can))).not.toThrow();
      const cards = await db('cards').where('key', 'like', `report:${id}%`).orderBy('key');
      return {
        id: Number(id),
        place,
        report,
        cards: cards as { key: string; channel: string; state: string }[],
      };
    }),
  );
};
const number = async (db: Db, sql: string): Promise<number> =>
  Number((await db.raw<{ rows: { n: string }[] }>(`select (${sql}) as n`)).rows[0]?.n);

describe('the hygiene report', () => {
  test('counts what SQL by hand and the questions behind its buttons count, and comes once a morning', () =>
    sample(async ({ db, run, on, asked, confirmed, clock }) => {
      await run();
      expect(await posted(db, 'hygiene')).toEqual([]);
      await on('Pipeline cleanup', everyone);
      expect(await reportDue(db, { now: clock.now(), zone: 'UTC', agent: 'analytics' })).toBe(true);
      await Promise.all([run(), run()]);
      await run();
      const all = await posted(db, 'hygiene');
      expect(all).toHaveLength(1);
      const { report, cards } = all[0] as (typeof all)[number];
      expect(cards.map(({ channel }) => channel)).toEqual(['C0INSIGHTS']);
      const open = `select count(*) from deals d where d.status = 'open'`;
      const idle = `date '2026-03-20' - d.last_activity_on > 21`;
      const past = `date '2026-03-20' > d.close_date`;
      const dead = await number(db, `${open} and (${idle} or ${past})`);
      expect(report.lines[0]).toMatch(
        new RegExp(`^${dead} of ${await number(db, open)} open deals could be closed`),
      );
      expect(report.figures).toEqual({
        open: await number(db, open),
        dead,
        past: await number(db, `${open} and ${past}`),
        inactive: await number(db, `${open} and ${idle}`),
        stale: await number(db, `${open} and date '2026-03-20' - d.stage_since > 21`),
        nextStep: await number(db, `${open} and d.next_step is null`),
      });
      for (const { label, text } of report.asks.filter(({ label }) => /^\d/.test(label)))
        expect(await asked(text), text).toBe(Number(label.split(' ')[0]));
      // The sample company has one approver: who could give her a second approval is nobody.
      const close = report.asks.at(-1)?.text ?? '';
      expect(await confirmed(close)).toBe('Close 25 deals as Lost.');
      await db('people')
        .where({ id: 'P-mara-lind' })
        .update({ roles: ['manager', 'approver'] });
      expect(await confirmed(close)).toBe(`Close ${Math.min(50, dead)} deals as Lost.`);
      expect(await reportDue(db, { now: clock.now(), zone: 'UTC', agent: 'analytics' })).toBe(false);
    }));

  test('of one territory is of its deals alone, says what is better than the last one, and is silent where nothing moved', () =>
    sample(async ({ db, run, on, asked, clock }) => {
      await on('Pipeline cleanup', { scope: 'territory', scopeId: 'T-emea' });
      await run();
      const [first] = await posted(db, 'hygiene');
      expect(first).toMatchObject({ place: 'territory:T-emea', report: { title: 'Pipeline hygiene: EMEA' } });
      for (const { label, text } of (first?.report.asks ?? []).filter(({ label }) => /^\d/.test(label)))
        expect(await asked(text), text).toBe(Number(label.split(' ')[0]));
      clock.move('2026-03-23T09:00:00Z');
      await db.raw(
        `update deals set status = 'lost' where status = 'open' and territory_id = 'T-emea' and close_date < '2026-03-01'`,
      );
      await run();
      const [, second] = await posted(db, 'hygiene');
      expect(second?.report.lines[1]).toMatch(/^\d+ (fewer|more) than on 20 Mar 2026\.$/);
      clock.move('2026-03-23T10:00:00Z');
      await run();
      expect(await posted(db, 'hygiene')).toHaveLength(2);
      // The same figures on another day: kept, and not posted.
      await db('reports')
        .where({ kind: 'hygiene' })
        .update({ on_day: db.raw('on_day - 1') });
      await run();
      expect(await posted(db, 'hygiene')).toHaveLength(2);
      expect(await db('reports').where({ kind: 'hygiene' })).toHaveLength(3);
    }));
});

test('the exception report counts empty required fields, contracts that are not kept and what the audit log lacks', () =>
  sample(async ({ db, run, on, asked, clock }) => {
    await on('Audit preparation', everyone);
    await runAgent({ db, now: clock, zone: 'UTC' }, { agent: 'pipeline', by, wokenBy: 'schedule' });
    await db('audit').insert({
      ...{ at: clock.now(), action: 'setting.set', subject_kind: 'setting', subject_id: 'stale_days' },
      ...{ actor_kind: 'person', actor_id: 'P-ana-ruiz', because: null, details: '{}' },
    });
    await run();
    const [one] = await posted(db, 'exceptions');
    if (!one) throw new Error('none');
    const { report } = one;
    const open = `select count(*) from deals d where d.status = 'open'`;
    const empty = ['amount', 'close_date', 'next_step', 'product_id', 'lead_source'].map(
      (name) => `d.${name} is null`,
    );
    const broken = await number(
      db,
      `select count(*) from findings where gone_at is null and subject_kind in ('contact', 'account')`,
    );
    expect(report.lines[0]).toBe(
      `${await number(db, `${open} and (${empty.join(' or ')})`)} of ${await number(db, open)} open deals lack a required field; ${broken} records do not keep a data contract.`,
    );
    expect(broken).toBeGreaterThan(0);
    expect(report.lines[1]).toContain('Audit log of Q1');
    const silent = await number(
      db,
      `select count(*) from audit where action in ('setting.set', 'setting.cleared', 'agent.mode') and actor_kind = 'person' and because is null and at >= '2026-01-01' and at < '2026-03-21'`,
    );
    expect(silent).toBeGreaterThan(0);
    expect(report.lines[1]).toContain(`${silent} settings and modes changed without a reason`);
    for (const { label, text } of report.asks)
      expect(await asked(text), text).toBe(Number(label.split(' ')[0]));
    // Weekly, not daily.
    clock.move('2026-03-23T09:00:00Z');
    await run();
    expect(await db('reports').where({ kind: 'exceptions' })).toHaveLength(1);
    clock.move('2026-03-27T09:00:00Z');
    await run();
    expect(await db('reports').where({ kind: 'exceptions' })).toHaveLength(2);
  }));

describe('large deals', () => {
  const nimbus = async (db: Db) => {
    const [deal] = await db('deals')
      .where({ status: 'open', currency: 'USD' })
      .orderBy('amount', 'desc')
      .limit(1);
    return deal as { id: string; name: string; account_id: string; amount: string };
  };

  test('executives get the report of the morning in their own messages, and nobody else', () =>
    sample(async ({ db, run, on, asked }) => {
      const { account_id } = await nimbus(db);
      await on('Large deal', { scope: 'account', scopeId: account_id });
      await run();
      const [one] = await posted(db, 'large_deals');
      const readers = await db('people')
        .whereRaw(`'approver' = any(roles)`)
        .where({ active: true })
        .orderBy('id');
      expect(one?.cards.map(({ key }) => key)).toEqual(readers.map(({ id }) => `report:${one?.id}:${id}`));
      expect(one?.cards.every(({ channel }) => channel.startsWith('dm:'))).toBe(true);
      const deals = await db('deals').where({ status: 'open', account_id });
      expect(one?.report.table?.rows).toHaveLength(deals.length);
      const sum = await number(
        db,
        `select sum(amount) from deals where status = 'open' and account_id = '${account_id}' and currency = 'USD'`,
      );
      expect(one?.report.lines[0]).toContain(
        `$${(sum / 1e6).toFixed(2)}M open in ${deals.length} deals at 1 customer`,
      );
      for (const { text } of one?.report.asks ?? []) expect(await asked(text), text).toBe(deals.length);
      await run();
      expect(await posted(db, 'large_deals')).toHaveLength(1);
    }));

  test('each change is told once, by what it was and is; what came before the playbook is not', () =>
    sample(async ({ db, run, on, clock }) => {
      const { id, name, account_id, amount } = await nimbus(db);
      await on('Large deal', { scope: 'account', scopeId: account_id });
      await run();
      expect(await posted(db, 'large_update')).toEqual([]);
      const change = async (to: object) => {
        const at = clock.now();
        const [old] = await db('deal_versions')
          .where({ deal_id: id })
          .whereNull('valid_to')
          .update({ valid_to: at })
          .returning('*');
        await db('deal_versions').insert({
          ...old,
          valid_from: at,
          valid_to: null,
          version: Number(old.version) + 1,
          ...to,
        });
      };
      clock.move('2026-03-20T09:10:00Z');
      await change({ amount: Number(amount) - 100_000 });
      clock.move('2026-03-20T09:11:00Z');
      await change({ next_step: 'Call on Monday' });
      await Promise.all([run(), run()]);
      await run();
      const all = await posted(db, 'large_update');
      expect(all.map(({ report: { title } }) => title)).toEqual([
        `${name}: amount $${Number(amount).toLocaleString('en-US')} → $${(Number(amount) - 100_000).toLocaleString('en-US')}`,
      ]);
      expect(all[0]?.cards.length).toBeGreaterThan(0);
      await setSetting({ db, now: clock }, { name: 'executives', value: 'finance', by });
      await db('people')
        .where({ id: 'P-tom-reyes' })
        .update({ roles: ['rep', 'finance'] });
      clock.move('2026-03-20T09:20:00Z');
      await change({ close_date: '2026-09-30' });
      await run();
      const [, later] = await posted(db, 'large_update');
      const finance: string[] = await db('people')
        .whereRaw(`'finance' = any(roles)`)
        .where({ active: true })
        .pluck('id');
      expect(later?.cards.map(({ key }) => key.split(':')[2])).toEqual(finance);
    }));

  test('in quiet hours what is told of them waits', () =>
    sample(async ({ db, run, on, clock }) => {
      const use = { db, now: clock };
      const { account_id } = await nimbus(db);
      await on('Large deal', { scope: 'account', scopeId: account_id });
      await setSetting(use, { name: 'quiet_hours', value: '08:00 to 12:00', by });
      await run();
      const [one] = await posted(db, 'large_deals');
      expect(one?.cards.every(({ state }) => state === 'held')).toBe(true);
      expect(await db('interruptions').where('card', 'like', 'report:%').pluck('goes')).toContain('later');
    }));

  test('beyond the limit of a day it stands in the digest of the next morning', () =>
    sample(async ({ db, run, on, clock }) => {
      const { account_id } = await nimbus(db);
      await on('Large deal', { scope: 'account', scopeId: account_id });
      await setSetting({ db, now: clock }, { name: 'cards_per_day', value: 0, by });
      await run();
      expect(await db('interruptions').where('card', 'like', 'report:%').pluck('goes')).toContain('digest');
      clock.move('2026-03-23T12:00:00Z');
      const use = { db, now: clock, zone: 'UTC' };
      await sendDigests(use);
      const key: string = (await db('digest_rows').where('card', 'like', 'report:%').first('digest')).digest;
      const view = await digestView(use, key);
      expect(view?.items.find(({ is }) => is === 'report')).toMatchObject({
        of: { headline: 'Large deals' },
      });
      if (view) expect(() => checkMessage(digestCard(view, here))).not.toThrow();
    }));
});

describe('training hints', () => {
  const rep = 'P-priya-nair';
  test('one a working morning while the playbook is on, each once, from the company’s own deals, and none after its end', () =>
    sample(async ({ db, run, on, asked, clock }) => {
      const id = await on('New rep onboarding', { scope: 'person', scopeId: rep });
      const days = ['20', '21', '23', '24', '25', '26', '27', '30', '31'];
      for (const day of days) {
        clock.move(`2026-03-${day}T09:00:00Z`);
        await run();
        await run();
      }
      const all = await posted(db, 'hint');
      expect(new Set(all.map(({ place }) => place)).size).toBe(all.length);
      expect(all.map(({ place }) => place).slice(0, 2)).toEqual([`${rep}/required`, `${rep}/next_step`]);
      expect(
        all.every(({ cards }) =>
          cards.every(({ key, channel }) => key.endsWith(rep) && channel.startsWith('dm:')),
        ),
      ).toBe(true);
      const on_days = await db('reports').where({ kind: 'hint' }).distinct('on_day');
      expect(on_days).toHaveLength(all.length);
      for (const { report } of all)
        for (const { text } of report.asks) expect(await asked(text, rep), text).toBeGreaterThan(0);
      await deactivate({ db, now: clock }, { id, by });
      await db('reports').where({ kind: 'hint' }).delete();
      clock.move('2026-04-01T09:00:00Z');
      await run();
      expect(await db('reports').where({ kind: 'hint' })).toEqual([]);
    }));

  test('their numbers are those of SQL by hand', () =>
    sample(async ({ db, run, on, clock }) => {
      await db.raw(
        `update deals set close_date_pushes = 3 where id in (select id from deals where status = 'lost' and close_date > '2026-01-01' order by id limit 30)`,
      );
      await on('New rep onboarding', { scope: 'person', scopeId: rep });
      for (const day of ['20', '23', '24', '25', '26']) {
        clock.move(`2026-03-${day}T09:00:00Z`);
        await run();
      }
      const said = new Map(
        (await posted(db, 'hint')).map(({ place, report }) => [place.split('/')[1], report.lines]),
      );
      const own = `select count(*) from deals d where d.status = 'open' and d.owner_id = '${rep}'`;
      const mine = await number(db, own);
      expect(said.get('required')?.[0]).toBe(
        'A deal needs amount, close date, next step and product before it moves on.',
      );
      const empty = ['amount', 'close_date', 'next_step', 'product_id'].map((name) => `d.${name} is null`);
      expect(said.get('required')?.[1]).toMatch(
        new RegExp(
          `^${await number(db, `${own} and (${empty.join(' or ')})`)} of your ${mine} open deals lack`,
        ),
      );
      const decided = (day: number) =>
        `from deals d where status in ('won', 'lost') and close_date > date '2026-03-${day}' - 365 and close_date <= '2026-03-${day}'`;
      const middle = (of: string, day: number, status = 'won') =>
        number(
          db,
          `select percentile_cont(0.5) within group (order by ${of}) ${decided(day)} and status = '${status}'`,
        );
      const acts = '(select count(*) from activities a where a.deal_id = d.id and a.done_on <= d.close_date)';
      const touch = [await middle(acts, 24), await middle(acts, 24, 'lost')];
      if ((touch[0] ?? 0) > (touch[1] ?? 0))
        expect(said.get('activity')?.[0]).toContain(
          `had ${touch[0]} activities in the middle, lost ones ${touch[1]}`,
        );
      else expect(said.has('activity')).toBe(false);
      const paceOn = said.has('activity') ? 25 : 24;
      expect(said.get('pace')?.[0]).toContain(
        `took ${Math.ceil(await middle('close_date - created_on', paceOn))} days or less`,
      );
      const rate = async (where: string) => {
        const all = await number(db, `select count(*) ${decided(paceOn + 1)} and ${where}`);
        const won = await number(
          db,
          `select count(*) ${decided(paceOn + 1)} and ${where} and status = 'won'`,
        );
        return [Math.round((100 * won) / all), all];
      };
      const [never, neverAll] = await rate('close_date_pushes = 0');
      const [often, oftenAll] = await rate('close_date_pushes >= 2');
      expect(said.get('pushes')?.[0]).toBe(
        `Of deals decided here in the last year ${never}% were won where the close date was never put off (${neverAll} deals), ${often}% where it was put off twice or more (${oftenAll}).`,
      );
    }));

  test('nobody else gets one, and in shadow nothing is made', () =>
    sample(async ({ db, run, on, clock }) => {
      await setMode(
        { db, now: clock },
        { agent: 'analytics', mode: 'shadow', by: { kind: 'person', id: 'P-ana-ruiz' } },
      );
      await on('New rep onboarding', { scope: 'person', scopeId: rep });
      await on('Pipeline cleanup', everyone);
      await run();
      expect(await db('reports')).toEqual([]);
    }));
});
