/** One run of an agent: wake, look, propose, decide, ask or hold, record. */

import type { Agent } from '../agents/nouns.ts';
import { agentNamed, looksForSomething } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLockIfFree } from '../db/transaction.ts';
import { BadInput, StewardError } from '../errors.ts';
import type { Actor } from '../policy/nouns.ts';
import {
  categoryOf,
  closeLostRuns,
  failRun,
  finishRun,
  reasonOf,
  startRun,
  type WokenBy,
} from '../runs/runs.ts';
import { takeSignals } from '../runs/signals.ts';
import { addDays, dayIn, isDay, startOfDay } from '../sales/days.ts';
import { activePauses, type Pause, pauseOn } from '../settings/pauses.ts';
import { rulesNow } from '../settings/rules.ts';
import { currentSettings, settingsVersion } from '../settings/settings.ts';
import { count, list, number } from '../story/format.ts';
import { agentRow } from './crew.ts';
import { look } from './look.ts';
import type { LookedAtAll } from './looking.ts';
import { postPlaybookReports } from './playbook-reports.ts';
import { replay } from './replay.ts';
import { reports } from './reports.ts';
import { noteRules, tellingOf, watchingFor } from './rules.ts';
import { hourOf } from './schedule.ts';
import { tellAgents } from './signal.ts';
import { type TakenUp, takeUp } from './take-up.ts';
import { tellFigures } from './tell.ts';
import { postWhatMoved } from './what-moved.ts';
import { redrawNudges, withdrawGone } from './withdraw.ts';

export type RunUse = { db: Db; now: Clock; zone: string };
export type RunInput = {
  agent: string;
  by: Actor;
  wokenBy: WokenBy;
  /** By the clock: of whose teams it is the hour. Absent: of everybody's. */
  zones?: string[] | undefined;
  /** A past day, YYYY-MM-DD: says what would have been found then, and does nothing. */
  asOf?: string;
  /** Does everything and takes it back: says what would happen. */
  dryRun?: boolean;
};

export type Counts = {
  looked: number;
  found: number;
  proposed: number;
  asked: number;
  held: number;
  shadowed: number;
  withdrawn: number;
};
export type RunResult = Counts & {
  /** `running`: another run of this agent is under way. `paused`: nothing was done. `failed`: nothing was kept. */
  say: 'done' | 'running' | 'paused' | 'failed';
  /** Null when no run was started. */
  runId: string | null;
  /** One sentence for people. */
  sentence: string;
  /** Found and not yet taken up, because people have enough cards; counted up to a thousand. */
  kept: number;
  decisions: TakenUp['decisions'];
};

const none: Counts & { kept: number; decisions: [] } = {
  looked: 0,
  found: 0,
  proposed: 0,
  asked: 0,
  held: 0,
  shadowed: 0,
  withdrawn: 0,
  kept: 0,
  decisions: [],
};

/**
 * Runs an agent, at most once at a time over all replicas. What it finds, proposes and asks stands or falls in one
 * transaction; the run itself is recorded in any case. Never throws for what happens inside a run.
 */
export async function runAgent(use: RunUse, input: RunInput): Promise<RunResult> {
  const agent = agentNamed(input.agent);
  const asOf = input.asOf === undefined ? null : pastDay(input.asOf, use);
  const started: { runId: string | null } = { runId: null };
  try {
    const result = await withLockIfFree(use.db, `run-agent:${agent.name}`, async (trx) => {
      // On a connection of its own: a run that fails is taken back, its record is not.
      const runId = await start(use, agent, input, asOf);
      started.runId = runId;
      await closeLostRuns(use.db, agent.name, runId, use.now.now());
      const result = asOf ? await replayed(use, trx, agent, asOf) : await work(use, trx, agent, input, runId);
      if (input.dryRun)
        throw new Rehearsal({ ...result, sentence: `Dry run, nothing is kept. ${result.sentence}` });
      await finish(use, trx, runId, input, result);
      return { ...result, runId };
    });
    return (
      result ?? { ...none, say: 'running', runId: null, sentence: `The ${agent.label} is running already.` }
    );
  } catch (error) {
    if (error instanceof Rehearsal && started.runId) {
      await finish(use, use.db, started.runId, input, error.result);
      return { ...error.result, runId: started.runId };
    }
    return failed(use, agent, started.runId, error);
  }
}

