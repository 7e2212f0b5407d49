/** "What did we spend on models this month", "cost by agent last week", "what did you cost us". */
import type { NamedValue } from '../request.ts';
import { agentNamed } from './naming.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const money =
  /\b(?:costs?|costing|costed|spend|spent|spending|pay|paid|paying|bill|bills|invoice|expenses?|expensive|burn|burned|burnt|burning|budget|price|pricey|tokens?|use|used|consume|consumed|cheap|run rate)\b/;
const surely =
  /\b(?:costs?|costing|spend|spent|spending|bill|burn|burned|burnt|budget|expensive|tokens?|price|pay|paying)\b/;
const models =
  /\b(?:(?:language |ai )?models?|llms?|ai|tokens?|agents?|agent's|steward|crew|gpt|claude|openai|anthropic)\b/;
const crew = /\b(?:pipeline|forecasting|analytics|intake|outreach|quotes)\b/;
const you = /\b(?:you|your)\b/;
const report =
  /^(?:(?:show|give)(?: me)? )?(?:the |our |a |my )?(?:costs?|spend|spending|cost report|model costs?|ai costs?|token (?:usage|use|count|spend)|tokens?|budget)\b/;
const silent =
  /\b(?:what|which|one|all|how much|how many|how|much|many|did|do|does|have|has|had|is|was|are|were|will|we|us|it|its|our|their|they|them|the|a|an|so|why|on|for|of|by|in|to|at|with|show|give|tell|list|me|get|got|report|overview|breakdown|costs?|costing|costed|spend|spent|spending|pay|paid|paying|bills?|invoice|expenses?|expensive|burn|burned|burnt|burning|budget|left|remaining|price|pricey|cheap|money|dollars?|usd|amount|total|sum|(?:language |ai )?models?|llms?|ai|gpt|claude|openai|anthropic|tokens?|agents?|steward|crew|whole|entire|you|your|run|runs|running|last|per|each|split|broken down|usage|use|used|consume|consumed|been|from|and|more|most|least|than|usual|before|anything|about|using|far|up|through|already|actually|report)\b/g;

const groups = ['agent', 'model', 'day', 'month'] as const;

export function costing(said: string, talk: Talk): CommandRead | null {
  const whole = costOf(said.replace(/\?\s+/g, ' '), talk);
  if (whole && !('unread' in whole)) return whole;
  // "Did anything cost more than usual? Cost per agent, last month": the last of it says what is wanted.
  const parts = said.split(/\?\s+/);
  return parts.length === 2 && money.test(parts[1] ?? '') ? (costOf(parts[1] ?? '', talk) ?? whole) : whole;
}

function costOf(text: string, talk: Talk): CommandRead | null {
  const own =
    you.test(text) &&
    /\b(?:costs?|cost us|spend|spent|expensive|bill|charge|price|burn|burned|tokens?)\b/.test(text);
  const why =
    /^why (?:was|is|were|did)\b.*\b(?:expensive|costs?|spend|bill)\b|^(?:how much|what)(?: is| of)?(?: the| our| my| your)? budget\b/.test(
      text,
    );
  if (
    !money.test(text) ||
    !(why || models.test(text) || report.test(text) || own || (crew.test(text) && surely.test(text)))
  )
    return null;
  if (
    /\b(?:deals?|quotes?(?! (?:agent|cost|use|used|spend|burn)\b)(?<!cost of quotes|do quotes|did quotes)|discounts?|leads?|accounts?|wins?|won|customers?)\b/.test(
      text,
    )
  )
    return null;
  if (!surely.test(text)) return null;
  const most =
    /\b(?:which|what|most expensive|cheapest) agents?\b|\bagents? (?:costs?|burns?|spends?|uses?) (?:the )?(?:most|least)\b/.test(
      text,
    );
  const by = /\b(?:by|per|each|for each) (agent|model|day|month)s?\b/.exec(text);
  const { period, rest } = periodIn(withoutBy(text, by), talk);
  const left = rest
    .replace(/[?,.:;!]/g, ' ')
    .replace(/\b(?:most expensive|cheapest)\b/g, ' ')
    .replace(silent, ' ')
    .replace(/'(?:s|re|ve)?(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const agent: NamedValue | null = left === '' ? null : agentNamed(left, talk.lexicon);
  if (left !== '' && !agent) {
    return report.test(text) || /\bmodels?\b|\btokens?\b/.test(text) ? { unread: left } : null;
  }
  const group = groups.find((one) => one === by?.[1]) ?? (most && !agent ? 'agent' : null);
  return command({ do: 'cost', agent, by: group, period });
}

const withoutBy = (text: string, by: RegExpExecArray | null): string => text.replace(by?.[0] ?? '', ' ');
