import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { agentNamed } from './agents/roster.ts';
import { seal } from './audit/seal.ts';
import { unexplained } from './audit/unexplained.ts';
import { verify } from './audit/verify.ts';
import type { Clock } from './clock.ts';
import { type Config, parseInstant, readConfig } from './config.ts';
import { runAgent } from './crew/run.ts';
import { mostDeals, seedSample } from './crm/sample/sample.ts';
import { keptSecret, prepareHome } from './db/home.ts';
import { missingMigrations } from './db/migrate.ts';
import { type Database, openDatabase } from './db/open.ts';
import type { Db } from './db/pool.ts';
import { triedRoom } from './db/room.ts';
import { BadInput, CannotStart, NotAllowed, NotFound, UsedWrongly } from './errors.ts';
import { exportFeedback, feedbackColumns } from './learning/export.ts';
import { requireInSample } from './local-company.ts';
import { createLog, type Log } from './log.ts';
import { localOperator } from './people/operator.ts';
import { everybody, personByEmail } from './people/people.ts';
import { may, whoMay } from './policy/authorize.ts';
import type { Actor, Person } from './policy/nouns.ts';
import type { Reply } from './requests/reply.ts';
import { latestSignals } from './runs/signals.ts';
import { isDay } from './sales/days.ts';
import { fold } from './sales/text.ts';
import { readClock, setClock } from './set-clock.ts';
import { instant, number } from './story/format.ts';
import { signalLine } from './story/signal.ts';
import { type Check, examine, examineWithout, nonsense } from './watch/doctor.ts';

/** What stood on the command line, parsed. */
export type Given = { words: string[]; flags: Record<string, string | boolean | undefined> };

export type Here = { config: Config; database: Database; db: Db; now: Clock; zone: string; log: Log };

/** Opens the database of this folder or environment for one command; a server that was started for it is stopped after it. */
export async function here<T>(
  work: (use: Here) => Promise<T>,
  options: { migrate: boolean } = { migrate: true },
): Promise<T> {
  const config = readConfig(process.env);
  const log = createLog({ logLevel: process.env.LOG_LEVEL ? config.logLevel : 'error' });
  const database = await openDatabase({
    url: config.databaseUrl,
    migrateUrl: config.migrateUrl,
    home: config.home,
    log,
  });
  try {
    if (options.migrate) await database.migrate();
    const now = options.migrate
      ? await readClock(database.db, config.now)
      : { now: () => new Date(), isSet: () => false };
    return await work({ config, database, db: database.db, now, zone: config.zone, log });
  } finally {
    await database.close();
  }
}

/** Prints one JSON value, or the lines for people. */
export function print(given: Given, value: unknown, lines: string): void {
  process.stdout.write(given.flags.json ? `${JSON.stringify(value)}\n` : `${lines.trimEnd()}\n`);
}

export const word = (given: Given, at: number): string => given.words[at] ?? '';
export const text = (given: Given, flag: string): string | undefined => {
  const value = given.flags[flag];
  return typeof value === 'string' ? value : undefined;
};

/** What an argument says; one that means nothing is the command used wrongly. */
function argument<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof BadInput
      ? new UsedWrongly(error.message, { fix: error.fix, cause: error })
      : error;
  }
}

/** A day, as YYYY-MM-DD. */
export function day(given: Given, flag: string): string | undefined {
  const value = text(given, flag);
  if (value !== undefined && !isDay(value))
    throw new UsedWrongly(`--${flag} is "${value}", which is no day.`, {
      fix: `Write a day as YYYY-MM-DD: --${flag} 2026-03-20.`,
    });
  return value;
}

function whole(given: Given, flag: string, [least, most]: [number, number]): number | undefined {
  const value = text(given, flag);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value) || Number(value) < least || Number(value) > most)
    throw new UsedWrongly(`--${flag} is "${value}" but must be a whole number.`, {
      fix: `Give one from ${number(least)} to ${number(most)}: --${flag} ${Math.min(1_500, most)}.`,
    });
  return Number(value);
}

export async function askHere(given: Given): Promise<number> {
  const [{ ask }, { replyJson }, { spoken }, { languageModels }] = await Promise.all([
    import('./requests/ask.ts'),
    import('./requests/json.ts'),
    import('./spoken.ts'),
    import('./language-models.ts'),
  ]);
  return here(async (use) => {
    const by = await operator(use, text(given, 'as'));
    const models = await languageModels(use);
    const { reply } = await ask(
      { ...use, models, ways: { mail: use.config.mail !== null } },
      { text: word(given, 0), by, place: { kind: 'cli', thread: text(given, 'thread') } },
    );
    const wished = reply.kind === 'answer' && reply.file === 'csv' && !given.flags.json;
    if (given.flags.csv || wished) return printCsv(reply, spoken(reply));
    if (reply.kind === 'not understood' && !given.flags.json) {
      process.stderr.write(`${spoken(reply).trimEnd()}\n`);
      return 2;
    }
    print(given, replyJson(reply), spoken(reply));
    return reply.kind === 'error' ? 1 : reply.kind === 'not understood' ? 2 : 0;
  });
}

