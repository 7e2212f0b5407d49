/** An arrival to a lead, by rules: a web form, the text of a mail, the row of a file. Pure; nothing throws, nothing is lost without a word. */
import { readAddress } from '../../sales/addresses.ts';
import { phonesIn } from '../../sales/phones.ts';
import { ofForm, pairsOf } from './form.ts';
import { judge } from './judge.ts';
import { readLetter } from './letter.ts';
import { type Mail, type Mailbox, readMail } from './mime.ts';
import type { Loose, Reading } from './nouns.ts';
import { readSignature } from './signature.ts';
import { bare, looksLikeCompany, recased } from './words.ts';

/** No text is read beyond this many characters. */
const longest = 60_000;

/** The body of a web form: JSON, URL encoding or lines of `Label: value`. */
export function readForm(body: string): Reading {
  return readPairs(pairsOf(isJson(body) ? body : body.slice(0, longest)));
}

const isJson = (body: string): boolean => /^\s*[[{]/.test(body);

/** A mail begins with its headers, whatever hangs on it. */
const isBinary = (raw: string): boolean => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no text has.
  const odd = raw.slice(0, 2_000).match(/[\0-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return odd > 10;
};

/** So little text, with nothing beside it, tells nobody anything. */
const tooLittle = 20;

/**
 * Why nobody could do anything with what came, as sentences with the way out; null: it can be read. What is kept as no
 * lead, such as a notice of absence, can be.
 */
export async function whyUnreadable(channel: 'form' | 'email', raw: string): Promise<string | null> {
  if (channel === 'form' && isJson(raw)) {
    try {
      JSON.parse(raw);
    } catch (error) {
      return `It is not JSON: ${error instanceof Error ? error.message : error}. Send it again, whole.`;
    }
  }
  if (isBinary(raw)) return 'It is no text: neither a mail nor a form.';
  const reading = channel === 'form' ? readForm(raw) : await readMailText(raw);
  const said = channel === 'form' ? pairsOf(raw).map(([, value]) => value) : [reading.lead.message ?? ''];
  const says = said.join(' ').trim().length >= tooLittle;
  if (!reading.isLead || says || reading.given.some((field) => field !== 'message')) return null;
  return channel === 'form'
    ? 'It has no field of a lead. Send at least an e-mail, a phone number, a name or a message.'
    : 'It has no headers of a mail, and nothing that says who wrote it. Send the whole mail.';
}

/** Labels and values, from a form or from the row of a file. */
export function readPairs(pairs: [string, string][]): Reading {
  const loose = ofForm(pairs);
  return judge(loose, { text: loose.message?.value ?? '' });
}

/** The text of a mail, with its headers or without. */
export async function readMailText(raw: string): Promise<Reading> {
  const mail = await readMail(raw.slice(0, 1_000_000));
  const body = mail.body.slice(0, longest);
  if (mail.from === null) {
    // Lines of a form look like headers, too.
    const form = ofForm(pairsOf(raw.slice(0, longest)));
    if (form.email) return judge(form, { text: form.message?.value ?? '' });
  }
  const refused = refusal(mail, body);
  if (refused !== null) return judge({}, { text: '', refused });
  const letter = readLetter(body, mail.subject);
  const forwarded = letter.forwarded;
  const inner = forwarded ? readLetter(forwarded.text, null) : letter;
  const said = inner.said;
  // A site's own notice of a form is written by a machine: who it is about stands in its lines.
  const form = ofForm(pairsOf(said));
  if (form.email && (form.name || form.company || form.phone)) return judge(form, { text: said });
  const writer = forwarded ? (forwarded.from ?? null) : writerOf(mail);
  const subject = forwarded ? forwarded.subject : mail.subject;
  // Of a mail that was passed on the headers are the colleague's.
  const header = forwarded ? undefined : mail.header;
  // What a notice says below its text is a sign, too.
  const text = [said, ...inner.signature].join('\n');
  return judge(fromLetter(writer, subject, inner), { text, ...(header ? { header } : {}) });
}

/** Who wants an answer: the one to reply to, where the mail was sent by a machine. */
function writerOf(mail: Mail): Mailbox | null {
  const sent = mail.from;
  if (!mail.replyTo || mail.replyTo.address === sent?.address) return sent;
  return sent === null || isMachine(sent.address) ? mail.replyTo : sent;
}

const isMachine = (address: string): boolean =>
  /^(?:no-?reply|do-?not-?reply|notifications?|website|web|forms?|mailer|wordpress|www-data|automail)\b/i.test(
    address,
  );

function fromLetter(
  writer: Mailbox | null,
  subject: string | null,
  letter: { said: string; signature: string[] },
): Loose {
  const loose: Loose = {};
  const { said } = letter;
  const called = writer?.name && !writer.name.includes('@') ? nameOf(writer.name) : null;
  const mailAddress = writer?.address ?? addressIn([said, ...letter.signature].join('\n'));
  if (mailAddress) loose.email = { value: mailAddress, found: writer ? 'header' : 'form' };
  const region = regionOf(mailAddress);
  const signed = readSignature(letter.signature, called, region);
  Object.assign(loose, signed);
  if (called && looksLikeCompany(called)) loose.company ??= { value: called, found: 'header' };
  else if (called) {
    // The same name with its accents is the better one.
    const same = signed.name && bare(signed.name.value) === bare(called);
    loose.name = { value: same && signed.name ? signed.name.value : called, found: 'header' };
  }
  const [phone] = loose.phone ? [] : phonesIn(said, region);
  const [national] =
    loose.phone || phone ? [] : (/(?<![\p{L}\p{N}@.])0\d[\d ()./-]{6,16}\d(?!\p{N})/u.exec(said) ?? []);
  if (phone) loose.phone = { value: phone.e164, found: 'form' };
  else if (national) loose.phone = { value: national, found: 'form' };
  const about = said === '' ? (subject?.replace(/^\s*(?:(?:re|aw|fwd?|wg|tr)\s*:\s*)+/i, '') ?? '') : said;
  if (about !== '') loose.message = { value: about, found: 'header' };
  return loose;
}

/** "Roe, Jane" is Jane Roe; a firm behind the name stays out. */
function nameOf(header: string): string {
  const plain = header
    .replace(/^["']+|["']+$/g, '')
    .replace(/\s*[([].*[)\]]\s*$/, '')
    .trim();
  const [, last, first] = /^([\p{L}'’-]+),\s+([\p{L}'’. -]+)$/u.exec(plain) ?? [];
  return recased(last && first && !looksLikeCompany(plain) ? `${first} ${last}` : plain);
}

const addressIn = (text: string): string | null =>
  /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/u.exec(text)?.[0] ?? null;

function regionOf(address: string | null): string | null {
  const read = address ? readAddress(address) : null;
  const ending = read && !('wrong' in read) ? (read.domain.split('.').at(-1) ?? '') : '';
  if (/^(?:de|at|ch|fr|it|es|pt|nl|be|pl|uk|ie|se|dk|no|fi|in|br|mx|au|nz|jp|ca|za|cz)$/.test(ending))
    return ending === 'uk' ? 'GB' : ending.toUpperCase();
  return null;
}

/** Why a mail is no lead: nobody wrote it. */
function refusal(mail: Mail, body: string): string | null {
  const from = mail.from?.address ?? '';
  const subject = mail.subject ?? '';
  if (
    /^(?:mailer-daemon|postmaster)\b/i.test(from) ||
    /report-type="?delivery-status/i.test(mail.header('content-type') ?? '') ||
    /^(?:undeliver(?:ed|able)|delivery (?:status notification|failure|has failed)|returned mail|mail delivery (?:failed|subsystem)|unzustellbar|failure notice)/i.test(
      subject,
    )
  )
    return 'It is the notice of a mail that could not be delivered.';
  const auto = mail.header('auto-submitted');
  if (
    (auto !== null && !/^no\b/i.test(auto) && !/^auto-generated/i.test(auto)) ||
    mail.header('x-autoreply') !== null ||
    /^(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?reply|auto:|abwesenheit|automatische antwort|réponse automatique|absence|risposta automatica|respuesta automática|resposta automática|automatisch antwoord)/i.test(
      subject,
    )
  )
    return 'It is a notice of absence.';
  if (body.trim() === '' && subject.trim() === '') return 'It is empty.';
  return null;
}
