import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAddress } from '../../src/sales/addresses.ts';

const identity = (text: string): string => {
  const read = readAddress(text);
  return 'wrong' in read ? `wrong: ${read.wrong}` : read.identity;
};

test('case, spaces around it, plus-tags and the spelling of an international domain make no other mailbox', () => {
  expect(identity(' Grace.OConnell@ShamrockPack.example ')).toBe('grace.oconnell@shamrockpack.example');
  expect(identity('jane+steward/2026@borealis.example')).toBe('jane@borealis.example');
  expect(identity('j@M\u00dcNCHEN.example')).toBe('j@xn--mnchen-3ya.example');
  expect(identity('j@mu\u0308nchen.example')).toBe('j@xn--mnchen-3ya.example');
  expect(identity('j@xn--mnchen-3ya.example')).toBe('j@xn--mnchen-3ya.example');
  expect(identity('"jane"@borealis.example')).toBe('jane@borealis.example');
});

test('dots before the @ make no other mailbox where the provider ignores them, and another one everywhere else', () => {
  expect(identity('j.a.n.e+x@googlemail.com')).toBe('jane@gmail.com');
  expect(identity('j.ane@borealis.example')).not.toBe(identity('jane@borealis.example'));
});

test('what begins with a plus is a name, not a tag', () => {
  expect(identity('+jane@borealis.example')).toBe('+jane@borealis.example');
});

test('what looks like a mailbox and is none is said to be wrong', () => {
  for (const text of [
    'jane',
    'jane@acme',
    '@acme.com',
    'ja ne@acme.com',
    'jane@acme..com',
    'jane@10.0.0.1',
    'jane@-acme.com',
  ])
    expect(readAddress(text)).toHaveProperty('wrong');
});

test('a mailbox that anybody gets and one of an office are told apart from a person at a company', () => {
  expect(readAddress('jmoreau@gmail.com')).toMatchObject({ freeMail: true, role: false });
  expect(readAddress('x@gmx.de')).toMatchObject({ freeMail: true });
  expect(readAddress('x@free.example')).toMatchObject({ freeMail: false });
  expect(readAddress('x@gmail.borealis.example')).toMatchObject({ freeMail: false });
  expect(readAddress('procurement@bluewave.example')).toMatchObject({ freeMail: false, role: true });
  expect(readAddress('info2@bluewave.example')).toMatchObject({ role: true });
});

test('the identity of an identity is itself, whatever is typed', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{1,8}([.+_-][A-Za-z0-9]{1,6}){0,3}$/);
  fc.assert(
    fc.property(
      word,
      fc.constantFrom('gmail.com', 'Borealis.example', 'b\u00fccher.example'),
      (local, domain) => {
        const first = identity(`${local}@${domain}`);
        expect(identity(first)).toBe(first);
        expect(identity(`${local.toUpperCase()}@${domain.toUpperCase()}`)).toBe(first);
      },
    ),
  );
});

const file = new URL('../../../shared/data/email-addresses/addresses.jsonl', import.meta.url);
type Line = { address: string; verdict: string; id: string };
const lines: Line[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];

// Valid by the standard and refused on purpose: an address of a machine is in no lead form.
const refusedOnPurpose = ['joe.bloggs@[IPv6:::1]'];

test.skipIf(lines.length === 0)(
  'collected addresses are taken and refused as their sources say (email-addresses is there)',
  () => {
    const wrong = lines.filter(({ address, verdict }) => {
      const taken = !('wrong' in readAddress(address));
      return (verdict === 'accept' && !taken) || (verdict === 'reject' && taken);
    });
    expect(wrong.map(({ address }) => address)).toEqual(refusedOnPurpose);
  },
);
