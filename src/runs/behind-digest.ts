/** Behind a digest: why it came, and which cards stand in it. */
import type { Db } from '../db/pool.ts';
import { count, day } from '../story/format.ts';
import { type Behind, nothing } from './behind.ts';

type Row = {
  name: string;
  person_id: string;
  day: string;
  by_limit: number;
  in_quiet: number;
  critical: number;
};

/** `id`: "<person>:<day>". */
export async function behindDigest(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select p.name, d.person_id, d.day::text as day, count(*) filter (where i.goes = 'digest') as by_limit,
       count(*) filter (where i.goes <> 'digest') as in_quiet, count(*) filter (where i.critical) as critical
     from digests d join people p on p.id = d.person_id left join digest_rows r on r.digest = d.key left join interruptions i on i.card = r.card
     where d.key = ? group by d.key, p.name`,
    [`digest:${id}`],
  );
  const [row] = rows;
  if (!row) return null;
  const [byLimit, inQuiet] = [Number(row.by_limit), Number(row.in_quiet)];
  return {
    about: nothing,
    headline: `Digest of ${day(row.day)} for ${row.name}`,
    because: [
      ...(byLimit > 0
        ? [`${count(byLimit, 'card')} ${byLimit === 1 ? 'was' : 'were'} beyond the cards of a day.`]
        : []),
      ...(inQuiet > 0 ? [`${count(inQuiet, 'card')} came in quiet hours.`] : []),
      'Where nothing waits, no digest is sent.',
    ],
    read: ['the cards that wait for this person', 'what was done since the end of the working day before'],
    verdict: null,
    decided: 'What is critical comes first, then what is worth most. Nothing is changed by a digest.',
    run: null,
    like: null,
    evidence: { byLimit, inQuiet, critical: Number(row.critical) },
    notes: [],
    place: { territoryId: null, ownerId: row.person_id },
  };
}
