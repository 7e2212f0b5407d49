import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { emailContract, phoneContract } from '../../src/sales/contracts.ts';

test('an address is fine as somebody would type it: tags, names in other scripts and international domains included', () => {
  for (const [text, domain] of [
    ['jane@acme.com', 'acme.com'],
    ['Jane.Roe+crm@Acme.com', 'acme.com'],
    ['buchhaltung@münchen.example', 'xn--mnchen-3ya.example'],
    ['ユーザー@例え.jp', 'xn--r8jz45g.jp'],
    // The mailbox is one with another provider's; the domain that must take mail is the one that stands there.
    ['jane@googlemail.com', 'googlemail.com'],
  ])
    expect(emailContract(text ?? ''), text).toEqual({ is: 'fine', domain });
});

test('what programs put around an address is taken away, and nothing else', () => {
  for (const text of [
    ' jane@acme.com',
    'mailto:jane@acme.com',
    'Jane Roe <jane@acme.com>;',
    'jane@acme.com,',
  ])
    expect(emailContract(text), text).toMatchObject({ is: 'mendable', mended: 'jane@acme.com' });
});

test('an address that is none says why, and what one would look like', () => {
  const why = (text: string) => {
    const read = emailContract(text);
    return read.is === 'fine' ? null : read.because;
  };
  expect(why('jane@acme')).toBe('jane@acme has no domain. Example: jane@acme.com.');
  expect(why('jane.acme.com')).toBe('jane.acme.com is no e-mail address: it has no @.');
  expect(why('jane@acme..com')).toContain('what stands after the @ is no domain');
  expect(why('jane@acme.com, tom@acme.com')).toContain('is no e-mail address');
});

test('a number is fine in E.164 alone, and mended from how it is dialled at home', () => {
  expect(phoneContract('+498922847700', null)).toEqual({ is: 'fine' });
  for (const [text, region] of [
    ['089 228 47 700', 'DE'],
    ['+49 (0)89 22847700', null],
    ['0049 89 22847700', 'FR'],
  ] as const)
    expect(phoneContract(text, region), text).toMatchObject({ is: 'mendable', mended: '+498922847700' });
});

test('an extension is kept, in one spelling', () => {
  expect(phoneContract('+1 650 253 0000 x12', null)).toMatchObject({ mended: '+16502530000 ext. 12' });
  expect(phoneContract('+16502530000 ext. 12', null)).toEqual({ is: 'fine' });
});

test('a number that is none says why', () => {
  const why = (text: string, region: string | null = null) => {
    const read = phoneContract(text, region);
    return read.is === 'wrong' ? read.because : read.is;
  };
  expect(why('+49 89')).toBe('+49 89 is too short for a German number.');
  expect(why('020 7946 09580000', 'GB')).toBe('020 7946 09580000 is too long for a British number.');
  expect(why('089 22847700')).toBe('089 22847700 does not say its country. Example: +49 89 1234567.');
  expect(why('+999 123 456 7')).toBe('+999 123 456 7 begins with the code of no country.');
  expect(why('+254 1')).toBe('+254 1 is too short for a number of Kenya.');
  expect(why('ask reception', 'DE')).toBe('ask reception is no phone number.');
});

test('what was mended is fine, whatever it was', () => {
  for (const text of ['089 228 47 700', '+49 (0)89 22847700 ext 7', 'Tel. 089/22847700']) {
    const read = phoneContract(text, 'DE');
    expect(read.is).toBe('mendable');
    if (read.is === 'mendable') expect(phoneContract(read.mended, null), text).toEqual({ is: 'fine' });
  }
});

const linesOf = (name: string) => {
  const file = new URL(`../../../shared/data/${name}`, import.meta.url);
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
};
const addresses = linesOf('email-addresses/addresses.jsonl');
const phones = linesOf('phone-numbers/phones.jsonl');

test.skipIf(addresses.length === 0)(
  'no collected address that is accepted is called wrong (email-addresses is there)',
  () => {
    const judged = (verdict: string) =>
      addresses.filter((line) => line.verdict === verdict && !line.sources_disagree);
    const wrong = judged('accept').filter(({ address }) => emailContract(address).is === 'wrong');
    // The address of a machine in place of a domain is left out on purpose: nobody has one in a CRM.
    expect(wrong.filter(({ address }) => !address.includes('@['))).toEqual([]);
    const passed = judged('reject').filter(({ address }) => emailContract(address).is === 'fine');
    expect(passed.map(({ address }) => address)).toEqual([]);
  },
);

test.skipIf(phones.length === 0)(
  'collected numbers come to the E.164 that is known of them (phone-numbers is there)',
  () => {
    for (const line of phones) {
      const read = phoneContract(line.input, line.default_region);
      const e164 =
        read.is === 'mendable' ? read.mended.split(' ')[0] : read.is === 'fine' ? line.input : null;
      const right = line.expected_valid ? line.expected_e164 : null;
      if (!line.also_acceptable.includes(e164)) expect(e164?.split(' ')[0] ?? null, line.input).toBe(right);
    }
  },
);