/** The whole answer as a file; what has no rows is said beside it. */
async function printCsv(reply: Reply, said: string): Promise<number> {
  if (reply.kind !== 'answer') {
    process.stderr.write(`${said.trimEnd()}\n`);
    return 1;
  }
  const [{ answerCsv }, { askedOf }] = await Promise.all([
    import('./requests/csv.ts'),
    import('./story/asked.ts'),
  ]);
  process.stdout.write(answerCsv(reply.answer, askedOf(reply.question, reply.companyCurrency, reply.sides)));
  return 0;
}

/**
 * Whoever sits at this machine: the named person, else (local only) the first administrator, else the local operator,
 * who sees the whole company: a company that came from files has no administrator, and no manager sees all of it.
 */
export async function operator(use: Here, email: string | undefined): Promise<Person | null> {
  if (email) {
    const found = await personByEmail(use.db, email);
    if (!found)
      throw new NotFound(`Nobody here has the e-mail ${email}.`, {
        fix: addressesOf(await everybody(use.db), email),
      });
    return found;
  }
  if (!use.config.local) throw new UsedWrongly('Who is asking?', { fix: 'Add --as <email>.' });
  const people = await everybody(use.db);
  return people.find(({ roles }) => roles.includes('admin')) ?? localOperator;
}

/** Whose address is likely meant, else some of those that there are: they stand with the people of the CRM. */
function addressesOf(people: Person[], said: string): string {
  const known = people.flatMap(({ name, email, active }) => (active && email ? [{ name, email }] : []));
  const [wanted = ''] = fold(said).split('@');
  const alike = known.filter(({ name, email }) =>
    [...fold(name).split(' '), fold(email)].some((part) => wanted !== '' && part.startsWith(wanted)),
  );
  const some = (alike.length > 0 ? alike : known).slice(0, 3);
  if (some.length === 0) return 'Nobody has an e-mail yet: import people with their addresses first.';
  return `--as takes the e-mail of somebody in the CRM: ${some.map(({ name, email }) => `${email} (${name})`).join(', ')}${alike.length > 0 || known.length <= 3 ? '' : ', …'}. The others stand in the e-mail column of the people that were imported.`;
}

const atTheMachine: Actor = { kind: 'system', id: 'command line' };

export async function importHere(given: Given): Promise<number> {
  const [{ importFile }, { kindNamed }, { imported }] = await Promise.all([
    import('./crm/import/import.ts'),
    import('./crm/import/kinds.ts'),
    import('./spoken.ts'),
  ]);
  argument(() => kindNamed(word(given, 0)));
  return here(async (use) => {
    const quiet = given.flags.json || !process.stderr.isTTY;
    const mapFile = text(given, 'map');
    const result = await importFile(use, {
      kind: word(given, 0),
      path: asTyped(word(given, 1)),
      map: mapFile && asTyped(mapFile),
      dryRun: given.flags['dry-run'] === true,
      replaceSample: given.flags['replace-sample'] === true,
      onProgress: (rows: number) => quiet || process.stderr.write(`\r${number(rows)} rows`),
    });
    if (!quiet) process.stderr.write('\r');
    print(given, result, imported(result));
    // A script is to notice that nothing of the file was good.
    return result.rejected > 0 && result.written + result.unchanged === 0 ? 1 : 0;
  });
}

/** A path as it was typed: npm runs us in the project's folder, wherever it was called. */
export const asTyped = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

export async function sampleHere(given: Given): Promise<number> {
  const make = {
    deals: whole(given, 'deals', [1, mostDeals]),
    seed: whole(given, 'seed', [0, 999_999_999]),
  };
  return here(async (use) => {
    const made = await seedSample(use, make);
    await requireInSample(use);
    print(
      given,
      made,
      `A sample company is there: ${made.deals} deals, ${made.accounts} accounts, ${made.people} people, ${made.leads} leads.`,
    );
    return 0;
  });
}

export async function runHere(given: Given): Promise<number> {
  argument(() => agentNamed(word(given, 0)));
  const asOf = day(given, 'as-of');
  return here(async (use) => {
    const result = await runAgent(use, {
      agent: word(given, 0),
      by: atTheMachine,
      wokenBy: 'hand',
      asOf,
      dryRun: given.flags['dry-run'] === true,
    });
    print(given, result, result.sentence);
    return result.say === 'failed' ? 1 : 0;
  });
}

