/** Asking: one exception for each proposal that needs a person, one card for those of a rep, all of a run in a few statements. */
import type { Severity } from '../agents/nouns.ts';
import { type AttentionUse, type Interruption, interrupt } from '../attention/interrupt.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import type { CardKey } from '../jobs/cards.ts';
import { holdersOfAny } from '../people/people.ts';
import { namedByAuthority } from '../policy/decide.ts';
import type { Person, Role } from '../policy/nouns.ts';
import { numberSetting, textSetting } from '../settings/settings.ts';
import { groupsOf, type Placed } from './group.ts';
import type { Proposed } from './judge.ts';

type Use = AttentionUse & { today: string; runId: string };

/** Finds each a channel and somebody to wait for. One that nobody would see, because neither is known, is left out. */
export async function place(trx: Db, use: Use, asks: Proposed[]): Promise<Placed[]> {
  if (asks.length === 0) return [];
  const people = await whoDecides(trx, asks);
  return asks
    .map((one) => ({ ...one, place: placeOf(one, people, use) }))
    .filter((one) => one.place.channel !== '');
}

/** Opens them all, and says how many; their cards come when those for whom they wait may be interrupted. */
export async function openExceptions(
  trx: Db,
  use: Use,
  all: (Placed & { proposalId: number })[],
): Promise<{ opened: number; cards: { now: number; later: number; digest: number } }> {
  if (all.length === 0) return { opened: 0, cards: { now: 0, later: 0, digest: 0 } };
  const groups = await groupsOf(trx, use, all);
  const opened = await trx('exceptions')
    .insert(
      all.map(
        ({ proposalId, hash, findings, verdict, place: { asks, waitsFor, channel, expiresAt } }, n) => ({
          proposal_id: proposalId,
          hash,
          asks,
          asks_in_order: verdict.say === 'ask' && verdict.inOrder === true,
          waits_for: waitsFor,
          channel,
          group_id: groups[n],
          severity: severest(findings),
          opened_at: use.now,
          expires_at: expiresAt,
        }),
      ),
    )
    .returning<{ id: number; proposal_id: number; card: CardKey; channel: string }[]>([
      'id',
      'proposal_id',
      'card',
      'channel',
    ]);
  const byProposal = new Map(all.map((one) => [one.proposalId, one]));
  const cards = await interrupt(trx, use, cardsOf(opened, byProposal));
  await record(
    trx,
    opened.map(({ id, proposal_id }) => {
      const one = byProposal.get(proposal_id);
      return {
        action: 'exception.opened',
        subject: { kind: 'exception', id: String(id) },
        by: one
          ? { kind: 'agent', id: one.proposal.agent, version: one.proposal.agentVersion }
          : { kind: 'system', id: 'crew' },
        because: one?.proposal.reason,
        runId: use.runId,
        details: { deal: one?.proposal.subject.id, asks: one?.place.asks },
      };
    }),
  );
  return { opened: opened.length, cards };
}

type Opened = { id: number; proposal_id: number; card: CardKey; channel: string };

/** Each card once, worth all that stands on it. */
const cardsOf = (opened: Opened[], byProposal: Map<number, Placed>): Interruption[] =>
  [...Map.groupBy(opened, ({ card }) => card)].map(([key, all]) => {
    const asks = all.flatMap(({ proposal_id }) => byProposal.get(proposal_id) ?? []);
    return {
      key,
      channel: all[0]?.channel ?? '',
      personId: asks[0]?.place.waitsFor ?? null,
      critical: asks.some(({ findings }) => severest(findings) === 'critical'),
      worth: asks.reduce((sum, { waiting }) => sum + waiting.worth, 0),
    };
  });

const bySeverity: Severity[] = ['critical', 'attention', 'information'];
const severest = (findings: { severity: Severity }[]): Severity =>
  bySeverity.find((one) => findings.some(({ severity }) => severity === one)) ?? 'attention';

type Deciders = { byRole: Map<Role, Person[]>; byId: Map<string, Person> };

async function whoDecides(trx: Db, asks: Proposed[]): Promise<Deciders> {
  const named = asks.flatMap((one) => (one.verdict.say === 'ask' ? namedByAuthority(one.verdict.whom) : []));
  const roles = [...new Set<Role>([...named, 'manager', 'rep'])];
  const holders = await holdersOfAny(trx, roles);
  return {
    byRole: new Map(roles.map((role) => [role, holders.filter((one) => one.roles.includes(role))])),
    byId: new Map(holders.map((person) => [person.id, person])),
  };
}

function placeOf(one: Proposed, people: Deciders, use: Use): Placed['place'] {
  const asks = one.verdict.say === 'ask' ? one.verdict.whom : [];
  const { waiting } = one;
  const above = namedByAuthority(asks);
  // Where authority names roles, their holders decide in the manager's stead, and never about a deal of their own.
  const decider =
    above.length > 0
      ? (people.byRole.get(above[0] ?? 'approver') ?? []).find(({ id }) => id !== waiting.at.personId)
      : waiting.deal.manager;
  const slackId = decider && people.byId.get(decider.id)?.slackId;
  const { wants } = one.proposal;
  // How a contact is reached is for whoever looks after it, in their own messages, and for nobody else; an account is theirs, too.
  const to = wants.kind === 'form' ? wants.form.to : one.of === 'deal' ? undefined : waiting.deal.owner?.id;
  const asked = to === undefined ? undefined : people.byId.get(to);
  const days = numberSetting(use.settings, 'expire_days', waiting.at);
  const expiresAt = new Date(use.now.getTime() + days * 86_400_000);
  // A form goes to whoever can fill it in, in their own messages; where they have none it is like every other card.
  if (asked?.slackId) return { asks, waitsFor: asked.id, channel: `dm:${asked.slackId}`, expiresAt };
  const channel = one.of === 'contact' ? '' : textSetting(use.settings, 'deals_channel', waiting.at);
  return {
    asks,
    waitsFor: decider?.id ?? null,
    channel: channel || (slackId ? `dm:${slackId}` : ''),
    expiresAt,
  };
}
