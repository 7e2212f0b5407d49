/** `steward settings export` and `steward settings import`: what is set, as a file. */
import { readFile, writeFile } from 'node:fs/promises';
import { asTyped, type Given, type Here, here, operator, print, text, word } from './commands.ts';
import { inTransaction } from './db/transaction.ts';
import { BadInput, NotAllowed, NotFound, type StewardError } from './errors.ts';
import type { Place } from './language/request.ts';
import { untilOf, untilSaid } from './language/until.ts';
import { isOperator } from './people/operator.ts';
import { may, whoMay } from './policy/authorize.ts';
import type { Person } from './policy/nouns.ts';
import { type Company, companyNow } from './requests/company.ts';
import { placeNames, whereOf, wrongWith } from './requests/limits.ts';
import { carryOutSetting, type Meant, needed, settingPlan } from './requests/setting.ts';
import { dayIn, isDay } from './sales/days.ts';
import { checkValue, settingNamed } from './settings/catalogue.ts';
import type { SetValue } from './settings/differences.ts';
import { type Entry, readSettings, type Wrong, writtenSettings } from './settings/settings-file.ts';
import { valuesNow } from './settings/snapshots.ts';
import { count } from './story/format.ts';

export async function settingsOutHere(given: Given): Promise<number> {
  return here(async (use) => {
    const by = await operator(use, text(given, 'as'));
    if (!by || !may(by, 'see_snapshots'))
      throw new NotAllowed(`Reading all settings needs ${whoMay('see_snapshots')}.`);
    const company = await companyNow(use);
    const values = await valuesNow(use.db, use.now.now());
    const all = values.map(({ name, value, scope, scopeId, stage, until }) => ({
      ...{ name, value, scope, stage: stage || null, until },
      of: scope === 'everyone' ? null : nameOf(company, scope, scopeId),
    }));
    const file = text(given, 'out');
    if (file) await writeFile(asTyped(file), writtenSettings(all));
    else process.stdout.write(writtenSettings(all));
    if (file) print(given, { settings: all.length, file }, `${count(all.length, 'setting')} written.`);
    return 0;
  });
}

export async function settingsInHere(given: Given): Promise<number> {
  const path = word(given, 0);
  const read = readSettings(await contents(path));
  if ('wrong' in read) throw refused(read.wrong);
  return here(async (use) => {
    const by = await operator(use, text(given, 'as'));
    if (!by) throw new NotAllowed('Who reads it in is not known.', { fix: 'Add --as <email>.' });
    const on = { db: use.db, now: use.now, company: await companyNow(use), by };
    const wrong: Wrong[] = [];
    const meant: Meant[] = [];
    for (const entry of read.entries) {
      const one = await meantBy(on, entry);
      if ('because' in one) wrong.push({ line: entry.line, because: one.because });
      else meant.push(one);
    }
    wrong.push(...twice(read.entries, meant, wrong));
    if (wrong.length > 0) throw refused(wrong);
    const dry = given.flags['dry-run'] === true;
    const lines: string[] = [];
    // All of it or nothing, and one deed to take back.
    await inTransaction(use.db, async (trx) => {
      const holds = await valuesNow(trx, use.now.now());
      for (const one of meant) {
        if (isSo(holds, one)) continue;
        const plan = await settingPlan({ ...on, db: trx }, one);
        if ('nothing' in plan) continue;
        lines.push(`${plan.headline} ${plan.consequence}`);
        if (!dry)
          await carryOutSetting({ ...on, db: trx }, one, text(given, 'why') ?? `From the file ${path}.`);
      }
    });
    const same = meant.length - lines.length;
    const done = dry ? 'would be changed' : 'changed';
    print(
      given,
      { changed: lines, unchanged: same, dryRun: dry },
      [
        ...lines,
        `${count(lines.length, 'setting')} ${done}, ${same} as they are.${lines.length > 0 && !dry ? ' Way back: "undo".' : ''}`,
      ].join('\n'),
    );
    return 0;
  });
}

/** The same value until the same end. */
const isSo = (holds: SetValue[], { setting, value, where, until }: Meant): boolean =>
  holds.some(
    (one) =>
      one.name === setting.name &&
      one.scope === where.scope &&
      one.scopeId === where.scopeId &&
      one.stage === where.stage &&
      one.value === value &&
      one.until === (until?.at ?? null),
  );

