/** "What did we spend on models this month", "cost by agent last week". */
import type { NamedValue } from '../request.ts';
import { agentNamed } from './naming.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const money = /\b(?:costs?|costing|spend|spent|spending|pay|paid|bill|expenses?|expensive)\b/;
const models = /\b(?:(?:language |ai )?models?|llms?|ai|tokens?|agents?|steward|crew)\b/;
const crew = /\b(?:pipeline|forecasting|analytics|intake|outreach)\b/;
const report =
  /^(?:(?:show|give)(?: me)? )?(?:the |our |a )?(?:costs?|spend|spending|cost report|model costs?|ai costs?)\b/;
const silent =
  /\b(?:what|all|how much|how|much|did|do|does|have|has|is|was|are|were|we|us|it|our|the|a|an|so|why|on|for|of|by|in|to|show|give|me|report|costs?|costing|spend|spent|spending|pay|paid|bill|expenses?|expensive|money|total|(?:language |ai )?models?|llms?|ai|tokens?|agents?|steward|crew|you|run|running|per|each|split|broken down|usage|use|used|been|from|and)\b/g;

const groups = ['agent', 'model', 'day', 'month'] as const;

export function costing(text: string, talk: Talk): CommandRead | null {
  if (!money.test(text) || !(models.test(text) || report.test(text) || crew.test(text))) return null;
  if (/\b(?:deals?|quotes?(?! agent)|discounts?|leads?|accounts?)\b/.test(text)) return null;
  const by = /\b(?:by|per|each|for each) (agent|model|day|month)s?\b/.exec(text);
  const { period, rest } = periodIn(text.replace(by?.[0] ?? '', ' '), talk);
  const left = rest
    .replace(/[?,.]/g, ' ')
    .replace(silent, ' ')
    .replace(/'s?\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const agent: NamedValue | null = left === '' ? null : agentNamed(left, talk.lexicon);
  if (left !== '' && !agent) {
    return report.test(text) || /\bmodels?\b|\btokens?\b/.test(text) ? { unread: left } : null;
  }
  const group = groups.find((one) => one === by?.[1]) ?? null;
  return command({ do: 'cost', agent, by: group, period });
}
