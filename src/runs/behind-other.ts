/** Behind a request, a lead, an alert, a finding about a figure, a run. */
import type { Db } from '../db/pool.ts';
import {
  expectedSentence,
  type ForecastReport,
  methodSentences,
  quotaSentence,
} from '../story/forecast-report.ts';
import { count, day, list, number, percent } from '../story/format.ts';
import type { Report } from '../story/report.ts';
import { type Behind, nothing, type RunRow, runColumns, runJoin, runOf, settingSentence } from './behind.ts';

/** What of a question as it was read says which rows its answer rests on. */
type ReadFrame = { of: string; by?: string[]; clauses?: { field?: string }[] };

type RequestRow = RunRow & {
  text: string;
  person_id: string | null;
  via: string | null;
  phrasing_version: number | null;
  confidence: number | null;
  reading: { frame?: ReadFrame | null } | null;
  reply: {
    understood?: string | null;
    assumptions?: string[];
    kind?: string;
    because?: string;
    sentences?: string[];
    leftOut?: number;
  } | null;
  decisions: { tool?: string; n?: number; understood?: string; sentence?: string; refused?: string }[] | null;
  asker: string | null;
};

/** A request: what was asked, how it was read, and by what. */
export async function behindRequest(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{ rows: RequestRow[] }>(
    `select q.text, q.person_id, q.via, q.phrasing_version, q.confidence, q.reading, q.reply, r.decisions, a.name as asker, ${runColumns}
     from requests q left join people a on a.id = q.person_id ${runJoin('q.run_id')} where q.id::text = ?`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const { understood, assumptions = [], because } = row.reply ?? {};
  return {
    about: nothing,
    headline: understood || `"${row.text.slice(0, 200)}"`,
    because: [
      `${row.asker ?? 'Somebody'} asked: "${row.text.slice(0, 300)}".`,
      ...(row.reply?.kind === 'explained' ? openly(row) : row.reply?.kind === 'refused' ? [] : [readAs(row)]),
      ...assumptions.map((one) => (one.startsWith('Read ') ? one : `Assumed: ${one.replace(/\.$/, '')}.`)),
    ],
    read: row.reply?.kind === 'answer' ? rowsRead(row.reading?.frame) : [],
    verdict: null,
    decided: row.reply?.kind === 'refused' && because ? `Refused: ${because}` : '',
    run: runOf(row),
    like: null,
    evidence: row.reading?.frame ?? null,
    notes: [],
    place: null,
    askedBy: row.person_id,
  };
}

const plurals: Record<string, string> = { activity: 'activities' };

/** "deals (status, stage)": what was looked at, and by which of its fields. */
function rowsRead(frame: ReadFrame | null | undefined): string[] {
  if (!frame) return [];
  const named = [...(frame.clauses ?? []).map(({ field }) => field), ...(frame.by ?? [])];
  const fields = [...new Set(named.filter((field) => field !== undefined))].map((field) =>
    field.replaceAll('_', ' '),
  );
  return [`${plurals[frame.of] ?? `${frame.of}s`}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`];
}

function readAs({ reply, via, confidence, phrasing_version: phrasing }: RequestRow): string {
  if (!reply?.understood) return 'It was not understood.';
  const rules = phrasing === null ? 'by rules' : 'by words that a person has accepted';
  const read = via === 'model' ? 'by the language model' : rules;
  const sure = confidence === null ? '' : ` with confidence ${confidence.toFixed(2)}`;
  return `Read ${read}${sure} as: ${reply.understood}.`;
}

/** Each question that the language model had asked, what came of it, and what of its wording did not hold. */
function openly({ reply, decisions }: RequestRow): string[] {
  const steps = (decisions ?? []).filter(({ tool }) => tool !== undefined);
  const { leftOut = 0 } = reply ?? {};
  return [
    `A language model chose ${count(steps.length, 'question')}; code answered them and checked each number.`,
    ...steps.map(({ n, understood, sentence, refused }) =>
      refused === undefined ? `[${n}] ${understood}: ${sentence}` : `[${n}] not answered: ${refused}`,
    ),
    ...(leftOut > 0
      ? [`${count(leftOut, 'sentence')} left out: a number was not one that was counted.`]
      : []),
  ];
}

/** A lead: where it came from, how it was read and merged, and how its company was matched. */
export async function behindLead(db: Db, id: string): Promise<Behind | null> {
  const row = await db('leads as l')
    .leftJoin('accounts as a', 'a.id', 'l.account_id')
    .leftJoin('territories as t', 't.id', 'l.territory_id')
    .where('l.id', id)
    .first<
      | {
          name: string | null;
          company: string | null;
          lead_source: string | null;
          created_at: Date;
          territory_id: string | null;
          territory: string | null;
          account: string | null;
          owner_id: string | null;
        }
      | undefined
    >(
      'l.name',
      'l.company',
      'l.lead_source',
      'l.created_at',
      'l.territory_id',
      { territory: 't.name' },
      { account: 'a.name' },
      'l.owner_id',
    );
  if (!row) return null;
  const arrivals = await arrivalsOf(db, id);
  const [latest] = arrivals;
  return {
    about: { ...nothing, leadId: id },
    headline: `New lead: ${[row.name, row.company].filter(Boolean).join(', ') || id}`,
    because: [
      `It came on ${day(row.created_at.toISOString())}${row.lead_source ? ` by ${row.lead_source}` : ''}.`,
      row.account ? `Its company is the account ${row.account}.` : 'Its company is no account yet.',
      ...arrivals.slice(0, 5).map(arrivalSaid),
      ...(arrivals.length > 5 ? [`It came ${number(arrivals.length - 5)} more times before.`] : []),
    ],
    read: ['lead (name, company, source)', ...(latest ? ['what came in'] : [])],
    verdict: null,
    decided: row.territory
      ? `Reps and managers of ${row.territory} may claim it; the first tap wins.`
      : 'Reps and managers may claim it; the first tap wins.',
    run: latest ? runOf(latest) : null,
    like: null,
    evidence: null,
    notes: [],
    place: row.territory_id === null ? null : { territoryId: row.territory_id, ownerId: row.owner_id },
  };
}

type ArrivalRow = RunRow & {
  channel: string;
  came_at: Date;
  fresh: boolean;
  via: string;
  uncertain: string[];
  filled: string[];
};

/** The newest first. */
async function arrivalsOf(db: Db, leadId: string): Promise<ArrivalRow[]> {
  const { rows } = await db.raw<{ rows: ArrivalRow[] }>(
    `select a.channel, a.came_at, a.fresh, a.via, a.uncertain, a.filled, ${runColumns}
     from arrivals a ${runJoin('a.run_id')} where a.lead_id = ? order by a.came_at desc, a.id desc limit 1000`,
    [leadId],
  );
  return rows;
}

const ways: Record<string, string> = { form: 'web form', email: 'e-mail', csv: 'file' };

/** "By e-mail on 20 Mar 2026, read by rules: merged, company filled in. Uncertain: no company." */
function arrivalSaid({ channel, came_at: at, fresh, via, uncertain, filled }: ArrivalRow): string {
  const read =
    channel === 'csv' ? '' : `, read by ${via === 'model' ? 'rules and a language model' : 'rules'}`;
  const filledIn = filled.length > 0 ? `, ${list(filled)} filled in` : '';
  const doubts = uncertain.length > 0 ? ` Uncertain: ${uncertain.join('; ')}.` : '';
  return `By ${ways[channel] ?? channel} on ${day(at.toISOString())}${read}: ${fresh ? 'a new lead' : `merged${filledIn}`}.${doubts}`;
}

type AlertRow = {
  id: number;
  agent: string;
  failed: number;
  total: number;
  opened_at: Date;
  category: string | null;
  examples: { run: string; error: string }[];
};

/** An alert: the runs that failed. */
export async function behindAlert(db: Db, id: string): Promise<Behind | null> {
  const row = await db('alerts').whereRaw('id::text = ?', [id]).first<AlertRow | undefined>();
  if (!row) return null;
  return {
    about: { ...nothing, alertId: row.id },
    headline: `${row.failed} of ${count(row.total, 'run')} failed (${percent(row.total === 0 ? 0 : row.failed / row.total)})`,
    because: row.examples.map((one) =>
      `Run ${one.run}: ${one.error || 'no reason was given'}`.replace(/\.?$/, '.'),
    ),
    read: ['the runs of one hour'],
    verdict: null,
    decided: 'More than the limit of failed runs tells the owner.',
    run: null,
    like: null,
    evidence: row.examples,
    notes: [],
    place: null,
  };
}

type FindingRow = RunRow & {
  subject_kind: string;
  subject_id: string;
  gone_because: string | null;
  evidence: {
    fact?: string;
    told?: { sentence: string | null };
    limit?: { setting: string; value: number; version: number } | null;
    to?: string[];
  } | null;
  territory_id: string | null;
  owner_id: string | null;
  trigger: string;
};

const readBy: Record<string, string[]> = {
  person: ['open deals of each person'],
  change: ['the message', 'what was done about its deal since'],
  deal: ["the deal's versions"],
  team: ["the versions of its reps' deals"],
  kpi_alert: ['what the person who set the alert may see'],
};

/** Whom it is about; null: everybody. An alert is of the one who asked to be told, and in a channel of its readers. */
function placeOf({ subject_kind, evidence, territory_id, owner_id }: FindingRow): Behind['place'] {
  const [reader = null] = subject_kind === 'kpi_alert' ? (evidence?.to ?? []) : [];
  if (subject_kind === 'company' || (subject_kind === 'kpi_alert' && reader === null)) return null;
  return { territoryId: territory_id, ownerId: reader ?? owner_id };
}

/** A finding about a figure: the figure, its limit, and the run that found it. */
export async function behindFinding(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{ rows: FindingRow[] }>(
    `select f.subject_kind, f.subject_id, f.trigger, f.gone_because, f.evidence,
       coalesce(p.territory_id, t.territory_id, d.territory_id) as territory_id, coalesce(p.id, d.owner_id) as owner_id, ${runColumns}
     from findings f left join people p on f.subject_kind = 'person' and p.id = f.subject_id
       left join teams t on t.id = coalesce(p.team_id, case when f.subject_kind = 'team' then f.subject_id end)
       left join changes c on f.subject_kind = 'change' and c.id::text = f.subject_id
       left join deals d on d.id = coalesce(c.subject_id, case when f.subject_kind = 'deal' then f.subject_id end)
     ${runJoin('f.run_id')} where f.id::text = ?`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const { fact = 'Finding', told, limit } = row.evidence ?? {};
  return {
    about: nothing,
    headline: fact,
    because: [
      `${fact}.`,
      ...(told?.sentence ? [told.sentence] : []),
      ...(limit ? [settingSentence(limit)] : []),
    ],
    read: readBy[row.subject_kind] ?? [],
    verdict: null,
    decided: 'Nothing is proposed about a figure: who should know is told.',
    run: runOf(row),
    like: null,
    evidence: row.evidence,
    notes: [],
    place: placeOf(row),
  };
}

type ForecastRow = RunRow & { report: ForecastReport | null };

/** A forecast that an agent posted: what is expected, how it was made, and the run that made it. */
export async function behindForecast(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{ rows: ForecastRow[] }>(
    `select f.report, ${runColumns} from forecasts f ${runJoin('f.run_id')} where f.id::text = ?`,
    [id],
  );
  const row = rows[0];
  if (!row?.report) return null;
  return {
    about: nothing,
    headline: `Forecast ${row.report.period}`,
    because: [expectedSentence(row.report), quotaSentence(row.report), ...methodSentences(row.report)],
    read: ['open deals', 'the deals of the quarters before, as they were known then', 'quotas'],
    verdict: null,
    decided: 'Nothing is changed by a forecast.',
    run: runOf(row),
    like: null,
    evidence: { figures: row.report.figures, basis: row.report.basis },
    notes: [],
    place: null,
  };
}

export async function behindReport(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{ rows: (RunRow & { report: Report | null })[] }>(
    `select p.report, ${runColumns} from reports p ${runJoin('p.run_id')} where p.id::text = ?`,
    [id],
  );
  const row = rows[0];
  if (!row?.report) return null;
  return {
    about: nothing,
    headline: row.report.title,
    because: row.report.lines,
    read: ['deals and their history', 'what is out of the ordinary'],
    verdict: null,
    decided: 'Nothing is changed by a report.',
    run: runOf(row),
    like: null,
    evidence: row.report,
    notes: [],
    place: null,
  };
}

/** A run by itself. */
export async function behindRun(db: Db, id: string): Promise<Behind | null> {
  const { rows } = await db.raw<{
    rows: (RunRow & { output: { sentence?: string } | null; actor_id: string })[];
  }>(
    `select r.output, r.actor_id, ${runColumns} from runs r left join people w on w.id = r.actor_id and r.actor_kind = 'person' where r.id = upper(?)`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    about: nothing,
    headline: `Run ${row.run_id}`,
    because: row.output?.sentence ? [row.output.sentence] : [],
    read: [],
    verdict: null,
    decided: '',
    run: runOf(row),
    like: null,
    // Which deals a run touched is asked by deal; its counts are the company's.
    evidence: null,
    notes: [],
    place: null,
    // A question's run is its asker's.
    ...(row.run_agent === 'requests' ? { askedBy: row.actor_id } : {}),
  };
}
