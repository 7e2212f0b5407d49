/** "What is the stale threshold", "show the limits", "when is a deal stale": asked, not set. */
import { type CommandRead, command } from './read.ts';
import { switchIn } from './switches.ts';
import { thresholdIn } from './threshold-words.ts';

const asks =
  /^(?:what(?:'s| is| are)?|which|show(?: me)?|list|give me|tell me|how (?:high|big|low|long|many days)(?: is| are)?|is there|are there|do we have|current|when (?:is|does|are|do)|(?:the |our )?(?:current )?(?=(?:thresholds|limits)$))\b/;
const word =
  /\b(?:thresholds?|limits?|floor|caps?|settings|mail domains? (?:hours|days)|overrides?|coverage targets?)\b/;
const silent =
  /\b(?:what's|what|is|are|which|show|me|list|give|tell|how|high|big|low|long|there|do|we|have|our|the|a|an|all|any|current|currently|right|now|set|in force|active|of|for|on|thresholds?|limits?|floors?|caps?|settings|overrides?|value|it|please|today|at|moment|you|use|using|have|been|so|need|needed|require|required|approvals?|days?|hours?)\b/g;
const stale =
  /^(?:when|after how (?:many days|long)|how long|how many days)\b.*\b(?:deals?|it|one)\b.*\b(?:stale|inactive)\b$/;

export function limitsAsked(text: string): CommandRead | null {
  if (stale.test(text))
    return command({ do: 'limits', threshold: /inactive/.test(text) ? 'inactivity_days' : 'stale_days' });
  const asked = ofSwitch.test(text) ? switchIn(text) : null;
  if (asked && plainly(asked.rest) === '') return command({ do: 'limits', threshold: asked.threshold });
  if (!asks.test(text) || !word.test(text) || dealsMeant(text)) return null;
  const named = thresholdIn(text);
  const left = (named?.rest ?? text)
    .replace(silent, ' ')
    .replace(/[?.,']/g, ' ')
    .trim();
  return left === '' ? command({ do: 'limits', threshold: named?.threshold ?? null }) : null;
}

// "Is the daily summary on", "how often does the hygiene report come", "who are the executives"
const ofSwitch = /^(?:is|are|do|does|will|when|how often|who|what(?:'s| is| are| time)?|which)\b/;
const besideSwitch =
  /\b(?:is|are|do|does|will|when|how often|who|what's|what time|what|which|the|a|on|off|or|come|comes|gets?|sent|posted|active|switched|turned|we|i|it|people|reps|have|receives?|reads?|at|now|currently|still|set|to|our|any|there|already)\b/g;
const plainly = (rest: string): string =>
  rest
    .replace(besideSwitch, ' ')
    .replace(/[?.,']/g, ' ')
    .trim();

/** "Deals over the limit" are asked for; in "the open deals limit" they name the limit. */
const dealsMeant = (text: string): boolean =>
  /\bdeals?\b/.test(text) && thresholdIn(text)?.threshold !== 'open_deals_limit';
