/** Who somebody is by the lines below their mail. */
import { phonesIn } from '../../sales/phones.ts';
import type { Loose } from './nouns.ts';
import { bare, looksLikeCompany, looksLikeName, looksLikeTitle } from './words.ts';

export type Signed = Pick<Loose, 'name' | 'title' | 'company' | 'phone'>;

/** `writer` is the name in the mail's header, `region` where a number without a country would be dialled. */
export function readSignature(lines: string[], writer: string | null, region: string | null): Signed {
  const parts = lines
    .flatMap((line) => line.replace(/[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}/g, '').split(/\s*[|•·]\s*|\s{3,}|\t/))
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/@|^(?:https?:|www\.)/i.test(part));
  const signed: Signed = {};
  const [phone] = phonesIn(lines.filter((line) => !/\bfax\b/i.test(line)).join('\n'), region);
  if (phone)
    signed.phone = { value: phone.ext ? `${phone.e164} ext. ${phone.ext}` : phone.e164, found: 'form' };
  const rest: string[] = [];
  for (const [n, part] of parts.entries()) {
    if (/\d{3}/.test(part)) continue;
    if (!signed.name && n <= 1 && isWriter(part, writer)) {
      const [name = '', after] = halves(part, /,\s+/);
      signed.name = { value: name, found: 'form' };
      if (after) rest.push(after);
    } else rest.push(part);
  }
  for (const part of rest) {
    const [first, second] = halves(part, /\s+(?:at|@|bei|chez|en)\s+|,\s+(?=[^,]+$)|\s+[–-]\s+/);
    if (!signed.title && looksLikeTitle(first)) {
      signed.title = { value: titleIn(part, first, second), found: 'form' };
      if (second && !isOfTitle(second) && !signed.company && /^\p{Lu}/u.test(second))
        signed.company = { value: second, found: looksLikeCompany(second) ? 'form' : 'place' };
    } else if (!signed.company && looksLikeCompany(part)) signed.company = { value: part, found: 'form' };
  }
  if (!signed.company && signed.name) {
    // Below the name and the title there is usually the firm.
    const left = rest.filter(
      (part) => part !== signed.title?.value && !looksLikeTitle(part) && looksLikeFirm(part),
    );
    if (left[0]) signed.company = { value: left[0], found: 'place' };
  }
  return signed;
}

const department =
  /^(?:(?:product|sales|marketing|operations?|engineering|procurement|purchasing|finance|legal|it|hr|human resources|customer|business|supply chain|global|corporate|technology|research|quality|einkauf|vertrieb|ventes|achats|compras|ventas)\b[\s&]*)+(?:management|development|success|services?|support|planning|and [a-z]+|&.*)?$/i;
const isOfTitle = (part: string): boolean => looksLikeTitle(part) || department.test(part);

/** "Director, Product Management" is one title; "Head of IT, Borealis GmbH" is a title and a firm. */
const titleIn = (part: string, first: string, second: string | undefined): string =>
  second && isOfTitle(second) ? part : first;

const looksLikeFirm = (part: string): boolean =>
  /^\p{Lu}/u.test(part) &&
  part.length <= 60 &&
  part.split(/\s+/).length <= 6 &&
  !/[.!?:;]$/.test(part) &&
  !/,/.test(part);

const halves = (text: string, at: RegExp): [string, string | undefined] => {
  const found = at.exec(text);
  return found && found.index > 0
    ? [text.slice(0, found.index).trim(), text.slice(found.index + found[0].length).trim() || undefined]
    : [text, undefined];
};

/** The line with the writer's name, or where the header has none, one that may be a name. */
function isWriter(part: string, writer: string | null): boolean {
  const [name] = halves(part, /,\s+/);
  if (!looksLikeName(name)) return false;
  if (!writer) return name.includes(' ') && !looksLikeCompany(name);
  const known = new Set(bare(writer).split(' '));
  return bare(name)
    .split(' ')
    .some((word) => word.length > 1 && known.has(word));
}
