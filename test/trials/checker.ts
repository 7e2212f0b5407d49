/** What must hold of a world, whatever was killed in it. One checker for every trial, and for the broken twins. */
import { verify } from '../../src/audit/verify.ts';
import { after, before } from './deals.ts';
import type { Case } from './flows.ts';
import { buttonsOf, liveCards, type Message } from './seen.ts';
import { within } from './terms.ts';
import { secret, type World } from './world.ts';

export const guarantees = {
  once: 'each change is in the CRM exactly once',
  card: 'each proposal has one live card, and no card is without one',
  shows: 'the card shows the end state',
  click: 'a click that arrived is decided, and decided once',
  audit: 'nothing is unaudited, and the log is as it was written',
  ends: 'everything comes to its end within a minute',
  told: 'one winner, and everybody else is told who',
  heard: 'each event is handled once',
  others: "nobody's later change is overwritten",
} as const;
export type Guarantee = keyof typeof guarantees;
export type Violation = { guarantee: Guarantee; what: string };

type ChangeRow = {
  id: number;
  state: string;
  key: string;
  exception_id: number | null;
  subject_kind: string;
  subject_id: string;
  fields: { field: string; before: unknown; after: unknown }[];
  undoes: number | null;
  replaces: number | null;
  by_id: string;
};

/**
 * Waits for rest, then looks at each case and at the world as a whole while its workers stand still: a card that is just
 * being posted is not a card that is missing.
 */
export async function check(world: World, cases: Case[], restMs = 60_000): Promise<Violation[]> {
  const found: Violation[] = [];
  const rest = await within(restMs, () => stoodStill(world), 250);
  if (!rest) found.push(wrong('ends', `after a minute there is still to do: ${await restless(world)}`));
  world.workers.hold();
  try {
    return [...found, ...(await atRest(world, cases))];
  } finally {
    world.workers.goOn();
  }
}

/** Holds the workers, and leaves them held where nothing is half done. */
async function stoodStill(world: World): Promise<boolean> {
  world.workers.hold();
  if ((await restless(world)) === null) return true;
  world.workers.goOn();
  return false;
}

/** What came in or is to go out and is not done, so far as it is due; null at rest. */
async function restless(world: World): Promise<string | null> {
  const { rows } = await world.db.raw(
    `select string_agg(what, ', ') as what from (
       select 'the ' || kind || ' ' || id as what, not_before, done_at, failed_at from inbox
       union all select topic || ' ' || key, not_before, done_at, failed_at from outbox) w
     where done_at is null and failed_at is null and not_before < clock_timestamp() + interval '1 minute'`,
  );
  return rows[0].what;
}

async function atRest(world: World, cases: Case[]): Promise<Violation[]> {
  const changes: ChangeRow[] = await world.db('changes').orderBy('id');
  const live = liveCards(world);
  const found = [
    ...changes.flatMap((change) => effectsOf(world, change)),
    ...(await cardsOf(world, live)),
    ...(await auditOf(world)),
  ];
  for (const one of cases) found.push(...(await caseOf(world, one, changes, live)));
  return found;
}

const wrong = (guarantee: Guarantee, what: string): Violation => ({ guarantee, what });

/** Applied: once. Anything else: at most once, and only where a person was asked to sort it out. */
function effectsOf(world: World, change: ChangeRow): Violation[] {
  const ref = `${change.subject_kind}/${change.subject_id}`;
  const times = world.crm.effectsOn(ref).filter((effect) => effect.key.startsWith(`${change.key}-`)).length;
  const name = `change ${change.id} of ${ref} is ${change.state} and was done ${times} times`;
  if (change.state === 'applied') return times === 1 ? [] : [wrong('once', name)];
  if (times > 1) return [wrong('once', name)];
  if (change.state === 'unknown' && world.mode !== 'none')
    return [wrong('once', `${name}, although this CRM can tell`)];
  return change.state === 'failed' || change.state === 'conflict'
    ? times === 0
      ? []
      : [wrong('once', name)]
    : [];
}

async function caseOf(
  world: World,
  one: Case,
  changes: ChangeRow[],
  live: Map<string, Message[]>,
): Promise<Violation[]> {
  const found: Violation[] = [];
  const { deal, exceptionId } = one;
  if (exceptionId === null) return [wrong('ends', `${deal}: the sweep was confirmed and nothing was asked`)];
  const swept = one.done.includes('sweep');
  const decisions: { by_id: string }[] = await world.db('decisions').where({ exception_id: exceptionId });
  if (!swept && decisions.length !== 1)
    found.push(wrong('click', `${deal}: ${decisions.length} decisions after a click that arrived`));
  const mine = changes.filter((change) => change.exception_id === exceptionId);
  const undos = mine.filter((change) => change.undoes !== null).length;
  if (one.done.includes('undo') && undos !== 1)
    found.push(wrong('click', `${deal}: ${undos} undos after a click that arrived`));
  const openings = await world
    .db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .where('p.subject_id', deal)
    .select('e.id');
  if (openings.length !== 1)
    found.push(wrong('card', `${deal}: ${openings.length} proposals are asked about`));
  const row = await world
    .db('cards')
    .where({ key: world.db('exceptions').where({ id: exceptionId }).select('card') })
    .first('marker');
  const [card] = live.get(row?.marker) ?? [];
  if (card) found.push(...drawn(world, one, mine, card));
  return found;
}

