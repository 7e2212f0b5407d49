/** Carrying a start out: called until it is taken or given up, and after that never again. */
import { interrupt } from '../attention/interrupt.ts';
import { heldMinutes } from '../changes/outside.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { redrawCardsOfFinding } from '../exceptions/findings.ts';
import { Later } from '../jobs/later.ts';
import { type CallUse, callWorkflow } from '../outside/workflow-call.ts';
import { personById } from '../people/people.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';
import type { Rule } from '../settings/rule.ts';
import { ruleNumbered } from '../settings/rules.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { secretsOf, workflowById } from '../settings/workflows.ts';
import { count } from '../story/format.ts';
import { endFlood, openFlood } from './floods.ts';
import { countAttempt, endStart, type Start, startsOf } from './starts.ts';

export type CallStartUse = {
  db: Db;
  now: Clock;
  zone: string;
  /** The house's, of which secrets are made. */
  key: string;
  calls: CallUse;
};

/** After the first try, the second, and so on; then it is given up. Half a working day in all. */
const waitsMs = [5, 30, 120, 600, 1800, 3600, 7200].map((seconds) => seconds * 1000);
const mostAttempts = waitsMs.length + 1;
/** While something is paused it is looked at so often. */
const pausedMs = 5_000;
const hourMs = 3_600_000;

/** Call it as often as you like. Throws `Later` where it is to be called again. */
export async function callStart(use: CallStartUse, { startId }: { startId: number }): Promise<void> {
  const [start] = await startsOf(use.db, { start: startId });
  if (start?.state !== 'waiting') return;
  const over = await whyOver(use.db, start);
  if (over) return end(use, start, 'withdrawn', over);
  const pauses = await activePauses(use.db, use.now.now());
  const held =
    pauseOn(pauses, { agent: 'pipeline' }) ??
    pauses.find(({ scope, subjectId }) => scope === 'customer' && subjectId === start.deal.accountId);
  if (held) {
    await holdAnew(use, start);
    throw new Later(pausedMs, 'Paused: nothing is started until it is resumed.');
  }
  const workflow = start.workflow.ended ? null : await workflowById(use.db, start.workflow.id);
  if (!workflow) return end(use, start, 'failed', `The workflow ${start.workflow.name} is no more.`);
  const { stoppableUntil } = start;
  const left = stoppableUntil.getTime() - use.now.now().getTime();
  if (left > 0) throw new Later(left, 'Held: it can be stopped until then.');
  if (start.calledAt === null) await takeTurn(use, start);
  const attempt = await countAttempt(use.db, start.id, use.now.now());
  if (attempt === null) return;
  // The receiver compares the time of signing with its own clock, whatever a set clock says here.
  const at = new Date();
  const called = await callWorkflow(use.calls, {
    url: workflow.url,
    id: start.key,
    body: start.body,
    secrets: secretsOf(use.key, workflow, use.now.now()),
    at,
  });
  if (called.say === 'taken') return end(use, start, 'started', null);
  if (called.say === 'no') return end(use, start, 'failed', called.because);
  if (attempt >= mostAttempts)
    return end(use, start, 'failed', `${called.because} It was tried ${count(attempt, 'time')}.`);
  const waitMs = waitsMs[attempt - 1] ?? pausedMs;
  throw new Later(Math.max(waitMs, called.afterMs ?? 0), called.because);
}

/** After a pause it can be stopped for as long as at first. */
async function holdAnew({ db, now }: CallStartUse, { id }: Start): Promise<void> {
  const { minutes } = heldMinutes(await currentSettings(db, now.now()));
  await db('starts')
    .where({ id, state: 'waiting', called_at: null })
    .update({ stoppable_until: new Date(now.now().getTime() + minutes * 60_000) });
}

/**
 * The place of a start among those of an hour, one after the other. Throws `Later` where the hour is full; whoever keeps the
 * agent is told once, until all that waited have had their turn.
 */
