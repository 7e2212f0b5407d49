/** Behind a card of several exceptions: what was found of each deal or contact; each row's own Why tells the rest. */
import type { Db } from '../db/pool.ts';
import { number } from '../story/format.ts';
import { type About, severalOf } from '../story/group.ts';
import { type Behind, nothing, type RunRow, runColumns, runJoin, runOf } from './behind.ts';

type Row = RunRow & {
  about: About;
  rep: string;
  deal: string;
  because: string;
  read: string[] | null;
  territory_id: string | null;
  owner_id: string | null;
};
const MOST = 8;

export async function behindGroup(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select g.about, o.name as rep, coalesce(d.name, n.name, p.subject_id) as deal, coalesce(f.evidence->>'because', p.reason) as because,
       f.evidence->'read' as read, coalesce(d.territory_id, k.territory_id) as territory_id, coalesce(d.owner_id, k.owner_id) as owner_id, ${runColumns}
     from exceptions e join exception_groups g on g.id = e.group_id join people o on o.id = g.rep_id
       join proposals p on p.id = e.proposal_id left join findings f on f.id = p.finding_id
       left join deals d on p.subject_kind = 'deal' and d.id = p.subject_id
       left join records n on n.kind = p.subject_kind and n.id = p.subject_id left join keepers k on k.account_id = n.account_id ${runJoin('p.run_id')}
     where g.id::text = ? order by e.id`,
    [id],
  );
  const [first] = rows;
  if (!first) return null;
  const [place, ...otherPlaces] = rows.map(({ territory_id, owner_id }) => ({
    territoryId: territory_id,
    ownerId: owner_id,
  }));
  const said = rows.slice(0, MOST).map(({ deal, because }) => `${deal}: ${because.replace(/\.$/, '')}.`);
  return {
    about: nothing,
    headline: severalOf(first.about, rows.length, first.rep, null),
    because: rows.length > MOST ? [...said, `And ${number(rows.length - MOST)} more.`] : said,
    read: [],
    verdict: null,
    decided: `Each ${first.about} by itself; Why on its row says how.`,
    run: runOf(first),
    like: null,
    evidence: rows.map(({ deal, because, read }) => ({ deal, because, read })),
    notes: [],
    place: place ?? null,
    otherPlaces,
  };
}
