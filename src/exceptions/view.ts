/** All that a card of an exception needs, read in one go; the card itself is drawn elsewhere. */
import { wayTo } from '../attention/ways.ts';
import { type Change, changesOfExceptions } from '../changes/nouns.ts';
import { heldMinutes } from '../changes/outside.ts';
import { type Signed, signaturesOn } from '../changes/signing.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { peopleById } from '../people/people.ts';
import { standInsNow } from '../people/stand-ins.ts';
import { namedByAuthority } from '../policy/decide.ts';
import type { FieldChange, Person, SubjectKind, Verdict, Wanted } from '../policy/nouns.ts';
import { unsigned, whomSaid } from '../policy/signatures.ts';
import { findField } from '../sales/fields.ts';
import { currentSettings, numberSetting, type SettingRow, textSetting } from '../settings/settings.ts';
import type { ToldField } from '../story/change.ts';
import type { Said } from '../story/decision.ts';
import { type KeptFacts, shortFact, untold } from '../story/evidence.ts';
import { signedSoFar } from '../story/signing.ts';
import { type Exception, exceptionsById } from './nouns.ts';
import { type ExceptionState, stateOf, whoChangedIt } from './state.ts';

/** A field with what may be chosen for it, where that is a fixed list. */
export type ViewField = ToldField & { options?: { value: string; label: string }[] };
export type ViewWants =
  | { kind: 'change'; fields: ViewField[] }
  | { kind: 'nudge'; to: string; text: string }
  | { kind: 'form'; to: string; fields: ViewField[] };

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
    /** What it is where it is no deal: "contact of Borealis GmbH"; `account` is whose. */
    is: string | null;
    account: string | null;
  };
  wants: ViewWants;
  trigger: string;
  /** "In Negotiation for 47 days (limit 30)" */
  finding: string;
  /** The same where there is little room: "Negotiation 47 days". */
  short: string;
  evidence: string[];
  basis: string | null;
  waitsFor: { name: string; slackId: string | null } | null;
  /** Who is away and is decided for by whom it waits for. */
  inStead: string | null;
  /** It leaves the house and cannot be taken back then: for how many minutes it can be stopped first. */
  outside: { minutes: number } | null;
  /** "Needs an approver: deal of $210,000 (limit $100,000)." */
  needs: string | null;
  /** Of several who sign: "1 of 2: Mara Lind approved; finance still to sign." */
  signed: string | null;
  /** All who signed, the last of them with the decision, once it is approved; empty where one was enough. */
  signers: string[];
  /** The person whose values these are, where somebody has changed what the agent proposed. */
  proposedBy: string | null;
  /** Why it is decided by itself and not with others at one tap: "over $100,000"; null: it may be. */
  byItself: string | null;
  severity: Exception['severity'];
  agent: { name: string; version: number; mode: string };
  confidence: { share: number; cases: number; accepted: number };
  foundAt: Date;
  state: ExceptionState;
  /** What a person has said; after an edit with their values. */
  decided: { say: Said; by: string; wants: ViewWants } | null;
};

type Row = {
  proposal_id: number;
  agent: string;
  agent_version: number;
  mode: string;
  trigger: string;
  reason: string;
  basis: string | null;
  confidence: number;
  cases: number;
  accepted: number;
  verdict: Verdict | null;
  proposed_at: Date;
  found_at: Date | null;
  evidence: { fact?: string; facts?: KeptFacts; tells?: string; stage?: string; days?: number } | null;
  /** What else is true of its deal, with the aspect that each speaks of. */
  besides: { fact: string; tells: string }[] | null;
  deal: string | null;
  account: string | null;
  /** Another open deal bears its name: one of the same account, or of another. */
  twin: 'same account' | 'other account' | null;
  amount: number | null;
  currency: string | null;
  owner: string | null;
  owner_id: string | null;
};

type Use = { db: Db; now: Clock };

/** The exception as it stands, in every state it can be in; null when there is none of that id. */
export async function exceptionView(use: Use, id: number): Promise<ExceptionView | null> {
  return (await exceptionViews(use, [id]))[0] ?? null;
}

