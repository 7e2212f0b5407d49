/** What goes out of the house, on a fresh folder: marked, held with Stop, corrected by a draft; and workflows that rules start. */
import type { Locator, Page } from 'playwright-core';
import { draftCorrection } from '../../src/changes/corrections.ts';
import { requestChange } from '../../src/changes/request.ts';
import { stoppedAt } from '../../src/clock.ts';
import { callStart } from '../../src/crew/call-start.ts';
import { begin } from '../../src/crew/starts.ts';
import { openDatabase } from '../../src/db/open.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { personById } from '../../src/people/people.ts';
import type { Person } from '../../src/policy/nouns.ts';
import { startRun } from '../../src/runs/runs.ts';
import { ruleNumbered } from '../../src/settings/rules.ts';
import { currentSettings, setSetting } from '../../src/settings/settings.ts';
import { addWorkflow } from '../../src/settings/workflows.ts';
import { go, withHouse } from '../e2e/house.ts';
import { anException } from '../support/exception.ts';

const clock = stoppedAt('2026-03-20T10:00:00Z');
const card = (page: Page, says: string | RegExp) =>
  page.getByRole('article').filter({ hasText: says }).last();

type People = { mara: Person; rep: Person; deal: { id: string; name: string } };

/** A rep of Mara's who is reached by e-mail, with a deal; a nudge to them waits for her. */
async function nudged(db: Db): Promise<People> {
  const [row] = await db('deals as d')
    .join('people as o', 'o.id', 'd.owner_id')
    .join('people as m', 'm.id', 'o.manager_id')
    .where({ 'd.status': 'open' })
    .where('m.name', 'like', 'Mara%')
    .where('d.amount', '<', 50_000)
    .orderBy('d.id')
    .limit(1)
    .select('d.id', 'd.name', 'o.id as rep', 'm.id as mara');
  const [mara, rep] = [await personById(db, row.mara), await personById(db, row.rep)];
  if (!mara || !rep) throw new Error('Nobody is there.');
  const by = { kind: 'person', id: mara.id } as const;
  const on = { db, now: clock };
  await setSetting(on, { name: 'reached_by', value: 'e-mail', scope: 'person', scopeId: rep.id, by });
  const { channel } = await db('exceptions').first('channel');
  await anException(db, {
    wants: {
      kind: 'nudge',
      nudge: { to: rep.id, text: `${row.name} has been quiet. Is the close date right?` },
    },
    ...{ deal: row.id, waitsFor: mara.id, channel, opened: clock.now() },
  });
  // What a test makes is found by the wall's clock.
  await db('findings').where({ subject_id: row.id }).update({ found_at: clock.now() });
  return { mara, rep, deal: { id: row.id, name: row.name } };
}

/** A message of Mara's that went out by e-mail this morning, and the draft that sets it right. */
async function corrected(db: Db, { mara, rep, deal }: People): Promise<void> {
  const before = stoppedAt('2026-03-20T08:00:00Z').now();
  const id = await requestChange(db, {
    subject: { kind: 'deal', id: deal.id },
    wants: {
      kind: 'nudge',
      nudge: { to: rep.id, text: `${deal.name} has been quiet. Is the close date right?` },
    },
    ...{ by: { kind: 'person', id: mara.id }, now: before },
  });
  await db('changes').where({ id }).update({ state: 'applied', applied_at: before, ended_at: before });
  await db('mails').insert({
    ...{
      card: `nudge:${id}`,
      change_id: id,
      person_id: rep.id,
      address: rep.email,
      message_id: '<gallery@steward>',
    },
    ...{ state: 'sent', wanted_at: before, ended_at: before },
  });
  await draftCorrection({ db, now: clock, zone: 'Europe/Berlin' }, { changeId: id, by: mara });
}

