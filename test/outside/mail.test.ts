import { createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { htmlOf, smtpMailer } from '../../src/outside/mail.ts';

type Got = { to: string[]; text: string };

/** A real mail server on this machine that takes the mail or says why not. */
async function withServer(
  work: (url: string, got: Got[]) => Promise<void>,
  more: { refuse?: number; loses?: boolean } = {},
): Promise<void> {
  const got: Got[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('nobody'))
        return done(Object.assign(new Error('No such person'), { responseCode: 550 }));
      if (address.startsWith('later')) return done(Object.assign(new Error('Busy'), { responseCode: 451 }));
      done();
    },
    onData: (stream, session, done) => {
      let text = '';
      stream.on('data', (part: Buffer) => (text += part.toString()));
      stream.on('end', () => {
        got.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        if (!more.loses) return done();
        // Taken, and nobody says so.
        for (const client of server.connections) (client as { close(): void }).close();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.server.address();
  const port = typeof at === 'object' && at ? at.port : 0;
  try {
    await work(`smtp://127.0.0.1:${port}`, got);
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
const mail = (to: string) => ({
  to,
  subject: 'Acme Platform',
  text: 'Acme <b>Platform</b> & co\nhas been quiet.\n\nIs "15 Apr" right?',
  messageId: '<abc@steward.invalid>',
});

test('a mail goes with our own id, as text and as the same in HTML, without a picture or a link', () =>
  withServer(async (url, got) => {
    const mailer = smtpMailer({ url, from: 'steward@example.com' });
    expect(await mailer.check()).toBeNull();
    expect(await mailer.send(mail('priya@example.com'))).toEqual({ say: 'sent' });
    expect(got).toHaveLength(1);
    const text = got[0]?.text.replaceAll('=\r\n', '') ?? '';
    expect(got[0]?.to).toEqual(['priya@example.com']);
    expect(text).toContain('Message-ID: <abc@steward.invalid>');
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toContain('From: Steward <steward@example.com>');
    expect(text).toContain('Acme &lt;b&gt;Platform&lt;/b&gt; &amp; co<br>has been quiet.');
    expect(text).not.toMatch(/<img|<a |https?:/);
  }));

test('text from outside cannot write a header or another address', () =>
  withServer(async (url, got) => {
    const mailer = smtpMailer({ url, from: 'steward@example.com' });
    const sent = await mailer.send({
      ...mail('priya@example.com'),
      subject: 'Acme\r\nBcc: everybody@example.com\r\n\r\nhello',
    });
    expect(sent).toEqual({ say: 'sent' });
    expect(got[0]?.to).toEqual(['priya@example.com']);
    expect(got[0]?.text).not.toMatch(/^Bcc:/m);
  }));

test.each([
  ['nobody@example.com', 'refused', 'The mail server refused it (550).'],
  ['later@example.com', 'later', 'The mail server does not take it now (451).'],
])('%s: %s', (to, say, because) =>
  withServer(async (url) => {
    expect(await smtpMailer({ url, from: 'steward@example.com' }).send(mail(to))).toEqual({ say, because });
  }),
);

test('a server that is away has not got it; one that takes it and does not answer may have', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const at = free.address();
  const port = typeof at === 'object' && at ? at.port : 0;
  await new Promise<void>((resolve) => free.close(() => resolve()));
  const away = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'steward@example.com' });
  expect(await away.send(mail('priya@example.com'))).toMatchObject({ say: 'later' });
  expect(await away.check()).toBe('The mail server did not answer.');
  await withServer(
    async (url, got) => {
      const mailer = smtpMailer({ url, from: 'steward@example.com' });
      expect(await mailer.send(mail('priya@example.com'))).toMatchObject({ say: 'unknown' });
      expect(got).toHaveLength(1);
    },
    { loses: true },
  );
});

test('all that is in the HTML is text', () => {
  expect(htmlOf(`<script>x</script>\n\n"a" & 'b'`)).toBe(
    '<p>&lt;script&gt;x&lt;/script&gt;</p>\n<p>&quot;a&quot; &amp; &#39;b&#39;</p>',
  );
});
