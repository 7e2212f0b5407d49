/** Taking many things back in words: of a run, of an agent or a version of it, of a time; and doing again what was taken back. */
import { createHash } from 'node:crypto';
import { beginRollback } from '../changes/rollback.ts';
import { type RollbackPlan, rollbackPlan } from '../changes/rollback-plan.ts';
import type { RollbackOf } from '../changes/rollback-scope.ts';
import { lastRollback, type Rollback, rollbackById } from '../changes/rollback-state.ts';
import type { Command } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import { timeSaid } from '../policy/quiet-hours.ts';
import { addDays, instantAt, startOfDay } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { count, number } from '../story/format.ts';
import { sentSentence } from '../story/rollback.ts';
import type { Done, Planned } from './plan.ts';
import { staysSaid } from './rollback-rows.ts';
import {
  changesNamed,
  type Deed,
  earliest,
  heldOf,
  newestFirst,
  orderOf,
  otherDeeds,
  type UndoUse as Use,
} from './undo-deeds.ts';
import { lineOf } from './undo-lines.ts';
import { takenBack, underWay } from './undoing.ts';

export type RollingBack = Extract<
  Command,
  { do: 'undo_all' | 'undo_run' | 'undo_version' | 'undo_rollback' }
>;

const shownLines = 4;
const AGAIN_MS = 24 * 3_600_000;

type Scope = {
  of: RollbackOf;
  /** "Undo …", "Do again …". */
  says: (changes: number) => string;
  /** What goes back one by one: settings, pauses, approvals of which nothing is done yet. */
  others: Deed[];
  nothing: string;
};

export async function rollingBackPlan(use: Use, command: RollingBack): Promise<Planned> {
  const scope = await scopeOfCommand(use, command);
  if ('nothingBecause' in scope) return { nothing: scope.nothingBecause };
  const plan = await rollbackPlan(use, scope.of, use.by);
  const found = plan.backs.length + scope.others.length;
  if (found === 0) return { nothing: await nothingOf(use, scope, plan) };
  const again = command.do === 'undo_rollback';
  const lines = await firstLines(use, scope.others, plan);
  const verb = again ? 'Do again' : 'Undo';
  return {
    headline: `${verb} ${scope.says(found)}.`,
    consequence: [
      ...lines,
      found > shownLines ? `And ${number(found - shownLines)} more.` : '',
      plan.records > 1 && found > shownLines ? `They are of ${count(plan.records, 'record')}.` : '',
      await staysSaid(use, plan.edited),
      plan.sent > 0 ? sentSentence(plan.sent) : '',
      tooOld(plan),
      'A field that somebody has changed since stays as it is, and you are told.',
    ]
      .filter(Boolean)
      .join(' '),
    wayBack:
      found === 1
        ? 'Way back: it can be done again, for 24 hours.'
        : 'Way back: "undo the rollback", for 24 hours.',
    count: found,
    verb: found === 1 ? `${verb} it`.replace('Do again it', 'Do it again') : `${verb} ${number(found)}`,
    mark: markOf(scope.others, plan),
  };
}

export async function carryOutRollingBack(use: Use, command: RollingBack): Promise<Done> {
  const scope = await scopeOfCommand(use, command);
  if ('nothingBecause' in scope) return { sentence: scope.nothingBecause, back: null };
  const { of, others, says } = scope;
  const plan = await rollbackPlan(use, of, use.by);
  const begun =
    plan.backs.length > 0
      ? await beginRollback(use, { of, says: says(plan.backs.length), by: use.by })
      : ({ say: 'nothing' } as const);
  const told = await takenBack(use, others);
  const under = told.under + (begun.say === 'begun' ? begun.total : 0);
  if (under === 0 && told.stay === '')
    return { sentence: await nothingOf(use, scope, { ...plan, backs: [] }), back: null };
  return { sentence: `${underWay(under, begun)}${told.stay}`, back: null };
}

