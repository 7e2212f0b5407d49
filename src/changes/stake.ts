/** Who has a say in a subject, read at the moment it matters. */
import { type Db, type Planned, planned } from '../db/pool.ts';
import { holdersOfAny, managerFor, personById } from '../people/people.ts';
import { absentFor } from '../people/stand-ins.ts';
import { namedByAuthority } from '../policy/decide.ts';
import { mayDecide, type Stake } from '../policy/may-decide.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { noRights } from '../story/decision.ts';
import type { Subject } from './nouns.ts';
import { signaturesOn } from './signing.ts';

/** Null when the subject is gone. */
export async function stakeOf(db: Db, subject: Subject, asks: Role[]): Promise<Stake | null> {
  return (await stakesOf(db, subject.kind, [subject.id], asks)).get(subject.id) ?? null;
}

/** `stakeOf` for many at once. */
export async function stakesOf(
  db: Db,
  kind: Subject['kind'],
  ids: string[],
  asks: Role[],
): Promise<Map<string, Stake>> {
  const rows = await planned<Omit<Stake, 'asks'> & { id: string }>(db, staking[kind], [ids]);
  return new Map(rows.map(({ id, ...stake }) => [id, { ...stake, asks }]));
}

/**
 * The stake in what a card shows: with what it asks, who has signed for it and whose it is. `without`: as if nobody had
 * signed, for what is no signature (a rejection, an undo).
 */
export async function stakeIn(
  db: Db,
  card: {
    id: number;
    hash: string;
    subject: Subject;
    asks: Role[];
    inOrder: boolean;
    proposedBy: string | null;
  },
  without?: 'signatures',
): Promise<Stake | null> {
  const stake = await stakeOf(db, card.subject, card.asks);
  if (!stake || namedByAuthority(card.asks).length === 0) return stake;
  if (without) return { ...stake, asks: card.asks };
  const signed = (await signaturesOn(db, [card])).get(card.id) ?? [];
  return { ...stake, inOrder: card.inOrder, proposedBy: card.proposedBy, signed };
}

/** Of `from`, rows with an owner and a territory. */
const staked = (kind: Subject['kind'], from: string): Planned => ({
  name: `stake in ${kind}`,
  text: `select s.id, s.owner_id as "ownerId", o.team_id as "teamId", t.id as "territoryId", t.name as territory, o.manager_id as "managerId"
     from ${from} s left join people o on o.id = s.owner_id left join teams g on g.id = o.team_id
     left join territories t on t.id = coalesce(s.territory_id, o.territory_id, g.territory_id)
     where s.id = any($1)`,
});
/** A contact and an account are theirs who look after the account. */
const staking: Record<Subject['kind'], Planned> = {
  deal: staked('deal', 'deals'),
  lead: staked('lead', 'leads'),
  contact: staked(
    'contact',
    '(select c.id, k.owner_id, k.territory_id from contacts c left join keepers k on k.account_id = c.account_id)',
  ),
  account: staked('account', '(select k.account_id as id, k.owner_id, k.territory_id from keepers k)'),
};

/** The names of those who can decide instead, at most three. */
export async function whoCanDecide(db: Db, subject: Subject, stake: Stake): Promise<Person[]> {
  const above = namedByAuthority(stake.asks);
  if (above.length > 0) {
    const holders = await holdersOfAny(db, above);
    return holders.filter((one) => mayDecide(one, stake).may).slice(0, 3);
  }
  const manager =
    subject.kind === 'deal'
      ? await managerFor(db, subject.id)
      : subject.kind !== 'lead' && stake.managerId
        ? await personById(db, stake.managerId)
        : null;
  const rep = stake.ownerId ? await personById(db, stake.ownerId) : null;
  const both = [manager, rep].filter((one) => one?.active === true && mayDecide(one, stake).may);
  return [...new Map(both.flatMap((one) => (one ? [[one.id, one] as const] : []))).values()];
}

export type Refusal = { because: string; whoCan: string[] };

/**
 * Null when this person may decide now; otherwise the sentence for them. Reads the person anew: rights may
 * have gone since. `at`: the moment, where somebody who is away may be decided for: about cards, and nothing else.
 */
export async function refusalOf(
  db: Db,
  person: Person | null,
  subject: Subject,
  stake: Stake,
  at?: Date,
): Promise<Refusal | null> {
  const fresh = person ? await personById(db, person.id) : null;
  const absent = fresh && at ? await absentFor(db, fresh.id, at) : [];
  const may = mayDecide(fresh, stake, absent);
  if (may.may) return null;
  const whoCan = (await whoCanDecide(db, subject, stake)).map((one) => one.name);
  return { because: noRights(may.needs, whoCan), whoCan };
}
