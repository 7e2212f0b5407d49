/** What kept a deal from a card: what was found of it and what became of that, pauses, rules, limits and decisions. */
import type { Agent } from '../agents/nouns.ts';
import { roster } from '../agents/roster.ts';
import { roomForCards } from '../crew/room.ts';
import type { DealRow } from '../sales/answer.ts';
import { activePauses } from '../settings/pauses.ts';
import { rulesNow } from '../settings/rules.ts';
import { rulesOver } from '../settings/rules-over.ts';
import { numberSetting } from '../settings/settings.ts';
import { saidInPast } from '../story/decision.ts';
import { count, day, instant } from '../story/format.ts';
import { decidedLately, type FoundOf, foundOf, stoppedSaid } from './deal-standing.ts';
import { pausedSaid } from './pausing.ts';
import { type RuleUse, readingOf } from './rule-told.ts';

/** A sentence, and a request that leads on from it; without one where another sentence says it. */
export type Because = { said?: string; next?: string };
type Use = Pick<RuleUse, 'db' | 'company' | 'by'>;

/** Of the agents that look at single deals. */
export async function keptBack(use: Use, deal: DealRow): Promise<Because[]> {
  const agents = roster.filter(({ triggers }) => triggers.length > 0);
  return (await Promise.all(agents.map((agent) => ofAgent(use, agent, deal)))).flat();
}

async function ofAgent(use: Use, agent: Agent, deal: DealRow): Promise<Because[]> {
  const found = await foundOf(use.db, agent, deal.id);
  const rules = await rulesThatKeep(use, deal);
  const pauses = await pausesOver(use, agent, deal);
  const worth = found.filter(({ informs }) => !informs);
  if (worth.length === 0)
    return [...pauses, { said: `Nothing that the ${agent.label} watches is true of it now.` }, ...rules];
  const became = worth.map((one) => ({ said: ofFinding(use, agent, one) }));
  const waiting = worth.some(({ waits }) => waits) && pauses.length === 0;
  return [
    ...became,
    ...pauses,
    ...rules.map((rule) =>
      became.some(({ said }) => said.includes(rule.said)) ? { next: rule.next } : rule,
    ),
    ...(waiting ? await whatItWaitsFor(use, agent, deal) : []),
  ];
}

/** "Stale in its stage, since 1 Feb 2026: it is only recorded. Pipeline agent is in shadow mode …" */
function ofFinding(use: Use, agent: Agent, { trigger, since, waits, verdict, card }: FoundOf): string {
  const label = agent.triggers.find(({ name }) => name === trigger)?.label ?? trigger;
  const became = waits
    ? 'found, and not taken up yet.'
    : (closedSaid(use, card) ??
      stoppedSaid(verdict) ??
      (verdict ? 'it was taken up.' : 'no proposal came of it.'));
  return `${capital(label)}, since ${day(since)}: ${became}`;
}

function closedSaid(use: Use, card: FoundOf['card']): string | null {
  if (!card?.closedAs || !card.at) return null;
  const at = instant(card.at, use.by.tz ?? use.company.zone, use.company.now);
  if (card.closedAs === 'expired') return `its card expired ${at} without a decision.`;
  return card.closedAs === 'withdrawn'
    ? `its card was withdrawn ${at}.`
    : `${card.by ?? 'Somebody'} decided about its card ${at}.`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

async function pausesOver(use: Use, agent: Agent, deal: DealRow): Promise<Because[]> {
  const all = await activePauses(use.db, use.company.now);
  return all
    .filter(
      ({ scope, subjectId }) =>
        scope === 'everything' ||
        (scope === 'agent' && subjectId === agent.name) ||
        (scope === 'customer' && subjectId === deal.accountId),
    )
    .map((pause) => ({
      said: `${pausedSaid(pause, use)}.`,
      next:
        pause.scope === 'everything'
          ? 'resume everything'
          : pause.scope === 'agent'
            ? `resume the ${agent.label}`
            : `resume ${deal.account ?? 'the customer'}`,
    }));
}

/** Those that keep agents from it now, whether a run has met them yet or not. */
async function rulesThatKeep(use: Use, deal: DealRow): Promise<{ said: string; next: string }[]> {
  const rules = (await rulesNow(use.db)).filter(({ mode, effect }) => mode === 'on' && effect.does !== 'ask');
  const over = (await rulesOver(use.db, rules, [deal.id], readingOf(use))).get(deal.id) ?? [];
  return over.map(({ name, because }) => ({ said: because, next: `show rule ${name}` }));
}

async function whatItWaitsFor(use: Use, agent: Agent, deal: DealRow): Promise<Because[]> {
  const { settings } = use.company;
  const days = numberSetting(settings, 'ask_again_days');
  const of = { agent: agent.name, dealId: deal.id, now: use.company.now, days };
  const decided = await decidedLately(use.db, of);
  if (decided) {
    const at = instant(decided.at, use.by.tz ?? use.company.zone, use.company.now);
    return [
      {
        said: `${decided.by} ${saidInPast(decided.say)} a card about it ${at}: it is asked about again ${count(days, 'day')} after that (ask again after).`,
      },
    ];
  }
  const { room, known } = await roomForCards(use.db, { settings, wokenBy: 'schedule' }, agent.name);
  if (room === 0)
    return [
      {
        said: known
          ? `People have enough cards: at most ${numberSetting(settings, 'cards_open', { agent: agent.name })} of the ${agent.label} wait at once (cards open at once).`
          : `Until one of its first cards is closed, at most ${numberSetting(settings, 'cards_first_run', { agent: agent.name })} may wait (cards at first).`,
      },
    ];
  return [{ said: `The next run of the ${agent.label} takes it up.`, next: `run the ${agent.label}` }];
}
