import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLetter } from '../../../src/agents/intake/letter.ts';
import { fromHtml, mailbox, readMail } from '../../../src/agents/intake/mime.ts';
import { readMailText } from '../../../src/agents/intake/read.ts';
import { anyCharacter } from '../../support/characters.ts';
import { workOf } from '../../support/work.ts';

const mail = (heads: string, body: string) => `${heads}\n\n${body}`;

test('a mail with a signature gives name, title, company and phone of who wrote it, and what was said without it', async () => {
  const read = await readMailText(
    mail(
      'From: "Roe, Jane" <Jane.Roe@borealis.example>\nSubject: Seats',
      'Hello,\n\nwe need 40 seats before May.\n\nKind regards,\nJane Roe\nHead of IT, Borealis GmbH\nT: +49 30 123456\nwww.borealis.example',
    ),
  );
  expect(read).toMatchObject({
    isLead: true,
    needsReview: false,
    identity: 'jane.roe@borealis.example',
    domain: 'borealis.example',
    lead: {
      name: 'Jane Roe',
      email: 'jane.roe@borealis.example',
      company: 'Borealis GmbH',
      title: 'Head of IT',
      phone: '+4930123456',
      country: 'DE',
      message: 'Hello,\n\nwe need 40 seats before May.',
    },
  });
});

test('of a mail that was passed on the lead is who wrote it first, not the colleague', async () => {
  const read = await readMailText(
    mail(
      'From: Tom Reyes <tom@steward.example>\nSubject: Fwd: Quote',
      'Is this one ours?\n\n---------- Forwarded message ---------\nFrom: Ana Lima <ana@lima.example>\nDate: Mon, 16 Mar 2026\nSubject: Quote\nTo: <sales@steward.example>\n\nPlease quote 12 licences.\n\nBest,\nAna Lima\nLima Ltda.',
    ),
  );
  expect(read.lead).toMatchObject({
    name: 'Ana Lima',
    email: 'ana@lima.example',
    company: 'Lima Ltda.',
    message: 'Please quote 12 licences.',
  });
});

test('what a reply quotes is not what was said, whoever quoted it', async () => {
  for (const body of [
    'Yes, please.\n\nOn Mon, 16 Mar 2026 at 10:00, Tom <tom@x.example> wrote:\n> Shall we talk?\n> The price is 5.',
    'Yes, please.\n\nAm 16.03.2026 um 10:00 schrieb Tom:\n\n> Sollen wir?',
    'Yes, please.\n________________________________\nFrom: Tom\nSent: Monday\nTo: Jane\nSubject: Talk\n\nShall we?',
    'Yes, please.\n\nFrom: Tom [mailto:tom@x.example]\nSent: Monday\nTo: Jane\nSubject: Talk\n\nShall we?',
    'Yes, please.\n\n-----Original Message-----\nFrom: Tom\n\nShall we?',
  ])
    expect(readLetter(body, 'Re: Talk').said).toBe('Yes, please.');
});

test("a site's notice of a form is read by its lines, not by the address of the machine that sent it", async () => {
  const read = await readMailText(
    mail(
      'From: Website <noreply@steward.example>\nSubject: New enquiry',
      'Somebody filled in the form.\n\nName: Ana Lima\nE-mail: ana@lima.example\nCompany: Lima\nMessage: A demo, please.',
    ),
  );
  expect(read.lead).toMatchObject({
    name: 'Ana Lima',
    email: 'ana@lima.example',
    company: 'Lima',
    message: 'A demo, please.',
  });
});

test('a notice of absence and a bounce are no leads, and say why', async () => {
  expect(
    await readMailText(mail('From: a@b.example\nSubject: Automatic reply: Quote', 'I am away.')),
  ).toMatchObject({ isLead: false, because: 'It is a notice of absence.' });
  expect(
    await readMailText(mail('From: a@b.example\nAuto-Submitted: auto-replied\nSubject: Quote', 'Away.')),
  ).toMatchObject({ isLead: false });
  expect(
    await readMailText(mail('From: Mail Delivery <MAILER-DAEMON@b.example>\nSubject: x', 'No such user')),
  ).toMatchObject({ isLead: false, needsReview: false });
});