/** `exceptionView` for many, in the order of their ids: as many statements as for one. */
export async function exceptionViews(use: Use, ids: number[]): Promise<ExceptionView[]> {
  if (ids.length === 0) return [];
  const { db } = use;
  const exceptions = await exceptionsById(db, ids);
  const rows = await proposalRows(
    db,
    exceptions.map(({ proposalId }) => proposalId),
  );
  const changes = await changesOfExceptions(db, ids);
  const naps = await napsOf(db, ids);
  const several = exceptions.filter(({ asks }) => namedByAuthority(asks).length > 1);
  const signatures = await signaturesOn(db, several);
  const settings = await currentSettings(db, use.now.now());
  const wanted = exceptions.flatMap(({ wants, decision }) => (decision ? [wants, decision.change] : [wants]));
  const people = await peopleById(db, [
    ...namedIn(wanted),
    ...exceptions.flatMap((one) => namedAround(changes.get(one.id) ?? [])),
    ...exceptions.flatMap(({ waitsFor }) => waitsFor ?? []),
    ...exceptions.flatMap(({ proposedBy }) => proposedBy ?? []),
    ...[...naps.values()].map(({ by }) => by),
  ]);
  const away = new Map((await standInsNow(db, use.now.now())).map((one) => [one.personId, one.standInId]));
  const standIns = await peopleById(db, [...away.values()]);
  for (const [id, person] of standIns) people.set(id, person);
  const on: On = { now: use.now.now(), away, settings, people, choices: await choicesFor(db, wanted) };
  return exceptions.flatMap((exception) => {
    const row = rows.get(exception.proposalId);
    const nap = naps.get(exception.id) ?? null;
    const signed = signatures.get(exception.id) ?? [];
    return row ? [viewOf(on, { exception, row, nap, signed, changes: changes.get(exception.id) ?? [] })] : [];
  });
}

type On = {
  now: Date;
  away: Map<string, string>;
  settings: SettingRow[];
  people: Map<string, Person>;
  choices: Choices;
};
type Nap = { by: string; until: Date };
type Read = { exception: Exception; row: Row; changes: Change[]; nap: Nap | null; signed: Signed[] };

function viewOf(on: On, { exception, row, changes, nap, signed }: Read): ExceptionView {
  const { settings, people } = on;
  const nameOf = (id: string): string | null => people.get(id)?.name ?? null;
  const absent = exception.waitsFor ? people.get(exception.waitsFor) : undefined;
  const standIn = people.get(on.away.get(absent?.id ?? '') ?? '');
  const waitsFor = standIn ?? absent;
  const name = dealName(row, exception.subject.id) ?? exception.subject.id;
  const { kind } = exception.subject;
  const fieldsOf = (fields: FieldChange[]) => tellFields(fields, row.currency, nameOf, kind);
  const shown = (wants: Wanted) => tellWants(wants, row.currency, nameOf, on.choices, kind);
  const { decision } = exception;
  const needs = needsOf(exception, row);
  const outside = outsideOf(exception.wants, on);
  return {
    id: exception.id,
    hash: exception.hash,
    deal: {
      id: exception.subject.id,
      name,
      url: null,
      amount: row.amount,
      currency: row.currency,
      owner: row.owner,
      is: isWhat(kind, row.account),
      account: kind === 'contact' ? row.account : null,
    },
    wants: shown(exception.wants),
    trigger: row.trigger,
    finding: (row.evidence?.fact ?? row.reason).replace(/\.$/, ''),
    short: shortFact({ ...row.evidence, fact: row.evidence?.fact ?? row.reason }),
    evidence: evidenceOf(row),
    basis: row.basis,
    waitsFor: waitsFor ? { name: waitsFor.name, slackId: waitsFor.slackId } : null,
    inStead: standIn && absent ? absent.name : null,
    outside,
    needs,
    signed: decision ? null : signedOf(exception, row, signed),
    signers: signersOf(exception, row, signed),
    proposedBy: exception.proposedBy === null ? null : nameOf(exception.proposedBy),
    byItself:
      exception.wants.kind === 'form'
        ? 'to be filled in'
        : outside
          ? 'by e-mail, cannot be taken back'
          : byItself(exception, needs),
    severity: exception.severity,
    agent: { name: row.agent, version: row.agent_version, mode: row.mode },
    confidence: { share: row.confidence, cases: row.cases, accepted: row.accepted },
    foundAt: row.found_at ?? row.proposed_at,
    state: stateOf(
      {
        now: on.now,
        company: textSetting(settings, 'company_currency'),
        undoDays: numberSetting(settings, 'undo_days'),
        reopenDays: numberSetting(settings, 'reopen_days'),
        deal: name,
        fieldsOf,
        nameOf,
        nap,
      },
      exception,
      changes,
    ),
    decided: decision && { say: decision.say, by: decision.byName, wants: shown(decision.change) },
  };
}

function outsideOf(wants: Wanted, { people, settings }: On): { minutes: number } | null {
  const reader = wants.kind === 'nudge' ? people.get(wants.nudge.to) : undefined;
  return reader && wayTo(reader, settings) === 'email' ? { minutes: heldMinutes(settings).minutes } : null;
}

/** What is above a threshold; every one of them, where there are several. */
function needsOf({ asks, inOrder }: Exception, { verdict }: Row): string | null {
  const said = (verdict?.because ?? [])
    .map(({ sentence }) => sentence)
    .filter((one) => one.startsWith('Needs '));
  const above = namedByAuthority(asks);
  if (said.length > 0) return said.join(' ');
  return above.length > 0 ? `Needs ${whomSaid(above, inOrder)}.` : null;
}

