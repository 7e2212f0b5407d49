/** Names, titles and companies as people write them: cased as names are, and told apart by their form. */

const particles = new Set(
  'de da do dos das del della di du des la le les van von der den ter ten zu zum y e al el bin ibn af av'.split(
    ' ',
  ),
);
const numerals = /^(?:I{1,3}|IV|V|VI{1,3}|JR|SR)\.?$/;

/** Words all in capitals or all in small letters get a name's letters; others are left as they were typed. */
export function recased(text: string): string {
  const words = text.trim().split(/\s+/);
  const mixed = words.some((word) => word !== word.toUpperCase() && word !== word.toLowerCase());
  return words
    .map((word, n) => {
      if (!/\p{L}/u.test(word) || numerals.test(word.toUpperCase()))
        return n === 0 ? word : word.toUpperCase() === word ? word : word.toUpperCase();
      if (n > 0 && particles.has(word.toLowerCase())) return mixed ? word : word.toLowerCase();
      if (word === word.toLowerCase()) return capital(word);
      const shouted =
        word.length > 1 &&
        word === word.toUpperCase() &&
        word.replace(/[^\p{L}]/gu, '').length > (mixed ? 3 : 1);
      return shouted ? capital(word.toLowerCase()) : word;
    })
    .join(' ');
}

const capital = (word: string): string =>
  word.replace(/(^|[-'’.])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

const companyForm =
  /(?:^|[\s,.])(?:gmbh(?: & co\.? kg)?|ag|se|kg|ug|ohg|e\.?v\.?|inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd|limited|plc|pty(?: ltd)?|pvt(?: ltd)?|s\.?a\.?r?\.?l?|s\.?a\.?s|sasu|eurl|s\.?r\.?l|s\.?p\.?a|s\.?l\.?u?|lda|ltda|b\.?v|n\.?v|oy|oyj|ab|a\.?s|aps|a\/s|sp\.? z ?o\.? ?o|s\.?r\.?o|kft|zrt|d\.?o\.?o|k\.?k|holdings?|group|gruppe)\.?\)?$/i;

export const looksLikeCompany = (text: string): boolean => companyForm.test(text.trim());

const titleWords =
  /\b(?:ceo|cto|cfo|coo|cmo|cio|cro|vp|svp|evp|president|founder|co-?founder|owner|partner|principal|director|manager|head of|lead|chief|officer|engineer|developer|architect|analyst|consultant|assistant|coordinator|specialist|executive|buyer|purchaser|procurement|administrator|advisor|supervisor|representative|geschäftsführer(?:in)?|leiter(?:in)?|einkäufer(?:in)?|assistent(?:in)?|vorstand|prokurist(?:in)?|inhaber(?:in)?|directeur|directrice|responsable|gérant|acheteur|acheteuse|chargée? d|directora?|gerente|jefe|jefa|comprador|diretora?|responsabile|direttore|direttrice|titolare|teamleiter(?:in)?)\b/i;

export const looksLikeTitle = (text: string): boolean => titleWords.test(text) && text.length <= 80;

/** One to five words of letters, at least one begun with a capital: it may be somebody's name. */
export const looksLikeName = (text: string): boolean => {
  const words = text.trim().split(/\s+/);
  return (
    words.length >= 1 &&
    words.length <= 5 &&
    text.length <= 60 &&
    words.every((word) => /^[\p{L}\p{M}'’.-]+$/u.test(word)) &&
    /^\p{Lu}/u.test(words[0] ?? '') &&
    !looksLikeTitle(text)
  );
};

const filler =
  /^(?:(?:asdf?|sdfg?|qwert?y?|qwe|dfgh?|hjkl?|jkl|zxcv?|yxcv|lkj|test(?:ing|er)?|tset|xxx+|aaa+|abc+|foo|bar|baz|none|n\/?a|nope|blah|dummy|fake|nobody|asd|12345*|(.)\1{2,})[\s\d._-]*)+$/iu;

/** Typed to get past a form that insists. */
export const isFiller = (text: string | null | undefined): boolean =>
  Boolean(text) && filler.test(text?.trim() ?? '');

/** Equal for two spellings of a name without its marks: "Inês" and "Ines". */
export const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .toLowerCase()
    .trim();
