/** Requests that do something, or that ask about Steward itself. */
import type { Command } from '../request.ts';
import { fold } from '../text.ts';
import { activity, narrowedTo, running, status } from './agents.ts';
import { assigning } from './assigning.ts';
import { claiming } from './claiming.ts';
import { costing } from './costs.ts';
import { deal } from './deals.ts';
import { explaining, explainingLoosely } from './explaining.ts';
import { pausing } from './pausing.ts';
import { phrasings } from './phrasings.ts';
import { bareOf, type CommandRead, command, type Talk } from './read.ts';
import { simple } from './talk.ts';
import { settingThreshold } from './thresholds.ts';
import { undoing } from './undoing.ts';
import { wishing } from './wishing.ts';

const whole = (text: string): string =>
  fold(text)
    .replace(/[!?.\s]+$/, '')
    .trim();

/** "Yes", "no", "help" and the like; null where the words are no such command. */
export function shortCommandOf(text: string): Command | null {
  const said = whole(text);
  if (said === '' && text.includes('?')) return { do: 'help', about: 'everything' };
  const found = simple(said) ?? simple(bareOf(said));
  return found && 'command' in found ? found.command : null;
}

/** The command that the words are; null where they are none. */
export function commandOf(text: string, talk: Talk): CommandRead | null {
  const short = shortCommandOf(text);
  if (short) return command(short);
  const bare = bareOf(whole(text));
  return (
    undoing(bare, talk) ??
    pausing(bare, talk) ??
    running(bare, talk) ??
    status(bare, talk) ??
    deal(text, bare, talk) ??
    explainingLoosely(text, bare, talk)
  );
}

/** Commands that no question could be: they begin with what is to be done, so that nothing else in them is read first. */
export function firmCommandOf(text: string, talk: Talk): CommandRead | null {
  if (shortCommandOf(text)) return null;
  const bare = bareOf(whole(text));
  return (
    phrasings(bare) ??
    fromNowOn(bare, talk) ??
    wishing(text, bare, talk) ??
    costing(bare, talk) ??
    explaining(text, bare, talk) ??
    activity(bare, talk) ??
    narrowedTo(bare, talk) ??
    settingThreshold(bare, talk) ??
    claiming(text, bare, talk) ??
    assigning(text, bare, talk) ??
    pointless(bare, talk)
  );
}

/** "From now on any discount above 18% needs an approver" is a limit, not a rule. */
function fromNowOn(bare: string, talk: Talk): CommandRead | null {
  const found = /^from now on\b/.test(bare) ? settingThreshold(bare, talk) : null;
  return found && 'command' in found ? found : null;
}

/** "Move it to Verbal" where nothing is spoken of. */
function pointless(bare: string, talk: Talk): CommandRead | null {
  return talk.it === null &&
    talk.thread === null &&
    /^(?:move|set|push|change|update)\s+(?:it|this|that)\b(?! the)/.test(bare)
    ? { lacks: 'What is meant by that? Say the name of the deal or the limit.', completes: null }
    : null;
}