test('headers and bodies in other character sets are read, and what is malformed is read as far as it goes', async () => {
  const latin = await readMail(
    'From: =?iso-8859-1?q?J=F6rg_M=FCller?= <j@x.example>\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe=\n aus K=F6ln',
  );
  expect(latin.from).toEqual({ name: 'Jörg Müller', address: 'j@x.example' });
  expect(latin.body).toBe('Grüße aus Köln');
  expect((await readMail('From: Jörg <j@x.example>\n\nGrüße')).body).toBe('Grüße');
  expect((await readMail('Subject: x\nContent-Type: text/plain; charset=nonsense\n\nhello')).body).toBe(
    'hello',
  );
  expect((await readMail('Content-Type: multipart/mixed; boundary=b\n\n--b\n\nno end')).body).toBe('no end');
});

test('the plain text of alternatives is taken, and attachments are not', async () => {
  const raw =
    'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: multipart/alternative; boundary="c"\n\n--c\nContent-Type: text/html\n\n<p>HTML</p>\n--c\nContent-Type: text/plain\n\nPlain\n--c--\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nSecret\n--b--';
  expect((await readMail(raw)).body).toBe('Plain');
  expect(
    fromHtml('<style>x{}</style><p>One &amp; two</p><script>alert(1)</script><blockquote>old</blockquote>'),
  ).toBe('One & two\n\n> old');
});

test('an address in a header is found in each of its usual spellings', async () => {
  expect(mailbox('Jane Roe <jane@x.example>')).toEqual({ name: 'Jane Roe', address: 'jane@x.example' });
  expect(mailbox('"Roe, Jane \\"J\\"" <jane@x.example>, b@x.example')).toEqual({
    name: 'Roe, Jane "J"',
    address: 'jane@x.example',
  });
  expect(mailbox('jane@x.example (Jane Roe)')).toEqual({ name: 'Jane Roe', address: 'jane@x.example' });
  expect(mailbox('undisclosed-recipients:;')).toBeNull();
});

test('no text, however odd, makes reading throw or take long', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: anyCharacter, maxLength: 400 }), async (text) => {
      await readMailText(text);
      await readMailText(`From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n${text}`);
    }),
    { numRuns: 200 },
  );
  const odd = [
    ' ',
    '\n',
    '> ',
    '<',
    '-- \n',
    'On a',
    '=?utf-8?q?',
    'a:b\n',
    '0 ',
    'From: a\n',
    '&#',
    '\t=\n',
  ];
  const seconds = await workOf(async () => {
    for (const piece of odd)
      await readMailText(`Subject: x\nContent-Type: text/html\n\n${piece.repeat(100_000 / piece.length)}x`);
    for (const piece of [
      ' ',
      '\n',
      '> ',
      '-- \n',
      'On a',
      'a:b\n',
      '0 ',
      'From: a\n',
      'a@',
      '+1 ',
      'a.',
      '* ',
    ])
      await readMailText(`Subject: x\n\n${piece.repeat(60_000 / piece.length)}x`);
  });
  expect(seconds).toBeLessThan(10);
});

const folder = new URL('../../../../shared/data/email-fixtures/', import.meta.url);
const there = existsSync(folder);
const fixture = (name: string) => readFileSync(new URL(name, folder), 'latin1');

test.skipIf(!there)(
  'collected mails and replies give their new text, sender and signature (email-fixtures is there)',
  async () => {
    for (const name of ['reply_gmail.eml', 'reply_iphone.eml', 'reply_outlook.eml']) {
      const { body, subject } = await readMail(fixture(name));
      expect(readLetter(body, subject).said, name).toBe('Hello');
    }
    const said = (name: string) => readLetter(fixture(name), null);
    expect(said('signature_jeff.txt')).toMatchObject({ signature: ['Stavros Xxxxxx'] });
    expect(said('erp_correct_sig.txt')).toMatchObject({
      said: 'this is an email with a correct -- signature.',
      signature: ['rick'],
    });
    expect(said('erp_email_2_2.txt').said).toBe('Outlook with a reply directly above line');
    expect(said('erp_email_iPhone.txt')).toMatchObject({ said: 'Here is another email', signature: [] });
    expect(said('erp_email_bullets.txt').said).toMatch(/^test 2 this should list second[\s\S]*and another$/);
    for (const name of ['mail_rfc2822_example01.eml', 'mail_rfc2822_example05.eml'])
      expect(await readMail(fixture(name))).toMatchObject({
        from: { name: 'John Doe', address: 'jdoe@machine.example' },
        subject: 'Saying Hello',
        messageId: '1234@local.machine.example',
        body: 'This is a message just to say hello.\nSo, "Hello".',
      });
    expect(await readMail(fixture('mail_multi_charset_japanese.eml'))).toMatchObject({
      subject: 'まみむめも',
      body: expect.stringMatching(/^かきくえこ/),
    });
  },
);
