/** Pause and resume in words: what they would do, and doing it. */
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { untilSaid } from '../language/until.ts';
import type { Actor, Person } from '../policy/nouns.ts';
import { activePauses, type Pause, pause, resume } from '../settings/pauses.ts';
import { count, firstName, list } from '../story/format.ts';
import { redrawBreaks } from '../watch/breaker.ts';
import type { Company } from './company.ts';
import { goesOutSaid } from './goes-out.ts';
import { whichRequest } from './lacking.ts';
import type { Outcome } from './outcome.ts';
import { type Plan, type Planned, shortVerb as short } from './plan.ts';

type Use = { db: Db; company: Company; by: Person };
type PauseCommand = Extract<Command, { do: 'pause' }>;
type ResumeCommand = Extract<Command, { do: 'resume' }>;

/** Those of what is to be paused, and of nothing else. */
async function openCards(db: Db, { what, subjects }: PauseCommand): Promise<number> {
  const query = db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .whereNull('e.closed_at');
  const ids = subjects.map(({ id }) => id);
  if (what === 'agents') void query.whereIn('p.agent', ids);
  if (what === 'customer')
    void query.where((either) => {
      for (const kind of ['deal', 'lead'] as const)
        void either.orWhere((one) =>
          one
            .where('p.subject_kind', kind)
            .whereIn('p.subject_id', db(`${kind}s`).whereIn('account_id', ids).select('id')),
        );
    });
  const [row] = await query.count<{ count: number }[]>('* as count');
  return Number(row?.count ?? 0);
}

const object = (command: PauseCommand | ResumeCommand, company: Company): string => {
  if (command.what === 'everything') return 'everything';
  if (command.what === 'customer') return list(command.subjects.map((one) => one.name));
  return command.subjects.length > 1 && command.subjects.length === company.lexicon.agents.length
    ? 'all agents'
    : list(command.subjects.map((one) => one.name));
};

const scopeOf = ({ what }: PauseCommand): Pause['scope'] => (what === 'agents' ? 'agent' : what);
const idsOf = (command: PauseCommand): string[] =>
  command.what === 'everything' ? [''] : command.subjects.map((one) => one.id);

/** What holds already of what is to be paused. */
async function alreadyHeld(use: Use, command: PauseCommand): Promise<Pause[]> {
  const ids = new Set(idsOf(command));
  return (await activePauses(use.db, use.company.now)).filter(
    (one) => one.scope === scopeOf(command) && ids.has(one.subjectId),
  );
}

