/** Taking up what waits: proposals, policy's verdicts and, where policy asks, exceptions with their cards. All in the caller's transaction. */
import type { Agent } from '../agents/nouns.ts';
import { peopleOutside } from '../changes/outside.ts';
import { capsOver, nothingReached, reachedBy } from '../changes/reach.ts';
import { openStageNames } from '../changes/standing.ts';
import type { Db } from '../db/pool.ts';
import { wantCards } from '../jobs/cards.ts';
import { capSaid } from '../policy/gates.ts';
import type { Confidence, SubjectKind, Wanted } from '../policy/nouns.ts';
import type { WokenBy } from '../runs/runs.ts';
import { tiersNow } from '../settings/approval-tiers.ts';
import { checkpointsNow } from '../settings/checkpoints.ts';
import { activePauses } from '../settings/pauses.ts';
import type { Rule } from '../settings/rule.ts';
import { rulesOver } from '../settings/rules-over.ts';
import { numberSetting, type SettingRow, textSetting } from '../settings/settings.ts';
import { applyAllowed, withinCaps } from './act.ts';
import { openExceptions, place } from './ask.ts';
import { confidences } from './confidence.ts';
import type { AgentRow } from './crew.ts';
import type { Evidence } from './evidence.ts';
import { fitting } from './group.ts';
import { besides, type Judged, judge, judgeRecord, type Proposed, recordBesides } from './judge.ts';
import { ensurePace } from './pace.ts';
import { roomForCards } from './room.ts';
import type { Hour } from './schedule.ts';
import { type About, askedDeals, heldBack, stillWaiting, waitingDeals } from './waiting.ts';
import { askedRecords, waitingRecords } from './waiting-records.ts';

export type TakenUp = {
  proposed: number;
  asked: number;
  held: number;
  shadowed: number;
  refused: number;
  acted: number;
  /** Goes alone when a few have gone first and nothing of these was undone. */
  afterFirst: number;
  /** Why some is held: "100 changes an hour are allowed". */
  capped: string[];
  /** Waits because people have enough cards; counted up to a thousand. */
  kept: number;
  /** New cards, by when they come. */
  cards: { now: number; later: number; digest: number };
  /** What was proposed, for the run's record and a dry run. */
  decisions: { deal: string; say: string; because: string[]; what: string }[];
};

/** One run judges at most so many; the rest is as patient as it was found. */
const judgedPerRun = 200;

type Use = {
  now: Date;
  zone: string;
  today: string;
  settings: SettingRow[];
  runId: string;
  wokenBy: WokenBy;
  /** Whoever asked for the run, and so is there. */
  present: string | null;
  /** Whose morning it is; null: everybody's. */
  hour: Hour | null;
  /** That people have written. */
  rules: readonly Rule[];
};