async function scopeOfCommand(use: Use, command: RollingBack): Promise<Scope | { nothingBecause: string }> {
  if (command.do === 'undo_all') return ofTime(use, command);
  if (command.do === 'undo_run') return ofRun(use, command.run);
  if (command.do === 'undo_rollback') return ofRollback(use, command.rollback);
  const { agent, version } = command;
  return {
    of: { what: 'version', agent: agent.id, version },
    says: (n) => `${count(n, 'change')} by version ${version} of ${agent.name}`,
    others: [],
    nothing: `There is no change by version ${version} of ${agent.name} that you can undo.`,
  };
}

async function ofTime(use: Use, command: Extract<RollingBack, { do: 'undo_all' }>): Promise<Scope> {
  const { from, to, said } = spanOf(use, command);
  const mine = command.of === 'me';
  const agent = command.of === 'me' ? null : command.of.id;
  const held = await heldOf(use, agent, { from, to });
  const rest = mine ? (await otherDeeds(use, from)).filter((deed) => deed.at < to) : [];
  const others = newestFirst<Deed>([...held, ...rest]);
  const within = { from: from.toISOString(), to: to.toISOString() };
  const of = (last: number | null): RollbackOf =>
    agent === null
      ? { what: 'person', person: use.by.id, ...within, last }
      : { what: 'agent', agent, ...within, last };
  const whose = command.of === 'me' ? 'of yours' : `by ${command.of.name}`;
  const { last } = command;
  const few = last === null || others.length === 0 ? null : await newestOf(use, of(last), others, last);
  return {
    of: few ? few.of : of(last),
    others: few ? few.others : others,
    says: (n) =>
      last !== null && !mine
        ? `the last ${count(n, 'change')} ${whose}`
        : `${count(n, 'change')} ${whose}, ${said}`,
    nothing: `There is no change ${whose} that you can undo, ${said}.`,
  };
}

/** The last so many of both. */
async function newestOf(
  use: Use,
  of: RollbackOf,
  others: Deed[],
  last: number,
): Promise<{ of: RollbackOf; others: Deed[] }> {
  const { backs } = await rollbackPlan(use, of, use.by);
  const all = [
    ...others.map((deed) => ({ deed, id: null, at: deed.at })),
    ...backs.map(({ id, at }) => ({ deed: null, id, at })),
  ]
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, last);
  return {
    of: { what: 'these', changes: all.flatMap(({ id }) => (id === null ? [] : [id])) },
    others: all.flatMap(({ deed }) => (deed ? [deed] : [])),
  };
}

/** "Today, between 09:00 and 11:00". Days are the company's, hours those of whoever asks. */
function spanOf(
  use: Use,
  { period, hours }: Extract<RollingBack, { do: 'undo_all' }>,
): { from: Date; to: Date; said: string } {
  const { company, by } = use;
  const days = resolvePeriod(period, { ...company.calendar, now: company.now, zone: company.zone });
  const from = days?.from ? startOfDay(days.from, company.zone) : earliest(use);
  const to = days?.to ? startOfDay(addDays(days.to, 1), company.zone) : new Date(company.now.getTime() + 1);
  if (!hours || !days?.from) return { from, to, said: period };
  const zone = by.tz ?? company.zone;
  const at = (minutes: number): Date =>
    instantAt(days.from ?? '', Math.floor(minutes / 60), minutes % 60, zone);
  const said =
    hours.from !== null && hours.to !== null
      ? `between ${timeSaid(hours.from)} and ${timeSaid(hours.to)}`
      : hours.from !== null
        ? `since ${timeSaid(hours.from)}`
        : `before ${timeSaid(hours.to ?? 0)}`;
  return {
    from: hours.from === null ? from : at(hours.from),
    to: hours.to === null ? to : at(hours.to),
    said: `${period} ${said} (${zone})`,
  };
}

