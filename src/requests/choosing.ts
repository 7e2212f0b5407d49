/** Which choice of a reply that waits is made: by typed words, or by pressing, said in words for the record. */
import { shortCommandOf } from '../language/commands/commands.ts';
import { plain } from '../language/text.ts';
import { optionNamed } from './option-named.ts';
import { choices } from './reply.ts';
import type { Stored } from './store.ts';

/** What is not done yet is taken back by not doing it. */
const takenBack =
  /^(?:(?:oh|no|sorry|wait)[\s,]+)*(?:undo|revert|forget|take|put|scrap|cancel)(?: (?:it|that|this))?(?: back)?[\s.!]*$/i;

/** The choice that typed words make among what waits: "yes", "no", "2", "Acme Logistics". */
export function choiceIn(waiting: Stored, text: string): string | null {
  const { reply } = waiting;
  const words = plain(text);
  const say = shortCommandOf(words)?.do;
  if (reply?.kind === 'confirm') {
    if (waiting.settledAs === null && takenBack.test(words)) return choices.no;
    return say === 'yes' || say === 'no' ? choices[say] : null;
  }
  if (reply?.kind === 'partly understood')
    return say === 'yes' || /^continue\b/i.test(words) ? choices.without : null;
  const number = /^[([]?(\d)[.)\]]?$/.exec(words)?.[1];
  if (reply?.kind === 'explained')
    return reply.next[reply.sources.findIndex(({ n }) => String(n) === number)]?.choice ?? null;
  if (reply?.kind !== 'clarify') return null;
  const [only, ...others] = reply.options;
  // "Is Northwind Partners meant?"
  if (only && others.length === 0 && say === 'yes') return only.choice;
  const together = reply.options.find(({ label }) => /^(?:Both|All \d+)$/.test(label));
  if (together && allOf.test(words)) return together.choice;
  const place = ordinals.findIndex((one) => one.test(words));
  if (place >= 0) return reply.options[place]?.choice ?? null;
  const named = number ? reply.options[Number(number) - 1] : optionNamed(reply.options, words);
  return named?.choice ?? null;
}

const allOf =
  /^(?:both|all|each|every one|all of (?:them|these|those)|both of (?:them|these|those)|all (?:two|three|four|\d)|either)(?: please)?\W*$/i;
/** "The first", "the second one", "option 3". */
const ordinals = ['first|1st|former', 'second|2nd|latter', 'third|3rd', 'fourth|4th', 'fifth|5th'].map(
  (said, at) =>
    new RegExp(
      `^(?:the )?(?:(?:${said})(?: (?:one|option))?|(?:option|number|no\\.?) ?${at + 1})(?: please)?\\W*$`,
      'i',
    ),
);

/** What pressing means in words. */
export function pressed(row: Stored, choice: string): string {
  const next =
    row.reply && 'next' in row.reply
      ? (row.reply.next ?? [])
      : row.reply?.kind === 'help'
        ? row.reply.groups.flatMap((group) => group.next)
        : [];
  const option =
    row.reply?.kind === 'clarify' ? row.reply.options.find((one) => one.choice === choice) : undefined;
  if (/^(?:next|asked):/.test(choice)) return next.find((one) => one.choice === choice)?.request ?? choice;
  return option ? `${row.text} (${option.label})` : `${row.text} (${choice})`;
}
