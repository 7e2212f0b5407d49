/** Replies that speak of the rows of a list by their place in it: "the next 5", "who owns the first one". */
import type { FieldName } from '../sales/fields.ts';
import { findField } from '../sales/fields.ts';
import { spokenNumber } from './numbers.ts';
import type { Frame } from './request.ts';
import { fieldAt } from './vocabulary.ts';
import type { Word } from './words.ts';

/** A question as a reply changed it, and which of its limits are new. */
export type Reply = { frame: Frame; changed: number[] };

const opening =
  /^(?:(?:and|ok|okay|now|please|pls|then|so|show|give|list|see|me|us|what about|how about|can i see|could i see|can you show|let me see|lets see|let's see|get) )+/;
const closing =
  /(?: (?:please|pls|then|now|too|as well|of them|of those|of these|on the list|in the list))+$/;
const things = '(?:ones?|deals?|rows?|opps?|opportunities|leads?|accounts?|contacts?|results?|entries)';
const figure = '(\\d{1,3}|[a-z]+)';

/** "The next 5", "5 more", "the rest", "the previous 5", of a list of so many. Null where it is no such reply. */
export function paged(before: Frame, typed: Word[]): Reply | null {
  const { limit, skip = 0 } = before;
  if (limit === null || before.other || (before.measure.kind !== 'rows' && before.by.length === 0))
    return null;
  const said = spoken(typed).replace(/^the /, '');
  const to = (from: number, many: number | null): Reply => ({
    frame: { ...unplaced(before), limit: many, ...(from > 0 ? { skip: from } : {}) },
    changed: [],
  });
  if (/^(?:more|next|next page|next (?:ones|few|batch|lot)|following ones)$/.test(said))
    return to(skip + limit, limit);
  if (
    new RegExp(`^(?:rest|others|remaining|other|rest of (?:them|the list)|remaining)(?: ${things})?$`).test(
      said,
    )
  )
    return to(skip + limit, null);
  const ahead = new RegExp(
    `^(?:next|following) ${figure}(?: more)?(?: ${things})?$|^${figure} more(?: ${things})?$`,
  );
  const back = new RegExp(`^(?:previous|prior|preceding)(?: ${figure})?(?: ${things})?$|^previous page$`);
  const next = ahead.exec(said);
  const many = countIn(next?.[1] ?? next?.[2]);
  if (next && many !== null) return to(skip + limit, many);
  const earlier = back.exec(said);
  if (!earlier || skip === 0) return null;
  const step = countIn(earlier[1]) ?? limit;
  return to(Math.max(0, skip - step), Math.min(step, skip));
}

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const place = `(${ordinals.join('|')}|\\d{1,2}(?:st|nd|rd|th)|last|top|number \\d{1,2}|no \\d{1,2}|# ?\\d{1,2}|it|this one|that one|this deal|that deal)`;
const one = `(?:the )?${place}(?: ${things})?(?:'s?)?`;

const questions: [RegExp, FieldName | null][] = [
  [
    new RegExp(
      `^(?:who owns|who has|who(?: is)? on|who(?: is)? working on|who works on|who(?: is)? the owner of) ${one}$`,
    ),
    'owner',
  ],
  [new RegExp(`^whose (?:deal )?is ${one}$`), 'owner'],
  [new RegExp(`^when (?:does|will|is|did) ${one} (?:close|closing|due|going to close)$`), 'close_date'],
  [new RegExp(`^how (?:much|big|large) is ${one}(?: worth)?$`), 'amount'],
  [new RegExp(`^(?:what|which) stage is ${one}(?: in| at)?$`), 'stage'],
  [new RegExp(`^(?:which|what) (?:account|customer|company) is ${one}(?: for| with| of)?$`), 'account'],
  [
    new RegExp(
      `^(?:only |just |open |tell (?:me )?(?:more )?about |about |details of |details on |more on |more about )?${one}(?: only| in detail)?$`,
    ),
    null,
  ],
];
const ofOne = new RegExp(`^(?:what is |what |whats |the )*(.+?) (?:of|for|on) ${one}$`);

/** "Who owns the first one", "when does the second close", "the stage of the third one": one row, and what is asked of it. */
export function placed(before: Frame, typed: Word[], row: Frame | null): Reply | null {
  if (before.measure.kind !== 'rows' || before.by.length > 0 || before.other) return null;
  const said = spoken(typed);
  for (const [words, field] of questions) {
    const found = words.exec(said);
    // "The first deal" alone may be the first one ever.
    if (found?.[1] && said !== 'top' && said !== 'last') return ofRow(before, found[1], field, row);
  }
  const found = ofOne.exec(said);
  const words = found?.[1]?.replace(/^the /, '').split(' ') ?? [];
  const field = fieldAt(words, 0, before.of);
  return found?.[2] && field?.length === words.length ? ofRow(before, found[2], field.field, row) : null;
}

function ofRow(before: Frame, said: string, field: FieldName | null, row: Frame | null): Reply | null {
  const at = pointing.test(said)
    ? row
      ? (row.skip ?? 0) - (before.skip ?? 0) + 1
      : Number.NaN
    : numberOf(said, before.limit);
  if (!Number.isInteger(at) || at < 1 || (before.limit !== null && at > before.limit)) return null;
  if (field !== null && !findField(before.of, field)) return null;
  const skip = (before.skip ?? 0) + at - 1;
  const { limit, skip: from, show } = before;
  return {
    frame: {
      ...unplaced(before),
      rowOf: { limit, ...(from ? { skip: from } : {}), ...(show ? { show } : {}) },
      limit: 1,
      ...(skip > 0 ? { skip } : {}),
      ...(field === null ? {} : { show: [field] }),
    },
    changed: [],
  };
}

const pointing = /^(?:it|this|that)\b/;

function numberOf(said: string, limit: number | null): number {
  if (ordinals.includes(said)) return ordinals.indexOf(said) + 1;
  if (said === 'last') return limit ?? Number.NaN;
  return said === 'top' ? 1 : Number(/\d+/.exec(said)?.[0]);
}

/** "Who owns them", "whose are they": the rows say so. */
const askOwners =
  /^(?:who owns (?:them|these|those|they|it|this|that|this one|that one)(?: all)?|who is the owner|whose (?:are (?:they|these|those)|is (?:it|that|this)|deals? (?:is|are) (?:it|that|this|they|these|those))|who are the owners|who are their owners|who has (?:them|these|those|it)|who(?: is)? (?:on|working on|handling|running) (?:them|these|those|it)|who works on (?:them|these|those|it)|who do they belong to|owners)$/;

export function owned(before: Frame, typed: Word[]): Reply | null {
  if (before.measure.kind !== 'rows' || before.by.length > 0 || before.other) return null;
  if (!findField(before.of, 'owner') || !askOwners.test(spoken(typed))) return null;
  const show = before.show && !before.show.includes('owner') ? { show: [...before.show, 'owner'] } : {};
  return { frame: { ...before, ...show }, changed: [] };
}

/** The list that the row was taken from. */
export function wholeOf({ rowOf, skip: _, show: __, limit, ...frame }: Frame): Frame {
  return { ...frame, limit, ...rowOf };
}

/** The same list from its beginning. */
export const unplaced = ({ skip: _, ...frame }: Frame): Frame => frame;

const spoken = (typed: Word[]): string =>
  typed
    .filter((word) => word.kind !== 'sign' || word.text === '#')
    .map((word) => word.norm)
    .join(' ')
    .replace(opening, '')
    .replace(closing, '');

function countIn(said: string | undefined): number | null {
  if (said === undefined) return null;
  const many = /^\d+$/.test(said) ? Number(said) : spokenNumber(said);
  return many !== undefined && Number.isInteger(many) && many > 0 ? many : null;
}