/** A rule of Mara's starts a workflow: one that its host refuses, and one that is held. */
async function started(db: Db, { mara, deal }: People): Promise<void> {
  const now = clock.now();
  const host = 'hooks.example.com';
  const workflowId =
    (await addWorkflow({ db }, { name: 'onboarding', url: `https://${host}/x`, byId: mara.id, now })) ?? 0;
  await db('rules').insert({
    ...{ rule: 1, version: 1, words: 'if a deal is won, start the workflow onboarding', frame: '{}' },
    ...{ condition: '{"all":[]}', bounds: '{"all":[]}', happens: 'moved', mode: 'on', how: 'set' },
    effect: JSON.stringify({ does: 'start', workflow: workflowId }),
    ...{ set_by: mara.id, by: mara.id, at: now, begun_on: '2026-03-20' },
  });
  const rule = await ruleNumbered(db, 1);
  const runId = await startRun(db, {
    ...{ agent: 'pipeline', wokenBy: 'change', by: { kind: 'system', id: 'timetable' }, now },
  });
  if (!rule) throw new Error('There is no rule.');
  const others = await db('deals')
    .where({ status: 'won' })
    .whereNot({ id: deal.id })
    .limit(2)
    .select('id', 'name');
  const settings = await currentSettings(db, now);
  for (const [n, won] of others.entries()) {
    const [finding] = await db('findings')
      .insert({
        ...{ run_id: runId, agent: 'pipeline', trigger: 'rule:1', kind: `rule:1 ${n}`, subject_kind: 'deal' },
        ...{ subject_id: won.id, since: '2026-03-20', evidence: '{}', taken_up_at: now, found_at: now },
      })
      .returning('id');
    await begin(db, { now, zone: 'Europe/Berlin', settings }, [
      {
        ...{ rule, said: 'won deals, when one comes there', workflowId, findingId: finding.id, runId },
        ...{ deal: { id: won.id, name: won.name, stage: 'Closed Won' }, since: '2026-03-20' },
      },
    ]);
  }
  const resolve = async () => [{ address: '93.184.215.14', family: 4 }];
  const post = async () => ({ status: 404, retryAfter: null });
  const [first] = await db('starts').orderBy('id');
  const later = stoppedAt('2026-03-20T10:05:00Z');
  await callStart(
    { db, now: later, zone: 'Europe/Berlin', key: 'k'.repeat(32), calls: { hosts: [host], resolve, post } },
    { startId: first.id },
  );
}

export const sending = (
  picture: (name: string, of: Page | Locator) => Promise<void>,
  look: { scale: number; width: number; height: number },
): Promise<void> =>
  withHouse(async ({ as, home }) => {
    const mara = await as('mara', look);
    mara.setDefaultTimeout(60_000);
    await mara
      .getByRole('button', { name: /^Approve/ })
      .first()
      .waitFor();
    const database = await openDatabase({ home, log: silentLog(), max: 2 });
    try {
      const people = await nudged(database.db);
      await started(database.db, people);
      const nudge = card(mara, 'Goes out by e-mail');
      await nudge.waitFor();
      await picture('goes-out', nudge);
      await nudge.getByRole('button', { name: /^Approve/ }).click();
      await mara.getByRole('button', { name: 'Send it' }).click();
      const held = card(mara, 'It cannot be taken back once it is sent');
      await held.getByRole('button', { name: /^Stop/ }).waitFor();
      await picture('held', held);
      await corrected(database.db, people);
    } finally {
      await database.close();
    }
    const dark = await as('mara', { ...look, dark: true });
    await go(mara, 'Steward');
    await picture('correction', card(mara, 'Draft: correction'));
    await picture('start-held', card(mara, 'is held before it starts'));
    await picture('not-started', card(mara, 'was not started for'));
    await go(dark, 'deals');
    await picture('held-dark', card(dark, 'It cannot be taken back once it is sent'));
    await go(dark, 'Steward');
    await picture('correction-dark', card(dark, 'Draft: correction'));
    await picture('not-started-dark', card(dark, 'was not started for'));
  });
