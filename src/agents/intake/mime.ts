/** A mail as it is sent (RFC 5322, MIME) to its headers and its text. What is malformed is read as far as it goes; nothing throws. */
import { decoded, fromBase64, fromQuotedPrintable, toBytes, wireOf } from './bytes.ts';

export type Mailbox = { name: string | null; address: string };
export type Mail = {
  from: Mailbox | null;
  replyTo: Mailbox | null;
  subject: string | null;
  messageId: string | null;
  /** Header by its name in small letters, words decoded; the first one where a name comes more than once. */
  header: (name: string) => string | null;
  /** The plain text; of a mail in HTML alone, its text. */
  body: string;
};

/** Mails in mails, and parts in parts, are followed so deep. */
const deepest = 6;

export function readMail(raw: string): Mail {
  const part = partOf(wireOf(raw).replace(/\r\n?/g, '\n'));
  const header = (name: string): string | null => {
    const value = part.headers.get(name);
    return value === undefined ? null : wordsOf(value);
  };
  return {
    from: mailbox(header('from')),
    replyTo: mailbox(header('reply-to')),
    subject: header('subject'),
    messageId: /<([^<>\s]+)>/.exec(header('message-id') ?? '')?.[1] ?? null,
    header,
    body: textOf(part, 0).trim(),
  };
}

type Part = { headers: Map<string, string>; content: string };

const headerLine = /^[!-9;-~]{1,80}:/;

/** Text that begins with no header line is all body. */
function partOf(wire: string): Part {
  const text = wire.replace(/^\n+/, '').replace(/^From .*\n/, '');
  if (!headerLine.test(text)) return { headers: new Map(), content: text };
  const end = /\n[ \t]*\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const lines = head.replace(/\n[ \t]+/g, ' ').split('\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    if (!headerLine.test(line)) continue;
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(at + 1).trim());
  }
  return { headers, content: end ? text.slice(end.index + end[0].length) : '' };
}

function textOf(part: Part, depth: number): string {
  const { type, params } = contentType(part.headers.get('content-type'));
  if (type.startsWith('multipart/') && params.boundary && depth < deepest)
    return ofParts(parted(part.content, params.boundary), type, depth);
  if (type.startsWith('text/') || type === '') {
    const text = decoded(bytesOf(part), params.charset ?? null);
    return type === 'text/html' ? fromHtml(text) : text;
  }
  return '';
}

/** Of alternatives the plain one; of mixed parts those that are text, attachments left out. */
function ofParts(parts: Part[], type: string, depth: number): string {
  const typeOf = (part: Part) => contentType(part.headers.get('content-type')).type;
  if (type === 'multipart/alternative') {
    const plain = parts.find((part) => ['text/plain', ''].includes(typeOf(part))) ?? parts[0];
    const text = plain ? textOf(plain, depth + 1).trim() : '';
    if (text !== '') return text;
    return parts.map((part) => textOf(part, depth + 1)).find((one) => one.trim() !== '') ?? '';
  }
  return parts
    .filter((part) => !/^attachment/i.test(part.headers.get('content-disposition') ?? ''))
    .map((part) =>
      typeOf(part) === 'message/rfc822' && depth < deepest
        ? attached(partOf(part.content), depth)
        : textOf(part, depth + 1),
    )
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

/** A mail within a mail reads as one that was forwarded in the text. */
function attached(inner: Part, depth: number): string {
  const lines = ['from', 'date', 'subject', 'to'].flatMap((name) => {
    const value = inner.headers.get(name);
    return value === undefined ? [] : [`${name[0]?.toUpperCase()}${name.slice(1)}: ${wordsOf(value)}`];
  });
  return `---------- Forwarded message ---------\n${lines.join('\n')}\n\n${textOf(inner, depth + 1)}`;
}

function parted(content: string, boundary: string): Part[] {
  const escaped = boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pieces = content.split(new RegExp(`^--${escaped}(?:--)?[ \\t]*$`, 'm'));
  return pieces.slice(1).flatMap((piece) => (piece.trim() === '' ? [] : [partOf(piece.replace(/^\n/, ''))]));
}

function bytesOf(part: Part): Uint8Array {
  const encoding = (part.headers.get('content-transfer-encoding') ?? '').trim().toLowerCase();
  if (encoding === 'base64') return fromBase64(part.content);
  return toBytes(encoding === 'quoted-printable' ? fromQuotedPrintable(part.content) : part.content);
}

function contentType(value: string | undefined): {
  type: string;
  params: Record<string, string | undefined>;
} {
  const [type = '', ...rest] = (value ?? '').split(';');
  const params: Record<string, string> = {};
  for (const piece of rest) {
    const [, name, quotedValue, bare] = /^\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|(\S+))/.exec(piece) ?? [];
    if (name) params[name.toLowerCase()] = quotedValue ?? bare ?? '';
  }
  return { type: type.trim().toLowerCase(), params };
}

/** RFC 2047: words of a header in other character sets. Bytes beyond ASCII without it are read as UTF-8. */
function wordsOf(value: string): string {
  const plain = decoded(toBytes(value), null);
  return plain
    .replace(/(=\?[^?\s]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bq]\?)/gi, '$1')
    .replace(
      /=\?([^?*\s]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi,
      (_, charset: string, how: string, text: string) =>
        decoded(
          how.toLowerCase() === 'b'
            ? fromBase64(text)
            : toBytes(fromQuotedPrintable(text.replaceAll('_', ' ').replace(/=\n/g, ''))),
          charset,
        ),
    )
    .replace(/\s+/g, ' ')
    .trim();
}

/** "Jane Roe <jane@x.example>", `"Roe, Jane" <…>`, "jane@x.example (Jane Roe)"; the first where there are several. */
export function mailbox(value: string | null): Mailbox | null {
  if (!value) return null;
  const [, quoted, bare, angled] =
    /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(value) ?? [];
  if (angled)
    return { name: (quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '').trim() || null, address: angled };
  const [, address, comment] = /^\s*([^\s<>,;()[\]]+@[^\s<>,;()[\]]+)\s*(?:\(([^()]*)\))?/.exec(value) ?? [];
  return address ? { name: comment?.trim() || null, address } : null;
}

/** The text of a page; what is only drawn (styles, scripts) is gone. */
export function fromHtml(html: string): string {
  return html
    .slice(0, 400_000)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(style|script|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/[ \t\n]+/g, ' ')
    .replace(/<blockquote\b[^>]*>/gi, '\n> ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6]|\/blockquote)\b[^>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, name) => {
      if (name) return entities[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
        ? String.fromCodePoint(code)
        : '';
    })
    .replace(/(?<![ \t])[ \t]+\n/g, '\n')
    .replace(/\n[ \t]+/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ecirc: 'ê',
  ntilde: 'ñ',
  oacute: 'ó',
  aacute: 'á',
  iacute: 'í',
  uacute: 'ú',
  atilde: 'ã',
  otilde: 'õ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  copy: '©',
  reg: '®',
  euro: '€',
};