export async function signalsHere(given: Given): Promise<number> {
  return here(async ({ db, zone, now }) => {
    const signals = await latestSignals(db, 50);
    const lines = signals.map((one) => `${instant(one.at, zone, now.now())}  ${signalLine(one)}`);
    print(given, signals, lines.length > 0 ? lines.join('\n') : 'No agent has told another anything yet.');
    return 0;
  });
}

export async function clockHere(given: Given): Promise<number> {
  return here(async (use) => {
    if (!use.config.local)
      throw new NotAllowed('The clock can be set with the local workspace only.', {
        fix: 'Elsewhere, set STEWARD_NOW at start.',
      });
    const wanted = word(given, 0);
    const to = wanted === 'now' ? null : parseInstant(wanted, use.zone);
    if (wanted !== 'now' && !to)
      throw new UsedWrongly(`"${wanted}" is not an instant.`, {
        fix: 'Give a day (2026-03-20), an instant (2026-03-20T10:00:00Z), or now.',
      });
    await setClock(use.db, to);
    const shows = (to ?? new Date()).toISOString();
    print(
      given,
      { now: shows, set: to !== null },
      to ? `The clock shows ${shows} and runs on.` : 'The clock shows the real time again.',
    );
    return 0;
  });
}

export async function migrateHere(given: Given): Promise<number> {
  return here(
    async (use) => {
      const ran = await use.database.migrate();
      print(given, { ran }, ran.length > 0 ? `Ran ${ran.join(', ')}.` : 'The tables are up to date.');
      return 0;
    },
    { migrate: false },
  );
}

export async function verifyHere(given: Given): Promise<number> {
  return here(async (use) => {
    await prepareHome(use.config.home);
    const key = use.config.secret ?? (await keptSecret(use.config.home, 'secret'));
    await seal(use.db, { key, home: use.config.home, all: true });
    const verified = await verify(use.db, { key, home: use.config.home });
    const past = await unexplained(use.db);
    const said = past.map(({ sentence }) => `\nNot in the log: ${sentence}`).join('');
    print(given, { ...verified, unexplained: past }, `${verified.sentence}${said}`);
    return verified.ok && past.length === 0 ? 0 : 1;
  });
}

const Manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

export async function doctorHere(given: Given): Promise<number> {
  const manifest = Manifest.parse(parse(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8')));
  const checks = await allChecks(manifest.oauth_config.scopes.bot);
  print(given, checks, checks.map(told).join('\n'));
  return checks.some(({ state }) => state === 'problem') ? 1 : 0;
}

/** One part that is amiss hides no other: whoever asks is looking for all of them. */
async function allChecks(scopes: string[]): Promise<Check[]> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    if (error instanceof CannotStart && Array.isArray(error.facts.gaps)) return nonsense(error.facts.gaps);
    throw error;
  }
  let opened = false;
  try {
    return await here(
      async ({ database, db }) => {
        opened = true;
        return examine({
          config,
          db,
          guarded: database.guarded,
          embedded: database.embedded,
          folder: database.folder,
          room: await triedRoom({ db, folder: database.folder }),
          missing: await missingMigrations(db),
          scopes,
        });
      },
      { migrate: false },
    );
  } catch (error) {
    if (opened || !(error instanceof CannotStart)) throw error;
    return examineWithout({ config, scopes, database: error });
  }
}

const marks: Record<Check['state'], string> = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' };
const told = ({ name, state, says, fix }: Check): string =>
  `${marks[state]} ${name}: ${says}${fix ? `\n          → ${fix}` : ''}`;

export async function exportHere(given: Given): Promise<number> {
  const what = word(given, 0);
  const format = text(given, 'format') ?? 'jsonl';
  if (what !== 'feedback')
    throw new UsedWrongly(`"${what}" cannot be exported.`, {
      fix: 'Usage: steward export feedback [--format jsonl|csv]',
    });
  if (format !== 'jsonl' && format !== 'csv')
    throw new UsedWrongly(`--format is "${format}" but must be jsonl or csv.`);
  const { stringify } = await import('csv-stringify/sync');
  return here(async (use) => {
    if (!may(await operator(use, text(given, 'as')), 'quality'))
      throw new NotAllowed('What people said of the answers is not yours to read.', {
        fix: `It needs ${whoMay('quality')}.`,
      });
    let header = true;
    for await (const line of exportFeedback(use.db)) {
      process.stdout.write(
        format === 'csv'
          ? stringify([line], { header, columns: [...feedbackColumns], escape_formulas: true })
          : `${JSON.stringify(line)}\n`,
      );
      header = false;
    }
    return 0;
  });
}