async function ofRun(use: Use, run: string): Promise<Scope | { nothingBecause: string }> {
  const found = await use.db('runs').where({ id: run }).first<{ agent: string } | undefined>('agent');
  if (!found) return { nothingBecause: `There is no run ${run}. Its id stands in every Why, such as 7F3K.` };
  return {
    of: { what: 'run', run },
    says: (n) => `${count(n, 'change')} of run ${run}`,
    others: [],
    nothing: `There is no change of run ${run} that you can undo.`,
  };
}

async function ofRollback(use: Use, asked: number | null): Promise<Scope | { nothingBecause: string }> {
  const found = asked === null ? await lastRollback(use.db, use.by.id) : await rollbackById(use.db, asked);
  if (!found || !mayKnow(use, found))
    return {
      nothingBecause:
        asked === null
          ? 'You have taken nothing back as a whole yet.'
          : `There is no undo ${asked} of yours.`,
    };
  const name = `undo ${found.id}`;
  if (found.undoneBy !== null && asked !== null)
    return {
      nothingBecause: `What ${name} took back is being done again already, by undo ${found.undoneBy}.`,
    };
  if (found.endedAt === null)
    return { nothingBecause: `Undo ${found.id} is still under way. Ask again when it is over.` };
  if (use.company.now.getTime() - found.endedAt.getTime() >= AGAIN_MS)
    return { nothingBecause: `What ${name} took back could be done again for 24 hours, and they are over.` };
  return {
    of: { what: 'rollback', rollback: found.id },
    says: (n) => `${count(n, 'change')} that ${name} took back`,
    others: [],
    nothing: `Nothing of ${name} can be done again.`,
  };
}

/** Their own, and everybody's for whoever sees the whole company. */
export const mayKnow = (use: Use, rollback: Rollback): boolean =>
  rollback.byId === use.by.id || 'everything' in scopeOf(use.by);

async function firstLines(use: Use, others: Deed[], plan: RollbackPlan): Promise<string[]> {
  const named = await changesNamed(
    use,
    plan.backs.slice(0, shownLines).map(({ id }) => id),
  );
  const first = newestFirst<Deed>([...others.slice(0, shownLines), ...named]).slice(0, shownLines);
  const lines = await Promise.all(first.map((deed) => lineOf(use, deed)));
  return lines.map((line) => `${line.charAt(0).toUpperCase()}${line.slice(1)}.`);
}

const tooOld = ({ tooOld, undoDays }: RollbackPlan): string =>
  tooOld > 0
    ? `${count(tooOld, 'change')} ${tooOld === 1 ? 'is' : 'are'} older than ${undoDays} days and ${tooOld === 1 ? 'stays' : 'stay'}.`
    : '';

/** Why nothing: somebody is at it, or it cannot be taken back. */
async function nothingOf(use: Use, scope: Scope, plan: RollbackPlan): Promise<string> {
  const running = await use
    .db('rollbacks as r')
    .leftJoin('people as p', 'p.id', 'r.by_id')
    .whereNull('r.ended_at')
    .orderBy('r.id', 'desc')
    .select<{ id: number; by_id: string; name: string | null }[]>('r.id', 'r.by_id', 'p.name');
  const seen = running.find(
    ({ by_id }) => by_id === use.by.id || 'everything' in scopeOf(use.by) || use.by.roles.includes('manager'),
  );
  return [
    scope.nothing,
    plan.sent > 0 ? sentSentence(plan.sent) : '',
    tooOld(plan),
    seen
      ? `${seen.by_id === use.by.id ? 'You are' : `${seen.name ?? 'Somebody'} is`} taking changes back at this moment: undo ${seen.id}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const markOf = (others: Deed[], plan: RollbackPlan): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ...plan.backs.map(({ id }) => id),
        ...others.map((deed) => (deed.what === 'change' ? deed.id : -orderOf(deed))),
      ]),
    )
    .digest('hex');
