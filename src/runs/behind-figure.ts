/** Behind a finding about a figure: the figure, its limit, and whose it is. */
import type { Db } from '../db/pool.ts';
import { type Behind, nothing, type RunRow, runColumns, runJoin, runOf, settingSentence } from './behind.ts';

type FindingRow = RunRow & {
  subject_kind: string;
  subject_id: string;
  gone_because: string | null;
  evidence: {
    fact?: string;
    told?: { sentence: string | null };
    limit?: { setting: string; value: number; version: number; playbook?: string } | null;
    to?: string[];
  } | null;
  territory_id: string | null;
  owner_id: string | null;
  trigger: string;
  handed_to: string[];
};

const readBy: Record<string, string[]> = {
  person: ['open deals of each person'],
  change: ['the message', 'what was done about its deal since'],
  deal: ["the deal's versions"],
  team: ["the versions of its reps' deals"],
  kpi_alert: ['what the person who set the alert may see'],
};

/** What these read is not what others about the same kind of subject do. */
const readFor: Record<string, string[]> = {
  contacts_unanswered: ['what this person was asked about contacts and accounts', 'what was answered since'],
  form_unanswered: ['what was asked about the deal', 'what was answered since'],
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
       coalesce(p.territory_id, t.territory_id, d.territory_id) as territory_id, coalesce(p.id, d.owner_id) as owner_id,
       array(select h.to_person from finding_hands h where h.finding_id = f.id) as handed_to, ${runColumns}
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
    read: row.trigger.startsWith('rule:')
      ? ['the deal']
      : (readFor[row.trigger] ?? readBy[row.subject_kind] ?? []),
    verdict: null,
    decided: row.trigger.startsWith('rule:')
      ? 'Nothing is proposed because of it: whom the rule names is told.'
      : 'Nothing is proposed about a figure: who should know is told.',
    run: runOf(row),
    like: null,
    evidence: row.evidence,
    notes: [],
    place: placeOf(row),
    handedTo: row.handed_to,
  };
}
