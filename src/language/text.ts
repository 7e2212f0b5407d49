/** What somebody typed, as plain text: chat markup resolved, look-alike spaces and invisible characters gone. */

/** Longer messages are not requests. */
export const longestRequest = 2_000;

// Zero-width characters, direction marks, tatweel, control characters.
const invisible = /[\p{Cf}\p{Cc}\u0640]|\p{Variation_Selector}/gu;
const emoji = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator})+/gu;
const kept = /[©®™]/;
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Chat markup → what it means. People become `@ID`; entities are decoded once; quoted lines are context and left out. */
export function plain(raw: string): string {
  const decoded = raw
    .slice(0, longestRequest * 4)
    .normalize('NFC')
    .replace(/<@([A-Z0-9]{2,20})(?:\|[^>]{0,100})?>/g, ' @$1 ')
    .replace(/<#([A-Z0-9]{2,20})(?:\|([^>]{0,100}))?>/g, (_, id: string, name?: string) => ` #${name || id} `)
    .replace(/<![^>]{0,200}>/g, ' ')
    .replace(/<(?:https?|mailto|tel|slack):[^|>]{0,2000}\|([^>]{0,500})>/g, '$1')
    .replace(/<((?:https?|mailto|tel|slack):[^|>]{0,2000})>/g, '$1')
    .replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);
  return (
    unquoted(decoded)
      .replace(/\s+/g, ' ')
      .replace(invisible, '')
      .normalize('NFKC')
      .replace(/[‘’‛ʼ`´]/g, "'")
      .replace(/[“”„«»]/g, '"')
      .replace(/[‐‑‒–—―−]/g, '-')
      .replace(/(^|\s):[a-z0-9_+-]{2,40}:(?=\s|$)/g, '$1')
      .replace(emoji, (found) => (kept.test(found) ? found : ' '))
      .replace(/\bper cents?\b/gi, 'percent')
      .replace(/\bw\/o(?:ut)?\b/gi, 'without')
      .replace(/\bw\/(?=[\s\p{L}])/giu, 'with ')
      .replace(/\b([CA])\$/g, '$1USD ')
      .replaceAll('CUSD ', 'CAD ')
      .replaceAll('AUSD ', 'AUD ')
      .replace(/\bUS\$/g, '$')
      .replace(/(\p{L}+)-(?:sourced|led|generated)\b/giu, 'source $1')
      .replace(/(\p{L}+)-tagged\b/giu, 'tagged $1')
      .replace(/[•·▪‣◦]/g, ' , ')
      .replace(/\bpipe(?:line)? ?gen(?:eration|erated)?\b/gi, 'pipeline created')
      .replace(/\blogos\b/gi, 'accounts')
      .replace(
        /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)([a-z]*)\b/gi,
        '$1 to $2$3',
      )
      // The slashes of an address are its own.
      .replace(/https?:\/\/\S+|(\p{L}{4,})\/(\p{L}{4,})/gu, (all, one?: string, other?: string) =>
        one === undefined ? all : `${one} / ${other}`,
      )
      .replace(/'''|\*|~(?=\S)|(?<=\S)~/g, ' ')
      .replace(/(^|\s)_+|_+(?=\s|$)/g, '$1')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** A line that begins with ">" is somebody else's words, unless nothing else was said or it compares ("> 100k"). */
function unquoted(text: string): string {
  const lines = text.split(/\r?\n/);
  const own = lines.filter((line) => !/^\s*>\s*\S/.test(line) || /^\s*>\s*=?\s*[\d$€£]/.test(line));
  return own.some((line) => line.trim() !== '') ? own.join(' ') : text;
}

/** For comparing: compatibility forms, case, accents and strokes folded away. Look-alike letters of other scripts stay different. */
export function fold(word: string): string {
  if (isPlain(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .replace(/[\p{Mn}\p{Me}]/gu, '')
    .replace(invisible, '')
    .toLowerCase()
    .replace(/[\p{Mn}\p{Me}]/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae');
}

function isPlain(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) > 127) return false;
  return true;
}

/** Letters and digits only, folded: "GTX-Pro", "GTX Pro" and "gtxpro" are one. */
export const squash = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
