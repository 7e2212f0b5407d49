/** What reading a command needs and gives. */
import type { Choice, Command, Frame, It, NamedValue, Option } from '../request.ts';
import type { About } from '../state.ts';

export type Which = { question: string; options: Option[] };
export type CommandRead =
  | { command: Command; assumptions: string[] }
  /** Words that mean nothing here; nothing is done then. */
  | { unread: string }
  | { which: Which }
  /** A part is missing. Said by itself, in the place of the "…", it makes the request whole. */
  | { lacks: string; completes: string | null };

/** Words as a list of deals, read as a question is. */
export type DealsRead =
  | { frame: Frame; assumptions: string[] }
  | { unread: string }
  | { which: Which }
  | null;

export type Talk = About & {
  /** Answers given to questions back. */
  choices: Choice[];
  /** What "it" and "this deal" mean here. */
  it: It | null;
  /** The last command of this thread by this person, where nothing else came after it. */
  before: Command | null;
  /** The last question of this thread, for "them". */
  thread: Frame | null;
  deals: (words: string) => DealsRead;
};

export const command = (made: Command, assumptions: string[] = []): CommandRead => ({
  command: made,
  assumptions,
});

export const named = ({ id, name }: { id: string; name: string }): NamedValue => ({ id, name });

const polite =
  /^(?:(?:hey|hi|hello|ok|okay|steward|please|pls|kindly|can you|could you|would you|will you|can we|i want to|i would like to|i'd like to|we should|we need to|i need to|let's|go ahead and|now|just|then|and)[\s,:!]+)+/;
const tailing =
  /(?:[\s,]+(?:please|pls|thanks|thank you|thx|now|right now|immediately|again|for me|asap|then))+$/;

/** Manners at both ends say nothing. */
export const bareOf = (folded: string): string => folded.replace(polite, '').replace(tailing, '').trim();

/** The words with their own capitals. */
export function asTyped(text: string, folded: string, fold: (text: string) => string): string | null {
  const at = fold(text).indexOf(folded);
  const name = (at >= 0 ? text.slice(at, at + folded.length) : folded).replace(/^["']|["']$/g, '').trim();
  return name === '' ? null : name;
}