function takeTurn(use: CallStartUse, start: Start): Promise<void> {
  const full = withLock(use.db, 'crew:starts', async (trx): Promise<Date | null> => {
    const now = use.now.now();
    const most = numberSetting(await currentSettings(trx, now), 'starts_per_hour');
    const { rows } = await trx.raw<{ rows: { nth: Date | null }[] }>(
      `select (select called_at from starts where called_at > ?::timestamptz order by called_at desc offset ? limit 1) as nth`,
      [new Date(now.getTime() - hourMs), most - 1],
    );
    const nth = rows[0]?.nth ?? null;
    if (nth) {
      await openFlood(trx, now);
      return new Date(nth.getTime() + hourMs);
    }
    // The turn is taken with the call: who comes next counts it.
    await trx('starts').where({ id: start.id, state: 'waiting', called_at: null }).update({ called_at: now });
    await endFlood(trx, now, start.id);
    return null;
  });
  return full.then((roomAt) => {
    if (roomAt)
      throw new Later(
        Math.max(1_000, roomAt.getTime() - use.now.now().getTime()),
        'As many workflows as an hour allows were started.',
      );
  });
}

/** A rule that says something else by now, or nothing, starts nothing. */
async function whyOver(db: Db, start: Start): Promise<string | null> {
  const rule = await ruleNumbered(db, start.rule);
  if (!rule || rule.ended) return `Rule ${start.rule} was deleted before.`;
  if (rule.mode !== 'on')
    return `Rule ${start.rule} was ${rule.mode === 'off' ? 'switched off' : 'put in shadow'} before.`;
  return rule.effect.does === 'start' && rule.effect.workflow === start.workflow.id
    ? null
    : `Rule ${start.rule} starts something else by now.`;
}

async function end(
  use: CallStartUse,
  start: Start,
  state: 'started' | 'failed' | 'withdrawn',
  because: string | null,
): Promise<void> {
  await use.db.transaction(async (trx) => {
    if (!(await endStart(trx, start, { state, because, now: use.now.now() }))) return;
    const rule = await ruleNumbered(trx, start.rule);
    if (rule && state !== 'withdrawn') await tellMaker(trx, use, start, rule, state, because ?? '');
  });
}

/** Whoever made the rule is told that it came to nothing, and on that card that it did after all. */
async function tellMaker(
  trx: Db,
  use: CallStartUse,
  { id, findingId, deal, workflow }: Start,
  rule: Rule,
  state: 'started' | 'failed',
  because: string,
): Promise<void> {
  const fact = `The workflow ${workflow.name} was ${state === 'started' ? 'started' : 'not started'} for ${deal.name}`;
  const told = {
    headline: fact,
    sentence:
      state === 'started'
        ? `Rule ${rule.rule} started it.`
        : `${because} Rule ${rule.rule} starts it; nothing else was done.`,
    asks:
      state === 'started'
        ? [{ label: 'Show the deal', text: `show deal ${deal.name}` }]
        : [
            { label: 'Try again', text: `try start ${id} again` },
            { label: 'Show the deal', text: `show deal ${deal.name}` },
          ],
  };
  const maker = await personById(trx, rule.setBy);
  const before = await trx('findings')
    .where({ id: findingId })
    .first<{ told: boolean } | undefined>(trx.raw(`evidence->'told' is not null as told`));
  const tells = state === 'failed' || before?.told === true;
  const evidence = { fact, ...(tells ? { told, to: [rule.setBy], limit: null } : {}) };
  await trx('findings')
    .where({ id: findingId })
    .update({ evidence: JSON.stringify(evidence) });
  await redrawCardsOfFinding(trx, [findingId]);
  if (state === 'started' || !maker?.active || !maker.slackId) return;
  const now = use.now.now();
  await interrupt(trx, { now, zone: use.zone, settings: await currentSettings(trx, now) }, [
    {
      key: `finding:${findingId}:${maker.id}`,
      channel: `dm:${maker.slackId}`,
      personId: maker.id,
      critical: false,
      worth: 0,
    },
  ]);
}
