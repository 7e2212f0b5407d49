/** Requests that Steward does not carry out, whoever asks and however it is put. Read before anything else. */
import { cued } from './cues.ts';
import { latinTongues, otherTongues } from './refusal-tongues.ts';
import { refusalWords } from './refusal-words.ts';
import type { Refusal } from './request.ts';
import { changes } from './spelling.ts';
import { fold } from './text.ts';
import { isCommon } from './vocabulary.ts';

// "Close date …", "closing …", "set to close" ask; they do not write.
const asking =
  /^(?:please |pls )*(?:close (?:da\w+|rates?|ratios?)|closing|closed?d?\s+(?:this|last|next|in|by)\b|set to close|add up\b|total\b|show|list|how|what|which|who|count|find|move dates?)\b/;

/** Why this is not done; null where nothing speaks against reading it. */
export function refusalOf(text: string): Refusal | null {
  const said = text.slice(0, 2_000);
  const folded = fold(said);
  const why = saysWhy(folded);
  if (why) return why;
  const open = undisguised(folded);
  return (
    (open === folded ? null : graveOf(open)) ??
    whyIn(latinTongues, folded) ??
    whyIn(otherTongues, said.normalize('NFKC').toLowerCase())
  );
}

function saysWhy(plain: string): Refusal | null {
  const marks = marksOf(plain);
  for (let at = marks.indexOf(1); at >= 0; at = marks.indexOf(1, at + 1)) {
    const [why, pattern] = refusalWords[at] as [Refusal, RegExp];
    if (!pattern.test(plain)) continue;
    if ((why === 'write' || why === 'bulk') && asking.test(plain)) continue;
    return why;
  }
  return null;
}

const marksOf = cued(refusalWords.map(([, pattern]) => pattern));

/** Behind a disguise only what would do harm counts: a slip of a finger may be anything else. */
const graveOf = (plain: string): Refusal | null => {
  const why = saysWhy(plain);
  return why === 'write' || why === 'send' ? null : why;
};

const whyIn = (tongues: [Refusal, RegExp][], text: string): Refusal | null =>
  tongues.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

const grave = [
  'delete',
  'erase',
  'ignore',
  'disregard',
  'bypass',
  'override',
  'impersonate',
  'salary',
  'salaries',
  'commission',
  'commissions',
  'password',
  'passwords',
  'instructions',
];
const figures: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };

/** "d e l e t e", "1gnore y0ur rules" and "dlete" as they are meant. */
function undisguised(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{N}])(?:\p{L}[ ._-]){3,}\p{L}(?![\p{L}\p{N}])/gu, (run) =>
      run.replace(/[ ._-]/g, ''),
    )
    .replace(/[\p{L}\d@$]{4,}/gu, (word) =>
      /\p{L}/u.test(word) && /^(?:\p{L}+[\d@$]|[\d@$]\p{L}{3})[\p{L}\d@$]*$/u.test(word)
        ? word.replace(/[013457@$]/g, (sign) => figures[sign] ?? sign)
        : word,
    )
    .replace(/\p{L}{5,}/gu, (word) => slipOf(word) ?? word);
}

function slipOf(word: string): string | null {
  if (grave.includes(word) || isCommon(word)) return null;
  const meant = grave.filter(
    (one) =>
      one[0] === word[0] &&
      !word.startsWith(one) &&
      !one.startsWith(`${word}s`) &&
      changes(word, one, 1) !== null,
  );
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

/** One polite sentence, and what is possible instead. */
export const refusalSentences: Record<Refusal, { because: string; instead: string }> = {
  delete: {
    because: 'Steward does not delete deals or data.',
    instead: 'A deal can be closed as lost: type "deal" and its name, and edit it there.',
  },
  rules: {
    because: 'Steward does not set its rules aside.',
    instead: 'You can ask about the deals in your territory, and type "help" for more.',
  },
  pay: {
    because: 'Steward does not show anybody’s pay or commission.',
    instead: 'You can ask about deals, amounts and stages.',
  },
  secrets: {
    because: 'Steward does not show passwords, keys or settings of the machine.',
    instead: 'You can ask about deals, amounts and stages.',
  },
  private: {
    because: 'Steward does not show people’s private data.',
    instead: 'You can ask about deals, accounts and stages.',
  },
  impersonate: {
    because: 'Steward acts for the person who asks, in nobody else’s name.',
    instead: 'Whoever may decide can press the button on the card.',
  },
  hidden: {
    because: 'Steward does nothing in secret: what it is asked and what it does is recorded.',
    instead: 'Type "undo" to take something back openly.',
  },
  falsify: {
    because: 'Steward does not make figures look other than they are.',
    instead: 'What is wrong in a deal can be put right: type "deal" and its name, and edit it there.',
  },
  access: {
    because: 'Steward does not change anybody’s rights from a message.',
    instead: 'An administrator can.',
  },
  bulk: {
    because: 'Steward does not decide or change many things from one sentence.',
    instead: 'Each card can be approved, edited or rejected by the person it waits for.',
  },
  write: {
    because: 'Steward does not change deals from a sentence.',
    instead: 'Type "deal" and its name to see it; permitted people can edit it there.',
  },
  send: {
    because: 'Steward does not send messages or data to others from a request.',
    instead: 'It can show you the deals here.',
  },
  beyond: {
    because: 'Steward knows nothing of that.',
    instead: 'You can ask about the company’s deals, leads, people and forecasts.',
  },
  query: {
    because: 'Steward does not run commands of a database or a machine.',
    instead: 'You can ask about deals in plain words.',
  },
};
