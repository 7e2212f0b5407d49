/** Behind a request: what was asked, how it was read, and what its answer rests on. */
import type { Db } from '../db/pool.ts';
import { count } from '../story/format.ts';
import { type Behind, nothing, type RunRow, runColumns, runJoin, runOf } from './behind.ts';

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
