/** Behind an exception or a change: the proposal, its finding, and the setting that decided. */
import type { Db } from '../db/pool.ts';
import type { Verdict } from '../policy/nouns.ts';
import { type KeptFacts, untold } from '../story/evidence.ts';
import { count, day, list } from '../story/format.ts';
import {
  type Behind,
  limitSaid,
  nothing,
  type RunRow,
  runColumns,
  runJoin,
  runOf,
  settingSentence,
} from './behind.ts';

type Limit = {
  setting: string;
  value: number;
  said?: string;
  rule?: string;
  version: number;
  scope: string;
  scopeId: string;
  playbook?: string;
};
type FoundEvidence = {
  fact?: string;
  because?: string;
  tells?: string;
  facts?: KeptFacts;
  read?: string[];
  stage?: string;
  since?: string;
  days?: number;
  limit?: Limit;
};
type ProposalRow = RunRow & {
  exception_id: number | null;
  change_id: number | null;
  reason: string | null;
  basis: string | null;
  verdict: Verdict | null;
  fields: { field: string; before: unknown; after: unknown }[] | null;
  nudge_to: string | null;
  /** Of a form: what is to be filled in. */
  asked: string[] | null;
  deal: string | null;
  deal_id: string;
  evidence: FoundEvidence | null;
  /** What else was true of it. */
  besides: FoundEvidence[] | null;
  limit_by: string | null;
  limit_at: Date | null;
  limit_of: string | null;
  cases: number;
  accepted: number;
  edited: number;
  rejected: number;
  undone: number;
  territory_id: string | null;
  owner_id: string | null;
  requested_by: string | null;
  /** Of the person whom the first field is set to. */
  given_to: string | null;
};