export async function takeUp(trx: Db, use: Use, agent: Agent, row: AgentRow): Promise<TakenUp> {
  const pauses = await activePauses(trx, use.now);
  const pausedAccounts = pauses.filter((p) => p.scope === 'customer').map((p) => p.subjectId);
  const { room, forms, first, known } = await roomForCards(trx, use, agent.name);
  // In suggest mode nothing happens without a card, so without room for one there is nothing to judge.
  const onlyAsks = row.mode === 'suggest' && row.finer.every(({ mode }) => mode === 'suggest');
  const limit = onlyAsks && room === 0 && forms === 0 ? 0 : judgedPerRun;
  if (limit > 0) await ensurePace(trx, use.today);
  // A change wakes for itself alone: what waits from before is for the schedule, or for whoever asks.
  const runId = use.wokenBy === 'change' ? use.runId : null;
  const againDays = numberSetting(use.settings, 'ask_again_days');
  const { now, today } = use;
  const company = textSetting(use.settings, 'company_currency');
  const of = {
    agent: agent.name,
    triggers: agent.triggers.map(({ name }) => name),
    now,
    today,
    company,
    limit: judgedPerRun,
    pausedAccounts,
    runId,
    againDays,
    hour: use.hour,
  };
  const ofRecords = { ...of, triggers: (agent.records?.triggers ?? []).map(({ name }) => name) };
  const open = await askedDeals(trx, of);
  const openRecords = await askedRecords(trx, ofRecords);
  const waiting = limit > 0 ? await waitingDeals(trx, of) : [];
  const records = limit > 0 ? await waitingRecords(trx, ofRecords) : [];
  const confidence: Map<string, Confidence> =
    waiting.length + records.length + open.length + openRecords.length > 0
      ? await confidences(trx, agent.name, agent.version)
      : new Map();
  const someAlone = [row, ...row.finer].some(({ mode }) => mode === 'auto');
  const reached = someAlone
    ? await reachedBy(trx, agent.name, { now, settings: use.settings, onTheirWay: true })
    : nothingReached;
  const openStages = someAlone ? await openStageNames(trx) : [];
  const checkpoints = await checkpointsNow(trx);
  const outside = await peopleOutside(trx, use.settings);
  const tiers = await tiersNow(trx);
  const rules = await rulesOver(trx, use.rules, idsOf([...open, ...waiting]), use);
  const on = {
    agent,
    row,
    settings: use.settings,
    pauses,
    rules,
    confidence,
    reached,
    openStages,
    checkpoints,
    outside,
    tiers,
  };
  const beside = [
    ...open.map((one) => ({ one, ...besides(one, on) })),
    ...openRecords.map((one) => ({ one, ...recordBesides(one, on) })),
  ];
  await addToCards(trx, use, beside);
  const judged = [
    ...waiting.flatMap((one) => judge(one, on)),
    ...records.flatMap((one) => judgeRecord(one, on)),
    ...beside.flatMap(({ shadowed }) => shadowed),
  ].toSorted((a, b) => b.waiting.worth - a.waiting.worth);
  const proposed = judged.filter((one): one is Proposed => one.proposal !== null);
  const by = (say: Proposed['verdict']['say']) => proposed.filter((one) => one.verdict.say === say);

  const wouldAsk = await place(trx, use, first ? easiestFirst(by('ask')) : by('ask'));
  const ask = known
    ? [
        ...(await fitting(trx, use, wouldAsk.filter(isForManagers), room)),
        ...(await fitting(
          trx,
          use,
          wouldAsk.filter((one) => !isForManagers(one)),
          forms,
        )),
      ]
    : wouldAsk.slice(0, room);
  const capped = { agent: agent.name, settings: use.settings, reached };
  const { go: allow, beyond, because } = withinCaps(by('allow'), capped);
  const full = (['change', 'nudge'] as const).flatMap((kind) =>
    by('hold').some(({ proposal }) => proposal.wants.kind === kind)
      ? capsOver(kind, capped).filter(({ done, most }) => done >= most)
      : [],
  );
  const recorded = [...ask, ...allow, ...by('shadow'), ...by('refuse')];
  const proposalIds = await insertProposals(trx, use, recorded);
  const { opened, cards } = await openExceptions(
    trx,
    use,
    ask.map((one) => ({ ...one, proposalId: idOf(proposalIds, one) })),
  );
  const afterFirst = await applyAllowed(
    trx,
    use,
    agent,
    allow.map((one) => ({ ...one, proposalId: idOf(proposalIds, one) })),
  );
  await markTakenUp(trx, use.now, [...recorded, ...judged.filter((one) => one.proposal === null)]);
  return {
    proposed: recorded.length,
    asked: opened,
    held: by('hold').length + beyond + (await heldBack(trx, agent.name, pausedAccounts)),
    shadowed: by('shadow').length,
    refused: by('refuse').length,
    acted: allow.length - afterFirst,
    afterFirst,
    capped: [...new Set([...because, ...full.map(capSaid)])],
    kept: await stillWaiting(trx, { ...of, triggers: [...of.triggers, ...ofRecords.triggers] }),
    cards,
    decisions: recorded.slice(0, 50).map(decision),
  };
}

const idsOf = (waiting: About[]): string[] => waiting.map(({ deal }) => deal.dealId);

/** Forms, contacts and accounts go to other people, each to the one who knows it, and take nothing from the cards that managers decide. */
const isForManagers = ({ of, proposal }: Proposed): boolean =>
  proposal.wants.kind !== 'form' && of === 'deal';

/** People meet an agent with something that one manager can decide and undo: a change of a deal rather than a message. */
const easiestFirst = (asks: Proposed[]): Proposed[] =>
  asks.toSorted(
    (a, b) =>
      rolesAsked(a) - rolesAsked(b) ||
      Number(isQuestion(a)) - Number(isQuestion(b)) ||
      Number(a.of !== 'deal') - Number(b.of !== 'deal'),
  );
