/** Leads that nobody claims, minute by minute. */
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { callUnclaimed } from '../../src/exceptions/unclaimed.ts';
import { limit, now, type Planted, type Right } from './planted.ts';
import { caseOf, type World } from './worlds.ts';

const [remind, escalate] = [limit('lead_remind_minutes'), limit('lead_escalate_minutes')];
const later = 5;
const after = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
export const unclaimedKinds = ['unclaimed_reminded', 'unclaimed_handed_up'];
const [reminded = '', handedUp = ''] = unclaimedKinds;

const [emea, claimed, closed, givenBack, amer] = [
  'U-emea',
  'U-claimed',
  'U-closed',
  'U-given-back',
  'U-amer',
];

async function plantLeads(db: Db): Promise<void> {
  const row = (id: string, territory = 'emea') => ({
    id,
    source: 'truth',
    source_id: id,
    name: `Lead ${id}`,
    territory_id: `T-${territory}`,
    status: 'new',
    created_at: now,
  });
  await db('leads').insert([
    ...[emea, claimed, closed].map((id) => ({ ...row(id), free_since: null })),
    { ...row(givenBack), free_since: after(later) },
    { ...row(amer, 'amer'), free_since: null },
  ]);
  await db('cards').insert(
    [emea, claimed, closed, givenBack, amer].map((id) => ({
      key: `lead:${id}`,
      channel: 'CLEADS',
      ts: id,
      state: 'posted',
      marker: id,
    })),
  );
  await db('lead_claims').insert({ lead_id: claimed, by_id: 'P-tom-reyes', at: after(1) });
  await db('lead_closings').insert({
    lead_id: closed,
    closed_as: 'probably not a lead',
    signs: ['it advertises'],
    at: after(1),
  });
}

/** Each look is a state of its own: what was said before is not said again. */
export async function unclaimedWorlds(db: Db): Promise<World[]> {
  await plantLeads(db);
  const worlds: World[] = [];
  const look = async (minutes: number, planted: (to: ReadonlyMap<string, Right>) => Planted[]) => {
    const at = after(minutes);
    const due = await dueAt(db, at);
    await callUnclaimed({ db, now: stoppedAt(at), zone: 'UTC' });
    const calls: { lead_id: string; call: number; to_id: string | null }[] = await db('lead_calls')
      .where({ at })
      .whereIn('call', [1, 2]);
    const found = (call: number): [string, Map<string, Right>] => [
      unclaimedKinds[call - 1] ?? '',
      new Map(
        calls
          .filter((one) => one.call === call)
          .map(({ lead_id, to_id }): [string, Right] => [lead_id, `told ${to_id}`]),
      ),
    ];
    worlds.push({
      planted: planted(due.to),
      known: new Map([
        [reminded, new Set(due.first)],
        [handedUp, new Set(due.second)],
      ]),
      found: new Map([found(1), found(2)]),
    });
  };
  const said = (kind: string, name: string, lead: string, to?: ReadonlyMap<string, Right>): Planted =>
    caseOf(kind, name, lead, to ? (to.get(lead) ?? 'told nobody') : null);
  await look(remind - 1, () => [said(reminded, 'a minute too early', emea)]);
  await look(remind, (to) => [
    said(reminded, 'to the minute', emea, to),
    said(reminded, 'to the minute, of another territory', amer, to),
    said(reminded, 'claimed', claimed),
    said(reminded, 'probably no lead', closed),
    said(reminded, 'given back a while after it came', givenBack),
  ]);
  await look(remind + later, (to) => [
    said(reminded, 'the time over since it was given back', givenBack, to),
    said(reminded, 'reminded of already', emea),
  ]);
  await look(escalate - 1, () => [said(handedUp, 'a minute too early', emea)]);
  await look(escalate, (to) => [
    said(handedUp, 'to the minute', emea, to),
    said(handedUp, 'to the minute, of another territory', amer, to),
    said(handedUp, 'claimed', claimed),
    said(handedUp, 'given back a while after it came', givenBack),
  ]);
  await look(100 * escalate, () => [said(handedUp, 'handed up already', emea)]);
  return worlds;
}

type Lead = { id: string; territory_id: string; created_at: Date; free_since: Date | null };
type Call = { lead_id: string; call: number; at: Date; to_id: string | null };
type Somebody = { id: string; name: string; roles: string[]; territory_id: string | null };

/** Which are to be brought up at that moment, and with whom, by plain loops. */
async function dueAt(db: Db, at: Date) {
  const leads: Lead[] = await db('leads').where({ source: 'truth', status: 'new' }).whereNull('owner_id');
  const taken = new Set(await db('lead_claims').pluck('lead_id'));
  const shut = new Set(await db('lead_closings').whereNull('reopened_at').pluck('lead_id'));
  const calls: Call[] = await db('lead_calls');
  const minutesSince = (from: Date): number => (at.getTime() - from.getTime()) / 60_000;
  const open = leads
    .filter(({ id }) => !taken.has(id) && !shut.has(id))
    .map((lead) => ({
      ...lead,
      waited: minutesSince(lead.free_since ?? lead.created_at),
      called: calls.filter(({ lead_id, call }) => lead_id === lead.id && call > 0),
    }))
    .toSorted((a, b) => b.waited - a.waited || (a.id < b.id ? -1 : 1));
  const first = open.filter(({ waited, called }) => called.length === 0 && waited >= remind);
  const second = open.filter(
    ({ waited, called: [one, ...more] }) =>
      one && more.length === 0 && waited >= escalate && minutesSince(one.at) >= escalate - remind,
  );
  const people: Somebody[] = await db('people').where({ active: true });
  const deals: string[] = await db('deals').where({ status: 'open' }).pluck('owner_id');
  const turns = new Map<string, number>();
  const count = (id: string | null) => id && turns.set(id, (turns.get(id) ?? 0) + 1);
  for (const { to_id } of calls) count(to_id);
  for (const id of await db('lead_claims').pluck('by_id')) count(id);
  const load = (id: string): number => deals.filter((owner) => owner === id).length;
  const to = new Map<string, Right>();
  for (const lead of first) {
    const [next] = people
      .filter(({ roles, territory_id }) => roles.includes('rep') && territory_id === lead.territory_id)
      .filter(({ id }) => load(id) < limit('open_deals_limit'))
      .toSorted(
        (a, b) =>
          (turns.get(a.id) ?? 0) - (turns.get(b.id) ?? 0) ||
          load(a.id) - load(b.id) ||
          (a.name < b.name ? -1 : 1),
      );
    count(next?.id ?? null);
    to.set(lead.id, `told ${next?.id}`);
  }
  for (const lead of second) {
    const above = people.find(
      ({ roles, territory_id }) => roles.includes('manager') && territory_id === lead.territory_id,
    );
    to.set(lead.id, `told ${above?.id}`);
  }
  return { first: first.map(({ id }) => id), second: second.map(({ id }) => id), to };
}
