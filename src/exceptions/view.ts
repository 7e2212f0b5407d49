/** All that a card of an exception needs, read in one go; the card itself is drawn elsewhere. */
import { changesOfException } from '../changes/nouns.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { personById } from '../people/people.ts';
import type { FieldChange, Verdict, Wanted } from '../policy/nouns.ts';
import { findField } from '../sales/fields.ts';
import { currentSettings, numberSetting, textSetting } from '../settings/settings.ts';
import type { ToldField } from '../story/change.ts';
import { type KeptFacts, untold } from '../story/evidence.ts';
import { type Exception, exceptionById } from './nouns.ts';
import { type ExceptionState, stateOf } from './state.ts';

/** A field with what may be chosen for it, where that is a fixed list. */
export type ViewField = ToldField & { options?: { value: string; label: string }[] };
export type ViewWants = { kind: 'change'; fields: ViewField[] } | { kind: 'nudge'; to: string; text: string };

export type ExceptionView = {
  id: number;
  /** Of the change on the screen; a decision names it. */
  hash: string;
  deal: {
    id: string;
    name: string;
    url: string | null;
    amount: number | null;
    currency: string | null;
    owner: string | null;
  };
  wants: ViewWants;
  /** "In Negotiation for 47 days (limit 30)" */
  finding: string;
  evidence: string[];
  basis: string | null;
  waitsFor: { name: string; slackId: string | null } | null;
  /** "Needs an approver: deal of $210,000 (limit $100,000)." */
  needs: string | null;
  severity: Exception['severity'];
  agent: { name: string; version: number; mode: string };
  confidence: { share: number; cases: number; accepted: number };
  foundAt: Date;
  state: ExceptionState;
};

type Row = {
  agent: string;
  agent_version: number;
  mode: string;
  reason: string;
  basis: string | null;
  confidence: number;
  cases: number;
  accepted: number;
  verdict: Verdict | null;
  proposed_at: Date;
  found_at: Date | null;
  evidence: { fact?: string; facts?: KeptFacts } | null;
  /** What else is true of its deal, with the aspect that each speaks of. */
  besides: { fact: string; tells: string }[] | null;
  deal: string | null;
  amount: number | null;
  currency: string | null;
  owner: string | null;
};

/** The exception as it stands, in every state it can be in; null when there is none of that id. */
export async function exceptionView(use: { db: Db; now: Clock }, id: number): Promise<ExceptionView | null> {
  const { db } = use;
  const exception = await exceptionById(db, id);
  if (!exception) return null;
  const row = await proposalRow(db, exception.proposalId);
  if (!row) return null;
  const settings = await currentSettings(db, use.now.now());
  const waitsFor = exception.waitsFor ? await personById(db, exception.waitsFor) : null;
  const name = row.deal ?? exception.subject.id;
  const changes = await changesOfException(db, id);
  const fieldsOf = (fields: FieldChange[]) => toldFields(db, fields, row.currency);
  return {
    id,
    hash: exception.hash,
    deal: {
      id: exception.subject.id,
      name,
      url: null,
      amount: row.amount,
      currency: row.currency,
      owner: row.owner,
    },
    wants: await viewWants(db, exception.wants, row.currency),
    finding: (row.evidence?.fact ?? row.reason).replace(/\.$/, ''),
    evidence: evidenceOf(row),
    basis: row.basis,
    waitsFor: waitsFor && { name: waitsFor.name, slackId: waitsFor.slackId },
    needs: row.verdict?.because.find((one) => one.sentence.startsWith('Needs '))?.sentence ?? null,
    severity: exception.severity,
    agent: { name: row.agent, version: row.agent_version, mode: row.mode },
    confidence: { share: row.confidence, cases: row.cases, accepted: row.accepted },
    foundAt: row.found_at ?? row.proposed_at,
    state: await stateOf(
      {
        db,
        now: use.now.now(),
        company: textSetting(settings, 'company_currency'),
        undoDays: numberSetting(settings, 'undo_days'),
        reopenDays: numberSetting(settings, 'reopen_days'),
        deal: name,
        fieldsOf,
      },
      exception,
      changes,
    ),
  };
}

async function proposalRow(db: Db, id: number): Promise<Row | null> {
  const { rows }: { rows: Row[] } = await db.raw(
    `select p.agent, p.agent_version, p.mode, p.reason, p.basis, p.confidence, p.cases, p.accepted, p.verdict, p.proposed_at,
       f.found_at, f.evidence, (
         select jsonb_agg(g.evidence order by g.id) from findings g where g.under = f.id and g.gone_at is null) as besides, d.name as deal, d.amount, d.currency, o.name as owner
     from proposals p left join findings f on f.id = p.finding_id
       left join deals d on p.subject_kind = 'deal' and d.id = p.subject_id left join people o on o.id = d.owner_id
     where p.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** What else is true first, and of the rest what that does not say. */
function evidenceOf({ evidence, besides }: Row): string[] {
  const also = besides ?? [];
  return [
    ...also.map(({ fact }) => `${fact.charAt(0).toLowerCase()}${fact.slice(1)}`),
    ...untold(evidence?.facts ?? [], also),
  ];
}

/** What is wanted, with the names that people read. */
export async function viewWants(db: Db, wants: Wanted, currency: string | null): Promise<ViewWants> {
  if (wants.kind === 'nudge') {
    const to = await personById(db, wants.nudge.to);
    return { kind: 'nudge', to: to?.name ?? 'somebody who left', text: wants.nudge.text };
  }
  const fields = await toldFields(db, wants.fields, currency);
  return {
    kind: 'change',
    fields: await Promise.all(fields.map(async (field) => ({ ...field, ...(await choices(db, field)) }))),
  };
}

/** Fields with the labels, types and names that people read. */
export async function toldFields(
  db: Db,
  fields: FieldChange[],
  currency: string | null,
): Promise<ToldField[]> {
  const ids = fields
    .filter((field) => field.field === 'owner')
    .flatMap((field) => [field.before, field.after])
    .filter((id) => typeof id === 'string');
  const people =
    ids.length > 0
      ? await db('people').whereIn('id', ids).select<{ id: string; name: string }[]>('id', 'name')
      : [];
  const nameOf = (id: unknown) => people.find((person) => person.id === id)?.name;
  return fields.map(({ field, before, after }) => {
    const known = findField('deal', field);
    return {
      field,
      label: known?.label ?? field,
      type: known?.type ?? 'text',
      before,
      after,
      currency,
      ...(field === 'owner' ? { shown: { before: nameOf(before), after: nameOf(after) } } : {}),
    };
  });
}

async function choices(db: Db, field: ToldField): Promise<{ options?: { value: string; label: string }[] }> {
  if (field.field === 'stage') {
    const stages: string[] = await db('stages').orderBy('order').pluck('name');
    return { options: stages.map((name) => ({ value: name, label: name })) };
  }
  if (field.field !== 'owner') return {};
  const people = await db('people').where({ active: true }).orderBy('name').limit(100).select('id', 'name');
  return { options: people.map(({ id, name }) => ({ value: id, label: name })) };
}
