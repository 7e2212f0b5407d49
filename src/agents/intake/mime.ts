/** A mail as it is sent (RFC 5322, MIME) to its headers and its text. What is malformed is read as far as it goes; nothing throws. */
import PostalMime, { type Address, addressParser, decodeWords, type Email } from 'postal-mime';
import { decoded, toBytes, wireOf } from './bytes.ts';

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

/** Mails in mails are followed so deep, parts in parts a little deeper. */
const deepest = 6;
const bounds = { maxNestingDepth: 20, maxHeadersSize: 500_000, forceRfc822Attachments: true };
const headerLine = /^[!-9;-~]{1,80}:/;

export const readMail = (raw: string): Promise<Mail> => readWire(wireOf(raw), 0);

async function readWire(wire: string, depth: number): Promise<Mail> {
  const text = firstLines(wire.replace(/\r\n?/g, '\n'))
    .replace(/^\n+/, '')
    .replace(/^From .*\n/, '');
  // Text that begins with no header line is all body, and so is what is no mail to its reader.
  const email = headerLine.test(text)
    ? await PostalMime.parse(bytesOf(text), bounds).catch(() => null)
    : null;
  return email === null ? bodyAlone(text) : mailOf(email, await bodyOf(email, depth));
}

/** Lines of attachments are long; so many short ones are there to keep a reader busy, and what follows is not read. */
const mostShortLines = 8_000;
const shortLine = 24;
function firstLines(text: string): string {
  let at = -1;
  for (let n = 0; n < mostShortLines; n += 1) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return text;
  }
  return at < mostShortLines * shortLine ? text.slice(0, at) : text;
}

/** Where nothing names a character set, text is UTF-8 or Windows-1252, in the headers as well. */
const bytesOf = (wire: string): Uint8Array =>
  /charset\s*=/i.test(wire) ? toBytes(wire) : new TextEncoder().encode(decoded(toBytes(wire)));

const bodyAlone = (text: string): Mail => ({
  from: null,
  replyTo: null,
  subject: null,
  messageId: null,
  header: () => null,
  body: decoded(toBytes(text)).trim(),
});

function mailOf(email: Email, body: string): Mail {
  const header = (name: string): string | null => {
    const value = email.headers.find(({ key }) => key === name)?.value;
    return value === undefined ? null : decodeWords(value).replace(/\s+/g, ' ').trim();
  };
  return {
    from: boxOf(email.from ? [email.from] : []),
    replyTo: boxOf(email.replyTo ?? []),
    subject: header('subject'),
    messageId: /<([^<>\s]+)>/.exec(header('message-id') ?? '')?.[1] ?? null,
    header,
    body,
  };
}

/** Attachments are left out, but for mails: such a one reads as one that was forwarded in the text. */
async function bodyOf(email: Email, depth: number): Promise<string> {
  const own = email.text ?? (email.html === undefined ? '' : fromHtml(email.html));
  const mails = depth < deepest ? email.attachments.filter(isMail) : [];
  const passedOn = await Promise.all(mails.map(({ content }) => attached(content, depth + 1)));
  return [own, ...passedOn]
    .map((part) => part.replace(/\r\n?/g, '\n').trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

type Attachment = Email['attachments'][number];
const isMail = ({ mimeType, disposition }: Attachment): boolean =>
  mimeType === 'message/rfc822' && disposition !== 'attachment';

async function attached(content: Attachment['content'], depth: number): Promise<string> {
  const wire =
    typeof content === 'string' ? wireOf(content) : Buffer.from(content as ArrayBuffer).toString('latin1');
  const inner = await readWire(wire, depth);
  const lines = ['from', 'date', 'subject', 'to'].flatMap((name) => {
    const value = inner.header(name);
    return value === null ? [] : [`${name[0]?.toUpperCase()}${name.slice(1)}: ${value}`];
  });
  return `---------- Forwarded message ---------\n${lines.join('\n')}\n\n${inner.body}`;
}

/** "Jane Roe <jane@x.example>", `"Roe, Jane" <…>`, "jane@x.example (Jane Roe)"; the first where there are several. */
export const mailbox = (value: string | null): Mailbox | null =>
  value === null ? null : boxOf(addressParser(value.slice(0, 2_000), { flatten: true }));

function boxOf(all: Address[]): Mailbox | null {
  const [first] = all.flatMap((one) => one.group ?? [one]);
  return first && /^[^\s@]+@[^\s@]+$/.test(first.address)
    ? { name: first.name.trim() || null, address: first.address }
    : null;
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
