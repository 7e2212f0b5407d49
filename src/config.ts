import { resolve } from 'node:path';
import { CannotStart } from './errors.ts';

export type SlackConfig = {
  botToken: string;
  appToken: string | null;
  signingSecret: string | null;
  mode: 'socket' | 'http';
  /** Base address of a Slack-compatible API, ending in /; null: Slack's own. */
  apiUrl: string | null;
};

export type Config = Readonly<{
  /** Null: the embedded server under `home`. */
  databaseUrl: string | null;
  /** The role that owns the tables; null: `databaseUrl` does both. */
  migrateUrl: string | null;
  home: string;
  /** Null: made once and kept in `home`. */
  secret: string | null;
  admins: readonly string[];
  /** With which leads that come in by HTTP are signed; null: none are taken there. */
  intakeSecret: string | null;
  /** The server for mail and who writes; null: nothing goes by e-mail. */
  mail: Readonly<{ url: string; from: string }> | null;
  /** Where workflows that rules start may be: a host, with its port where that is not the usual one. */
  workflowHosts: readonly string[];
  /** Null: no workspace of Slack's is connected. */
  slack: Readonly<SlackConfig> | null;
  /** The local workspace is started and used. */
  local: boolean;
  port: number;
  /** Somebody has named the port: it is not only what it is otherwise. */
  portNamed: boolean;
  host: string;
  zone: string;
  /** Where the clock starts; null: it is now. */
  now: Date | null;
  models: Readonly<{
    anthropicKey: string | null;
    anthropicUrl: string | null;
    openaiKey: string | null;
    openaiUrl: string | null;
    parse: string | null;
    reason: string | null;
  }>;
  crm: 'builtin';
  logLevel: string;
}>;

type Environment = Record<string, string | undefined>;

/** From environment to a frozen value. Every gap and all nonsense is listed at once, each with its fix; then it throws CannotStart. */
export function readConfig(env: Environment): Config {
  const gaps: string[] = [];
  const read = reader(env, gaps);
  const databaseUrl = read.url(
    'DATABASE_URL',
    ['postgres:', 'postgresql:'],
    'a Postgres address such as postgres://user:password@host:5432/steward',
  );
  const migrateUrl = read.url(
    'DATABASE_MIGRATE_URL',
    ['postgres:', 'postgresql:'],
    'a Postgres address of the role that owns the tables',
  );
  if (migrateUrl && !databaseUrl)
    gaps.push(
      'DATABASE_MIGRATE_URL is set, but DATABASE_URL is not: set both, or neither for the embedded server.',
    );

  const slack = readSlack(read, gaps);
  const wantsLocal = read.choice('STEWARD_LOCAL', ['0', '1'], '0') === '1';
  if (wantsLocal && slack)
    gaps.push(
      'STEWARD_LOCAL is 1, but Slack tokens are set as well: use the local workspace or Slack, not both.',
    );
  const local = !slack && (wantsLocal || !databaseUrl);

  const secret = read.text('STEWARD_SECRET');
  if (secret && secret.length < 32)
    gaps.push('STEWARD_SECRET is too short: use at least 32 characters (openssl rand -hex 32).');
  if (!secret && databaseUrl && !local)
    gaps.push(
      'STEWARD_SECRET is missing: with DATABASE_URL every replica needs the same one (openssl rand -hex 32).',
    );

  const intakeSecret = read.text('STEWARD_INTAKE_SECRET');
  if (intakeSecret && intakeSecret.length < 32)
    gaps.push('STEWARD_INTAKE_SECRET is too short: use at least 32 characters (openssl rand -hex 32).');

  const mail = readMail(read, gaps);
  const zone = readZone(read.text('STEWARD_TZ') ?? 'UTC', gaps);
  const config: Config = {
    databaseUrl,
    migrateUrl,
    home: resolve(read.text('STEWARD_HOME') ?? '.steward'),
    secret,
    intakeSecret,
    mail,
    workflowHosts: readHosts(read.text('STEWARD_WORKFLOW_HOSTS'), gaps),
    admins: readAdmins(read.text('STEWARD_ADMINS'), gaps),
    slack,
    local,
    port: readPort(read.text('PORT') ?? '3000', gaps),
    portNamed: read.text('PORT') !== null,
    host: read.text('HOST') ?? '127.0.0.1',
    zone,
    now: readInstant(read.text('STEWARD_NOW'), zone, gaps),
    models: readModels(read, gaps),
    crm: 'builtin',
    logLevel: read.choice(
      'LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'info',
    ),
  };
  const crm = read.text('CRM') ?? 'builtin';
  if (crm === 'hubspot' || crm === 'salesforce')
    gaps.push(
      `CRM is "${crm}", which this version cannot speak yet: leave it out, or set CRM=builtin and import.`,
    );
  else if (crm !== 'builtin') gaps.push(`CRM is "${crm}" but must be builtin.`);
  if (gaps.length > 0)
    throw new CannotStart(`Cannot start. ${gaps.join('\n              ')}`, { facts: { gaps } });
  return deepFreeze(config);
}

