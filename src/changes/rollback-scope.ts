/** Which changes a rollback is about, and which of them one person may take back: one query, and the rule that one undo has. */
import type { Db } from '../db/pool.ts';
import { personById } from '../people/people.ts';
import { mayChangeAll } from '../policy/may-change.ts';
import { mayDecide } from '../policy/may-decide.ts';
import type { Deed, FieldChange, Person, Role, SubjectKind } from '../policy/nouns.ts';
import type { Conflict } from './nouns.ts';
import { stakesOf } from './stake.ts';
import { mayOpenAgain } from './undo.ts';

/** Instants are ISO 8601; `to` is not included. `last`: the newest so many. */
export type RollbackOf =
  | { what: 'agent'; agent: string; from: string; to: string | null; last: number | null }
  | { what: 'person'; person: string; from: string; to: string | null; last: number | null }
  | { what: 'run'; run: string }
  | { what: 'these'; changes: number[] }
  | { what: 'batch'; batch: number }
  | { what: 'version'; agent: string; version: number }
  /** What an earlier one took back is done again. */
  | { what: 'rollback'; rollback: number };

export type Candidate = {
  id: number;
  kind: Deed['kind'];
  of: SubjectKind;
  subjectId: string;
  fields: FieldChange[];
  conflict: Conflict | null;
  at: Date;
  /** What the card asked for by whom it was decided. */
  asks: Role[];
  /** A lead that was closed by it. */
  closes: boolean;
};

/** What decides about who may take a change back. */
type Owned = Pick<Candidate, 'id' | 'of' | 'subjectId' | 'asks' | 'closes'>;

const owned = `c.id, c.subject_kind as of, c.subject_id as "subjectId", coalesce(e.asks, '{manager}') as asks,
       c.subject_kind = 'lead' and exists (select 1 from lead_closings l where l.change_id = c.id or l.fill_id = c.id) as closes`;

/** Those of these changes, in any state, that this person may take back, by their ids. */
export async function mayTakeBack(db: Db, ids: number[], by: Person): Promise<Set<number>> {
  const { rows } = await db.raw<{ rows: Owned[] }>(
    `select ${owned} from changes c left join exceptions e on e.id = c.exception_id
     where c.id in (select value::bigint from jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(ids)],
  );
  return allowed(db, rows, by);
}

/** The newest first: what was done and not taken back, of those things about which this person decides. */
export async function candidatesOf(db: Db, of: RollbackOf, by: Person): Promise<Candidate[]> {
  const [where, values] = condition(of);
  const { rows } = await db.raw<{ rows: Candidate[] }>(
    `select ${owned}, c.kind, c.fields, c.conflict, c.applied_at as at
     from changes c left join exceptions e on e.id = c.exception_id
     where c.state = 'applied' and ${where}
       and not exists (select 1 from changes u where u.undoes = c.id and u.state not in ('failed','conflict','abandoned'))
     order by c.applied_at desc, c.id desc`,
    values,
  );
  const may = await allowed(db, rows, by);
  const mine = rows.filter(({ id }) => may.has(id));
  return 'last' in of && of.last !== null ? newest(mine, of.last) : mine;
}

/** Changes of a person are those that they wanted or approved. */
export const ownChange = `((c.by_kind = 'person' and c.by_id = ?) or c.exception_id in (select exception_id from decisions where by_id = ?))`;

function condition(of: RollbackOf): [where: string, values: (string | number | null)[]] {
  const first = 'c.undoes is null';
  if (of.what === 'run') return [`${first} and c.run_id = ?`, [of.run]];
  if (of.what === 'batch') return [`${first} and c.batch_id = ?`, [of.batch]];
  if (of.what === 'these')
    return [
      'c.id in (select value::bigint from jsonb_array_elements_text(?::jsonb))',
      [JSON.stringify(of.changes)],
    ];
  if (of.what === 'rollback') return ['c.rollback_id = ?', [of.rollback]];
  if (of.what === 'version')
    return [
      `${first} and c.proposal_id in (select id from proposals where agent = ? and agent_version = ?)`,
      [of.agent, of.version],
    ];
  const within = `c.applied_at >= ? and c.applied_at < coalesce(?::timestamptz, 'infinity')`;
  return of.what === 'agent'
    ? [
        `${first} and c.proposal_id in (select id from proposals where agent = ?) and ${within}`,
        [of.agent, of.from, of.to],
      ]
    : [`${first} and ${ownChange} and ${within}`, [of.person, of.person, of.from, of.to]];
}

/** So many changes, and the messages that went out among them. */
function newest(mine: Candidate[], last: number): Candidate[] {
  let left = last;
  const kept: Candidate[] = [];
  for (const one of mine) {
    if (left === 0) break;
    if (one.kind === 'change') left -= 1;
    kept.push(one);
  }
  return kept;
}

/** The same people as with one undo (`mayNotUndo`), looked up for all at once. */
async function allowed(db: Db, all: Owned[], by: Person): Promise<Set<number>> {
  const fresh = await personById(db, by.id);
  if (!fresh?.active) return new Set();
  if (mayChangeAll(fresh)) return new Set(all.map(({ id }) => id));
  const may = new Set<number>();
  const groups = Map.groupBy(all, ({ of, asks }) => `${of} ${[...asks].sort().join()}`);
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const ids = [...new Set(group.map(({ subjectId }) => subjectId))];
    const stakes = await stakesOf(db, first.of, ids, first.asks);
    for (const one of group) {
      const stake = stakes.get(one.subjectId);
      if (stake && mayDecide(fresh, stake).may) may.add(one.id);
    }
  }
  for (const one of all)
    if (one.closes && !may.has(one.id)) {
      const subject = { kind: one.of, id: one.subjectId };
      if (await mayOpenAgain(db, { id: one.id, subject }, fresh)) may.add(one.id);
    }
  return may;
}
