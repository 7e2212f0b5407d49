/** "Why is the stale threshold 14 for West", "who set it", "what is the stale limit for EMEA": asked for with what it rests on. */
import type { Place, Threshold } from '../request.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { switchIn } from './switches.ts';
import { partsOf } from './threshold-parts.ts';
import { thresholdIn } from './threshold-words.ts';

const asksWhy =
  /^(?:why|how come|who (?:set|sets|has set|changed|has changed|put|decided|moved|raised|lowered)|where (?:does|do|is|are)|since when|when (?:was|were|did)|until when|how long|on what basis|explain(?: why)?|how is)\b/;
const asksWhat =
  /^(?:what(?:'s| is| are| was)?|which|show(?: me)?|tell me|how (?:high|low|big|long|many days)(?: is| are)?)\b/;
const word =
  /\b(?:thresholds?|limits?|floor|caps?|settings?|targets?)\b|\bdeals? (?:go|become|are|get|count as|considered) (?:stale|inactive)\b/;
const silent =
  /\b(?:why|how come|how many days|how high|how low|how long|how|who|where|since when|since|when|until when|on what basis|explain|tell|show|what's|what|which|is|are|was|were|do|does|did|has|have|been|set|sets|changed|put|decided|moved|raised|lowered|it|that|this|last|so|come|comes|came|holds?|applies|apply|valid|in force|determined|defined|made|exactly|now|currently|today|and why|and when|me|on|off|daily|weekly)\b/g;
const mine = /\bfor (?:me|my (?:own )?deals)\b/;

export function limitChain(text: string, talk: Talk): CommandRead | null {
  const why = asksWhy.test(text);
  if (!why && !asksWhat.test(text)) return null;
  if (/\bdeals? (?:over|above|beyond|past|under|below)\b/.test(text)) return null;
  const named = namedIn(text, why, talk);
  if (!named) return why ? unnamed(text, talk) : null;
  const own: Place | null = mine.test(named.rest) ? { scope: 'person', of: { id: 'me', name: 'you' } } : null;
  const parts = partsOf(
    named.rest
      .replace(mine, ' ')
      .replace(silent, ' ')
      .replace(/[?.,']/g, ' '),
    talk,
  );
  if ('which' in parts) return parts;
  // A place that is not known is said to be so; more words than one may be another question.
  if ('unread' in parts) return why && !parts.unread.includes(' ') ? parts : null;
  if (parts.until || (own && parts.place)) return null;
  const place = own ?? parts.place;
  // What it is for everyone is told with where it differs.
  if (!why && !place && !parts.stage) return null;
  const { threshold } = named;
  return command(
    { do: 'limit_chain', threshold, place, stage: parts.stage, said: parts.value },
    parts.assumptions,
  );
}

const it = /^((?:why|how come) (?:is|was)) (?:it|that|this)\b/;

/** "Why is it 14 for West": a value in a place, and no limit was spoken of. The place is read, so that one that is none is said. */
function unnamed(text: string, talk: Talk): CommandRead | null {
  if (!it.test(text) || !/\d/.test(text)) return null;
  const parts = partsOf(text.replace(silent, ' ').replace(/[?.,']/g, ' '), talk);
  if ('which' in parts) return null;
  if ('unread' in parts) return /^\D\S*$/.test(parts.unread) ? parts : null;
  if (parts.value === null || parts.until) return null;
  return {
    lacks: 'Which limit is meant? Say its name, such as "stale threshold".',
    completes: text.replace(it, '$1 the …'),
  };
}

/** The limit that is named, or the one that was spoken of. */
function namedIn(
  text: string,
  why: boolean,
  { before }: Talk,
): { threshold: Threshold; rest: string } | null {
  const pointed =
    /^(?:why (?:is|was)|who (?:set|changed|has set|has changed)|since when is|until when is) (?:it|that|this)\b/;
  if (why && before && 'threshold' in before && before.threshold && pointed.test(text))
    return { threshold: before.threshold, rest: text };
  return word.test(text) ? (thresholdIn(text) ?? switchIn(text)) : why ? switchIn(text) : null;
}
