import { expect, test } from 'vitest';
import { pairsOf, partOf } from '../../../src/agents/intake/form.ts';
import { spokenIn } from '../../../src/agents/intake/judge.ts';
import { readForm } from '../../../src/agents/intake/read.ts';
import { readSignature } from '../../../src/agents/intake/signature.ts';
import { isFiller, recased } from '../../../src/agents/intake/words.ts';

const jane = { name: 'Jane Roe', email: 'jane@borealis.example', company: 'Borealis GmbH' };

test('the same lead is read from every way in which form services write it', () => {
  for (const body of [
    JSON.stringify(jane),
    JSON.stringify({
      data: { 'Full name': 'Jane Roe', 'Work e-mail': jane.email, Organization: jane.company },
    }),
    JSON.stringify({
      fields: [
        { label: 'Name', value: 'Jane Roe' },
        { label: 'Email', value: jane.email },
        { label: 'Company', value: jane.company },
      ],
    }),
    JSON.stringify({
      firstName: 'Jane',
      lastName: 'Roe',
      emailAddress: jane.email,
      companyName: jane.company,
    }),
    JSON.stringify({
      user_column_data: [
        { column_id: 'x', title: 'Name', values: ['Jane Roe'] },
        { title: 'Email', values: [jane.email] },
        { title: 'Company name', values: [jane.company] },
      ],
    }),
    new URLSearchParams({
      'first-name': 'Jane',
      'last-name': 'Roe',
      'your-email': jane.email,
      company: jane.company,
    }).toString(),
    `Name: Jane Roe\nE-Mail: ${jane.email}\nFirma: ${jane.company}`,
    `Vorname: Jane\nNachname: Roe\nE-Mail-Adresse: ${jane.email}\nUnternehmen: ${jane.company}`,
  ])
    expect(readForm(body), body).toMatchObject({
      isLead: true,
      needsReview: false,
      lead: jane,
      identity: jane.email,
    });
});

test('an unknown company, an address that is none and a number that cannot be are said, and make it need review', () => {
  expect(readForm(JSON.stringify({ name: 'Jane Roe', email: 'jane@', phone: '123' }))).toMatchObject({
    isLead: true,
    needsReview: true,
    identity: null,
    lead: { email: null, phone: null, company: null },
    uncertain: ['e-mail not valid: its domain is incomplete', 'phone not valid', 'no company'],
  });
});

test('every doubt lowers what is assumed of the reading', () => {
  const sure = readForm(JSON.stringify(jane)).confidence;
  const doubtful = readForm(JSON.stringify({ ...jane, company: '' })).confidence;
  expect(sure).toBe(0.95);
  expect(doubtful).toBeLessThan(sure);
});

test('a lead without an address is known by name and number together, and one with neither by nothing', () => {
  const with_ = (of: object) => readForm(JSON.stringify(of)).identity;
  expect(with_({ name: 'José Pérez', phone: '+34 612 34 56 78' })).toBe('+34612345678 jose perez');
  expect(with_({ name: 'Ana Ruiz', phone: '+34 612 34 56 78' })).not.toBe(
    with_({ name: 'José Pérez', phone: '+34 612 34 56 78' }),
  );
  expect(with_({ name: 'Ana Ruiz' })).toBeNull();
});

test('a message keeps its lines, and lines in it that look like labels are not fields', () => {
  const [, message] = pairsOf('Name: Jane\nMessage: We need\n\n- seats: 40\n- by May').at(-1) ?? [];
  expect(message).toBe('We need\n\n- seats: 40\n- by May');
});

test('names in capitals or small letters get the letters of names; others stay as they were typed', () => {
  expect(
    [
      'tom WHITTAKER',
      'JEAN DE LA FONTAINE',
      "grace o'connell",
      'Jean-Baptiste de la Fontaine III',
      'McDonald',
      'Null',
    ].map(recased),
  ).toEqual([
    'Tom Whittaker',
    'Jean de la Fontaine',
    "Grace O'Connell",
    'Jean-Baptiste de la Fontaine III',
    'McDonald',
    'Null',
  ]);
});

test('a real name is no filler, and a filler needs company', () => {
  expect(['asdf', 'test test', 'xxx', '12345'].every(isFiller)).toBe(true);
  expect(['Null', 'Asad', 'Testa', 'Jane Test'].some(isFiller)).toBe(false);
  expect(readForm(JSON.stringify({ name: 'Test', email: 'kim@lake.example', company: 'Lake' })).isLead).toBe(
    true,
  );
});

test('labels are known in several languages and within longer ones', () => {
  expect(
    ['Ansprechpartner', 'Correo electrónico', 'Your work e-mail (required)', 'lead[company]', 'jobTitle'].map(
      partOf,
    ),
  ).toEqual(['name', 'email', 'email', 'company', 'title']);
  expect(partOf('Budget')).toBeNull();
});

test('a signature on one line and one on several say the same', () => {
  for (const lines of [
    ['Joe Smith | Director, Product Management | Acme Inc.'],
    ['Joe Smith', 'Director, Product Management', 'Acme Inc.'],
  ])
    expect(readSignature(lines, 'Joe Smith', null)).toMatchObject({
      name: { value: 'Joe Smith' },
      title: { value: 'Director, Product Management' },
      company: { value: 'Acme Inc.' },
    });
});

test('the language of a text is known by two of its words, and by fewer not at all', () => {
  expect(spokenIn('bonjour, je voudrais un devis')).toBe('FR');
  expect(spokenIn('hello, a quote please')).toBeNull();
});