/** The words on the card against what is in the CRM. */
function drawn(world: World, one: Case, changes: ChangeRow[], card: Message): Violation[] {
  const last = changes.at(-1);
  if (!last)
    return card.text.startsWith('Approval needed') ? [] : [wrong('shows', `${one.deal}: ${card.text}`)];
  if (last.state === 'unknown') {
    const offers = ['Look again', 'Write it again', 'Leave as it is'].every((button) =>
      buttonsOf(card).includes(button),
    );
    return offers ? [] : [wrong('shows', `${one.deal} is unknown, but nobody is asked: ${card.text}`)];
  }
  if (last.state !== 'applied') return [wrong('ends', `${one.deal}: its last change is ${last.state}`)];
  const undone = takesBack(last, changes);
  const says = undone
    ? /undid this: close date is 10 Mar 2026 again\./
    : /moved the close date of .* from 10 Mar to 15 Apr 2026/;
  const found: Violation[] = [];
  if (!says.test(card.text)) found.push(wrong('shows', `${one.deal}: its card says "${card.text}"`));
  const wanted = undone ? before : after;
  const stands = world.crm.fields(`deal/${one.deal}`).close_date;
  if (stands !== wanted) found.push(wrong('once', `${one.deal}: the CRM says ${stands}, not ${wanted}`));
  return found;
}

/** An undo, or what a person had written again in its stead. */
function takesBack(change: ChangeRow, all: ChangeRow[]): boolean {
  const replaced = all.find(({ id }) => id === change.replaces);
  return change.undoes !== null || (replaced !== undefined && takesBack(replaced, all));
}

/** Between rows and messages, both ways. */
async function cardsOf(world: World, live: Map<string, Message[]>): Promise<Violation[]> {
  const rows: { key: string; marker: string; ts: string | null; state: string }[] = await world.db('cards');
  const known = new Set(rows.map(({ marker }) => marker));
  const found: Violation[] = [];
  for (const { key, marker, ts, state } of rows) {
    const messages = live.get(marker) ?? [];
    // Answers stand among the direct messages, which are not looked at here.
    if (messages.length === 0 && !/^(exception|group|lead):/.test(key)) continue;
    if (messages.length !== 1) found.push(wrong('card', `${key} has ${messages.length} live cards`));
    else if (messages[0]?.ts !== ts || state !== 'posted')
      found.push(wrong('card', `${key} is ${state} at another message than the one people see`));
  }
  for (const [marker, [message]] of live)
    if (!known.has(marker)) found.push(wrong('card', `nobody wanted this card: ${message?.text}`));
  const { rows: lost } = await world.db.raw(
    `select e.id from exceptions e where not exists (select 1 from cards c where c.key = e.card)`,
  );
  for (const { id } of lost) found.push(wrong('card', `exception ${id} has no card`));
  return found;
}

/** Rows against their records: none missing, none twice, none without its row; then the chain itself. */
async function auditOf(world: World): Promise<Violation[]> {
  const { rows } = await world.db.raw(
    `with counted as (select action, subject_kind, subject_id, count(*)::int as n from audit group by 1, 2, 3),
       wanted as (
         select 'change.requested' as action, 'change' as kind, id::text, 1 as n from changes
         union all select 'change.applied', 'change', id::text, 1 from changes where state = 'applied'
         union all select 'exception.decided', 'exception', exception_id::text, count(*)::int from decisions group by exception_id
         union all select 'exception.opened', 'exception', e.id::text, 1 from exceptions e join proposals p on p.id = e.proposal_id
           where p.finding_id is not null
         union all select 'lead.claimed', 'lead', lead_id, 1 from lead_claims)
     select coalesce(w.action, c.action) as action, coalesce(w.kind, c.subject_kind) || ' ' || coalesce(w.id, c.subject_id) as subject,
       coalesce(w.n, 0) as wanted, coalesce(c.n, 0) as found
     from wanted w full join (select * from counted where action in ('change.requested', 'change.applied', 'exception.decided',
         'exception.opened', 'lead.claimed')) c
       on c.action = w.action and c.subject_kind = w.kind and c.subject_id = w.id
     where coalesce(w.n, 0) <> coalesce(c.n, 0)`,
  );
  const found: Violation[] = rows.map(
    (row: { action: string; subject: string; wanted: number; found: number }) =>
      wrong('audit', `${row.subject}: ${row.found} records of ${row.action} for ${row.wanted}`),
  );
  const { rows: silent } = await world.db.raw(
    `select c.id, c.state from changes c where c.state in ('unknown', 'conflict', 'failed') and not exists (
       select 1 from audit a where a.action = 'change.' || c.state and a.subject_kind = 'change' and a.subject_id = c.id::text)`,
  );
  for (const { id, state } of silent) found.push(wrong('audit', `change ${id} is ${state} without a record`));
  const chain = await verify(world.db, { key: secret, home: world.home });
  if (!chain.ok) found.push(wrong('audit', chain.sentence));
  return found;
}
