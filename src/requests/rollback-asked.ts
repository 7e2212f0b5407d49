/** "How far is the undo": counted, and what stays as a table. */
import { lastRollback, type Rollback, rollbackById, staysOf } from '../changes/rollback-state.ts';
import type { Command } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import { cameTo, howFar } from '../story/rollback.ts';
import type { Known } from './known.ts';
import { lacking } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import { staysTable } from './rollback-rows.ts';
import { mayKnow } from './rollback-scopes.ts';
import { suggestion } from './suggest.ts';

const mostRows = 200;

export async function rollbackAsked(
  use: Known,
  { rollback }: Extract<Command, { do: 'rollback_status' }>,
): Promise<Outcome> {
  const found = await theirs(use, rollback);
  if (!found || !mayKnow(use, found))
    return lacking(
      rollback === null ? 'Nothing was taken back as a whole yet.' : `There is no undo ${rollback} of yours.`,
      'undo my last … changes',
    );
  const told = { ...found, says: saysTo(use, found), ended: found.endedAt !== null };
  const stays = await staysOf(use.db, found.id);
  const table = await staysTable(use, stays.slice(0, mostRows));
  const lines = table.rows.map((cells) => cells.join(' · '));
  const done = found.counts.undone + found.counts.partly;
  return outcome(
    {
      kind: 'text',
      sentence: told.ended ? cameTo(told) : howFar(told),
      lines,
      next:
        told.ended && found.undoneBy === null
          ? [{ ...suggestion(0, `undo undo ${found.id}`), label: 'Do it all again' }]
          : [],
      figures: {
        value: done,
        unit: 'changes',
        series: Object.entries(found.counts).map(([key, value]) => ({ key, value })),
      },
      ...(lines.length > 0 ? { drawn: { table, saysLines: lines.length, chart: null } } : {}),
    },
    'rollback_status',
    { understood: `Undo ${found.id}: ${told.says}`, slots: { value: found.id } },
  );
}

/** "7 changes of yours" are Mara's to everybody else. */
function saysTo({ by, company }: Known, { byId, says }: Rollback): string {
  if (byId === by.id) return says;
  const name = company.lexicon.people.find(({ id }) => id === byId)?.name ?? 'somebody else';
  return says.replace(/\bof yours\b/, `of ${name}`);
}

/** Their own last one; whoever sees everything and has none is told of the last one of all. */
async function theirs(use: Known, asked: number | null): Promise<Rollback | null> {
  if (asked !== null) return rollbackById(use.db, asked);
  const own = await lastRollback(use.db, use.by.id);
  return own ?? ('everything' in scopeOf(use.by) ? lastRollback(use.db, null) : null);
}
