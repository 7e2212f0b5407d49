/** Taking many things back in words: of a run, of an agent or a version of it, of a time; and doing again what was taken back. */
import { createHash } from 'node:crypto';
import { beginRollback } from '../changes/rollback.ts';
import { type RollbackPlan, rollbackPlan } from '../changes/rollback-plan.ts';
import { sayOfBatch } from '../crew/batches.ts';
import { inTurn } from '../db/in-turn.ts';
import { scopeOf } from '../people/scope.ts';
import { count, number } from '../story/format.ts';
import { sentSentence } from '../story/rollback.ts';
import type { Done, Planned } from './plan.ts';
import type { ThingsTable } from './reply.ts';
import { staysSaid } from './rollback-rows.ts';
import { lastAgain, type RollingBack, type Scope, scopeOfCommand } from './rollback-scopes.ts';
import { takenBack, underWay } from './taking-back.ts';
import { changesNamed, type Deed, newestFirst, orderOf, type UndoUse as Use } from './undo-deeds.ts';
import { backTable, lineOf } from './undo-lines.ts';

const shownLines = 4;
const shownRows = 10;

export async function rollingBackPlan(use: Use, command: RollingBack): Promise<Planned> {
  const scope = await scopeOfCommand(use, command);
  if ('nothingBecause' in scope) return { nothing: scope.nothingBecause };
  const plan = await rollbackPlan(use, scope.of, use.by);
  const waiting = scope.rest?.waiting ?? 0;
  const found = plan.backs.length + scope.others.length + waiting;
  if (found > 0 && found === waiting) return givenUpPlan(scope, waiting);
  if (found === 0) return { nothing: await nothingOf(use, scope, plan) };
  const again = command.do === 'undo_rollback';
  const { lines, table } = await firstOnes(use, scope.others, plan);
  const verb = again ? 'Do again' : 'Undo';
  return {
    headline: `${verb} ${scope.says(found)}.`,
    consequence: [
      ...lines,
      waiting > 0
        ? `${number(waiting)} more ${waiting === 1 ? 'waits and is' : 'wait and are'} given up.`
        : '',
      plan.records > 1 && found - waiting > shownRows ? `They are of ${count(plan.records, 'record')}.` : '',
      await staysSaid(use, plan.edited),
      plan.sent > 0 ? sentSentence(plan.sent) : '',
      tooOld(plan),
      ...(scope.notes ?? []),
      'A field that somebody has changed since stays as it is, and you are told.',
    ]
      .filter(Boolean)
      .join(' '),
    ...(table ? { table } : {}),
    wayBack:
      found === 1
        ? 'Way back: it can be done again, for 24 hours.'
        : `Way back: "undo the rollback"${scope.others.length > 0 ? ' for what is of records' : waiting > 0 ? ' for what was done' : ''}, for 24 hours${scope.others.length + waiting > 0 ? '; the rest has to be said again' : ''}.`,
    count: found,
    verb: found === 1 ? `${verb} it`.replace('Do again it', 'Do it again') : `${verb} ${number(found)}`,
    mark: markOf(scope, plan),
  };
}

/** Nothing of it is done yet. */
const givenUpPlan = ({ says, others, rest }: Scope, waiting: number): Planned => ({
  headline: `Give up ${says(waiting)}.`,
  consequence: 'Nothing of it is done yet, and nothing will be.',
  wayBack: 'Way back: say it again.',
  count: waiting,
  verb: 'Give it up',
  mark: JSON.stringify([rest, others.length]),
});

export async function carryOutRollingBack(use: Use, command: RollingBack): Promise<Done> {
  const scope = await scopeOfCommand(use, command);
  if ('nothingBecause' in scope) return { sentence: scope.nothingBecause, back: null };
  const { of, others, says } = scope;
  const givenUp = await giveUp(use, scope);
  const plan = await rollbackPlan(use, of, use.by);
  const told = await takenBack(use, others);
  const begun =
    plan.backs.length > 0
      ? await beginRollback(use, {
          ...{ of, by: use.by, beside: told.said },
          says: says(plan.backs.length + told.back.length),
        })
      : ({ say: 'nothing' } as const);
  const under = told.back.length + (begun.say === 'begun' ? begun.total : 0);
  if (under === 0 && givenUp !== null) return { sentence: givenUp, back: null };
  if (under === 0 && told.stay === '')
    return { sentence: await nothingOf(use, scope, { ...plan, backs: [] }), back: null };
  return {
    sentence: [`${underWay(under, begun)}${told.stay}`, givenUp].filter(Boolean).join(' '),
    back: null,
  };
}

/** The rest of a batch first, so that it does not go while what went first is taken back. Null: nothing waits. */
async function giveUp(use: Use, { rest }: Scope): Promise<string | null> {
  if (!rest || rest.waiting === 0) return null;
  const came = await sayOfBatch(use, { batchId: rest.batch, say: 'drop', by: use.by });
  if (came?.say === 'not allowed') return came.because;
  return came?.say === 'done'
    ? `${count(rest.waiting, 'change')} of batch ${rest.batch} ${rest.waiting === 1 ? 'is' : 'are'} given up.`
    : `The rest of batch ${rest.batch} was decided before.`;
}

/** The newest few: changes of records as a table, the rest, and a single one, as sentences. */
async function firstOnes(
  use: Use,
  others: Deed[],
  plan: RollbackPlan,
): Promise<{ lines: string[]; table: ThingsTable | null }> {
  const named = await changesNamed(
    use,
    plan.backs.slice(0, shownRows).map(({ id }) => id),
  );
  const tabled = named.length > 1 ? named.filter(({ held }) => held === null) : [];
  const told = newestFirst<Deed>([...others, ...named.filter((one) => !tabled.includes(one))]);
  const lines = await inTurn(told.slice(0, shownLines), (deed) => lineOf(use, deed));
  const more = told.length > shownLines ? [`And ${number(told.length - shownLines)} more.`] : [];
  const all = plan.backs.length;
  const caption = all > shownRows ? `The newest ${shownRows} of ${number(all)}` : 'What goes back';
  return {
    lines: [...lines.map((line) => `${line.charAt(0).toUpperCase()}${line.slice(1)}.`), ...more],
    table: tabled.length > 0 ? backTable(tabled, caption, use.company) : null,
  };
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
    `${scope.nothing}${await lastAgain(use)}`,
    plan.sent > 0 ? sentSentence(plan.sent) : '',
    tooOld(plan),
    seen
      ? `${seen.by_id === use.by.id ? 'You are' : `${seen.name ?? 'Somebody'} is`} taking changes back at this moment: undo ${seen.id}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const markOf = ({ others, rest }: Scope, plan: RollbackPlan): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ...plan.backs.map(({ id }) => id),
        ...others.map((deed) => (deed.what === 'change' ? deed.id : -orderOf(deed))),
        rest?.waiting ?? 0,
      ]),
    )
    .digest('hex');
