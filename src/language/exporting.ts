/** The wish for a file: "export that", "open deals in EMEA as CSV". Pure. */
import { refusalOf } from './refusals.ts';
import { plain } from './text.ts';

const polite = /^(?:(?:please|pls|can you|could you|would you|and|now|just|ok|okay)[\s,]+)+/i;
const tail = /(?:[\s,]+(?:please|pls|thanks|thank you|now|for me)|[.!?])+$/i;
const mine = /^(?:send|give|get|dm|make)\s+me\s+/i;
const verb = /^(?:export|download)(?:\s+|$)/i;
const file = '(?:csv|excel|spreadsheet)(?:\\s+(?:file|sheet|export))?';
const asFile = new RegExp(`(?:^|[\\s,]+)(?:as|to|in|into|for)\\s+(?:an?\\s+)?${file}$`, 'i');
const fileOf = new RegExp(`^(?:(?:an?|the)\\s+)?${file}(?:\\s+(?:of|with|for)\\s+|$)`, 'i');
const what =
  '(?:it|that|this|these|those|them|everything|(?:(?:that|this|the|these|those)\\s+)?(?:whole |full )?(?:list|table|answer|results?|rows|deals|leads)|all(?: of)?(?: it| that| them| these| those| the rows| rows)?)';
const shown = new RegExp(`^(?:${what})?$`, 'i');
const deals = /^(?:all )?(?:deals|leads)$/i;

/**
 * Null where no file is wished for, or where something speaks against reading the words at all. `rest` is the question
 * that is left; '' means what was answered last.
 */
export function exportWish(text: string): { rest: string } | null {
  const said = plain(text).replace(tail, '').replace(polite, '').trim();
  const asked = said.replace(mine, '');
  const left = asked.replace(verb, '').replace(asFile, '').replace(fileOf, '').trim();
  if (left === asked || refusalOf(asked)) return null;
  return { rest: shown.test(left) && !deals.test(left) ? '' : left };
}
