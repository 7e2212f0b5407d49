/** The card of a rollback, as it is now, for whoever wanted it. */
import type { Card, Here } from '../../../blocks/kit.ts';
import { rollbackCard } from '../../../blocks/rollback.ts';
import { rollbackById, staysOf } from '../../changes/rollback-state.ts';
import { markOf } from '../../changes/rollback-word.ts';
import { personById } from '../../people/people.ts';
import { companyNow } from '../../requests/company.ts';
import { recordNamed, staysTable, whoSaid } from '../../requests/rollback-rows.ts';
import { valueSaid } from '../../requests/undo-lines.ts';
import { fieldNamed } from '../../sales/fields.ts';
import { cameTo, howFar, isWhole } from '../../story/rollback.ts';
import type { Can } from '../drawing.ts';
import type { DoorUse } from '../use.ts';

const mostRows = 100;

/** Null when there is none. */
export async function rollbackNow(
  use: DoorUse,
  id: number,
  here: Here,
): Promise<{ build: (can: Can) => Card } | null> {
  const found = await rollbackById(use.db, id);
  if (!found) return null;
  const told = { ...found, ended: found.endedAt !== null };
  const stays = told.ended ? await staysOf(use.db, id) : [];
  const company = await companyNow({ db: use.db, now: use.clock, zone: use.zone });
  const by = await personById(use.db, found.byId);
  if (!by) return null;
  const open = await Promise.all(
    stays
      .filter(({ decided }) => decided === null)
      .slice(0, mostRows)
      .map(async (stay) => {
        const { name, currency } = await recordNamed(use.db, stay.of, stay.subjectId);
        return {
          changeId: stay.changeId,
          field: stay.field,
          what: `${fieldNamed(stay.of, stay.field).label} of ${name}`,
          now: valueSaid(stay.now, { ...stay, currency }, company),
          wanted: valueSaid(stay.wanted, { ...stay, currency }, company),
          by: await whoSaid(use, stay.by),
          shown: markOf(stay.now),
        };
      }),
  );
  const card = {
    id,
    sentence: told.ended ? cameTo(told) : howFar(told),
    state: told.ended ? (isWhole(told) ? ('whole' as const) : ('partly' as const)) : ('under way' as const),
    begunAt: found.at,
    endedAt: found.endedAt,
    table: await staysTable({ db: use.db, company, by }, stays.slice(0, mostRows)),
    open,
    again: told.ended && found.undoneBy === null && found.counts.undone + found.counts.partly > 0,
  };
  return { build: (can) => rollbackCard(card, here, can.table) };
}
