/** What a new rule meets, as sentences of its confirmation: open cards, amounts in other currencies, rules that hold for some of its deals. */
import { cardsADay } from '../attention/rest.ts';
import { foreignBeside, openCardsBeside, sharedWith } from '../crm/rules-beside.ts';
import type { RuleEffect } from '../language/request.ts';
import { mayKeepRule } from '../policy/may-rule.ts';
import { dayIn } from '../sales/days.ts';
import { conditionOf, type Rule, type RuleBody } from '../settings/rule.ts';
import { count, list, number } from '../story/format.ts';
import { isSameEffect, type Placed, silencedBy } from './rule-conflicts.ts';
import { type RuleUse, readingOf } from './rule-told.ts';

/** Of what changes what agents do: a card that people have is theirs, and a rule that blocks holds it up. */
export async function cardsSaid(use: RuleUse, body: RuleBody): Promise<string | null> {
  const { effect } = body;
  if (effect.does !== 'skip' && effect.does !== 'block' && effect.does !== 'ask') return null;
  const triggers = effect.does === 'skip' && effect.of !== 'everything' ? effect.of : null;
  const open = await openCardsBeside(use.db, conditionOf(body), triggers, readingOf(use));
  if (open.count === 0) return null;
  const more = open.count - open.names.length;
  const named = list(more > 0 ? [...open.names, `${more} more`] : open.names);
  const stand = open.count === 1 ? 'stands on an open card' : 'stand on open cards';
  return `${number(open.count)} of these deals ${stand} (${named}): ${becomesOf(effect, open.count)}.`;
}

function becomesOf(effect: RuleEffect, cards: number): string {
  const [stay, they, are] = cards === 1 ? ['stays', 'it', 'is'] : ['stay', 'they', 'are'];
  if (effect.does === 'block') return `${they} ${stay}, and cannot be approved while the rule holds`;
  if (effect.does === 'ask' && effect.whom === 'approver')
    return `${they} ${stay}, and approving ${cards === 1 ? 'it' : 'them'} needs an approver from then on`;
  return `${they} ${stay}, and ${are} decided as before`;
}

export async function currencySaid(use: RuleUse, body: RuleBody): Promise<string | null> {
  const foreign = await foreignBeside(use.db, conditionOf(body), readingOf(use));
  if (!foreign || foreign.count === 0) return null;
  const are = foreign.count === 1 ? 'is' : 'are';
  return `${count(foreign.count, 'deal')} with an amount in another currency than ${foreign.currency} ${are} outside of it: amounts are compared in one currency.`;
}

const isOverAgents = ({ does }: RuleEffect): boolean => does === 'skip' || does === 'ask' || does === 'block';

/** Rules over agents that hold for some of the same deals with another effect, where neither takes all from the other. */
export async function overlapsSaid(
  use: RuleUse,
  body: RuleBody,
  others: readonly Rule[],
  number: number,
): Promise<string[]> {
  if (!isOverAgents(body.effect)) return [];
  const mine: Placed = { ...body, rule: number };
  const live = others.filter(({ mode }) => mode === 'on');
  const partly = live.filter(
    (other) =>
      isOverAgents(other.effect) &&
      !isSameEffect(other.effect, body.effect) &&
      silencedBy(mine, [other]) === null &&
      silencedBy(other, [mine]) === null,
  );
  const shared = await sharedWith(
    use.db,
    conditionOf(body),
    partly.map((rule) => conditionOf(rule, rule.begunOn)),
    readingOf(use),
  );
  return partly.flatMap((other, n) => {
    const deals = shared[n] ?? 0;
    if (deals === 0) return [];
    const whose = mayKeepRule(use.by, other) ? '' : ', of somebody else,';
    return [
      `Rule ${other.rule}${whose} holds for ${deals} of these deals as well: ${saySaid(body.effect, other)}.`,
    ];
  });
}

/** Which of the two has its say there. */
function saySaid(mine: RuleEffect, { rule, effect: theirs }: Rule): string {
  if (mine.does === 'block') return 'there this one has its say, as nothing is proposed at all';
  if (theirs.does === 'block') return `there rule ${rule} has its say, as nothing is proposed at all`;
  if (mine.does === 'skip' && theirs.does === 'skip') return 'there the warnings of both are skipped';
  if (mine.does === 'ask' && theirs.does === 'ask') return 'there an approver is asked';
  return mine.does === 'skip'
    ? `there this one skips its warnings, and rule ${rule} has its say over what comes all the same`
    : `there rule ${rule} skips its warnings, and this one has its say over what comes all the same`;
}

/** Of what is told at once, where one person is called no more often on this day. */
export async function limitSaid(use: RuleUse, { effect }: RuleBody, deals: number): Promise<string | null> {
  const mine = effect.does === 'notify' && effect.to.who === 'me';
  const most = cardsADay(use.by, use.company.settings);
  const left = Math.max(0, most - (mine ? await calledToday(use) : 0));
  if (deals <= left) return null;
  return mine
    ? `At most ${count(most, 'card')} a day call you, and ${left === 0 ? 'none is left today' : `${left} ${left === 1 ? 'is' : 'are'} left today`}: the rest stands in your digest.`
    : `At most ${count(most, 'card')} a day call one person: the rest stands in the digest.`;
}

async function calledToday({ db, by, company }: RuleUse): Promise<number> {
  const [row] = await db('interruptions')
    .where({ person_id: by.id, goes: 'now', day: dayIn(company.now, by.tz ?? company.zone) })
    .count<{ count: number }[]>('* as count');
  return Number(row?.count ?? 0);
}
