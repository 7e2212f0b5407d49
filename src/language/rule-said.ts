/** Rule → words: made from its condition and its effect, never from what somebody typed. */
import type { FieldMove } from '../sales/moves.ts';
import { count, list, money, number } from '../story/format.ts';
import type { Frame, RuleEffect, RuleEvent, RuleTo } from './request.ts';
import { understanding, type Wording } from './understanding.ts';

/** "open deals over $500,000 without activity for 7 days or more"; of an event "won deals, when one comes there". */
export function whenSaid(rule: { frame: Frame; happens: RuleEvent | null }, use: Wording): string {
  const said = understanding(rule.frame, use);
  const deals = /^[A-Z][a-z]/.test(said) ? said.charAt(0).toLowerCase() + said.slice(1) : said;
  if (rule.happens === 'moved') return `${deals}, when one comes there`;
  if (rule.happens === null) return deals;
  return rule.happens === 'created'
    ? `${deals}, when one is created`
    : `${deals}, when ${moveSaid(rule.happens, use)}`;
}

const fields = { amount: 'the amount', close_date: 'the close date', owner: 'the owner', stage: 'the stage' };

/** "the amount falls by more than 20%", "the close date moves out by 30 days or more" */
function moveSaid({ field, way, by }: FieldMove, { companyCurrency }: Wording): string {
  const turns =
    field === 'close_date'
      ? { up: 'moves out', down: 'moves in', any: 'changes' }
      : { up: 'rises', down: 'falls', any: 'changes' };
  const does = field === 'stage' ? 'moves back' : turns[way];
  if (by === null) return `${fields[field]} ${does}`;
  const figure =
    by.unit === 'money'
      ? money(by.value, companyCurrency, companyCurrency)
      : by.unit === 'percent'
        ? `${number(by.value)}%`
        : count(by.value, 'day');
  return `${fields[field]} ${does} by ${by.including ? `${figure} or more` : `more than ${figure}`}`;
}

const triggers: Record<string, string> = {
  stale_in_stage: 'stale',
  no_activity: 'inactivity',
  close_date_past: 'passed close date',
  close_date_pushed: 'pushed close date',
  required_fields_missing: 'missing fields',
  product_unlisted: 'price list',
  owner_changed_late: 'owner change',
  amount_changed: 'amount change',
  stage_moved_back: 'stage moved back',
};

/** "the stale and inactivity warnings", "every warning" */
const warningsSaid = (of: string[] | 'everything'): string =>
  of === 'everything' ? 'every warning' : `the ${list(of.map((name) => triggers[name] ?? name))} warnings`;

/** `maker`: how whoever made the rule is called here, with "is" or "are". */
export function thenSaid(effect: RuleEffect, maker: { name: string; are: string }): string {
  switch (effect.does) {
    case 'notify':
      return `${toldSaid(effect.to, maker)} told`;
    case 'flag':
      return "the deal's manager is told";
    case 'skip':
      return `${warningsSaid(effect.of)} ${effect.of === 'everything' ? 'is' : 'are'} skipped`;
    case 'ask':
      return effect.whom === 'approver'
        ? 'an approver is asked before any change'
        : 'its manager or its rep is asked before any change';
    case 'block':
      return 'agents change nothing and propose nothing';
    case 'start':
      return `the workflow ${effect.what} is started`;
  }
}

function toldSaid(to: RuleTo, maker: { name: string; are: string }): string {
  switch (to.who) {
    case 'me':
      return `${maker.name} ${maker.are}`;
    case 'my manager':
      return `the manager of ${maker.name} is`;
    case 'owner':
      return "the deal's owner is";
    case 'manager':
      return "the deal's manager is";
    case 'channel':
      return `#${to.channel} is`;
    case 'person':
      return `${to.of.name} is`;
  }
}