async function contents(path: string): Promise<string> {
  try {
    return await readFile(asTyped(path), 'utf8');
  } catch (error) {
    throw new NotFound(`The file ${path} cannot be read.`, {
      fix: 'Give the path of a file that "steward settings export --out <file>" has written.',
      cause: error,
    });
  }
}

type On = { db: Here['db']; now: Here['now']; company: Company; by: Person };

async function meantBy(use: On, entry: Entry): Promise<Meant | { because: string }> {
  try {
    const setting = settingNamed(entry.name);
    const place = placeOf(use.company, entry);
    const stage = entry.stage === null ? null : stageNamed(use.company, entry.stage);
    const where = await whereOf(use, setting, place, stage);
    const value = entry.value === null ? null : checkValue(setting, entry.value);
    const meant = { setting, value, where, until: endOf(use, entry.until) };
    const needs = needed(use.by, meant);
    return needs && !isOperator(use.by)
      ? { because: `Setting "${setting.label}" for ${where.said} needs ${needs}.` }
      : meant;
  } catch (error) {
    const because = wrongWith(error);
    if (because === null) throw error;
    return { because };
  }
}

/** By its name, an address, or its id. */
function placeOf(company: Company, { scope, of }: Entry): Place | null {
  if (scope === 'everyone' || of === null) return null;
  if (scope === 'channel')
    throw new BadInput('What a channel shows is set in the channel.', { fix: 'Leave it out of the file.' });
  const wanted = of.trim().toLowerCase();
  const all = placeNames(company, scope).filter(({ id, name, also = [] }) =>
    [id, name, ...also].some((one) => one.toLowerCase() === wanted),
  );
  const [first, second] = all;
  if (!first) throw new BadInput(`There is no ${scope} "${of}".`, { fix: 'Write its name or its id.' });
  if (second)
    throw new BadInput(`"${of}" is the name of ${all.length} of them.`, {
      fix: `Write the id: ${all.map(({ id }) => id).join(' or ')}.`,
    });
  return { scope, of: { id: first.id, name: first.name } };
}

/** The name where it is nobody else's. */
function nameOf(company: Company, scope: Entry['scope'], id: string): string {
  if (scope === 'everyone' || scope === 'channel') return id;
  const all = placeNames(company, scope);
  const name = all.find((one) => one.id === id)?.name;
  return name !== undefined && all.filter((one) => one.name === name).length === 1 ? name : id;
}

function stageNamed({ lexicon }: Company, name: string) {
  const found = lexicon.stages.find((stage) => stage.name.toLowerCase() === name.toLowerCase());
  if (!found)
    throw new BadInput(`There is no stage "${name}".`, {
      fix: `The stages are: ${lexicon.stages.map((stage) => stage.name).join(', ')}.`,
    });
  return { id: found.id, name: found.name };
}

function endOf({ company }: On, until: string | null): Meant['until'] {
  if (until === null) return null;
  const about = { ...company, today: dayIn(company.now, company.zone) };
  const read = isDay(until) ? untilOf(`until ${until}`, about) : 'unread';
  if (typeof read !== 'string' && read.until) return read.until;
  const at = new Date(until);
  if (!isDay(until) && at > company.now) return { at: at.toISOString(), said: untilSaid(at, about) };
  throw new BadInput(`The end "${until}" is no day to come.`, {
    fix: 'Write one such as 2026-04-15, or leave it out.',
  });
}

/** Two values for one place: neither is meant for sure. */
function twice(entries: Entry[], meant: Meant[], wrong: Wrong[]): Wrong[] {
  if (wrong.length > 0) return [];
  const seen = new Map<string, number>();
  return meant.flatMap(({ setting, where }, at) => {
    const place = JSON.stringify([setting.name, where.scope, where.scopeId, where.stage]);
    const line = entries[at]?.line ?? 0;
    const before = seen.get(place);
    seen.set(place, line);
    return before === undefined
      ? []
      : [
          {
            line,
            because: `Line ${before} sets "${setting.label}" for ${where.said} already. Keep one of them.`,
          },
        ];
  });
}

const refused = (wrong: Wrong[]): StewardError =>
  new BadInput(
    [`${count(wrong.length, 'entry', 'entries')} of the file cannot be set.`]
      .concat(wrong.map(({ line, because }) => `Line ${line}: ${because}`))
      .join('\n'),
    { fix: 'Nothing was changed. Mend the file and read it in again.' },
  );
