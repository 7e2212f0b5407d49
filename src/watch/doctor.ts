import type { Config } from '../config.ts';
import { holdings } from '../crm/holdings.ts';
import type { Db } from '../db/pool.ts';
import { firstStart, freeAt, type Room } from '../db/room.ts';
import { createDoor } from '../outside/door.ts';
import { smtpMailer } from '../outside/mail.ts';
import { howToBringIn, nothingYet } from '../story/nothing-yet.ts';

/** One thing looked at; what is not `ok` says how to mend it. */
export type Check = { name: string; state: 'ok' | 'warning' | 'problem'; says: string; fix?: string };

const ok = (name: string, says: string): Check => ({ name, state: 'ok', says });
const warning = (name: string, says: string, fix: string): Check => ({ name, state: 'warning', says, fix });
const problem = (name: string, says: string, fix: string): Check => ({ name, state: 'problem', says, fix });

/** Looks at everything that Steward stands on. Changes nothing; `scopes` are those that the manifest asks Slack for. */
export async function examine(use: {
  config: Config;
  db: Db;
  guarded: boolean;
  embedded: boolean;
  /** Where the embedded server keeps its data. */
  folder: string | null;
  room: Room;
  missing: string[];
  scopes: string[];
}): Promise<Check[]> {
  const groups = await Promise.all([
    databaseChecks(use),
    use.missing.length === 0 ? peopleChecks(use) : [],
    clockCheck(use.db),
    diskCheck(use),
    slackChecks(use),
    modelChecks(use.config),
    mailCheck(use.config),
  ]);
  return [environment(use.config), ...groups.flat(), intakeCheck(use.config)];
}

/** The same where there is no database to look at, and why: the rest may be amiss as well. */
export async function examineWithout(use: {
  config: Config;
  scopes: string[];
  database: { message: string; fix: string };
}): Promise<Check[]> {
  const groups = await Promise.all([slackChecks(use), modelChecks(use.config)]);
  const database = problem('database', use.database.message, use.database.fix);
  return [environment(use.config), database, ...groups.flat(), intakeCheck(use.config)];
}

/** Variables that make no sense, each a problem of its own; nothing else can be looked at with them. */
export const nonsense = (gaps: string[]): Check[] =>
  gaps.map((gap) => problem('environment', gap, 'Mend it; the rest is looked at once all of these are.'));

function environment(config: Config): Check {
  const place = config.databaseUrl
    ? 'the database of DATABASE_URL'
    : `the embedded server, data in ${config.home}`;
  return ok(
    'environment',
    `Every variable makes sense. ${config.local ? 'Local workspace' : 'Slack'}, ${place}, zone ${config.zone}, Node ${process.versions.node}.`,
  );
}

function intakeCheck({ intakeSecret, port }: Config): Check {
  return ok(
    'intake',
    intakeSecret
      ? `Signed leads are taken at POST /intake, port ${port}.`
      : 'No leads come in by HTTP: STEWARD_INTAKE_SECRET is not set. Files and mails come in by the command line.',
  );
}

async function mailCheck({ mail }: Config): Promise<Check> {
  if (mail === null)
    return ok(
      'mail',
      'Nothing goes by e-mail: SMTP_URL and MAIL_FROM are not set. Everybody hears in Slack.',
    );
  const wrong = await smtpMailer(mail).check();
  return wrong === null
    ? ok('mail', `The mail server takes Steward's login; mails come from ${mail.from}.`)
    : problem('mail', wrong, 'Look at SMTP_URL; until then, what was to go by e-mail comes in Slack.');
}