/** An exception or a change: the proposal it came from, or the person who asked for the change. */
export async function behindProposal(
  db: Db,
  kind: 'exception' | 'change',
  id: string,
): Promise<Behind | null> {
  const from =
    kind === 'exception'
      ? `exceptions e join proposals p on p.id = e.proposal_id left join lateral (select null::bigint as id, null::text as by_id, null::jsonb as fields, null::text as subject_kind, null::text as subject_id where false) c on true`
      : `changes c left join exceptions e on e.id = c.exception_id left join proposals p on p.id = coalesce(c.proposal_id, e.proposal_id)`;
  const { rows } = await db.raw<{ rows: ProposalRow[] }>(
    `select e.id as exception_id, c.id as change_id, p.reason, p.basis, p.verdict, coalesce(c.fields, p.change->'fields') as fields,
       n.name as nudge_to, p.change->'form'->'fields' as asked, coalesce(d.name, l.name, n2.name) as deal, coalesce(c.subject_id, p.subject_id) as deal_id, f.evidence,
       coalesce(sb.name, s.by_id) as limit_by, s.at as limit_at, coalesce(st.name, sg.name, sp.name, sa.name) as limit_of,
       k.cases, k.accepted, k.edited, k.rejected, k.undone, coalesce(d.territory_id, l.territory_id, k2.territory_id) as territory_id,
       coalesce(d.owner_id, l.owner_id, k2.owner_id) as owner_id, cb.name as requested_by,
       (select jsonb_agg(g.evidence order by g.id) from findings g where g.under = f.id) as besides,
       (select o.name from people o where o.id = coalesce(c.fields, p.change->'fields')->0->>'after') as given_to, ${runColumns}
     from ${from}
       left join findings f on f.id = p.finding_id
       cross join lateral (select coalesce(c.subject_kind, p.subject_kind) as kind, coalesce(c.subject_id, p.subject_id) as id) about
       left join deals d on about.kind = 'deal' and d.id = about.id left join leads l on about.kind = 'lead' and l.id = about.id
       left join records n2 on n2.kind = about.kind and n2.id = about.id left join keepers k2 on k2.account_id = n2.account_id
       left join people n on n.id = p.change->'nudge'->>'to' left join people cb on cb.id = c.by_id
       left join settings s on s.name = f.evidence->'limit'->>'setting' and s.scope = f.evidence->'limit'->>'scope'
         and s.scope_id = f.evidence->'limit'->>'scopeId' and s.version = (f.evidence->'limit'->>'version')::int
         and s.stage in ('', f.evidence->>'stage')
       left join people sb on sb.id = s.by_id
       left join territories st on s.scope = 'territory' and st.id = s.scope_id left join teams sg on s.scope = 'team' and sg.id = s.scope_id
       left join people sp on s.scope = 'person' and sp.id = s.scope_id left join accounts sa on s.scope = 'account' and sa.id = s.scope_id
       left join lateral (
         select count(*) as cases, count(*) filter (where came_to = 'accepted') as accepted, count(*) filter (where came_to = 'edited') as edited,
           count(*) filter (where came_to = 'rejected') as rejected, count(*) filter (where came_to = 'undone') as undone
         from decision_outcomes o where o.agent = p.agent and o.trigger = p.trigger and o.agent_version = p.agent_version) k on p.id is not null
       ${runJoin(kind === 'exception' ? 'p.run_id' : 'coalesce(p.run_id, c.run_id)')}
     where ${kind === 'exception' ? 'e' : 'c'}.id::text = ? limit 1`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const evidence = row.evidence ?? {};
  const byHand = row.reason === null && row.requested_by !== null;
  return {
    about: { ...nothing, exceptionId: row.exception_id, changeId: row.change_id },
    headline: headlineOf(row),
    because: byHand ? [`${row.requested_by} asked for it.`] : becauseOf(row, evidence),
    read: evidence.read ?? [],
    verdict: row.verdict,
    decided: '',
    run: runOf(row),
    like:
      row.reason === null
        ? null
        : {
            cases: row.cases,
            accepted: row.accepted,
            edited: row.edited,
            rejected: row.rejected,
            undone: row.undone,
          },
    evidence,
    notes: [],
    place: { territoryId: row.territory_id, ownerId: row.owner_id },
  };
}

function headlineOf(row: ProposalRow): string {
  const deal = row.deal ?? row.deal_id;
  const [first] = row.fields ?? [];
  if (!first && row.asked)
    return `${deal}: fill in ${list(row.asked.map((field) => field.replaceAll('_', ' ')))}`;
  if (!first) return row.nudge_to ? `${deal}: nudge ${row.nudge_to}` : deal;
  const after = first.after === null ? 'empty' : (row.given_to ?? day(String(first.after)));
  return `${deal}: ${first.field.replaceAll('_', ' ')} to ${after}`;
}

function becauseOf(row: ProposalRow, evidence: FoundEvidence): string[] {
  const { because, stage, since, days, limit } = evidence;
  const fact =
    because ??
    (stage && since && days !== undefined
      ? `In ${stage} since ${day(since)}: ${count(days, 'day')}`
      : (row.reason ?? ''));
  const besides = row.besides ?? [];
  return [
    `${fact}.`,
    limit ? limitSentence(limit, row) : null,
    ...besides.flatMap((one) => [`${one.because}.`, one.limit ? settingSentence(one.limit) : null]),
    ...untold(evidence.facts ?? [], besides).map((one) => `${one.charAt(0).toUpperCase()}${one.slice(1)}.`),
    row.basis && `${row.basis}.`,
  ].filter((sentence): sentence is string => Boolean(sentence));
}

function limitSentence(limit: Limit, row: ProposalRow): string {
  const name = limit.setting.replaceAll('_', ' ');
  if (limit.version === 0 || limit.playbook) return settingSentence(limit);
  const parts = [
    `setting ${name}`,
    row.limit_of ?? 'everyone',
    `v${limit.version}`,
    row.limit_by,
    row.limit_at && day(row.limit_at.toISOString()),
  ];
  return `${limitSaid(limit)} (${parts.filter(Boolean).join(', ')}).`;
}