type Read = ReturnType<typeof reader>;

function reader(env: Environment, gaps: string[]) {
  const text = (name: string): string | null => env[name]?.trim() || null;
  return {
    text,
    choice: (name: string, choices: string[], otherwise: string): string => {
      const given = text(name);
      if (given && !choices.includes(given))
        gaps.push(`${name} is "${given}" but must be one of ${choices.join(', ')}.`);
      return given ?? otherwise;
    },
    url: (name: string, protocols: string[], what: string): string | null => {
      const given = text(name);
      // The value may hold a password, so it is not repeated.
      if (given && !protocols.includes(URL.parse(given)?.protocol ?? ''))
        gaps.push(`${name} is not ${what}.`);
      return given;
    },
  };
}

function readMail(read: Read, gaps: string[]): Config['mail'] {
  const url = read.url(
    'SMTP_URL',
    ['smtp:', 'smtps:'],
    'the address of a mail server such as smtp://user:password@mail.internal:587',
  );
  const from = read.text('MAIL_FROM');
  if (from && !/^[^\s@<>]+@[^\s@<>]+$/.test(from))
    gaps.push(`MAIL_FROM is "${from}" but must be an e-mail address such as steward@your-company.com.`);
  if ((url === null) !== (from === null))
    gaps.push(
      `${url ? 'SMTP_URL' : 'MAIL_FROM'} is set, but ${url ? 'MAIL_FROM' : 'SMTP_URL'} is not: e-mail needs both, the server and the address that Steward writes from.`,
    );
  return url && from ? { url, from } : null;
}

const where = {
  SLACK_BOT_TOKEN: 'Slack → your app → OAuth & Permissions; it starts with xoxb-',
  SLACK_APP_TOKEN:
    'Slack → your app → Basic Information → App-Level Tokens, scope connections:write; it starts with xapp-',
  SLACK_SIGNING_SECRET: 'Slack → your app → Basic Information → App Credentials',
} as const;