async function databaseChecks(use: {
  db: Db;
  guarded: boolean;
  embedded: boolean;
  missing: string[];
}): Promise<Check[]> {
  const { rows } = await use.db.raw(
    `select current_setting('server_version') as version, current_user as role, pg_size_pretty(pg_database_size(current_database())) as size,
       current_setting('max_connections')::int as connections,
       case when to_regclass('audit') is null then false else has_table_privilege('audit', 'update, delete, truncate') end as "mayChangeAudit"`,
  );
  const { version, role, size, connections, mayChangeAudit } = rows[0];
  const checks = [ok('database', `Postgres ${version} answers (${size}, role ${role}).`)];
  if (use.missing.length > 0)
    checks.push(
      problem(
        'tables',
        `${use.missing.length} migrations have not run.`,
        'Run: npm run -s steward -- migrate',
      ),
    );
  else checks.push(ok('tables', 'Up to date.'));
  if (use.missing.length === 0 && (await holdings(use.db)) === 'nothing')
    checks.push(warning('company', nothingYet, howToBringIn));
  if (mayChangeAudit || !use.guarded)
    checks.push(
      warning(
        'audit role',
        `The role ${role} may change the audit log, because it also owns the tables.`,
        'Make a second role, and set DATABASE_MIGRATE_URL to the owner and DATABASE_URL to the new one; `migrate` grants what it needs.',
      ),
    );
  else checks.push(ok('audit role', 'The application may add to the audit log and read it, nothing else.'));
  if (connections < 40)
    checks.push(
      warning(
        'connections',
        `The database allows ${connections} connections.`,
        'Allow 40 for each replica (max_connections).',
      ),
    );
  return checks;
}

/** Slack and the CRM know a person by the same address; the local workspace needs none. */
async function peopleChecks({ db, config }: { db: Db; config: Config }): Promise<Check[]> {
  if (config.local) return [];
  const { rows } = await db.raw(
    'select count(*)::int as people, count(email)::int as addresses from people where active',
  );
  const [{ people, addresses }] = rows;
  if (people === addresses) return [];
  return [
    warning(
      'people',
      `${people - addresses} of ${people} people have no e-mail, so nobody in Slack is taken for them.`,
      'Bring in their names with a column of e-mails: npm run -s steward -- import people <file.csv>.',
    ),
  ];
}

async function clockCheck(db: Db): Promise<Check> {
  const before = Date.now();
  const { rows } = await db.raw('select clock_timestamp() as at');
  const skew = Math.abs(rows[0].at.getTime() - (before + Date.now()) / 2) / 1000;
  if (skew < 2) return ok('clock', 'This machine and the database agree on the time.');
  return (skew < 60 ? warning : problem)(
    'clock',
    `This machine and the database differ by ${Math.round(skew)} seconds.`,
    'Switch on time synchronisation (NTP) on both.',
  );
}

async function diskCheck(use: { config: Config; folder: string | null; room: Room }): Promise<Check> {
  const place = use.folder ?? use.config.home;
  const full = await use.room.lacking();
  if (full !== null)
    return problem(
      'disk',
      full,
      'Until then nothing new is kept; people who ask are told so, and what waits is done afterwards.',
    );
  const free = freeAt(place);
  if (free === null)
    return warning('disk', `It cannot be seen how much is free where ${place} is.`, 'Look yourself.');
  const says =
    free < 1e9
      ? `${Math.floor(free / 1e6)} MB free where ${place} is.`
      : `${(free / 1e9).toFixed(1)} GB free where ${place} is.`;
  if (free < firstStart)
    return problem('disk', says, 'Free some space: the database stops when the disk is full.');
  return free < 1e9 ? warning('disk', says, 'Free some space soon.') : ok('disk', says);
}

