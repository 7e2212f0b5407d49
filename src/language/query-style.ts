/** Requests written like a search box or like SQL's conditions: "stage:Proposal owner:me", "where amount > 50000 and next_step is null". */

const style =
  /(?:^|[\s,;&|])[a-z_][a-z_.]*\s*(?::|!=|<>|==?)\s*['"]?[\p{L}\d]|\bwhere\b.*(?:[<>=]| is null| is not null| in \()|\bgroup by\b|\border by\b|\b(?:count|avg|sum|max|min|median)\s*\(/iu;
const prose = /^(?:(?:hi|hey|hello|ok|okay|please|so|morning|steward)\b|[^:]*\?\s*$)/i;

/** The same in words; the text itself where it is not written so. */
export function inWords(text: string): string {
  if (!style.test(text) || (prose.test(text) && !/[=]|\bgroup by\b/i.test(text))) return text;
  const spoken = text
    .replace(/\bselect\b(?:\s+\*)?/gi, ' ')
    .replace(/\bfrom\s+(?:deals?|opps?|opportunities|pipeline)\b/gi, ' ')
    .replace(/\b(created|closed|close[ _]date)\s*>=?\s*(?=\d{4}-)/gi, '$1 since ')
    .replace(/\b(created|closed|close[ _]date)\s*<=?\s*(?=\d{4}-)/gi, '$1 before ')
    .replace(/\bwhere\b/gi, ' ')
    .replace(/\bcount\s*\(\s*\*?\s*\)/gi, 'count of deals')
    .replace(/\bavg\s*\(([^)]*)\)/gi, 'average $1')
    .replace(/\bsum\s*\(([^)]*)\)/gi, 'sum of $1')
    .replace(/\bmax\s*\(([^)]*)\)/gi, 'max $1')
    .replace(/\bmin\s*\(([^)]*)\)/gi, 'min $1')
    .replace(/\bmedian\s*\(([^)]*)\)/gi, 'median $1')
    .replace(/([a-z_][a-z_.]*)\s*(?:=|:|is)\s*(?:null|none|empty|blank|missing)\b/gi, 'without $1')
    .replace(/([a-z_][a-z_.]*)\s+is not null\b/gi, 'with $1')
    .replace(/([a-z_][a-z_.]*)\s*(?:!=|<>)\s*/gi, 'not $1 ')
    .replace(/\bnot in\s*\(([^)]*)\)/gi, (_, names: string) => `not ${names}`)
    .replace(/\bin\s*\(([^)]*)\)/gi, '$1')
    .replace(/\bgroup[ _]?by\s*[:=]\s*/gi, ' by ')
    .replace(/\bmeasure\s*[:=]\s*count\b/gi, ' count of deals ')
    .replace(/\bmeasure\s*[:=]\s*(sum|average|avg|median|max|min)\b/gi, ' $1 of amount ')
    .replace(/\bsort(?:[ _]?by)?\s*[:=]\s*([a-z_]+)[ :]+(asc|desc)\b/gi, ' sorted by $1 $2ending ')
    .replace(/\bsort(?:[ _]?by)?\s*[:=]\s*/gi, ' sorted by ')
    .replace(/\border by\s+(\S+)\s+(asc|desc)\b/gi, 'sorted by $1 $2ending')
    .replace(/\border by\b/gi, 'sorted by')
    .replace(/\blimit\s*[:=]?\s*(\d+)/gi, 'top $1')
    .replace(/\b(owner|rep)\s*[:=]\s*(?:me|mine)\b/gi, 'my')
    .replace(/\bclosed?\s*[:=]\s*(?=(?:19|20)\d\d)/gi, 'closed in ')
    .replace(/\byear\s*[:=]\s*(?=(?:19|20)\d\d)/gi, 'in ')
    .replace(/\b(?:status|outcome)\s*[:=]\s*['"]?(\w+)['"]?/gi, '$1 deals , ')
    .replace(/\bidle\s*(>=?|=)\s*(\d+)\s*d?/gi, 'idle $1 $2 days')
    .replace(/([a-z_]{2,})\s*(?::|==?)\s*(?=['"\p{L}\d])/giu, '$1 ')
    .replace(/['"]/g, ' ')
    .replace(/(?<=[a-z])_(?=[a-z])/gi, ' ')
    .replace(/\bdeal stage\b/gi, 'stage')
    .replace(/\b(?:close value|deal value)\b/gi, 'amount')
    .replace(/\bsales agent\b/gi, 'owner')
    .replace(/\b(?:max|maximum)\s+amount\b/gi, 'max amount of deals')
    .replace(/[&|;]+/g, ' , ')
    .replace(/\s+/g, ' ')
    .trim();
  return /\b(?:deals?|opps?|leads?)\b/i.test(spoken) ? spoken : `deals ${spoken}`;
}
