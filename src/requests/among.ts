/** "This deal" under a card with several: which of them is meant is asked, with a button for each. */
import { dealsForPerson } from '../crm/deals.ts';
import type { Db } from '../db/pool.ts';
import type { Choice, It } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { itOf } from './dealing.ts';
import { readInSight } from './in-sight.ts';
import type { Asked, Known } from './known.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { ClarifyOption } from './reply.ts';
import { nothingKept } from './store.ts';

/** A choice of one row of a card: the ids of its deal and its exception. */
export const itKind = 'it';
const most = 10;

/** The question back, where the words are whole once it is known which deal of the card they mean; else null. */
export async function whichOnCard(use: Known, { text, topic }: Asked): Promise<Outcome | null> {
  const group = groupOf(topic.card ?? '');
  const rows = group === null || topic.it ? [] : await rowsOf(use, group);
  const first = rows[0] && (await itOfRow(use, use.by, rows[0]));
  if (!first) return null;
  const { reading } = await readInSight(use, { text, choices: [], ...topic, it: first });
  if (reading.say !== 'command' && reading.say !== 'question') return null;
  const seen = await dealsForPerson(
    use.db,
    rows.map(({ deal }) => deal),
    { now: use.company.now, zone: use.company.zone, scope: scopeOf(use.by) },
  );
  const names = new Map(seen.map((deal) => [deal.id, deal.name]));
  const shown = rows.filter(({ deal }) => names.has(deal)).slice(0, most);
  const options = shown.map(
    ({ deal, n }, at): ClarifyOption => ({
      choice: `option:${at}`,
      label: `${n} ${names.get(deal) ?? deal}`,
      fact: null,
    }),
  );
  const choices = shown.map(
    ({ deal, exception }): Choice => ({ words: '', kind: itKind, ids: [deal, String(exception)] }),
  );
  const more = rows.length > shown.length ? ' The others go by their name.' : '';
  return outcome(
    { kind: 'clarify', question: `Which deal of this card?${more}`, options },
    'clarify_needed',
    {
      kept: { ...nothingKept, options: choices },
    },
  );
}

/** What "it" means once a row was chosen; null where it is no longer to be seen. */
export const itChosen = (use: Known, { ids: [deal = '', exception = ''] }: Choice): Promise<It | null> =>
  itOfRow(use, use.by, { deal, exception: Number(exception) });

type Row = { deal: string; exception: number; n: number };

function groupOf(card: string): number | null {
  const [, id] = /^group:(\d{1,15})$/.exec(card) ?? [];
  return id === undefined ? null : Number(id);
}

/** As the card numbers them. */
async function rowsOf({ db }: { db: Db }, group: number): Promise<Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select p.subject_id as deal, e.id as exception, row_number() over (order by e.id)::int as n
     from exceptions e join proposals p on p.id = e.proposal_id
     where e.group_id = ? and p.subject_kind = 'deal' order by e.id`,
    [group],
  );
  return rows;
}

async function itOfRow(
  use: Pick<Known, 'db' | 'company'>,
  by: Person,
  { deal, exception }: Omit<Row, 'n'>,
): Promise<It | null> {
  const within = { now: use.company.now, zone: use.company.zone, scope: scopeOf(by) };
  const [seen] = await dealsForPerson(use.db, [deal], within);
  const it = seen && itOf(seen);
  return it?.kind === 'deal' ? { ...it, exception } : null;
}
