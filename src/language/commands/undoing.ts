/** "Undo", "undo my last 3 changes", "undo everything pipeline did today". */
import { agentNamed } from './naming.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, named, type Talk } from './read.ts';

const last =
  /^(?:undo|revert|roll back|undo (?:that|it|this|the last (?:change|one|thing|action)|(?:my |your )?last (?:change|one|action)|last)|revert (?:that|it|this|the last change|my last change|last change)|take (?:that|it) back|put (?:it|that) back|roll back (?:my |the |your )?last (?:change|action)|undo what (?:i|you) just did)$/;
const pointing =
  /^(?:undo|revert|take back) (?:it|this|that|(?:the last change|what was done) (?:of|to|on|with) (?:it|this deal|this))$/;
const several =
  /^(?:undo|revert|roll back|take back)\s+(?:the |my |your |our )?last\s+(\d{1,4}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:changes?|actions?|things|steps|ones|edits|decisions)$/;
const all =
  /^(?:undo|revert|roll back|take back)\s+(?:everything|all|all that|all (?:the )?(?:changes|actions)(?: that)?|whatever|what)(?:\s+(?:of |by |from )?(.+))?$/;
const ofAgent =
  /^(?:undo|revert|roll back|take back)\s+(?:all |all of )?(?:the )?(.+?)(?:'s?)?\s+(?:changes|actions|edits)\s*(.*)$/;
const many = '(?<many>\\d{1,4}|two|three|four|five|six|seven|eight|nine|ten)';
const acts = '(?:changes?|actions?|edits)';
const severalOf = new RegExp(
  `^(?:undo|revert|roll back|take back) (?:the )?last ${many} ${acts} (?:of|by|from) (?<who>.+)$`,
);
const thingsDone = new RegExp(
  `^(?:undo|revert|roll back|take back) (?:the )?last ${many} (?:things|changes|actions|edits)(?: that)? (?<who>.+?) (?:did|made|has done)$`,
);
const ofSeveral = new RegExp(
  `^(?:undo|revert|roll back|take back) (?:the )?(?<who>.+?)'s? last ${many} ${acts}$`,
);
const numberOf = (said: string): number => (numbers.includes(said) ? numbers.indexOf(said) : Number(said));
const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

export function undoing(text: string, talk: Talk): CommandRead | null {
  if (pointing.test(text) && talk.it?.kind === 'deal')
    return command({ do: 'undo_of', deal: named(talk.it) });
  if (last.test(text)) return command({ do: 'undo', last: 1 });
  const counted = several.exec(text);
  if (counted) {
    return command({ do: 'undo', last: numberOf(counted[1] ?? '') });
  }
  const ofOne = severalOf.exec(text) ?? ofSeveral.exec(text) ?? thingsDone.exec(text);
  const agent = ofOne && agentNamed(ofOne.groups?.who ?? '', talk.lexicon);
  if (ofOne && agent) {
    const number = numberOf(ofOne.groups?.many ?? '');
    return command({ do: 'undo_all', of: agent, period: 'last 30 days', last: number });
  }
  const everything = all.exec(text) ?? ofAgent.exec(text);
  if (!everything) return /^(?:undo|roll back)\b/.test(text) ? { unread: text.replace(/^\S+\s*/, '') } : null;
  return everythingOf(`${everything[1] ?? ''} ${everything[2] ?? ''}`.trim(), talk);
}

/** Without a period it would reach back to the beginning: that is asked. */
function everythingOf(said: string, talk: Talk): CommandRead {
  const { period, rest } = periodIn(said, talk);
  const who = rest
    .replace(/\b(?:did|has|have|done|changed|made|changes|actions|edits)\b|'s?(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const agent = agentNamed(who, talk.lexicon);
  const of = /^(?:i|me|my|mine)?$/.test(who) ? 'me' : agent;
  if (!of) return { unread: who };
  if (period === null)
    return {
      lacks: 'Of which time? For example "today" or "this week".',
      completes: `undo everything ${agent?.id ?? 'i'} did …`,
    };
  return command({ do: 'undo_all', of, period, last: null });
}
