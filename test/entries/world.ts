/** One of everything that a card, a form or a window can be about, near to the actors and far from them. */

import { randomUUID } from 'node:crypto';
import { actions, choice } from '../../blocks/ids.ts';
import { beginRollback } from '../../src/changes/rollback.ts';
import { staysOf } from '../../src/changes/rollback-state.ts';
import { markOf } from '../../src/changes/rollback-word.ts';
import { begin, startsOf } from '../../src/crew/starts.ts';
import type { Role } from '../../src/policy/nouns.ts';
import { turnPlaybooks } from '../../src/settings/playbooks.ts';
import { ruleNumbered } from '../../src/settings/rules.ts';
import { currentSettings, setSetting } from '../../src/settings/settings.ts';
import { keepWorkflowHosts } from '../../src/settings/workflows.ts';
import { cast, now, slackIdOf } from '../support/company.ts';
import { anException, somebody } from '../support/exception.ts';
import { decided } from '../support/modes.ts';
import { teach } from '../support/phrasings.ts';
import { rolled } from '../support/rolled.ts';
import { type Actor, actors, channel, type Entries } from './entries.ts';

/** `own`: of the actor; `near`: of somebody else of EMEA; `far`: of AMER. */
export type Place = 'own' | 'near' | 'far';
export const deals = { own: 'D-acme', near: 'D-acme', far: 'D-hooli' } as const;
export const leads = { own: 'L-1', near: 'L-1', far: 'L-3' } as const;

