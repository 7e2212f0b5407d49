/** Who signs above which threshold, beside the limits of the settings: rows with who set them and when; and the opposite. */
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Tier } from '../policy/circumstances.ts';
import type { Role } from '../policy/nouns.ts';

export type KeptTier = Tier & { byId: string; at: Date; endedAt: Date | null };

type Row = {
  id: number;
  of: Tier['of'];
  over: number;
  currency: string;
  whom: Role[];
  in_order: boolean;
  territory_id: string | null;
  team_id: string | null;
  /** Of the territory or team. */
  place: string | null;
  by_id: string;
  at: Date;
  ended_at: Date | null;
};

const kept = ({ id, of, over, currency, whom, in_order, by_id, at, ended_at, ...row }: Row): KeptTier => ({
  ...{ id, of, over: Number(over), currency: currency || null, whom, inOrder: in_order, byId: by_id, at },
  ...placeOf(row),
  endedAt: ended_at,
});
const placeOf = ({
  territory_id,
  team_id,
  place,
}: Pick<Row, 'territory_id' | 'team_id' | 'place'>): Pick<Tier, 'place'> => {
  const name = place ?? '';
  if (team_id !== null) return { place: { scope: 'team', id: team_id, name } };
  return territory_id === null ? {} : { place: { scope: 'territory', id: territory_id, name } };
};

const rows = (db: Db) =>
  db('approval_tiers as a')
    .leftJoin('territories as t', 't.id', 'a.territory_id')
    .leftJoin('teams as g', 'g.id', 'a.team_id')
    .select<Row[]>('a.*', db.raw('coalesce(t.name, g.name) as place'));

/** Those that hold, from the lowest. */
export const tiersNow = async (db: Db): Promise<KeptTier[]> =>
  (await rows(db).whereNull('a.ended_at').orderBy(['a.of', 'a.over', 'a.id'])).map(kept);

export type NewTier = Omit<Tier, 'id'>;

/** For the audit log: "amount over 250000 USD: finance". */
const saidOf = ({ of, over, currency, whom, inOrder, place }: NewTier): string =>
  `${of} over ${over} ${currency ?? '%'}${place ? ` in ${place.name}` : ''}: ${whom.join(inOrder ? ', then ' : ' and ')}`;

/** The threshold itself: one of each holds. */
const threshold = ({ of, over, currency, place }: NewTier) => ({
  of,
  over,
  currency: currency ?? '',
  territory_id: place?.scope === 'territory' ? place.id : null,
  team_id: place?.scope === 'team' ? place.id : null,
});

/** Sets it in the place of the one at the same threshold. Its id. */
export function setTier(
  use: { db: Db },
  { tier, byId, because, now }: { tier: NewTier; byId: string; because: string | null; now: Date },
): Promise<number> {
  return withLock(use.db, 'approval tiers', async (trx) => {
    const at = threshold(tier);
    await trx('approval_tiers')
      .where(at)
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: byId, ended_because: because ?? 'Set anew.' });
    const [row] = await trx('approval_tiers')
      .insert({ ...at, whom: tier.whom, in_order: tier.inOrder, by_id: byId, because, at: now })
      .returning<{ id: number }[]>('id');
    const id = row?.id ?? 0;
    await noted(trx, 'approval.set', {
      id,
      byId,
      because,
      details: { ...at, whom: tier.whom, inOrder: tier.inOrder, after: saidOf(tier) },
    });
    return id;
  });
}

/** False: it holds no longer. */
export function endTier(
  use: { db: Db },
  { id, byId, because, now }: { id: number; byId: string; because: string | null; now: Date },
): Promise<boolean> {
  return withLock(use.db, 'approval tiers', async (trx) => {
    const ended = await trx('approval_tiers')
      .where({ id })
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: byId, ended_because: because });
    if (ended > 0) await noted(trx, 'approval.ended', { id, byId, because, details: {} });
    return ended > 0;
  });
}

const noted = (
  trx: Db,
  action: string,
  {
    id,
    byId,
    because,
    details,
  }: { id: number; byId: string; because: string | null; details: Record<string, unknown> },
): Promise<void> =>
  record(trx, {
    action,
    subject: { kind: 'approval', id: String(id) },
    by: { kind: 'person', id: byId },
    because,
    details,
  });

export type TierDeed = { id: number; at: Date; kind: 'set' | 'ended'; tier: KeptTier };

/** Marks what is itself a way back, so that "undo" twice does not go to and fro. */
const undone = 'Undo.';

/** What this person set and still holds, or ended, since then. */
export async function tierDeeds(db: Db, byId: string, since: Date): Promise<TierDeed[]> {
  const found = await rows(db).where((either) =>
    either
      .where((set) => set.whereNull('a.ended_at').where('a.by_id', byId).where('a.at', '>', since))
      .orWhere((over) =>
        over
          .where('a.ended_by', byId)
          .where('a.ended_at', '>', since)
          .whereRaw("(a.ended_because is null or a.ended_because not in (?, 'Set anew.'))", [undone]),
      ),
  );
  return found.map((row): TierDeed => {
    const tier = kept(row);
    return row.ended_at
      ? { id: row.id, at: row.ended_at, kind: 'ended', tier }
      : { id: row.id, at: row.at, kind: 'set', tier };
  });
}

/** Null: it was taken back; what stood at that threshold before stands there again. Otherwise why not. */
export function undoTier(
  use: { db: Db },
  { id, kind, tier }: TierDeed,
  { byId, now }: { byId: string; now: Date },
): Promise<string | null> {
  return withLock(use.db, 'approval tiers', async (trx) => {
    const stays = 'Somebody has changed it since, so it stays.';
    const at = threshold(tier);
    if (kind === 'set') {
      if (!(await endTier({ db: trx }, { id, byId, because: undone, now }))) return stays;
      const before = await trx('approval_tiers')
        .where({ ...at, ended_at: tier.at, ended_because: 'Set anew.' })
        .first<{ id: number } | undefined>('id');
      if (before) await again(trx, before.id, byId);
      return null;
    }
    if (await trx('approval_tiers').where(at).whereNull('ended_at').first('id')) return stays;
    await again(trx, id, byId);
    return null;
  });
}

async function again(trx: Db, id: number, byId: string): Promise<void> {
  await trx('approval_tiers').where({ id }).update({ ended_at: null, ended_by: null, ended_because: null });
  await noted(trx, 'approval.set', { id, byId, because: undone, details: {} });
}