function readSlack(read: Read, gaps: string[]): SlackConfig | null {
  const botToken = read.text('SLACK_BOT_TOKEN');
  const appToken = read.text('SLACK_APP_TOKEN');
  const signingSecret = read.text('SLACK_SIGNING_SECRET');
  const mode = read.choice('SLACK_MODE', ['socket', 'http'], 'socket') === 'http' ? 'http' : 'socket';
  const apiUrl = read.url('SLACK_API_URL', ['http:', 'https:'], 'an http or https address');
  if (!botToken && !appToken && !signingSecret) return null;
  const needed =
    mode === 'http'
      ? (['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'] as const)
      : (['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] as const);
  for (const name of needed)
    if (!read.text(name))
      gaps.push(
        `${name} is missing: ${mode} mode needs it (${where[name]}; see README, "Connect your Slack").`,
      );
  if (botToken && !apiUrl && !botToken.startsWith('xoxb-'))
    gaps.push(`SLACK_BOT_TOKEN is not a bot token (${where.SLACK_BOT_TOKEN}).`);
  if (appToken && !apiUrl && !appToken.startsWith('xapp-'))
    gaps.push(`SLACK_APP_TOKEN is not an app-level token (${where.SLACK_APP_TOKEN}).`);
  return {
    botToken: botToken ?? '',
    appToken,
    signingSecret,
    mode,
    apiUrl: apiUrl && (apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`),
  };
}

function readModels(read: Read, gaps: string[]): Config['models'] {
  const models = {
    anthropicKey: read.text('ANTHROPIC_API_KEY'),
    anthropicUrl: read.url('ANTHROPIC_BASE_URL', ['http:', 'https:'], 'an http or https address'),
    openaiKey: read.text('OPENAI_API_KEY'),
    openaiUrl: read.url('OPENAI_BASE_URL', ['http:', 'https:'], 'an http or https address'),
    parse: read.text('MODEL_PARSE'),
    reason: read.text('MODEL_REASON'),
  };
  if (models.anthropicUrl && !models.anthropicKey)
    gaps.push('ANTHROPIC_BASE_URL is set, but ANTHROPIC_API_KEY is not.');
  if (models.openaiUrl && !models.openaiKey)
    gaps.push(
      'OPENAI_BASE_URL is set, but OPENAI_API_KEY is not (any word serves for a server without keys).',
    );
  if ((models.parse || models.reason) && !models.anthropicKey && !models.openaiKey)
    gaps.push(
      'MODEL_PARSE or MODEL_REASON names a model, but there is no ANTHROPIC_API_KEY or OPENAI_API_KEY to reach it with.',
    );
  return models;
}

function readPort(given: string, gaps: string[]): number {
  const port = Number(given);
  if (/^\d{1,5}$/.test(given) && port <= 65_535) return port;
  gaps.push(`PORT is "${given}" but must be a whole number from 0 (any free port) to 65535.`);
  return 0;
}

function readAdmins(given: string | null, gaps: string[]): string[] {
  const admins = (given ?? '')
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map((email) => email.toLowerCase());
  for (const email of admins)
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
      gaps.push(`STEWARD_ADMINS has "${email}", which is not an e-mail address.`);
  return admins;
}

/** Each as an address would have it, so that no other spelling of it is ever compared. */
function readHosts(given: string | null, gaps: string[]): string[] {
  const hosts = (given ?? '')
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map((host) => host.toLowerCase());
  for (const host of hosts)
    if (!host.includes('.') || URL.parse(`https://${host}/`)?.host !== host)
      gaps.push(
        `STEWARD_WORKFLOW_HOSTS has "${host}", which is no host such as hooks.example.com (with a port: hooks.example.com:8443).`,
      );
  return hosts;
}

function readZone(given: string, gaps: string[]): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    gaps.push(`STEWARD_TZ is "${given}" but must be a time zone such as Europe/Berlin.`);
    return 'UTC';
  }
}

/** An instant with its offset, or a day, which starts when it starts in the company's zone. */
function readInstant(given: string | null, zone: string, gaps: string[]): Date | null {
  if (!given) return null;
  const instant = parseInstant(given, zone);
  if (!instant)
    gaps.push(
      `STEWARD_NOW is "${given}" but must be a day (2026-03-20) or an instant (2026-03-20T10:00:00Z).`,
    );
  return instant;
}

/** `2026-03-20` (its start in `zone`) or an ISO 8601 instant with an offset; null when it is neither. */
export function parseInstant(given: string, zone: string): Date | null {
  const [, day, time] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/.exec(given) ?? [];
  const utc = new Date(`${day}T00:00:00Z`);
  if (!day || Number.isNaN(utc.getTime()) || utc.toISOString().slice(0, 10) !== day) return null;
  if (!time) return new Date(utc.getTime() - offsetAt(new Date(utc.getTime() - offsetAt(utc, zone)), zone));
  const instant = new Date(given);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** Milliseconds by which `zone` is ahead of UTC at an instant. */
function offsetAt(at: Date, zone: string): number {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return new Date(`${local.replace(' ', 'T')}Z`).getTime() - Math.floor(at.getTime() / 1000) * 1000;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (inner && typeof inner === 'object' && !(inner instanceof Date)) deepFreeze(inner);
  return Object.freeze(value);
}