async function slackChecks({ config, scopes }: { config: Config; scopes: string[] }): Promise<Check[]> {
  if (!config.slack)
    return [
      ok(
        'slack',
        config.local
          ? 'The local workspace is used; no tokens are needed.'
          : 'No tokens are set; only the command line works.',
      ),
    ];
  const api = config.slack.apiUrl ?? 'https://slack.com/api/';
  const door = createDoor({ allowed: [api] });
  const asked = async (method: string, token: string) => {
    const answer = await door.fetch(`${api}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
    const body = (await answer.json()) as { ok?: boolean; error?: string; team?: string; user?: string };
    return { body, headers: answer.headers };
  };
  try {
    const bot = await asked('auth.test', config.slack.botToken);
    if (!bot.body.ok)
      return [
        problem(
          'slack bot token',
          `Slack refuses it: ${bot.body.error}.`,
          'Copy it again: Slack → your app → OAuth & Permissions → Bot User OAuth Token.',
        ),
      ];
    const checks = [ok('slack bot token', `Works: ${bot.body.user} in ${bot.body.team}.`)];
    const granted = bot.headers
      .get('x-oauth-scopes')
      ?.split(',')
      .map((scope) => scope.trim());
    const lacking = granted ? scopes.filter((scope) => !granted.includes(scope)) : [];
    if (lacking.length > 0)
      checks.push(
        problem(
          'slack scopes',
          `Missing: ${lacking.join(', ')}.`,
          'Slack → your app → App Manifest: paste manifest.yml again, then Install App → Reinstall.',
        ),
      );
    else if (granted) checks.push(ok('slack scopes', 'All that the manifest asks for are granted.'));
    const skew = Math.abs(Date.parse(bot.headers.get('date') ?? '') - Date.now()) / 1000;
    if (skew > 60)
      checks.push(
        problem(
          'slack clock',
          `This machine and Slack differ by ${Math.round(skew)} seconds; Slack's signatures are refused beyond 5 minutes.`,
          'Switch on time synchronisation (NTP).',
        ),
      );
    if (config.slack.mode === 'socket') {
      const app = await asked('apps.connections.open', config.slack.appToken ?? '');
      checks.push(
        app.body.ok
          ? ok('slack app token', 'Works: a socket may be opened.')
          : problem(
              'slack app token',
              `Slack refuses it: ${app.body.error}.`,
              'Slack → your app → Basic Information → App-Level Tokens, with the scope connections:write.',
            ),
      );
    }
    return checks;
  } catch (error) {
    return [
      problem(
        'slack',
        `Slack does not answer at ${api} (${error instanceof Error ? error.message : error}).`,
        'Check the network, the proxy and SLACK_API_URL.',
      ),
    ];
  }
}

async function modelChecks({ models }: Config): Promise<Check[]> {
  const checks: Promise<Check>[] = [];
  if (models.anthropicKey) {
    const base = models.anthropicUrl ?? 'https://api.anthropic.com';
    checks.push(
      modelCheck(
        'Anthropic',
        `${base}/v1/models`,
        { 'x-api-key': models.anthropicKey, 'anthropic-version': '2023-06-01' },
        'ANTHROPIC',
      ),
    );
  }
  if (models.openaiKey)
    checks.push(
      modelCheck(
        'OpenAI-compatible',
        `${models.openaiUrl ?? 'https://api.openai.com/v1'}/models`,
        { authorization: `Bearer ${models.openaiKey}` },
        'OPENAI',
      ),
    );
  if (checks.length === 0)
    return [ok('models', 'None is configured; routine requests are read by rules alone.')];
  return Promise.all(checks);
}

async function modelCheck(
  provider: string,
  url: string,
  headers: Record<string, string>,
  prefix: string,
): Promise<Check> {
  const name = `model ${provider}`;
  try {
    const answer = await createDoor({ allowed: [url] }).fetch(url, {
      headers,
      signal: AbortSignal.timeout(10_000),
    });
    await answer.body?.cancel();
    if (answer.status === 401 || answer.status === 403)
      return problem(name, `The key is refused (${answer.status}).`, `Check ${prefix}_API_KEY.`);
    if (answer.status >= 500 || answer.status === 429)
      return warning(
        name,
        `It answers ${answer.status}.`,
        'Try again later; requests that need it end in a sentence meanwhile.',
      );
    return ok(name, 'Reachable, and the key is accepted.');
  } catch (error) {
    return problem(
      name,
      `Not reachable (${error instanceof Error ? error.message : error}).`,
      `Check the network and ${prefix}_BASE_URL.`,
    );
  }
}
