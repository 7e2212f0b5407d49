/** What the reader is given besides the words. */
import type { Calendar } from '../sales/periods.ts';
import type { Lexicon } from './lexicon.ts';
import type { Choice, Command, Frame, It } from './request.ts';

export type ReadWith = {
  lexicon: Lexicon;
  now: Date;
  zone: string;
  /** In which whoever asks names a time of day; absent: the company's. */
  clockZone?: string | null;
  calendar: Calendar;
  companyCurrency: string;
  /** The last question of this thread by this person. */
  thread?: Frame | null;
  /** The one row of the thread's list that was spoken of last. */
  row?: Frame | null;
  /** Answers given to questions back about these words. */
  choices?: Choice[];
  /** Names go beside those that were asked for. */
  more?: boolean;
  /** What "it" means here. */
  it?: It | null;
  /** The last command of this thread by this person, where nothing else came after it. */
  before?: Command | null;
  /** Said at the top of a talk, not under what was said before: a question with a subject of its own begins anew. */
  top?: boolean;
  /** What was said last in this thread was not understood, so a reply may not go on from what came before it. */
  unsure?: boolean;
  /** Nothing of the words is an aside. */
  whole?: boolean;
};
