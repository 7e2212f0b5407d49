/** Which changes a wish to take many things back means, in words and as the rollback has it. */
import { rollbackPlan } from '../changes/rollback-plan.ts';
import type { RollbackOf } from '../changes/rollback-scope.ts';
import { lastRollback, type Rollback, rollbackById } from '../changes/rollback-state.ts';
import type { Command } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import { mayPause } from '../policy/may-pause.ts';
import { timeSaid } from '../policy/quiet-hours.ts';
import { addDays, instantAt, startOfDay } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { count } from '../story/format.ts';
import {
  type Deed,
  earliest,
  heldOf,
  newestFirst,
  otherDeeds,
  type Undoing,
  type UndoUse as Use,
} from './undo-deeds.ts';

export type RollingBack = Extract<
  Command,
  { do: 'undo_all' | 'undo_run' | 'undo_batch' | 'undo_version' | 'undo_rollback' }
>;

const AGAIN_MS = 24 * 3_600_000;

export type Scope = {
  of: RollbackOf;
  /** "Undo …", "Do again …". */
  says: (changes: number) => string;
  /** What goes back one by one: settings, pauses, approvals of which nothing is done yet. */
  others: Deed[];
  /** The rest of a batch, of which nothing is done yet: it is given up. */
  rest?: { batch: number; waiting: number };
  /** What else to know before. */
  notes?: string[];
  nothing: string;
};

export async function scopeOfCommand(
  use: Use,
  command: RollingBack,
): Promise<Scope | { nothingBecause: string }> {
  if (command.do === 'undo_all') return ofTime(use, command);
  if (command.do === 'undo_run') return ofRun(use, command.run);
  if (command.do === 'undo_batch') return ofBatch(use, command.batch);
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

type BatchRow = {
  id: number;
  agent: string | null;
  by_id: string | null;
  says: string | null;
  total: number;
  opened_at: Date;
  waiting: number;
  going: number;
  messages: number;
};

/** How much of it waits, and how much is being written at this moment. */
const batchRow = (use: Use) =>
  use
    .db('batches as b')
    .join('changes as c', 'c.batch_id', 'b.id')
    .groupBy('b.id')
    .orderBy('b.id', 'desc')
    .select<BatchRow[]>(
      'b.*',
      use.db.raw(`count(*) filter (where c.state = 'pending' and c.held is not null)::int as waiting`),
      use.db.raw(
        `count(*) filter (where c.state = 'applying' or (c.state = 'pending' and c.held is null))::int as going`,
      ),
      use.db.raw(`count(*) filter (where c.kind = 'nudge')::int as messages`),
    );

async function ofBatch(use: Use, asked: number | null): Promise<Scope | { nothingBecause: string }> {
  const own = asked === null;
  const [found] = await batchRow(use)
    .where(own ? { 'b.by_id': use.by.id } : { 'b.id': asked })
    .limit(1);
  const seen = found && (found.by_id === use.by.id || 'everything' in scopeOf(use.by) || mayPause(use.by));
  if (!found || !seen)
    return {
      nothingBecause: own
        ? 'You have done nothing to many at once yet.'
        : `There is no batch ${asked} of yours.`,
    };
  const { id, says, waiting, going, messages } = found;
  if (messages > 0 && found.by_id !== null)
    return { nothingBecause: `Batch ${id} is messages: "undo" takes them back, as far as they can be.` };
  if (going > 0)
    return {
      nothingBecause: `${count(going, 'change')} of batch ${id} ${going === 1 ? 'is' : 'are'} being written at this moment. Ask again when that is over.`,
    };
  return {
    of: { what: 'batch', batch: id },
    says: () => `batch ${id}${says === null ? '' : ` (${says})`}`,
    others: [],
    rest: { batch: id, waiting },
    nothing: `Nothing of batch ${id} is left that you can undo.`,
  };
}

/**
 * The batch that is meant by "undo" after something was done to many: the last deed of whoever asks belongs to it, or it still
 * waits. Null: something else is meant.
 */
export async function batchMeant(use: Use, command: Undoing, last: Deed | null): Promise<number | null> {
  if (command.do !== 'undo') return null;
  const of = last?.what === 'change' ? last.batch : null;
  const mine = await batchRow(use)
    .where({ 'b.by_id': use.by.id, 'c.kind': 'change' })
    .where('b.opened_at', '>', earliest(use))
    .where((either) =>
      either
        .where('b.id', of ?? 0)
        .orWhere((open) => open.whereNull('b.went_on_at').whereNull('b.dropped_at')),
    );
  const waits = mine.find(({ waiting, opened_at: at }) => waiting > 0 && (!last || at >= last.at));
  const meant = waits ?? mine.find(({ id }) => id === of);
  return meant && (command.last === 1 || command.last === meant.total) ? meant.id : null;
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
    notes:
      found.beside.length > 0
        ? [
            `What went back with them stays as it is: ${found.beside.join('; ')}. Say it again where it is wanted.`,
          ]
        : [],
    nothing: `Nothing of ${name} can be done again.`,
  };
}

/** Their own, and everybody's for whoever sees the whole company. */
export const mayKnow = (use: Use, rollback: Rollback): boolean =>
  rollback.byId === use.by.id || 'everything' in scopeOf(use.by);

/** What nobody can undo one by one may still go to and fro as a whole. */
export async function lastAgain(use: Use): Promise<string> {
  const last = await lastRollback(use.db, use.by.id);
  const now = use.company.now.getTime();
  if (!last?.endedAt || last.undoneBy !== null || now - last.endedAt.getTime() >= AGAIN_MS) return '';
  return ` "Undo the rollback" turns undo ${last.id} round: ${count(last.counts.total, 'change')}.`;
}