/** The deal's owner and whoever proposed it sign nothing of theirs, whatever they signed before they were that. */
function signedOf(
  { asks, inOrder, proposedBy }: Exception,
  { owner_id }: Row,
  signed: Signed[],
): string | null {
  const above = namedByAuthority(asks);
  if (above.length < 2) return null;
  const counts = counting(signed, { owner_id, proposedBy });
  const left = unsigned(above, counts);
  return signedSoFar(
    counts.map(({ by }) => by),
    left,
    inOrder,
  );
}

const counting = (
  signed: Signed[],
  { owner_id, proposedBy }: { owner_id: string | null; proposedBy: string | null },
): Signed[] => signed.filter(({ byId }) => byId !== owner_id && byId !== proposedBy);

/** Whoever signs last decides, and is with the decision. */
function signersOf({ asks, decision, proposedBy }: Exception, { owner_id }: Row, signed: Signed[]): string[] {
  if (decision?.say !== 'approve' || namedByAuthority(asks).length < 2) return [];
  const before = counting(signed, { owner_id, proposedBy }).map(({ by }) => by);
  return [...before.filter((one) => one !== decision.byName), decision.byName];
}

const isWhat = (kind: SubjectKind, account: string | null): string | null =>
  kind === 'account'
    ? 'account'
    : kind !== 'contact'
      ? null
      : `contact${account === null ? '' : ` of ${account}`}`;

/** With what tells it from others of its name: its account, or its id where that is the same too. */
function dealName({ deal, account, twin }: Row, id: string): string | null {
  if (deal === null || twin === null) return deal;
  return twin === 'other account' && account !== null && !deal.includes(account)
    ? `${deal}, ${account}`
    : `${deal} (${id})`;
}

/** A nudge may go with others: it reaches a colleague, and stands on the card like every other row. */
function byItself({ severity, asks }: Exception, needs: string | null): string | null {
  if (severity === 'critical') return 'critical';
  if (namedByAuthority(asks).length === 0) return null;
  const limit = needs?.match(/\(limit ([^)]+)\)/)?.[1];
  return limit ? `over ${limit}` : 'needs an approver';
}

