import { expect, test } from 'vitest';
import { parseInstant, readConfig } from '../../src/config.ts';
import { CannotStart } from '../../src/errors.ts';

const complaints = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(CannotStart);
    return String(error);
  }
  return '';
};

test('an empty environment is enough: embedded server, local workspace, port 3000 on this machine', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    databaseUrl: null,
    slack: null,
    local: true,
    port: 3000,
    host: '127.0.0.1',
    zone: 'UTC',
    now: null,
  });
  expect(Object.isFrozen(config.models)).toBe(true);
});

test('mail needs a server and the address that Steward writes from, and neither is repeated where it is wrong', () => {
  expect(readConfig({}).mail).toBeNull();
  expect(
    readConfig({ SMTP_URL: 'smtp://a:b@mail.internal:587', MAIL_FROM: 'steward@example.com' }).mail,
  ).toEqual({
    url: 'smtp://a:b@mail.internal:587',
    from: 'steward@example.com',
  });
  expect(complaints({ SMTP_URL: 'smtp://mail.internal' })).toContain('SMTP_URL is set, but MAIL_FROM is not');
  expect(complaints({ MAIL_FROM: 'steward@example.com' })).toContain('MAIL_FROM is set, but SMTP_URL is not');
  const wrong = complaints({ SMTP_URL: 'https://u:secret@mail.internal', MAIL_FROM: 'steward' });
  expect(wrong).toContain('SMTP_URL is not the address of a mail server');
  expect(wrong).toContain('MAIL_FROM is "steward" but must be an e-mail address');
  expect(wrong).not.toContain('secret');
});

test('every gap is listed at once, each with its fix', () => {
  const said = complaints({
    SLACK_BOT_TOKEN: 'xoxb-1',
    PORT: 'soon',
    STEWARD_TZ: 'Mars/North',
    STEWARD_NOW: 'tomorrow',
    LOG_LEVEL: 'loud',
    CRM: 'excel',
  });
  for (const part of [
    'SLACK_APP_TOKEN is missing: socket mode needs it',
    'PORT is "soon"',
    'STEWARD_TZ is "Mars/North"',
    'STEWARD_NOW is "tomorrow"',
    'LOG_LEVEL is "loud"',
    'CRM is "excel"',
  ])
    expect(said).toContain(part);
});

test('http mode needs the signing secret and not the app token', () => {
  expect(complaints({ SLACK_MODE: 'http', SLACK_BOT_TOKEN: 'xoxb-1' })).toContain(
    'SLACK_SIGNING_SECRET is missing: http mode',
  );
  expect(
    readConfig({ SLACK_MODE: 'http', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).slack?.mode,
  ).toBe('http');
});

test('a bad address is named but not repeated, for it may hold a password', () => {
  const said = complaints({ DATABASE_URL: 'mysql://me:hunter2@host/db' });
  expect(said).toContain('DATABASE_URL is not a Postgres address');
  expect(said).not.toContain('hunter2');
});

test('a given database needs a shared secret, unless the local workspace runs beside it', () => {
  const DATABASE_URL = 'postgres://me@host/db';
  expect(complaints({ DATABASE_URL })).toContain('STEWARD_SECRET is missing');
  expect(readConfig({ DATABASE_URL, STEWARD_LOCAL: '1' }).local).toBe(true);
  expect(readConfig({ DATABASE_URL, STEWARD_SECRET: 'x'.repeat(32) }).local).toBe(false);
});

test('a set clock may be an instant, or a day that starts in the company zone', () => {
  expect(parseInstant('2026-03-20T10:00:00+02:00', 'UTC')?.toISOString()).toBe('2026-03-20T08:00:00.000Z');
  expect(parseInstant('2026-03-29', 'Europe/Berlin')?.toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(parseInstant('2026-03-30', 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T22:00:00.000Z');
  expect(parseInstant('2026-02-30', 'UTC')).toBeNull();
  expect(parseInstant('2026-03-20T10:00:00', 'UTC')).toBeNull();
});
