import { expect, test } from 'vitest';
import { isConnected, reserved, takesMail } from '../../src/outside/mail-domain.ts';
import { failing, namesOf, offline } from '../support/names.ts';

const takes = async (known: Parameters<typeof namesOf>[0][string]) => {
  const names = namesOf({ 'acme.com': known });
  return { ...(await takesMail(names, 'acme.com')), asked: names.asked };
};

test('a domain with a server for mail takes mail, and nothing more is asked', async () => {
  expect(await takes({ mx: ['mx1.acme.com', 'mx2.acme.com'] })).toEqual({
    takes: 'yes',
    because: null,
    asked: ['mx acme.com'],
  });
});

test('a null MX says that a domain takes no mail, whatever address it has', async () => {
  for (const exchange of ['', '.'])
    expect(await takes({ mx: [exchange], a: ['192.0.2.1'] })).toMatchObject({
      takes: 'no',
      because: 'acme.com says that it takes no mail.',
    });
});

test('without MX the address of the domain itself counts, old or new', async () => {
  expect(await takes({ a: ['192.0.2.1'] })).toMatchObject({ takes: 'yes' });
  expect(await takes({ aaaa: ['2001:db8::1'] })).toMatchObject({ takes: 'yes' });
  expect(await takes({})).toMatchObject({ takes: 'no', because: 'acme.com has no server for mail.' });
});

test('a name that does not exist takes none', async () => {
  expect(await takes({ mx: failing('ENOTFOUND') })).toMatchObject({
    takes: 'no',
    because: 'acme.com does not exist.',
  });
});

test('an answer that did not come is a maybe, at whichever question', async () => {
  for (const code of ['ETIMEOUT', 'ESERVFAIL', 'EREFUSED', 'ECONNREFUSED', 'EBADRESP']) {
    expect(await takes({ mx: failing(code) }), code).toMatchObject({ takes: 'maybe', because: null });
    expect(await takes({ a: failing(code) }), code).toMatchObject({ takes: 'maybe', because: null });
    expect(await takes({ a: failing(code), aaaa: ['2001:db8::1'] }), code).toMatchObject({ takes: 'yes' });
  }
});

test('names that are reserved are known without asking', () => {
  expect(reserved('acme.invalid')).toMatchObject({ takes: 'no' });
  for (const domain of ['acme.example', 'mail.example.com', 'crm.test', 'localhost'])
    expect(reserved(domain), domain).toMatchObject({ takes: 'maybe' });
  for (const domain of ['acme.com', 'myexample.com', 'test.de']) expect(reserved(domain), domain).toBeNull();
});

test('without a network it is said so', async () => {
  expect(await isConnected(offline)).toBe(false);
  expect(await isConnected(namesOf({}))).toBe(true);
});
