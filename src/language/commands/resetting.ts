/** "Reset all thresholds", "put intake back to its default settings", "back to defaults for EMEA". */
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';
import { thresholdIn } from './threshold-words.ts';

const begins =
  /^(?:(?:do )?(?:a )?factory (?:reset|settings|defaults)|reset|restore|put|set|go|take|bring|revert|return|change|move|switch|clear|back|get|default|defaults|standard|use|i want|we want)\b/;
const backTo = /\b(?:defaults?|standard|factory|original|out of the box)\b/;
const limits = /\b(?:settings?|thresholds?|limits?|config(?:uration)?|values?|overrides?|preferences)\b/;
const own =
  /\b(?:reset|restore|revert|put|set|bring|take|go|get|return|change|move|switch|clear|back|to|all|everything|every|each|single|the|our|its|their|his|her|this|of|for|on|in|with|do|use|want|we|i|factory|defaults?|standards?|original|out of the box|normal|values?|settings?|thresholds?|limits?|config(?:uration)?|custom|overrides?|preferences|again|agents?|company|whole|please|a)\b/g;

// "APAC uses the defaults again", "EMEA back to standard"
const usesAgain =
  /^(?!which|what|who|how|is|are|does|do|why|when)((?:the )?\S+(?: \S+)?) (?:(?:uses?|takes?|gets?|follows?|has|have|should (?:use|have|get)|runs? (?:on|with)|works? with|goes back to|is back (?:to|on)) (?:the |our )?(?:company(?:'s|s)? )?|back (?:to|on) (?:the )?)(?:default|standard|factory)s?(?: values?| settings?| limits?)?(?: again)?$/;

/** Of everything, or of one agent, team, territory, person or customer. */
export function resettingAll(said: string, talk: Talk): CommandRead | null {
  const text = said.replace(usesAgain, 'reset $1 to defaults');
  if (/^(?:reset|factory|restore|defaults?)$/.test(text) && text !== 'factory')
    return {
      lacks: 'What is to be set back? Say a limit, or "all thresholds".',
      completes: 'reset the …',
    };
  const asks = /^(?:do (?:a )?)?factory reset$/.test(text);
  if (
    !asks &&
    (!begins.test(text) ||
      !(backTo.test(text) || (/^(?:reset|restore|clear)\b/.test(text) && limits.test(text))))
  )
    return null;
  if (thresholdIn(text)) return null;
  // "My team" and "my territory" are read as places.
  const parts = partsOf(
    text
      .replace(own, ' ')
      .replace(/\bmy (?!team|territory|region)/g, ' ')
      .replace(/'s?(?=\s|$)/g, ' '),
    talk,
  );
  if ('which' in parts) return parts;
  if ('unread' in parts || parts.value || parts.stage || parts.until) return null;
  return command({ do: 'reset_thresholds', place: parts.place }, parts.assumptions);
}
