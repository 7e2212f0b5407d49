/** The parts of a mail's text: what its writer says now, the signature below it, and what is only quoted or passed on. */
import { type Mailbox, mailbox } from './mime.ts';

export type Letter = {
  /** What was written now: no quotation, no signature, no notice of the firm's lawyers. */
  said: string;
  signature: string[];
  /** Somebody passed on what another person had written. */
  forwarded: { from: Mailbox | null; subject: string | null; text: string } | null;
};

const forwardMarks =
  /^[ \t]*(?:-{2,}\s*(?:forwarded message|weitergeleitete nachricht|message transf[ée]r[ée]|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|ursprüngliche nachricht|original message|message d'origine|mensaje original|messaggio originale|mensagem original)\s*-{2,}|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message (?:réexpédié|transféré)\s*:)[ \t]*$/im;
const headLine =
  /^[ \t>*]*(from|von|de|da|van|sent|gesendet|envoyé|enviado|inviato|date|datum|data|fecha|to|an|à|para|a|subject|betreff|objet|asunto|oggetto|assunto|cc)[ \t*]*:[ \t*]*(.*)$/i;

/** Lines after which nothing new is said. */
const quotes = [
  /^[ \t]*>/m,
  /^[ \t]*(?:on|am|le|il giorno|el|em|op|den)\b[^\n]{4,200}(?:\n[^\n]{0,120})?\b(?:wrote|schrieb|a écrit|ha scritto|escribió|escreveu|schreef|skrev)\b[^\n]{0,80}:[ \t]*$/im,
  /^[ \t]*_{8,}[ \t]*$(?=\n+[ \t]*(?:from|von|de|da)\s*:)/im,
  forwardMarks,
];

export function readLetter(body: string, subject: string | null): Letter {
  const text = body.replace(/\r\n?/g, '\n').replace(/\u00A0/g, ' ');
  const forwarded = passedOn(text, subject);
  const own = text.slice(
    0,
    Math.min(
      text.length,
      ...quotes.map((mark) => mark.exec(text)?.index ?? text.length),
      headBlock(text) ?? text.length,
    ),
  );
  return { ...signed(own), forwarded };
}

const isForward = (subject: string | null): boolean =>
  /^\s*(?:(?:re|aw)\s*:\s*)*(?:fwd?|wg|tr|i|rv|enc|doorst)\s*:/i.test(subject ?? '');

/** Where the heads of an earlier mail (From, Sent, To, Subject) stand one below the other. */
function headBlock(text: string): number | null {
  const lines = text.split('\n');
  let at = 0;
  for (const [n, line] of lines.entries()) {
    const first = headLine.exec(line)?.[1]?.toLowerCase() ?? '';
    if (['from', 'von', 'de', 'da', 'van'].includes(first)) {
      const more = lines.slice(n + 1, n + 6).filter((one) => headLine.test(one)).length;
      if (more >= 2) return at;
    }
    at += line.length + 1;
  }
  return null;
}

function passedOn(text: string, subject: string | null): Letter['forwarded'] {
  const mark = forwardMarks.exec(text);
  const explicit =
    mark !== null && /forward|weitergeleitet|transf|reenviado|encaminhada|inoltrato|réexpédié/i.test(mark[0]);
  if (!explicit && !isForward(subject)) return null;
  const start = mark ? mark.index + mark[0].length : headBlock(text);
  if (start === null) return null;
  const lines = text.slice(start).replace(/^\n+/, '').split('\n');
  const heads: Record<string, string> = {};
  let n = 0;
  for (; n < lines.length; n++) {
    const [, name, value] = headLine.exec(lines[n] ?? '') ?? [];
    if (name === undefined) break;
    heads[name.toLowerCase()] ??= (value ?? '').trim();
  }
  const from = heads.from ?? heads.von ?? heads.de ?? heads.da ?? heads.van ?? null;
  const about =
    heads.subject ?? heads.betreff ?? heads.objet ?? heads.asunto ?? heads.oggetto ?? heads.assunto ?? null;
  return {
    from: writer(from),
    subject: about,
    text: lines
      .slice(n)
      .join('\n')
      .replace(/^[ \t]*>[ \t]?/gm, '')
      .trim(),
  };
}

/** "Jane Roe [mailto:jane@x.example]" and "Jane Roe [jane@x.example]" as well. */
const writer = (value: string | null): Mailbox | null =>
  mailbox(
    value?.replace(/<mailto:[^<>]*>/gi, '').replace(/\[(?:mailto:)?([^[\]\s]+@[^[\]\s]+)\]/i, '<$1>') ?? null,
  );

const closings =
  /^[ \t]*(?:(?:with |my )?(?:kind|best|warm|many)(?:est)? (?:regards|wishes|thanks)|kind regards|regards|best|cheers|sincerely|yours (?:sincerely|truly|faithfully)|thanks(?: (?:and regards|in advance|a lot|so much))?|thank you(?: (?:very much|and regards|in advance))?|many thanks|mit (?:freundlichen|besten|herzlichen) gr(?:ü|ue)(?:ß|ss)en|(?:viele|beste|liebe|herzliche|freundliche) gr(?:ü|ue)(?:ß|ss)e|mfg|danke(?: und gru(?:ß|ss))?|cordialement|bien (?:à vous|cordialement)|salutations|merci(?: d'avance)?|cumprimentos|atenciosamente|obrigad[oa]|saludos(?: cordiales)?|atentamente|un saludo|gracias|cordiali saluti|distinti saluti|saluti|grazie|met vriendelijke groet(?:en)?|groeten|med vänliga hälsningar|vänliga hälsningar|med venlig hilsen|pozdrawiam)[ \t]*[,.!–-]?[ \t]*$/i;
const device =
  /^[ \t]*(?:sent from (?:my|outlook|yahoo|mail)\b.*|get outlook for .*|envoyé de(?:puis)? mon .*|von meinem .{2,20} gesendet.*|gesendet von .*|enviado desde mi .*|enviado do meu .*|inviato da(?:l mio)? .*|verstuurd vanaf .*|via mobile)[ \t]*$/i;
const notice =
  /^[ \t]*(?:aviso|disclaimer|confidential(?:ity)?(?: notice)?|legal notice|haftungsausschluss|vertraulich(?:keitshinweis)?|avvertenza)\b[^a-z\n]{0,3}|^[ \t]*(?:this (?:e-?mail|message|communication)\b.{0,40}\b(?:confidential|intended|privileged)|the information (?:contained )?in this|diese (?:e-?mail|nachricht) (?:enthält|ist)|ce (?:message|courriel).{0,30}confidentiel|esta mensagem|este (?:mensaje|correo)|questo messaggio|please consider the environment|unsubscribe\b)/i;

function signed(own: string): Pick<Letter, 'said' | 'signature'> {
  let lines = own.trimEnd().split('\n');
  const warned = lines.findIndex((line) => notice.test(line));
  if (warned > 0) lines = lines.slice(0, warned);
  const apart = lines.findIndex((line) => /^-- ?$|^—\s*$|^_{3,}\s*$/.test(line));
  const closed = lines.findLastIndex((line) => closings.test(line));
  const from = lines.findIndex((line) => device.test(line));
  let start =
    apart >= 0 ? apart : closed >= 0 && lines.length - closed <= 16 ? closed : from >= 0 ? from : null;
  if (start === null) start = visiting(lines);
  // A name right above "Sent from my phone" belongs to it.
  if (start === from && start !== null && isNameLine(lines[start - 1] ?? '')) start -= 1;
  const cut = start ?? lines.length;
  const block = lines
    .slice(cut)
    .filter((line) => !closings.test(line) && !/^-- ?$|^—\s*$|^_{3,}\s*$/.test(line));
  return {
    said: lines
      .slice(0, cut)
      .filter((line) => !device.test(line))
      .join('\n')
      .trim(),
    signature: block.map((line) => line.trim()).filter((line) => line !== '' && !device.test(line)),
  };
}

const isNameLine = (line: string): boolean =>
  /^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,2}$/u.test(line.trim());

/** A block of short lines at the end, with a number or an address among them, is a card of who writes. */
function visiting(lines: string[]): number | null {
  const last = lines.findLastIndex((line, n) => line.trim() === '' && n < lines.length - 1);
  if (last <= 0) return null;
  const block = lines.slice(last + 1).filter((line) => line.trim() !== '');
  const short = block.every((line) => line.trim().length <= 60 && !/[?!]$|[.,;]$/.test(line.trim()));
  const reachable = block.some((line) => /@|(?:\+|\b0)\d[\d ()/.-]{5,}|www\./.test(line));
  return block.length >= 2 && block.length <= 8 && short && reachable ? last + 1 : null;
}