function pastDay(day: string, use: RunUse): Date {
  if (!isDay(day)) throw new BadInput(`"${day}" is no day.`, { fix: 'Write a day as YYYY-MM-DD.' });
  // The end of that day, as its people saw it.
  const asOf = new Date(startOfDay(addDays(day, 1), use.zone).getTime() - 1);
  if (asOf > use.now.now())
    throw new BadInput(`${day} is not over yet.`, { fix: 'Give a day that has passed.' });
  return asOf;
}

const start = async (use: RunUse, agent: Agent, input: RunInput, asOf: Date | null): Promise<string> =>
  startRun(use.db, {
    agent: agent.name,
    agentVersion: agent.version,
    wokenBy: input.wokenBy,
    trigger: [...agent.triggers, ...(agent.records?.triggers ?? [])].map(({ name }) => name).join(' '),
    by: input.by,
    input: {
      asOf: input.asOf ?? null,
      dryRun: input.dryRun ?? false,
      ...(input.zones ? { zones: input.zones } : {}),
    },
    versions: { agent: agent.version, settings: await settingsVersion(use.db) },
    asOf,
    now: use.now.now(),
  });

async function work(
  use: RunUse,
  trx: Db,
  agent: Agent,
  { wokenBy, by, zones }: RunInput,
  runId: string,
): Promise<Unfinished> {
  const now = use.now.now();
  const row = await agentRow(trx, agent.name);
  const pause = pauseOn(await activePauses(trx, now), { agent: agent.name });
  if (pause) return stopped(agent, pause);
  const settings = await currentSettings(trx, now);
  // Whoever asks for a run is there to see what comes of it.
  const present = wokenBy === 'hand' && by.kind === 'person' ? by.id : null;
  const on = { now, zone: use.zone, today: dayIn(now, use.zone), settings, runId, wokenBy, present };
  await takeSignals(trx, agent.name, { id: runId, now });
  const report = agent.report ? reports[agent.report] : null;
  const made = await report?.make(trx, on, agent);
  const rules = agent.triggers.length > 0 ? await rulesNow(trx) : [];
  const telling = tellingOf(rules);
  const seen = both(await look(trx, on, watchingFor(agent, telling)), made);
  if (agent.triggers.length > 0) await noteRules(trx, on, telling, { shadow: row.mode === 'shadow' });
  const withdrawn = await withdrawGone(trx, on, agent, {
    kind: 'agent',
    id: agent.name,
    version: agent.version,
  });
  if (seen.gone > 0) await redrawNudges(trx, now, agent.name);
  const hour = await hourOf(trx, on, zones ?? null);
  const { proposed, asked, held, shadowed, kept, decisions, ...taken } = await takeUp(
    trx,
    { ...on, hour, rules },
    agent,
    row,
  );
  await tellFigures(trx, on, agent, row, seen.told);
  await tellAgents(trx, on, agent, made?.moved ?? null);
  let reporting = made?.made ? await report?.post(trx, on, agent, row, made.made) : undefined;
  if (agent.tellsWhatMoved) {
    const posted = await postWhatMoved(trx, on, agent, row);
    if (posted > 0) reporting = `posted ${count(posted, 'report')}`;
    await postPlaybookReports(trx, on, agent, row);
  }
  const counts = { looked: seen.looked, found: seen.found, proposed, asked, held, shadowed, withdrawn, kept };
  return { ...counts, decisions, say: 'done', sentence: told(agent, { ...counts, ...taken }, reporting) };
}

const both = (seen: LookedAtAll, made: LookedAtAll | undefined): LookedAtAll =>
  made
    ? {
        looked: seen.looked + made.looked,
        found: seen.found + made.found,
        gone: seen.gone + made.gone,
        told: [...seen.told, ...made.told],
      }
    : seen;

