/** "Pipeline trend", "open deals over time": what stood on each of many days is no question yet; what comes near it is asked back. */
import { options } from './fragments.ts';
import type { ReadWith } from './read-with.ts';
import type { Frame, Option, Reading } from './request.ts';

const trend =
  /,?\s*\b(?:(?:weekly|monthly|quarterly|historical)(?= )|(?:the )?(?:trends?|history|development|evolution) (?:of|for|in)|(?:week|month|quarter) (?:by|over|on) (?:week|month|quarter)|(?:trend(?:ing|line|s)?|over time|history|evolution|development)(?: (?:by|per|over) (?:the )?(?:last )?(?:\d+ )?(?:weeks?|months?|quarters?))?|(?:per|each|every) (?:week|month|quarter)|how (?:has|did|is) (?=.*\b(?:develop|chang|evolv|mov|trend)\w*))\b/gi;
const verbs =
  /\b(?:develop(?:ed|ing)?|chang(?:ed|ing)|evolv(?:ed|ing)|moved|trended|trending|going|up or down)\b/gi;
const stands = /\b(?:pipeline|pipe|open (?:deals|opps|opportunities|amount|value))\b/i;

/** The same now and some time ago, and by what is to close; null where the words ask for no such line. */
export function overTime(
  clean: string,
  use: ReadWith,
  read: (text: string) => Reading,
): { question: string; options: Option[] } | null {
  if (!stands.test(clean)) return null;
  const rest = clean
    .replace(trend, ' ')
    .replace(verbs, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[\s?!.]+$/, '')
    .trim();
  if (rest === clean.trim() || rest === '') return null;
  const near = [`${rest} vs 30 days ago`, `${rest} vs 90 days ago`, `${rest} by close month`].map(read);
  const frames = near.flatMap((one): Frame[] => (one.say === 'question' ? [one.frame] : []));
  if (frames.length < near.length) return null;
  return {
    question: 'The pipeline as a line over time is not there yet. Is one of these meant?',
    options: options(clean, frames, use),
  };
}
