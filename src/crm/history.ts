/** How far back the mirror's history is proven. Before that nobody knows, and it says so. */
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { dayIn, endOfDay, isDay } from '../sales/days.ts';

/** The first instant of which something is proven; null when there are no deals. */
export async function provenFrom(db: Db): Promise<Date | null> {
  const { rows } = await db.raw<{ rows: { proven: Date | null }[] }>(
    'select coalesce((select min(proven_from) from sources), (select min(valid_from) from deal_versions)) as proven',
  );
  return rows[0]?.proven ?? null;
}

/** The instant that `asOf` means: a day means its end. Refused before proven history and after now. */
export async function asOfInstant(db: Db, asOf: string, use: { now: Date; zone: string }): Promise<Date> {
  const at = isDay(asOf) ? endOfDay(asOf, use.zone) : new Date(asOf);
  if (Number.isNaN(at.getTime())) {
    throw new BadInput(`"${asOf.slice(0, 40)}" is not an instant.`, {
      fix: 'Write a day as YYYY-MM-DD, or an ISO 8601 instant.',
    });
  }
  const today = dayIn(use.now, use.zone);
  if (isDay(asOf) ? asOf > today : at > use.now) {
    throw new BadInput(`${asOf} is still to come.`, { fix: `Ask as of ${today} or earlier.` });
  }
  const proven = await provenFrom(db);
  if (!proven || at < proven) {
    throw new BadInput(
      proven
        ? `What the deals were on ${dayIn(at, use.zone)} is not proven: their history begins on ${dayIn(proven, use.zone)}.`
        : 'There is no history of deals yet.',
      { fix: proven ? 'Ask as of a later day.' : 'Import deals first.' },
    );
  }
  return at > use.now ? use.now : at;
}
