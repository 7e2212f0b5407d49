/** Which rows of a list are meant, as it is said behind the question: ", numbers 6 to 10", ", of the top 10 by amount". */
import type { FieldName } from '../sales/fields.ts';
import type { Cut, Frame } from './request.ts';
import { fieldAt, fieldNamed } from './vocabulary.ts';

/** Empty where all rows from the first on are meant, or where the limit is said elsewhere. */
export function numbersTail({ limit, skip, cut }: Frame): string {
  if (cut) return `, of ${cutSaid(cut)}`;
  if (!skip) return '';
  if (limit === null) return `, from number ${skip + 1} on`;
  return `, ${numbers(skip, limit)}`;
}

const numbers = (skip: number, limit: number): string =>
  limit === 1 ? `number ${skip + 1}` : `numbers ${skip + 1} to ${skip + limit}`;

function cutSaid({ limit, skip = 0, sort }: Cut): string {
  const by = sort ? ` by ${(fieldNamed(sort.field)?.label ?? sort.field).toLowerCase()}` : '';
  const up = sort && !sort.down ? ' ascending' : '';
  if (skip > 0) return `${numbers(skip, limit)}${by}${up}`;
  return `the ${sort?.down ? 'top' : 'first'} ${limit}${by}${up}`;
}

const rows =
  /, (?:numbers (\d{1,4}) to (\d{1,4})|number (\d{1,4})|from number (\d{1,4}) on)(?=, with |\W*$)/i;
const measured =
  /, of (?:the (?:top|first) (\d{1,4})|numbers (\d{1,4}) to (\d{1,4})|number (\d{1,4}))(?: by ([a-z ]+?)( ascending)?)?\W*$/i;

/** The question without those words, and what they make of its reading; null where it has none. */
export function numberedIn(text: string): { rest: string; put: (frame: Frame) => Frame | null } | null {
  const cut = measured.exec(text);
  if (cut) return { rest: text.replace(measured, ''), put: (frame) => cutInto(frame, cut) };
  const found = rows.exec(text);
  if (!found) return null;
  const [, from, to, one, on] = found.map((part) => (part === undefined ? undefined : Number(part)));
  const first = from ?? one ?? on ?? 0;
  const limit = on !== undefined ? null : one !== undefined ? 1 : (to ?? 0) - first + 1;
  if (first < 1 || (limit !== null && limit < 1)) return null;
  return {
    rest: text.replace(rows, ''),
    put: (frame) =>
      frame.limit === null && !frame.other && (frame.measure.kind === 'rows' || frame.by.length > 0)
        ? { ...frame, limit, ...(first > 1 ? { skip: first - 1 } : {}) }
        : null,
  };
}

const alone =
  /^(?:(?:and|ok|okay|now|then|please|pls|show|see|give|list|me|the|rows?|deals?) )*(numbers? \d{1,4}(?: ?(?:to|-|–) ?\d{1,4})?|from number \d{1,4} on)\W*$/i;

/** "Numbers 125 to 162", said of a list that is longer than what was shown. */
export function numberedReply(text: string, before: Frame): { frame: Frame; changed: [] } | null {
  const said = alone.exec(text)?.[1]?.replace(/(\d) ?[-–] ?(\d)/, '$1 to $2');
  if (said === undefined) return null;
  const { skip: _, ...whole } = before;
  const frame = numberedIn(`, ${said}`)?.put({ ...whole, limit: null });
  return frame ? { frame, changed: [] } : null;
}

function cutInto(frame: Frame, [, top, from, to, one, by, up]: RegExpExecArray): Frame | null {
  if (frame.measure.kind === 'rows' || frame.measure.kind === 'metric' || frame.cut) return null;
  const words = by?.toLowerCase().split(' ') ?? [];
  const field = fieldAt(words, 0, frame.of);
  if (by && field?.length !== words.length) return null;
  const sort: { field: FieldName; down: boolean } | null = field ? { field: field.field, down: !up } : null;
  const first = Number(from ?? one ?? 1);
  const limit = Number(top ?? (one ? 1 : Number(to) - first + 1));
  if (first < 1 || limit < 1) return null;
  return { ...frame, cut: { limit, ...(first > 1 ? { skip: first - 1 } : {}), sort } };
}
