/** `steward audit search` and `steward audit report`: the log for whoever has to look into it. */
import { writeFile } from 'node:fs/promises';
import { auditReport } from './audit/report.ts';
import { seal } from './audit/seal.ts';
import { type AuditQuery, type AuditRow, auditActions, auditRows } from './audit/search.ts';
import { verify } from './audit/verify.ts';
import { asTyped, day, type Given, type Here, here, operator, print, text } from './commands.ts';
import { dealsNamed } from './crm/deals.ts';
import { keptSecret, prepareHome } from './db/home.ts';
import type { Db } from './db/pool.ts';
import { NotAllowed, NotFound, UsedWrongly } from './errors.ts';
import { everybody } from './people/people.ts';
import { mayAudit, whoAudits } from './policy/may-audit.ts';
import type { Person } from './policy/nouns.ts';
import { csv } from './requests/csv.ts';
import { addDays, startOfDay } from './sales/days.ts';
import { quarterLabel, resolvePeriod } from './sales/periods.ts';
import { currentSettings, numberSetting } from './settings/settings.ts';
import { auditDocument } from './story/audit-report.ts';
import { exactInstant } from './story/format.ts';

const formats = ['table', 'jsonl', 'csv'];

export async function auditSearchHere(given: Given): Promise<number> {
  const format = text(given, 'format') ?? 'table';
  if (!formats.includes(format))
    throw new UsedWrongly(`--format is "${format}" but must be table, jsonl or csv.`);
  return here(async (use) => {
    await whoMay(use, given);
    const query = await queryOf(use, given);
    let rows = 0;
    for await (const page of auditRows(use.db, query)) {
      process.stdout.write(written(page, format, rows === 0));
      rows += page.length;
    }
    if (rows === 0 && query.action !== undefined) await knownAction(use.db, query.action);
    if (rows === 0) process.stderr.write('No row of the audit log is like that.\n');
    return 0;
  });
}

export async function auditReportHere(given: Given): Promise<number> {
  const asked = text(given, 'quarter');
  if (!asked)
    throw new UsedWrongly('Which quarter?', { fix: 'Usage: steward audit report --quarter "Q1 2026"' });
  return here(async (use) => {
    const by = await whoMay(use, given);
    const calendar = await calendarOf(use);
    const days = resolvePeriod(asked, { ...calendar, now: use.now.now(), zone: use.zone });
    const quarter = days?.from ? quarterLabel(days.from, calendar) : '';
    const whole = resolvePeriod(quarter, { ...calendar, now: use.now.now(), zone: use.zone });
    if (!days?.from || !days.to || whole?.from !== days.from || whole.to !== days.to)
      throw new UsedWrongly(`"${asked}" is no quarter.`, { fix: 'For example: --quarter "Q1 2026".' });
    const { config, db, zone } = use;
    await prepareHome(config.home);
    const key = config.secret ?? (await keptSecret(config.home, 'secret'));
    await seal(db, { key, home: config.home, all: true });
    const report = await auditReport(db, {
      from: startOfDay(days.from, zone),
      to: startOfDay(addDays(days.to, 1), zone),
      quarter,
      zone,
      by: by.name,
      clock: use.now.now(),
      verified: await verify(db, { key, home: config.home }),
    });
    const document = auditDocument(report);
    const out = text(given, 'out');
    if (out) await writeFile(asTyped(out), document, { mode: 0o600 });
    if (!out || given.flags.json) print(given, report, document);
    // A script is to notice a log that is not whole.
    return report.verified.ok ? 0 : 1;
  });
}

/** Everybody's words and refusals stand there: nobody reads them by having a terminal alone. */
async function whoMay(use: Here, given: Given): Promise<Person> {
  const by = await operator(use, text(given, 'as'));
  if (by === null || mayAudit(by) !== 'all')
    throw new NotAllowed('The whole audit log is not yours to read.', {
      fix: `It needs ${whoAudits}; a manager asks in Slack: "show the audit of <deal> this month".`,
    });
  return by;
}

const calendarOf = async ({ db, now }: Here) => {
  const settings = await currentSettings(db, now.now());
  return {
    fiscalYearStart: numberSetting(settings, 'fiscal_year_start'),
    weekStart: numberSetting(settings, 'week_start'),
  };
};

async function queryOf(use: Here, given: Given): Promise<AuditQuery> {
  const [from, to] = [day(given, 'from'), day(given, 'to')];
  const [person, deal, agent] = [text(given, 'person'), text(given, 'deal'), text(given, 'agent')];
  return {
    from: from ? startOfDay(from, use.zone) : undefined,
    to: to ? startOfDay(addDays(to, 1), use.zone) : undefined,
    person: person ? await personIn(use.db, person) : undefined,
    deal: deal ? await dealIn(use, deal) : undefined,
    agent: agent?.toLowerCase().replace(/ agent$/, ''),
    action: text(given, 'action'),
  };
}

/** An action that the log has nowhere is refused, with those that there are. */
async function knownAction(db: Db, said: string): Promise<void> {
  const known = await auditActions(db);
  if (known.some((action) => action === said || action.startsWith(`${said.replace(/\.$/, '')}.`))) return;
  throw new NotFound(`The audit log has no action "${said}" so far.`, {
    fix: `It has: ${known.join(', ')}. A first part such as "change" stands for all of its kind.`,
  });
}

/** By e-mail, name or id. */
async function personIn(db: Db, said: string): Promise<string> {
  const like = said.toLowerCase();
  const people = await everybody(db);
  const found = people.filter(
    ({ id, name, email }) =>
      id.toLowerCase() === like || name.toLowerCase() === like || email?.toLowerCase() === like,
  );
  const [only, ...others] = found;
  if (only && others.length === 0) return only.id;
  throw new NotFound(`${found.length === 0 ? 'Nobody' : 'More than one person'} is "${said}".`, {
    fix: 'Give --person with an e-mail or an id.',
  });
}

async function dealIn({ db, now, zone }: Here, said: string): Promise<string> {
  const found = await dealsNamed(db, said, { now: now.now(), zone, scope: { everything: true }, limit: 2 });
  const [only, ...others] = found;
  if (only && others.length === 0) return only.id;
  // One that is no longer in the CRM still stands in the log.
  if (found.length === 0) return said;
  throw new NotFound(`More than one deal is "${said}".`, { fix: 'Give --deal with its id.' });
}

const head = ['id', 'at', 'action', 'who', 'subject', 'about', 'run', 'because', 'details'];

function written(rows: AuditRow[], format: string, first: boolean): string {
  if (format === 'jsonl') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const cells = rows.map(({ id, at, action, who, subjectKind, subjectId, about, run, because, details }) => [
    id,
    at.toISOString(),
    action,
    who,
    `${subjectKind} ${subjectId}`,
    about,
    run,
    because,
    JSON.stringify(details),
  ]);
  if (format === 'csv') {
    const file = csv(head, cells);
    return first ? file : file.replace(/^.*?\r\n/s, '');
  }
  return rows
    .map(({ at, action, who, subjectKind, subjectId, about, because }) =>
      [exactInstant(at), action.padEnd(24), who, `${subjectKind} ${subjectId}`, about ?? '', because ?? '']
        .join('  ')
        .trimEnd()
        .replace(/$/, '\n'),
    )
    .join('');
}
