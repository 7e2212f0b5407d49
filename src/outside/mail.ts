/** The one door for outgoing mail: SMTP, plain text with the same as simple HTML, nothing that tells who has read it. */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';

export type Mail = {
  to: string;
  subject: string;
  /** Paragraphs with an empty line between them; the HTML is made of it. */
  text: string;
  /** "<…@…>", ours: whoever gets it twice can tell. */
  messageId: string;
};
/**
 * `refused`: the server takes no mail for this address, or none of ours; it has certainly not gone. `later`: nor has it, but it
 * may go. `unknown`: the answer was lost after it was handed over. `because` is a sentence for people.
 */
export type MailSent = { say: 'sent' } | { say: 'refused' | 'later' | 'unknown'; because: string };
export type Mailer = {
  send(mail: Mail): Promise<MailSent>;
  /** Null: the server takes our login; otherwise what it says. */
  check(): Promise<string | null>;
};

/** `url` as smtp://user:password@host:587 or smtps://…; `from` is the sender's address. */
export function smtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text, messageId }) => {
      // What a broken connection means depends on whether the server had the text before: it is read when it is asked for.
      let handedOver = false;
      const body = function* () {
        handedOver = true;
        yield text;
      };
      try {
        await transport.sendMail({
          from: { name: 'Steward', address: from },
          to: { name: '', address: to },
          subject,
          text: Readable.from(body()),
          html: htmlOf(text),
          messageId,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { say: 'sent' };
      } catch (error) {
        return failed(error, handedOver);
      }
    },
    check: async () => {
      try {
        await transport.verify();
        return null;
      } catch (error) {
        return failed(error, false).because;
      }
    },
  };
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** Everything in it is text: no link, no picture, no style from outside. */
export const htmlOf = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((part) => `<p>${escaped(part).replaceAll('\n', '<br>')}</p>`)
    .join('\n');

type SmtpError = Error & { code?: string; responseCode?: number };

function failed(error: unknown, handedOver: boolean): Exclude<MailSent, { say: 'sent' }> {
  if (!(error instanceof Error)) throw error;
  const { code, responseCode }: SmtpError = error;
  const answered = responseCode ? ` (${responseCode})` : '';
  if (code === 'EAUTH')
    return { say: 'refused', because: `The mail server does not take Steward's login${answered}.` };
  if (responseCode !== undefined)
    return responseCode >= 500
      ? { say: 'refused', because: `The mail server refused it${answered}.` }
      : { say: 'later', because: `The mail server does not take it now${answered}.` };
  if (handedOver) return { say: 'unknown', because: 'The answer of the mail server was lost.' };
  return { say: 'later', because: 'The mail server did not answer.' };
}
