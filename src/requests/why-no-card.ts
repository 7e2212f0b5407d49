/** Why there is no card about a deal, or why whoever asks was not told of it: the rule, pause, mode, limit or decision behind that. */
import { cardsADay } from '../attention/rest.ts';
import { agentRow } from '../crew/crew.ts';
import { conditionsHolding } from '../crm/rules.ts';
import type { Command } from '../language/request.ts';
import type { DealRow } from '../sales/answer.ts';
import { conditionOf, type Rule } from '../settings/rule.ts';
import { rulesNow } from '../settings/rules.ts';
import { instant } from '../story/format.ts';
import { type OpenCard, openCardOf, type ToldOf, toldOf } from './deal-standing.ts';
import { itOf } from './dealing.ts';
import { explain } from './explaining.ts';
import { type Because, keptBack } from './kept-back.ts';
import { type Outcome, outcome } from './outcome.ts';
import { type RuleUse, readingOf, ruleSaid } from './rule-told.ts';
import { seesRule } from './rules-kept.ts';
import { nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';
import { thingFound } from './things.ts';

type Asked = Extract<Command, { do: 'why_no_card' }>;

export async function whyNoCard(use: RuleUse, asked: Asked): Promise<Outcome> {
  const found = await thingFound(use, asked.thing, asked);
  if ('instead' in found) return found.instead;
  // The card of a lead calls nobody by name and comes at any hour: what was done about it says why.
  if ('lead' in found)
    return explain(use, { do: 'explain_thing', thing: { ...asked.thing, kind: 'lead' }, exception: null });
  const { deal } = found;
  const told = asked.of === 'told' ? await byRules(use, deal) : [];
  const card = await openCardOf(use.db, deal.id);
  const because = [...told, ...(card ? cardSaid(use, card) : await keptBack(use, deal))];
  const none = `There is no card about ${deal.name}.`;
  const said = because.flatMap((one) => one.said ?? []);
  const [sentence = none, ...lines] = asked.of === 'told' || card ? said : [none, ...said];
  return outcome(
    {
      kind: 'text',
      sentence,
      lines,
      next: suggestions([...new Set(because.flatMap(({ next }) => next ?? []))].slice(0, 4)),
    },
    'explain_run',
    {
      understood: asked.of === 'card' ? `Why no card: ${deal.name}` : `Why you were not told: ${deal.name}`,
      kept: { ...nothingKept, it: itOf(deal) },
    },
  );
}

function cardSaid(use: RuleUse, card: OpenCard): Because[] {
  const { waitsFor } = card;
  const at = instant(card.at, use.by.tz ?? use.company.zone, use.company.now);
  const whom =
    waitsFor === null
      ? 'It waits for nobody by name.'
      : waitsFor.id === use.by.id
        ? 'It waits for you.'
        : `It waits for ${waitsFor.name}, and calls nobody else.`;
  return [
    { said: `There is a card about it, since ${at}: ${card.reason}. ${whom}` },
    ...heldSaid(use, card, waitsFor?.id === use.by.id ? 'you' : (waitsFor?.name ?? 'nobody')),
  ];
}

function heldSaid(use: RuleUse, { goes, until }: Pick<OpenCard, 'goes' | 'until'>, whom: string): Because[] {
  const whose = whom === 'you' ? 'your' : `${whom}'s`;
  if (goes === 'digest') {
    const most = whom === 'you' ? ` (${cardsADay(use.by, use.company.settings)} cards a day)` : '';
    return [
      {
        said: `It was beyond the limit of a day${most}, so it stands in ${whose} digest.`,
        next: 'show my limits',
      },
    ];
  }
  if (goes !== 'later') return [];
  const when = until ? ` ${instant(until, use.by.tz ?? use.company.zone, use.company.now)}` : '';
  return [{ said: `It came in ${whose} quiet hours, and is posted when they end${when}.` }];
}

/** Rules that tell: whom each of them told of this deal, or why nobody. Those of others are nobody's business. */
async function byRules(use: RuleUse, deal: DealRow): Promise<Because[]> {
  const telling = (await rulesNow(use.db)).filter(
    (rule) => (rule.effect.does === 'notify' || rule.effect.does === 'flag') && seesRule(use.by, rule),
  );
  const found = await toldOf(use.db, deal.id);
  const holding = await conditionsHolding(
    use.db,
    telling.map((rule) => conditionOf(rule, rule.begunOn)),
    [deal.id],
    readingOf(use),
  );
  const { mode } = await agentRow(use.db, 'pipeline');
  const said = (holding.get(deal.id) ?? []).flatMap((place) => {
    const rule = telling[place];
    return rule
      ? ruleOfDeal(use, rule, found.find((one) => one.rule === rule.rule) ?? null, mode === 'shadow')
      : [];
  });
  return said.length > 0 ? said : [{ said: `No rule tells you of ${deal.name}.`, next: 'show rules' }];
}

function ruleOfDeal(use: RuleUse, rule: Rule, found: ToldOf | null, shadow: boolean): Because[] {
  const says = `Rule ${rule.rule} (${ruleSaid(use, rule)})`;
  const next = `show rule ${rule.rule}`;
  if (rule.mode === 'off') return [{ said: `${says} is off.`, next }];
  if (rule.mode === 'shadow') return [{ said: `${says} is in shadow: it counts, and tells nobody.`, next }];
  if (found?.to.includes(use.by.id)) {
    const held = found.goes.find(({ person }) => person === use.by.id);
    if (shadow && !found.taken)
      return [{ said: `${says} is true of it, and the Pipeline agent is in shadow: nobody is told.`, next }];
    const at = instant(found.at, use.by.tz ?? use.company.zone, use.company.now);
    return [
      {
        said: found.taken
          ? `${says} told you of it ${at}.`
          : `${says} is true of it; the next run tells you.`,
        next,
      },
      ...(held ? heldSaid(use, held, 'you') : []),
    ];
  }
  if (found && found.to.length > 0)
    return [{ said: `${says} tells somebody else of it, and not you.`, next }];
  if (found?.taken)
    return [
      {
        said: `${says} was true of it already when it was set, or whoever is to be told does not see the deal: so nobody was told.`,
        next,
      },
    ];
  return [{ said: `${says} is true of it; the next run tells whoever it names.`, next }];
}
