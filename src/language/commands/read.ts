/** What reading a command needs and gives. */
import type { Choice, Command, Frame, It, NamedValue, Option, Reading } from '../request.ts';
import type { About } from '../state.ts';

export type Which = { question: string; options: Option[] };
export type CommandRead =
  | { command: Command; assumptions: string[] }
  /** Words that mean nothing here; nothing is done then. */
  | { unread: string }
  /** `of`: what it would be once that is answered, where it could be taken for something forbidden. */
  | { which: Which; of?: Command['do'] }
  /** A part is missing. Said by itself, in the place of the "…", it makes the request whole. */
  | { lacks: string; completes: string | null; of?: Command['do'] };

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
  /** Words as a question of its own. */
  question: (words: string) => Reading;
  /** A list of deals as a reply changes it; null where the words are none, or leave no list. With `more` beside what is there. */
  reply: (words: string, to: Frame, more: boolean) => { frame: Frame; assumptions: string[] } | null;
};

/** Requests typed out as options: each stands for the whole of what was said, whose words are filled in with the reading. */
export const typedOut = (requests: string[]): Option[] =>
  requests.map((request) => ({
    label: `${request.charAt(0).toUpperCase()}${request.slice(1)}`,
    kind: 'reading',
    fact: null,
    choice: { words: '', kind: 'reading', ids: [request] },
  }));

export const command = (made: Command, assumptions: string[] = []): CommandRead => ({
  command: made,
  assumptions,
});

export const named = ({ id, name }: { id: string; name: string }): NamedValue => ({ id, name });

const polite =
  /^(?:(?:hey|hi|hello|yo|(?:good )?morning|good (?:afternoon|evening)|ok|okay|alright|all right|well|so|oops|oh|ah|um+|uh+|steward|please|pls|plz|kindly|maybe|perhaps|quickly|real quick|quick one|q|(?:can|could|would|will) (?:you|u|we)(?: (?:please|pls|maybe|just|kindly|quickly))?|would you mind|(?:would|will|could) you be so (?:kind|good|nice)(?: as to| and)?|be so (?:kind|good|nice)(?: as to| and)|be a (?:dear|star|pal|love|sweetheart) and|(?:might|may|could|can) (?:i|we) (?:ask|get|trouble|bother|have) you to|(?:i|we)(?:'d| would) (?:be (?:grateful|glad|happy|obliged)|appreciate it|like it|love it) if you (?:could|would|can)|i (?:wonder|was wondering) if you (?:could|would|can)|(?:is there )?any chance (?:that )?you (?:could|can|would)|(?:it's|it is|it's high|high)? ?time to|right|honestly|frankly|seriously|listen|look|fyi|please do|do(?= (?:pause|resume|stop|switch|turn|put|set|take|give|hand|move|assign|undo|roll|run|explain|activate|reset|restore|save|make|let|tell|show|claim|start|restart))|(?:you|we) (?:can|could|should|may|might|need to|have to|ought to)|i(?:'d| would)? (?:want|need|like|love)(?: you)? to|i'd like you to|let's|lets|go ahead and|now|just|then|and|also)[\s,:!.-]+)+/;
const tailing =
  /(?:[\s,]+(?:please|pls|plz|thanks(?: a lot)?|thank you|thx|ty|cheers|for now|now|right now|right away|straight away|immediately|atm|at the moment|rn|currently|again|for me|asap|then|steward|if (?:you can|possible|you don't mind|you would|you please|you could|that's (?:all right|alright|ok|okay|fine|possible)|that is (?:all right|alright|ok|okay|fine|possible)|it's (?:all right|alright|ok|okay|not too much trouble)|i may ask)|(?:many|much) (?:thanks|obliged|appreciated)|much obliged|thanks (?:awfully|so much|very much|again|in advance|mate)|thank you (?:so|very) much|cheers mate|appreciate it|i should think|i think|just this once|this once|by hand|real quick|quickly|would you|will you))+[\s!.]*$/;

// "Set the stale threshold to 14 for me" says where.
const ofLimits = /\b(?:thresholds?|limits?|stale|inactiv\w*|floor|caps?)\b/;
const tailingPlain = new RegExp(tailing.source.replace('|for me', ''));

/** Manners at both ends say nothing. */
export const bareOf = (folded: string): string =>
  folded
    .replace(polite, '')
    .replace(ofLimits.test(folded) ? tailingPlain : tailing, '')
    .replace(/\s(?:please|pls|plz|kindly)(?=\s)/g, '')
    .replace(/(?<=\S)\s+for me(?= (?:until|till|til|before|now|today)\b)/, '')
    .trim();

/** The words with their own capitals. */
export function asTyped(text: string, folded: string, fold: (text: string) => string): string | null {
  const at = fold(text).indexOf(folded);
  const name = (at >= 0 ? text.slice(at, at + folded.length) : folded).replace(/^["']|["']$/g, '').trim();
  return name === '' ? null : name;
}