const of = (personId: string): Actor => ({
  name: personId,
  slackId: slackIdOf(personId),
  personId,
  role: null,
});
export const actorNamed = (name: string): Actor => {
  const found = actors.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
/** Whoever may decide there. */
export const boss = (place: Place): Actor => of(place === 'far' ? cast.nora : cast.mara);
export const ada = of(cast.ada);

type Exception = { id: number; hash: string };
type Near<T> = { near: T; far: T };

export type World = Awaited<ReturnType<typeof makeWorld>>;

const both = async <T>(make: (place: 'near' | 'far') => Promise<T>): Promise<Near<T>> => ({
  near: await make('near'),
  far: await make('far'),
});

export async function makeWorld(entries: Entries) {
  const { db, clock } = entries;
  const about = (place: 'near' | 'far') => ({ deal: deals[place], waitsFor: boss(place).personId ?? '' });
  const open = await both((place) => anException(db, about(place)));
  const snoozed = await both((place) => anException(db, about(place)));
  const rejected = await both((place) => anException(db, about(place)));
  const signed = (role: Role) => anException(db, { asks: [role] });
  for (const place of ['near', 'far'] as const) {
    await entries.press(boss(place), actions.more, choice('snooze', 'tomorrow', snoozed[place].id), {
      menu: true,
    });
    const { id, hash } = rejected[place];
    await entries.press(boss(place), actions.rejectBecause, choice('0', id, hash));
  }
  const agentDid = rolled(db, clock);
  const change = async (deal: string, run: string): Promise<number> => {
    const before = (await db('deals').where({ id: deal }).first('next_step')).next_step;
    const [id = 0] = await agentDid.did({ deal, before, after: run, run });
    return id;
  };
  const clashing = await both(async (place) => {
    const id = await change(deals[place], `7C-${place}`);
    const clashes = [{ field: 'next_step', expected: 'Lunch', found: 'Dinner', by: null, at: null }];
    await db('changes')
      .where({ id })
      .update({ state: 'conflict', conflict: JSON.stringify({ clashes }) });
    return id;
  });
  const failed = await both(async (place) => {
    const id = await change(deals[place], `7F-${place}`);
    await db('changes').where({ id }).update({ state: 'failed' });
    return id;
  });
  const undone = await both(async (place) => {
    const id = await change(deals[place], `7U-${place}`);
    await entries.press(boss(place), actions.undo, `change:${id}`);
    await agentDid.carryThrough();
    return (await db('changes').where({ undoes: id }).first('id')).id as number;
  });
  const applied = await both((place) => change(deals[place], `7A-${place}`));
  // At last: each later change would stand over what stayed.
  const stay = await both(async (place) => {
    const run = `7S-${place}`;
    const deal = deals[place];
    await change(deal, run);
    const rep = place === 'far' ? cast.dan : cast.priya;
    await agentDid.edited(rep, { deal, before: run, after: 'Lunch' });
    const by = await somebody(db, boss(place).personId ?? '');
    const begun = await beginRollback(agentDid.use, { of: { what: 'run', run }, says: run, by });
    if (begun.say !== 'begun') throw new Error(begun.say);
    await agentDid.carryThrough();
    const [found] = await staysOf(db, begun.rollbackId);
    if (!found) throw new Error('Nothing stayed.');
    return { changeId: found.changeId, field: found.field, shown: markOf(found.now) };
  });
  const nudge = await aMessage(entries, 'D-acme');
  const sent = await both((place) => aMessage(entries, deals[place]));
  const until = new Date(now.getTime() + 300_000);
  const out = { back: 'irreversible', state: 'pending', applied_at: null, stoppable_until: until };
  const held = await both((place) => aMessage(entries, deals[place], out));
  const [correction] = await db('corrections')
    .insert({ change_id: nudge, text: 'Not so', drafted_by: cast.mara, drafted_at: now })
    .returning<{ id: number }[]>('id');
  await setSetting(
    { db, now: clock },
    { name: 'stale_days', value: 20, by: { kind: 'person', id: cast.ada } },
  );
  const [alert] = await db('alerts')
    .insert({
      kind: 'failures',
      agent: 'pipeline',
      opened_at: now,
      updated_at: now,
      failed: 9,
      total: 41,
      category: 'api',
    })
    .returning<{ id: number }[]>('id');
  await decided(db, { approved: 66, rejected: 4 });
  const [mode] = await db('mode_requests')
    .insert({
      agent: 'pipeline',
      evidence: JSON.stringify({ said: 'for a test', cases: 70, accepted: 66 }),
      asked_by: cast.mara,
      asked_at: now,
      expires_at: new Date(now.getTime() + 86_400_000),
    })
    .returning<{ id: number }[]>('id');
  const { run_id } = await db('proposals').first('run_id');
  const [batch] = await db('batches')
    .insert({
      agent: 'pipeline',
      run_id,
      total: 30,
      first: 3,
      opened_at: now,
      goes_on_at: new Date(now.getTime() + 600_000),
    })
    .returning<{ id: number }[]>('id');
  await setSetting(
    { db, now: clock },
    { name: 'quarter_end_push', value: true, by: { kind: 'person', id: cast.ada } },
  );
  await turnPlaybooks({ db, now: clock, zone: 'UTC' });
  const playbook = (await db('playbook_activations').first('id')).id as number;
  const soon = new Date(now.getTime() + 600_000);
  const [many] = await db('batches')
    .insert({
      by_id: cast.mara,
      says: 'assign 40 deals to Priya Nair',
      total: 40,
      first: 10,
      opened_at: now,
      goes_on_at: soon,
      asks_until: soon,
    })
    .returning<{ id: number }[]>('id');
  await teach(db, clock);
  await entries.say(boss('near'), `alert <#${channel}> when win rate of EMEA this quarter is under 50%`);
  const watched = await db('kpi_alerts').first('id');
  const [finding] = await db('findings')
    .insert({
      run_id,
      agent: 'analytics',
      trigger: 'kpi',
      kind: 'kpi',
      subject_kind: 'kpi_alert',
      subject_id: String(watched?.id ?? 0),
      since: '2026-03-20',
      evidence: JSON.stringify({ headline: 'Win rate' }),
    })
    .returning<{ id: number }[]>('id');
  const findingId = finding?.id ?? 0;
  await db('cards').insert({
    key: `finding:${findingId}`,
    channel,
    ts: '7.7',
    state: 'posted',
    marker: 'a-marker-for-it',
  });
  await entries.plan(actorNamed('manager'), 'pause everything');
  const request = (await db('requests').orderBy('id', 'desc').first('id')).id as number;
  return {
    open: asPlaces<Exception>(open),
    snoozed: asPlaces<Exception>(snoozed),
    rejected: asPlaces<Exception>(rejected),
    toSign: { approver: await signed('approver'), finance: await signed('finance') },
    applied: asPlaces(applied),
    undone: asPlaces(undone),
    clashing: asPlaces(clashing),
    failed: asPlaces(failed),
    stay: asPlaces(stay),
    nudge,
    sent: asPlaces(sent),
    held: asPlaces(held),
    correction: correction?.id ?? 0,
    start: await aStart(entries),
    alert: alert?.id ?? 0,
    mode: mode?.id ?? 0,
    batch: batch?.id ?? 0,
    many: many?.id ?? 0,
    playbook,
    phrasing: (await db('phrasings').first('id')).id as number,
    finding: findingId,
    request,
  };
}

const asPlaces = <T>({ near, far }: Near<T>): Record<Place, T> => ({ own: near, near, far });

/** A question to the deal's rep that Mara has approved. */
async function aMessage({ db }: Entries, deal: string, more: Record<string, unknown> = {}): Promise<number> {
  const [row] = await db('changes')
    .insert({
      kind: 'nudge',
      subject_kind: 'deal',
      subject_id: deal,
      fields: '[]',
      message: JSON.stringify({ to: cast.priya, text: 'What comes next?' }),
      by_kind: 'person',
      by_id: cast.mara,
      state: 'applied',
      applied_at: now,
      key: `a-message-for-the-entries-${randomUUID()}`,
      request_hash: 'x',
      requested_at: now,
      back: 'compensable',
      ...more,
    })
    .returning<{ id: number }[]>('id');
  return row?.id ?? 0;
}

async function aStart(entries: Entries): Promise<number> {
  const { db, clock } = entries;
  await keepWorkflowHosts(db, ['hooks.example.com']);
  await entries.say(
    ada,
    'add the workflow customer onboarding at https://hooks.example.com/start/here?key=K1',
  );
  await entries.say(ada, 'if a deal moves to Contract, start the customer onboarding workflow');
  const rule = await ruleNumbered(db, 1);
  if (!rule) throw new Error('There is no rule.');
  const deal = { id: 'D-globex', name: 'Globex Renewal', stage: 'Contract' };
  const start = {
    rule,
    said: 'deals in Contract',
    workflowId: 1,
    findingId: 1,
    runId: 'R1',
    deal,
    since: '2026-03-20',
  };
  await begin(db, { now: clock.now(), zone: 'UTC', settings: await currentSettings(db, clock.now()) }, [
    start,
  ]);
  return (await startsOf(db, { rule: 1 }))[0]?.id ?? 0;
}