async function proposalRows(db: Db, ids: number[]): Promise<Map<number, Row>> {
  const { rows }: { rows: Row[] } = await db.raw(
    `select p.id as proposal_id, p.agent, p.agent_version, p.mode, p.trigger, p.reason, p.basis, p.confidence, p.cases, p.accepted, p.verdict, p.proposed_at,
       f.found_at, f.evidence, (
         select jsonb_agg(g.evidence order by g.id) from findings g where g.under = f.id and g.gone_at is null) as besides, coalesce(d.name, c.name) as deal, d.amount, d.currency, o.name as owner, o.id as owner_id, a.name as account,
       (select case when bool_or(t.account_id is not distinct from d.account_id) then 'same account' else 'other account' end
          from deals t where fold(t.name) = fold(d.name) and t.id <> d.id and t.status = 'open' having count(*) > 0) as twin
     from proposals p left join findings f on f.id = p.finding_id
       left join deals d on p.subject_kind = 'deal' and d.id = p.subject_id
       left join records c on c.kind = p.subject_kind and c.id = p.subject_id left join keepers k on k.account_id = c.account_id
       left join people o on o.id = coalesce(d.owner_id, k.owner_id) left join accounts a on a.id = coalesce(d.account_id, c.account_id)
     where p.id = any(?)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.proposal_id, row]));
}

async function napsOf(db: Db, ids: number[]): Promise<Map<number, Nap>> {
  const rows = await db('snoozes')
    .whereIn('exception_id', ids)
    .whereNull('woken_at')
    .select<{ exception_id: number; by_id: string; until: Date }[]>('exception_id', 'by_id', 'until');
  return new Map(rows.map(({ exception_id, by_id, until }) => [exception_id, { by: by_id, until }]));
}

/** What else is true first, and of the rest what that does not say. */
function evidenceOf({ evidence, besides }: Row): string[] {
  const also = besides ?? [];
  return [
    ...also.map(({ fact }) => `${fact.charAt(0).toLowerCase()}${fact.slice(1)}`),
    ...untold(evidence?.facts ?? [], also),
  ];
}

/** Ids of people that a change names as a value or writes to. */
function namedIn(all: Wanted[]): string[] {
  return all.flatMap((wants) => {
    if (wants.kind !== 'change') return [wants.kind === 'nudge' ? wants.nudge.to : wants.form.to];
    return wants.fields
      .filter(({ field }) => field === 'owner')
      .flatMap(({ before, after }) => [before, after])
      .filter((id) => typeof id === 'string');
  });
}

/** Ids of people who asked for a change, stood in its way, or are named in it. */
const namedAround = (changes: Change[]): string[] =>
  changes.flatMap(({ by, wants, conflict }) => [
    by.id,
    ...namedIn([wants]),
    ...(conflict?.resolved ? [conflict.resolved.by] : []),
    ...(conflict?.clashes ?? []).flatMap((clash) => [
      ...(clash.by ? [whoChangedIt(clash.by)[1]] : []),
      ...namedIn([
        {
          kind: 'change',
          fields: [{ field: clash.field, before: clash.expected, after: clash.found }],
        },
      ]),
    ]),
  ]);

type NameOf = (id: string) => string | null;

/** What is wanted, with the names that people read, of many in their order. */
export async function viewsOfWants(
  db: Db,
  all: { wants: Wanted; currency: string | null; of?: SubjectKind }[],
): Promise<ViewWants[]> {
  const wanted = all.map(({ wants }) => wants);
  const people = await peopleById(db, namedIn(wanted));
  const choices = await choicesFor(db, wanted);
  const nameOf = (id: string): string | null => people.get(id)?.name ?? null;
  return all.map(({ wants, currency, of }) => tellWants(wants, currency, nameOf, choices, of));
}

function tellWants(
  wants: Wanted,
  currency: string | null,
  nameOf: NameOf,
  choices: Choices,
  of?: SubjectKind,
): ViewWants {
  if (wants.kind === 'nudge')
    return { kind: 'nudge', to: nameOf(wants.nudge.to) ?? 'somebody who left', text: wants.nudge.text };
  const fields = tellFields(fieldsIn(wants), currency, nameOf, of).map((field) => {
    const options = choices.get(field.field);
    return options ? { ...field, options } : field;
  });
  return wants.kind === 'form'
    ? { kind: 'form', to: nameOf(wants.form.to) ?? 'somebody who left', fields }
    : { kind: 'change', fields };
}

/** Fields with the labels, types and names that people read. */
export async function toldFields(
  db: Db,
  fields: FieldChange[],
  currency: string | null,
  of: SubjectKind = 'deal',
): Promise<ToldField[]> {
  const people = await peopleById(db, namedIn([{ kind: 'change', fields }]));
  return tellFields(fields, currency, (id) => people.get(id)?.name ?? null, of);
}

const tellFields = (
  fields: FieldChange[],
  currency: string | null,
  nameOf: NameOf,
  of: SubjectKind = 'deal',
): ToldField[] =>
  fields.map(({ field, before, after }) => {
    const known = findField(of, field);
    const named = (value: FieldChange['before']) =>
      (typeof value === 'string' ? nameOf(value) : null) ?? undefined;
    return {
      field,
      label: known?.label ?? field,
      type: known?.type ?? 'text',
      before,
      after,
      currency,
      ...(field === 'owner' ? { shown: { before: named(before), after: named(after) } } : {}),
    };
  });

/** Of a form its fields, as they are and as it starts. */
function fieldsIn(wants: Wanted): FieldChange[] {
  if (wants.kind === 'nudge') return [];
  return wants.kind === 'change'
    ? wants.fields
    : wants.form.fields.map((field) => ({
        field,
        before: wants.form.before?.[field] ?? null,
        after: wants.form.meant?.[field] ?? null,
      }));
}

type Choices = Map<string, { value: string; label: string }[]>;

/** The price list; and where deals came from, by those of ten thousand. */
const known = {
  product:
    "select name from products where listing = 'listed' or not exists (select 1 from products where listing = 'listed')",
  lead_source: 'select lead_source as name from deals where lead_source is not null limit 10000',
};

/** By field: what may be chosen for it, where that is a fixed list and somebody is asked about it. */
async function choicesFor(db: Db, all: Wanted[]): Promise<Choices> {
  const fields = new Set(all.flatMap((wants) => fieldsIn(wants).map(({ field }) => field)));
  const choices: Choices = new Map();
  if (fields.has('stage')) {
    const stages: string[] = await db('stages').orderBy('order').pluck('name');
    choices.set(
      'stage',
      stages.map((name) => ({ value: name, label: name })),
    );
  }
  for (const [field, from] of Object.entries(known)) {
    if (!fields.has(field)) continue;
    const { rows } = await db.raw<{ rows: { name: string }[] }>(
      `select distinct name from (${from}) n order by name limit 100`,
    );
    choices.set(
      field,
      rows.map(({ name }) => ({ value: name, label: name })),
    );
  }
  if (fields.has('owner')) {
    const people = await db('people').where({ active: true }).orderBy('name').limit(100).select('id', 'name');
    choices.set(
      'owner',
      people.map(({ id, name }) => ({ value: id, label: name })),
    );
  }
  return choices;
}