async function replayed(use: RunUse, trx: Db, agent: Agent, asOf: Date): Promise<Unfinished> {
  const settings = await currentSettings(trx, use.now.now());
  const { found, decisions } = await replay(trx, { zone: use.zone, settings }, agent, asOf);
  const day = dayIn(asOf, use.zone);
  const sentence = `On ${day} the ${agent.label} would have found ${found}. Nothing was changed.`;
  return { ...none, say: 'done', looked: found, found, decisions, sentence };
}

type Unfinished = Omit<RunResult, 'runId'>;

async function finish(
  use: RunUse,
  db: Db,
  runId: string,
  input: RunInput,
  result: Unfinished,
): Promise<void> {
  const { decisions, ...output } = result;
  await finishRun(db, runId, { output, decisions, now: use.now.now() });
  if (input.wokenBy !== 'hand') return;
  const subject = { kind: 'run', id: runId };
  await record(db, { action: 'run.by_hand', subject, by: input.by, because: result.sentence, runId });
}

const stopped = (agent: Agent, pause: Pause): Unfinished => ({
  ...none,
  say: 'paused',
  sentence: `${pause.scope === 'everything' ? 'Everything' : `The ${agent.label}`} is paused. Nothing was looked at.`,
});

function told(
  agent: Agent,
  counts: Counts & { kept: number } & Pick<TakenUp, 'acted' | 'afterFirst' | 'capped' | 'cards'>,
  reporting?: string,
): string {
  if (!looksForSomething(agent))
    return `The ${agent.label} works when something comes in: there is nothing to run.`;
  // What earlier runs kept for later is taken up beside what is new.
  const taken = (n: number): string =>
    n <= counts.found
      ? number(n)
      : counts.found === 0
        ? `${number(n)} it had found before`
        : `${number(n)}, some of them found before`;
  const parts = [
    counts.acted > 0 ? `did ${taken(counts.acted)} alone` : null,
    counts.afterFirst > 0
      ? `does ${number(counts.afterFirst)} more once the first of them have gone well`
      : null,
    counts.asked > 0 ? `asked about ${taken(counts.asked)}` : null,
    counts.shadowed > 0 ? `noted ${taken(counts.shadowed)} in shadow` : null,
    counts.withdrawn > 0 ? `withdrew ${number(counts.withdrawn)}` : null,
    counts.held > 0 ? `held ${number(counts.held)} back${capped(counts.capped)}` : null,
    counts.kept > 0 ? `keeps ${counts.kept >= 1000 ? '1,000 or more' : number(counts.kept)} for later` : null,
  ].filter((part) => part !== null);
  const { later, digest } = counts.cards;
  const waits = [
    later > 0 ? `${count(later, 'card')} ${later === 1 ? 'waits' : 'wait'} for quiet hours to end` : null,
    digest > 0
      ? `${count(digest, 'card')} beyond the limit of a day ${digest === 1 ? 'goes' : 'go'} to the digest`
      : null,
  ].filter((part) => part !== null);
  const found = counts.found === 0 ? 'found nothing new' : `found ${number(counts.found)} new`;
  const all = [...(reporting === undefined ? [] : [reporting]), [found, ...parts].join(', '), ...waits];
  return `The ${agent.label} ${all.join('; ')}.`;
}

const capped = (because: string[]): string => (because.length > 0 ? ` (${list(because)})` : '');

/** Carries a dry run's result out of the transaction that it takes back. */
class Rehearsal extends Error {
  readonly result: Unfinished;
  constructor(result: Unfinished) {
    super('A dry run is taken back.');
    this.result = result;
  }
}

async function failed(use: RunUse, agent: Agent, runId: string | null, error: unknown): Promise<RunResult> {
  const category = categoryOf(error);
  // When the database itself is away the record must wait: the next run closes it as lost.
  if (runId)
    await failRun(use.db, runId, { category, error: reasonOf(error), now: use.now.now() }).catch(
      () => undefined,
    );
  const said =
    error instanceof StewardError
      ? `${error.message} ${error.fix}`.trim()
      : `The run of the ${agent.label} failed.`;
  return { ...none, say: 'failed', runId, sentence: `${said} Nothing was changed.` };
}