/** "Everything is paused until Mon 23 Mar, 09:00 CET", without a full stop. */
export function pausedSaid(pause: Pause, { company, by }: Pick<Use, 'company' | 'by'>, word = ''): string {
  const name = pauseName(pause, company);
  const until = pause.until
    ? ` until ${untilSaid(pause.until, { zone: by.tz ?? company.zone, now: company.now })}`
    : '';
  const because = pause.reason ? ` (${pause.reason})` : '';
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} is${word} paused${until}${because}`;
}

export async function pausePlan(use: Use, command: PauseCommand): Promise<Plan | { nothing: string }> {
  const { company } = use;
  const what = object(command, company);
  const held = await alreadyHeld(use, command);
  const already = held.map((one) => `${pausedSaid(one, use, ' already')}.`).join(' ');
  const end = command.until ? new Date(command.until.at).getTime() : null;
  const same = held.filter((one) => (one.until?.getTime() ?? null) === end);
  if (same.length === idsOf(command).length) return { nothing: `${already} "Resume ${what}" ends it.` };
  const before =
    already === ''
      ? ''
      : `${already} ${end === null ? 'It would then have no end.' : 'It would then end as said here.'} `;
  const until = command.until ? ` until ${command.until.said}` : '';
  const agents = command.what === 'everything' ? company.lexicon.agents.length : command.subjects.length;
  const cards = await openCards(use.db, command);
  const stay =
    cards > 0
      ? ` ${count(cards, 'open card')} ${cards === 1 ? 'stays' : 'stay'} open and can still be decided.`
      : '';
  const consequence =
    command.what === 'customer'
      ? `No agent acts on ${what}, and changes to its deals wait.${stay}`
      : command.what === 'everything'
        ? `${count(agents, 'agent')} ${agents === 1 ? 'stops' : 'stop'}, and every change waits.${stay} Nothing outward is sent.`
        : `${count(agents, 'agent')} ${agents === 1 ? 'stops' : 'stop'}.${stay}`;
  return {
    headline: `Pause ${what}${until}.`,
    consequence: `${before}${consequence}${command.because ? ` Reason: ${command.because}.` : ''}`,
    ...(held.length > 0 ? { mark: held.map(({ id, until }) => `${id} ${until?.toISOString()}`).join() } : {}),
    wayBack: `Way back: "resume ${what}", at any time.`,
    count: agents,
    verb: command.what === 'agents' && agents > 1 ? `Pause ${agents} agents` : short(`Pause ${what}`),
  };
}

export async function carryOutPause(
  use: Use & { now: { now: () => Date; isSet: () => boolean } },
  command: PauseCommand,
): Promise<{ sentence: string; back: string }> {
  const by: Actor = { kind: 'person', id: use.by.id };
  const until = command.until ? new Date(command.until.at) : null;
  const scope = scopeOf(command);
  const targets = idsOf(command);
  for (const subjectId of targets)
    await pause({ db: use.db, now: use.now }, { scope, subjectId, by, until, reason: command.because });
  const what = object(command, use.company);
  return {
    sentence: `${firstName(use.by.name)} paused ${what === 'all agents' ? count(targets.length, 'agent') : what}${command.until ? ` until ${command.until.said}` : ''}.`,
    back: `resume ${what}`,
  };
}

/** The pauses that a resume would end. "All agents" includes a pause of everything: they would not run otherwise. */
async function toEnd(use: Use, command: ResumeCommand): Promise<Pause[]> {
  const holding = await activePauses(use.db, use.company.now);
  if (command.what === 'everything') return holding;
  const wanted = new Set(command.subjects.map((one) => one.id));
  if (command.what === 'customer')
    return holding.filter((one) => one.scope === 'customer' && wanted.has(one.subjectId));
  const all = wanted.size === use.company.lexicon.agents.length;
  return holding.filter(
    (one) => (one.scope === 'agent' && wanted.has(one.subjectId)) || (all && one.scope === 'everything'),
  );
}

export async function resumePlan(use: Use, asked: ResumeCommand): Promise<Planned> {
  const meant = asked.unsaid ? await oneOrWhich(use) : asked;
  if ('instead' in meant) return meant;
  const command = meant;
  const what = object(command, use.company);
  const ends = await toEnd(use, command);
  if (ends.length === 0) {
    const all = await activePauses(use.db, use.company.now);
    const names =
      all.length > 0 ? ` Paused now: ${list(all.map((one) => pauseName(one, use.company)))}.` : '';
    const said =
      command.what === 'everything'
        ? 'Nothing is paused.'
        : `${what.charAt(0).toUpperCase()}${what.slice(1)} ${what === 'all agents' ? 'are' : 'is'} not paused.${names}`;
    return { nothing: said };
  }
  return {
    headline: `Resume ${what}.`,
    consequence: `${count(ends.length, 'pause')} ${ends.length === 1 ? 'ends' : 'end'}: ${list(ends.map((one) => pauseName(one, use.company)))}. ${await goesOutSaid(use.db, { ends: ends.map(({ id }) => id), now: use.company.now, by: use.by })}`,
    wayBack: `Way back: "pause ${what}", at any time.`,
    count: ends.length,
    verb: short(`Resume ${what}`),
    command,
  };
}

/** "Resume", and nothing else: the one thing that is paused, or each of them and everything to choose from. */
async function oneOrWhich(use: Use): Promise<ResumeCommand | { instead: Outcome }> {
  const holding = await activePauses(use.db, use.company.now);
  const [one, ...others] = holding;
  if (!one || (others.length === 0 && one.scope === 'everything'))
    return { do: 'resume', what: 'everything', subjects: [] };
  if (others.length === 0) {
    const subject = { id: one.subjectId, name: pauseName(one, use.company) };
    return { do: 'resume', what: one.scope === 'agent' ? 'agents' : 'customer', subjects: [subject] };
  }
  const each = holding
    .filter(({ scope }) => scope !== 'everything')
    .map((pause) => pauseName(pause, use.company));
  const all = 'everything';
  // As many as can be offered, and everything with them.
  const names = each.length > 4 ? [all, ...each] : [...each, all];
  const requests = names.map((name) => ({ label: `Resume ${name}`, request: `resume ${name}` }));
  const paused = holding.map((pause) => pauseName(pause, use.company));
  return { instead: whichRequest(`What is to go on? Paused: ${list(paused)}.`, requests) };
}

export async function carryOutResume(
  use: Use & { now: { now: () => Date; isSet: () => boolean } },
  command: ResumeCommand,
): Promise<{ sentence: string; back: string }> {
  const ends = await toEnd(use, command);
  for (const one of ends) {
    await resume(
      { db: use.db, now: use.now },
      { scope: one.scope, subjectId: one.subjectId, by: { kind: 'person', id: use.by.id } },
    );
    if (one.scope === 'agent') await redrawBreaks(use.db, one.subjectId);
  }
  const what = object(command, use.company);
  const left = (await activePauses(use.db, use.company.now)).map((one) => pauseName(one, use.company));
  const still = left.length > 0 ? ` Still paused: ${list(left)}.` : '';
  return { sentence: `${firstName(use.by.name)} resumed ${what}.${still}`, back: `pause ${what}` };
}

export function pauseName(one: Pick<Pause, 'scope' | 'subjectId'>, company: Company): string {
  if (one.scope === 'everything') return 'everything';
  const known = one.scope === 'agent' ? company.lexicon.agents : company.lexicon.accounts;
  return known.find(({ id }) => id === one.subjectId)?.name ?? one.subjectId;
}