const rolesAsked = (one: Proposed): number => (one.verdict.say === 'ask' ? one.verdict.whom.length : 0);
const isQuestion = (one: Proposed): boolean => one.proposal.wants.kind !== 'change';

async function insertProposals(trx: Db, use: Use, all: Proposed[]): Promise<Map<number, number>> {
  if (all.length === 0) return new Map();
  const rows = all.map(({ findings, proposal, hash, verdict }) => ({
    finding_id: findings[0].id,
    run_id: use.runId,
    agent: proposal.agent,
    agent_version: proposal.agentVersion,
    mode: proposal.mode,
    trigger: proposal.trigger,
    other_triggers: proposal.otherTriggers,
    kind: proposal.wants.kind,
    subject_kind: proposal.subject.kind,
    subject_id: proposal.subject.id,
    change: JSON.stringify(withoutKind(proposal.wants)),
    hash,
    reason: proposal.reason,
    basis: proposal.basis,
    confidence: proposal.confidence.share,
    cases: proposal.confidence.cases,
    accepted: proposal.confidence.accepted,
    verdict: JSON.stringify(verdict),
    proposed_at: use.now,
  }));
  const inserted = await trx('proposals')
    .insert(rows)
    .returning<{ id: number; finding_id: number }[]>(['id', 'finding_id']);
  return new Map(inserted.map((one) => [one.finding_id, one.id]));
}

const withoutKind = ({ kind: _, ...what }: Wanted): unknown => what;

function idOf(ids: Map<number, number>, one: Proposed): number {
  const id = ids.get(one.findings[0].id);
  if (id === undefined) throw new Error(`The proposal about finding ${one.findings[0].id} was not stored.`);
  return id;
}

/** The first finding of each deal leads; the others stand under it. */
async function markTakenUp(trx: Db, now: Date, all: Judged[]): Promise<void> {
  const marks = all.flatMap(({ findings: [first, ...others], skipped }) => [
    { id: first.id, under: null, evidence: first.evidence },
    ...others.map(({ id, evidence }) => ({ id, under: first.id, evidence })),
    ...skipped.map(({ id, evidence }) => ({ id, under: null, evidence })),
  ]);
  await mark(trx, now, marks);
}

/** What has become true of a deal whose card is open is told on that card, instead of on a second one. */
async function addToCards(
  trx: Db,
  use: Use,
  beside: { one: About; told: { id: number; evidence: Evidence }[] }[],
): Promise<void> {
  const marks = beside.flatMap(({ one, told }) =>
    told.map(({ id, evidence }) => ({ id, under: one.asked?.findingId ?? null, evidence })),
  );
  await mark(trx, use.now, marks);
  await wantCards(
    trx,
    beside.flatMap(({ one: { asked }, told }) =>
      asked && told.length > 0 ? [{ key: asked.card, channel: asked.channel }] : [],
    ),
  );
}

async function mark(
  trx: Db,
  now: Date,
  marks: { id: number; under: number | null; evidence: Evidence }[],
): Promise<void> {
  if (marks.length === 0) return;
  await trx.raw(
    `update findings f set taken_up_at = ?, evidence = e.evidence, under = e.under
     from jsonb_to_recordset(?::jsonb) as e(id bigint, under bigint, evidence jsonb) where f.id = e.id`,
    [now, JSON.stringify(marks)],
  );
}

const decision = ({ of, proposal, verdict, waiting }: Proposed): TakenUp['decisions'][number] => ({
  deal: waiting.deal.dealId,
  say: verdict.say,
  because: verdict.because.map((reason) => reason.sentence),
  what: whatOf(of, proposal.wants, waiting.deal.deal),
});

function whatOf(of: SubjectKind, wants: Wanted, deal: string): string {
  if (wants.kind === 'nudge') return `Nudge about ${deal}`;
  if (wants.kind === 'form') return `Form about ${deal}: ${wants.form.fields.join(', ')}`;
  // How somebody is reached stands in no list.
  if (of !== 'deal') return `${wants.fields.map(({ field }) => field).join(' and ')} of ${deal}`;
  return wants.fields
    .map(({ field, before, after }) => `${field} of ${deal}: ${before} → ${after}`)
    .join(', ');
}
