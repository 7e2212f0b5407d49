/** "Undo run 7F3K", "undo batch 7", "undo everything pipeline v3 did", "… between 9 and 11 today", "undo the rollback", "how far is the undo". */
import { dayIn, minuteOfDay } from '../../sales/days.ts';
import { resolvePeriod } from '../../sales/periods.ts';
import { spokenNumber } from '../numbers.ts';
import type { Hours } from '../request.ts';
import { minutesOf } from './clock-words.ts';
import { agentNamed } from './naming.ts';
import { type CommandRead, command, named, type Talk } from './read.ts';

const ofRun =
  /^(?:(?:all|everything|whatever|what)?(?: (?:that )?was done)? ?(?:the )?(?:changes|actions|edits|updates|work|things)? ?(?:of|in|from|by|during|with)? ?)?(?:the )?run #?([2-9a-z]{4,8})(?: did| made| changed)?$/;
const ofBatch =
  /^(?:(?:all|everything|whatever|what)?(?: (?:that )?was done)? ?(?:the )?(?:changes|actions|edits|updates|work|things|rest)? ?(?:of|in|from|by|with)? ?)?(?:the |my |that |last |whole )*(?:batch|bulk(?: (?:change|edit|update|assignment|close|undo))?)(?: (?:no\.? ?|number )?#?(\d{1,9}))?(?: did| made| changed)?$/;
const versions = [
  /^(?:all|everything|whatever|what)?(?: (?:the )?(?:changes|actions|edits|updates|things|work))?(?: (?:that|which))?(?: (?:of|by|from))?\s*(?:the )?([a-z]+)(?: agent)?(?:'s)?,? (?:v|version |ver\.? ?)(\d{1,4})(?:'s)?(?: (?:did|made|changed|wrote|has done|has made))?$/,
  /^(?:all|everything|whatever|what)?(?: (?:the )?(?:changes|actions|edits|updates|things|work))?(?: (?:that|which))?(?: (?:of|by|from))?\s*(?:v|version |ver\.? ?)(\d{1,4}) of (?:the )?([a-z]+)(?: agent)?(?: (?:did|made|changed|wrote|has done|has made))?$/,
];

/** `said` is what stands behind "undo". */
export function undoingMany(said: string, talk: Talk): CommandRead | null {
  const run = ofRun.exec(said)?.[1];
  // A run's id bears a figure.
  if (run !== undefined && /\d/.test(run)) return command({ do: 'undo_run', run: run.toUpperCase() });
  const batch = ofBatch.exec(said);
  if (batch) return command({ do: 'undo_batch', batch: numbered(batch[1]) });
  for (const [at, pattern] of versions.entries()) {
    const found = pattern.exec(said);
    const [name, version] = at === 0 ? [found?.[1], found?.[2]] : [found?.[2], found?.[1]];
    const agent = name && agentNamed(name, talk.lexicon);
    if (agent && version)
      return command({ do: 'undo_version', agent: named(agent), version: Number(version) });
  }
  return null;
}

const time = String.raw`(\d{1,2})(?:[:.](\d\d))?\s?(am|pm|h|o'clock)?`;
const behind = `(?= (?:and|to|until|till|today|yesterday|this (?:morning|afternoon)|on |last )|$)`;
const between = new RegExp(String.raw`\b(?:between|from) ${time} (?:and|to|until|till|-|–) ${time}${behind}`);
const since = new RegExp(String.raw`\b(?:since|after|from) ${time}${behind}`);
const before = new RegExp(String.raw`\b(?:before|until|till) ${time}${behind}`);

const justNow =
  /\b(?:in |of |from |during |within |over |for )?(?:the )?(?:last|past) (?:(half(?: an?)?|\d{1,3}|[a-z]+) )?(hours?|hrs?|h|minutes?|mins?)\b/;

/** "The last hour", as times of today; null where it began yesterday. */
function lately(said: string, { now, zone, clockZone }: Talk): { hours: Hours; rest: string } | null {
  const found = justNow.exec(said);
  if (!found) return null;
  const [words, many = 'one', unit = ''] = found;
  const number = /^half/.test(many)
    ? 0.5
    : /^an?$/.test(many)
      ? 1
      : /^\d/.test(many)
        ? Number(many)
        : spokenNumber(many);
  if (number === undefined) return null;
  const minutes = Math.ceil(number * (unit.startsWith('h') ? 60 : 1));
  const then = new Date(now.getTime() - minutes * 60_000);
  const of = clockZone ?? zone;
  const rest = without(said, words);
  // "Undo the last hour" names nothing else.
  return dayIn(then, of) !== dayIn(now, of)
    ? null
    : {
        hours: { from: minuteOfDay(then, of), to: null },
        rest: /^(?:the|all|everything)?$/.test(rest) ? 'everything' : rest,
      };
}

/** Times of the day, and the words without them. */
export function hoursIn(said: string, talk: Talk): { hours: Hours; rest: string } | null {
  const now = lately(said, talk);
  if (now) return now;
  const both = between.exec(said);
  if (both) {
    const to = minutesOf(both[4], both[5], both[6]);
    // "Between 2 and 4 pm" is in the afternoon.
    const from = minutesOf(
      both[1],
      both[2],
      both[3] ?? (Number(both[1]) < Number(both[4]) ? both[6] : undefined),
    );
    return from === null || to === null || from >= to
      ? null
      : { hours: { from, to }, rest: without(said, both[0]) };
  }
  const [first, last] = [since.exec(said), before.exec(said)];
  const at = first ?? last;
  const minutes = at && minutesOf(at[1], at[2], at[3]);
  if (!at || minutes === null) return null;
  return {
    hours: first ? { from: minutes, to: null } : { from: null, to: minutes },
    rest: without(said, at[0]),
  };
}

const without = (said: string, words: string): string => said.replace(words, ' ').replace(/\s+/g, ' ').trim();

/** Hours are of one day. */
export const isOneDay = (period: string, { calendar, now, zone }: Talk): boolean => {
  const days = resolvePeriod(period, { ...calendar, now, zone });
  return days !== null && days.from !== null && days.from === days.to;
};

const it =
  '(?:the |my |that |this |last |whole )*(?:mass )?(?:undo|rollback|roll back|undoing)(?: of \\w+)?(?: (?:no\\.? ?|number )?#?(\\d{1,9}))?';
const back = new RegExp(`^(?:undo|revert|reverse|take back|roll back|unwind) ${it}$`);
const far = [
  new RegExp(
    `^(?:(?:what(?:'s| is) |show(?: me)? )?(?:the )?(?:status|progress|state|result) (?:of|on) )${it}$`,
  ),
  new RegExp(`^${it} (?:status|progress|result)$`),
  new RegExp(
    `^how (?:far|far along|much|is|did|well)(?: (?:is|has|did))? ${it}(?: (?:going|doing|coming along|along|go|come|got|gone|so far))*$`,
  ),
  new RegExp(`^(?:is|has|did) ${it} (?:done|finish(?:ed)?|over|through|ended|complete(?:d)?)(?: yet)?$`),
  new RegExp(`^(?:show|list)(?: me)? ${it}$`),
  new RegExp(`^what (?:stays?|stayed|is left|remains|was left) (?:of|from|after|by) ${it}$`),
];

/** "Undo the rollback", "undo undo 12". */
export function undoingRollback(bare: string): CommandRead | null {
  const found = back.exec(bare);
  return found && command({ do: 'undo_rollback', rollback: numbered(found[1]) });
}

/** "How far is the undo", "rollback status", "what stays of undo 12". */
export function rollbackAsked(bare: string): CommandRead | null {
  for (const pattern of far) {
    const found = pattern.exec(bare);
    if (found) return command({ do: 'rollback_status', rollback: numbered(found[1]) });
  }
  return null;
}

const numbered = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
