/** The many ways to begin a command, said in one: manners, voice, missing apostrophes and slips of the finger go. */
import type { Lexicon } from '../lexicon.ts';
import { isInName } from '../names.ts';
import { changes } from '../spelling.ts';
import { type Turn, turning } from '../turns.ts';
import { isCommon } from '../vocabulary.ts';

const contracted: Turn[] = [
  [/\b(?:wat|wut|wot)\b/g, 'what'],
  [/\bteh\b/g, 'the'],
  [/\b(the) the\b/g, '$1'],
  [/\bu\b/g, 'you'],
  [/\bur\b/g, 'your'],
  [/\bill (?=(?:take|have|grab|claim|do|handle|get|own|work|pick)\b)/g, "i'll "],
  [/\bim\b/g, "i'm"],
  [/\bive\b/g, "i've"],
  [/\b(what|how|who|why|where|when)s\b/g, "$1's"],
  [/\b(do|does|did|is|are|was|were|has|have|ca|wo|would|should)nt\b/g, "$1n't"],
  [/\blets\b/g, "let's"],
  [/\b(?:um+|uh+|erm+|hm+)\b,?/g, ' '],
  [
    /\b(the|all|all the|your|our|my|every|each|pipeline|forecast|forecasting|analytics|intake|quotes?|outreach) bots?\b/g,
    '$1 agent',
  ],
  [/\b(?:(roll)(back)|(shut|switch|turn)(down|off))\b/g, '$1$3 $2$4'],
  [/,? if you (?:would|could|please|don't mind|wouldn't mind)(?:,|(?=\s|$))/g, ''],
  [/,? there's a (?:good|dear) (?:chap|fellow|man|lad|lass|girl|boy|sport|soul)\b/g, ''],
  [/\bgimme\b/g, 'give me'],
  [/\b(?:agnt|agt|agnet)(s?)\b/g, 'agent$1'],
  [/^(?:giv|gve)\b/, 'give'],
  [/\b((?:re)?as+ign|give|move|hand|transfer|pass)\b(.*) 2 (?=\p{L}+(?: \p{L}+)?$)/gu, '$1$2 to '],
  [/\bwanna\b/g, 'want to'],
  [/\bgotta\b/g, 'have to'],
  [/\s*(?:->|=>|→)\s*/g, ' to '],
  [/\s+/g, ' '],
];

/** Folded words as a command would have them. */
export const worded = (bare: string): string => put(bare).trim();

const put = turning(contracted);

const taught =
  'pause resume unpause silence snooze suspend freeze disable enable activate deactivate restart undo revert rollback rerun trigger assign reassign transfer claim explain status agent agents pipeline forecasting analytics intake quotes outreach everything everyone until tomorrow monday tuesday wednesday thursday friday saturday sunday threshold thresholds discount approval approvals confidence inactivity inactive changes change actions limit limits snapshot playbook reset default defaults settings cost costs spend tokens flagged please create deals stale owner notify whenever aggressive aggressiveness conservative balanced cautious friendly formal casual informal negotiation qualification discovery proposal contract'.split(
    ' ',
  );
const known = new Set(taught);

/** Slips in the words that commands live by. Names are left as they are; null where nothing was a slip. */
export function respelled(bare: string, lexicon: Lexicon): { text: string; notes: string[] } | null {
  const notes: string[] = [];
  const text = bare.replace(/[a-z']{5,}/g, (word) => {
    if (known.has(word) || isCommon(word) || isInName(lexicon, word)) return word;
    const near = taught.filter(
      (one) => one[0] === word[0] && changes(word, one, word.length > 7 ? 2 : 1) !== null,
    );
    const meant = near.length === 1 ? near[0] : near.find((one) => changes(word, one, 1) !== null);
    // "Paused" and "assigned" are words of their own.
    if (!meant || /(?:ed|ing|er|s)$/.test(word.slice(meant.length - 1))) return word;
    notes.push(`Read "${word}" as ${meant}.`);
    return meant;
  });
  return notes.length > 0 ? { text, notes } : null;
}
