/** Requests that do something, or that ask about Steward itself. */
import type { Command } from '../request.ts';
import { fold } from '../text.ts';
import { adjusting } from './adjusting.ts';
import { activity, narrowedTo, running, runningSurely, status } from './agents.ts';
import { assigning } from './assigning.ts';
import { claiming } from './claiming.ts';
import { costing } from './costs.ts';
import { deal } from './deals.ts';
import { explaining, explainingLoosely } from './explaining.ts';
import { limitsAsked } from './limits-asked.ts';
import { pauseGoingOn, pausing, pausingAtLast } from './pausing.ts';
import { phrasings } from './phrasings.ts';
import { bareOf, type CommandRead, command, type Talk } from './read.ts';
import { simple } from './talk.ts';
import { limitStated, settingLoosely, settingThreshold } from './thresholds.ts';
import { undoing } from './undoing.ts';
import { wishing } from './wishing.ts';
import { respelled, worded } from './wording.ts';

const whole = (text: string): string =>
  fold(text)
    .replace(/[!?.\s]+$/, '')
    .trim();

/** "Yes", "no", "help" and the like; null where the words are no such command. */
export function shortCommandOf(text: string): Command | null {
  const said = whole(text);
  if (said === '' && text.includes('?')) return { do: 'help', about: 'everything' };
  const found = simple(said) ?? simple(worded(bareOf(said)));
  return found && 'command' in found ? found.command : null;
}

/** What the words change of the command before them in this thread; null where they are something else. */
export function adjustedCommandOf(text: string, talk: Talk): CommandRead | null {
  if (talk.before === null || shortCommandOf(text)) return null;
  return adjusting(text, worded(whole(text)), talk) ?? adjusting(text, bareWords(text), talk);
}

const bareWords = (text: string): string => worded(bareOf(worded(whole(text))));

/** The command that the words are; null where they are none. */
export function commandOf(text: string, talk: Talk): CommandRead | null {
  const short = shortCommandOf(text);
  if (short) return command(short);
  const bare = bareWords(text);
  const found = looselyOf(text, bare, talk);
  return found === null || 'unread' in found ? (withoutSlips(text, bare, talk) ?? found) : found;
}

/** The command that it is without slips of the finger; what was put right is said. */
function withoutSlips(text: string, bare: string, talk: Talk): CommandRead | null {
  const slips = respelled(bare, talk.lexicon);
  const meant = slips && (firmlyOf(text, slips.text, talk) ?? looselyOf(text, slips.text, talk));
  if (!slips || !meant || 'unread' in meant) return null;
  return 'command' in meant ? { ...meant, assumptions: [...slips.notes, ...meant.assumptions] } : meant;
}

const looselyOf = (text: string, bare: string, talk: Talk): CommandRead | null =>
  undoing(text, bare, talk) ??
  running(bare, talk) ??
  status(bare, talk) ??
  settingLoosely(bare, talk) ??
  deal(text, bare, talk) ??
  explainingLoosely(text, bare, talk) ??
  pausingAtLast(bare, talk);

/** Commands that no question could be: they begin with what is to be done, so that nothing else in them is read first. */
export function firmCommandOf(text: string, talk: Talk): CommandRead | null {
  const short = shortCommandOf(text);
  // No question about deals is asked with these words.
  if (short) return short.do === 'help' && text.includes(' ') ? command(short) : null;
  const bare = bareWords(text);
  const found = firmlyOf(text, bare, talk);
  return found && 'unread' in found ? (withoutSlips(text, bare, talk) ?? found) : found;
}

const firmlyOf = (text: string, bare: string, talk: Talk): CommandRead | null =>
  phrasings(bare) ??
  pauseGoingOn(bare, talk) ??
  limitStated(bare, talk) ??
  wishing(text, bare, talk) ??
  pausing(bare, talk) ??
  runningSurely(bare, talk) ??
  costing(bare, talk) ??
  explaining(text, bare, talk) ??
  activity(bare, talk) ??
  narrowedTo(bare, talk) ??
  limitsAsked(bare) ??
  settingThreshold(bare, talk) ??
  claiming(text, bare, talk) ??
  assigning(text, bare, talk) ??
  pointless(bare, talk);

/** "Move it to Verbal" where nothing is spoken of. */
function pointless(bare: string, talk: Talk): CommandRead | null {
  return talk.it === null &&
    talk.thread === null &&
    /^(?:move|set|push|change|update)\s+(?:it|this|that)\b(?! the)/.test(bare)
    ? { lacks: 'What is meant by that? Say the name of the deal or the limit.', completes: null }
    : null;
}
