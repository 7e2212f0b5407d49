/** Reads what policy looks at, in the transaction that acts on its verdict. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { peopleById, personById } from '../people/people.ts';
import { absentForEach } from '../people/stand-ins.ts';
import { checkpointsOver } from '../policy/checkpoints.ts';
import type { Approval, Authority, Circumstances, PauseOn, RuleOn } from '../policy/circumstances.ts';
import { decide } from '../policy/decide.ts';
import { heldFirst } from '../policy/gates.ts';
import { mayChangeAll, mayHaveLeads } from '../policy/may-change.ts';
import { mayDecide, rolesFor } from '../policy/may-decide.ts';
import { type AgentModes, modeOver } from '../policy/modes.ts';
import type { AgentName, HoldingMode, Proposal, Role, Verdict, Wanted } from '../policy/nouns.ts';
import { decideOwn, mayOwn, type OwnNeeds, ownNeeds } from '../policy/own.ts';
import { checkpointsNow } from '../settings/checkpoints.ts';
import { modesOf } from '../settings/modes.ts';
import { activePauses } from '../settings/pauses.ts';
import { personDecidesAt } from '../settings/person-decides.ts';
import { beyondSkips, rulesOver, rulesOverAgents } from '../settings/rules-over.ts';
import { currentSettings, settingValue, textSetting } from '../settings/settings.ts';
import { authorityOver } from './authority.ts';
import type { Change, Subject } from './nouns.ts';
import { outsideIf, outsideOver } from './outside.ts';
import { holdOfBatch, reachOver } from './reach.ts';
import { askedOn, signaturesOn } from './signing.ts';
import { stakeOf } from './stake.ts';
import { openStageNames, type Standing, standingOf } from './standing.ts';

/** `zone` is the company's; UTC where it is not given. */
type Use = { db: Db; now: Clock; zone?: string };

/** The verdict on this change as it stands now, with the rights that its person has at this moment. */
export async function verdictOn(use: Use, change: Change): Promise<Verdict> {
  // The way back passes every pause: none is looked up for it.
  if (change.undoes !== null)
    return decideOwn({ pauses: [], permission: await ownPermission(use, change) }, true);
  const pauses = await pausesOver(use, change.subject, await agentOf(use.db, change.proposalId));
  const outside = await outsideOver(use, change);
  const own = async () => {
    const out = outside?.until === undefined ? [] : [heldFirst(outside, outside.until)];
    const turn = await holdOfBatch(use.db, change, await currentSettings(use.db, use.now.now()));
    const holds = [...out, ...(turn ? [turn] : [])];
    return decideOwn({ pauses, permission: await ownPermission(use, change), holds });
  };
  if (change.proposalId === null) return own();
  const proposal = await proposalWith(use.db, change.proposalId, change.wants);
  if (!proposal) return refused('What was proposed is no longer recorded.');
  // The values of a form are those of whoever filled it in.
  if (proposal.asked === 'form') return own();
  const signing = await signingOf(use, change);
  const circumstances = await circumstancesOf(use, proposal, signing.approvals, pauses);
  return decide(proposal, {
    ...circumstances,
    ...signing,
    ...(await reachOf(use, change)),
    ...(outside ? { outside } : {}),
  });
}

/** What an agent does alone has caps, and its turn; what a person has approved has neither. */
async function reachOf(use: Use, change: Change): Promise<Pick<Circumstances, 'caps' | 'batch'>> {
  if (change.by.kind !== 'agent') return {};
  const now = use.now.now();
  return reachOver(use.db, change, { now, settings: await currentSettings(use.db, now) });
}

/**
 * The verdict on a proposal that is decided about with these values: before it is written down, and who may say yes to it.
 * `by`: everybody who has signed for it, whoever signs now among them; nobody: what it asks for.
 */
export async function verdictIf(
  use: Use,
  input: {
    proposalId: number;
    wants: Wanted;
    by: string[];
    hash: string;
    subject: Subject;
    asked?: Role[];
    proposedBy?: string | null;
  },
): Promise<Verdict> {
  const proposal = await proposalWith(use.db, input.proposalId, input.wants);
  if (!proposal) return refused('What was proposed is no longer recorded.');
  const { wants, subject } = input;
  if (proposal.asked === 'form' && wants.kind !== 'form') {
    const needs = await authorityAsks(use, { subject, wants, undoes: null });
    const pauses = await pausesOver(use, subject, proposal.agent);
    const [by = ''] = input.by;
    // Above a threshold what somebody fills in is a proposal like any other, and somebody else signs it.
    if (needs === null)
      return decideOwn({ pauses, permission: await personMay(use.db, by, subject, { asks: [], needs }) });
  }
  const { asked = [], proposedBy = null } = input;
  const approvals = await approvalsOf(use, input.by, input.subject, input.hash);
  const outside = await outsideIf(use.db, wants, { by: null, now: use.now.now() });
  const circumstances = await circumstancesOf(use, proposal, approvals);
  return decide(proposal, { ...circumstances, asked, proposedBy, ...(outside ? { outside } : {}) });
}

/** What holds around a proposal now: pauses, the mode, checkpoints, authority, and the approvals given. */
export async function circumstancesOf(
  use: Use,
  proposal: Proposal,
  approvals: Approval[] = [],
  pauses?: PauseOn[],
): Promise<Circumstances> {
  const modes = await modesOf(use.db, proposal.agent);
  const checkpoints = await checkpointsNow(use.db);
  // Where nobody has set anything finer, it does not matter where the subject stands.
  const standing =
    modes.finer.length + checkpoints.length > 0 ? await standingOf(use.db, proposal.subject) : null;
  const mode = standing
    ? await modeAt(use, proposal, modes, standing)
    : { is: modes.mode, version: modes.modeVersion };
  const of = proposal.subject.kind;
  return {
    pauses: pauses ?? (await pausesOver(use, proposal.subject, proposal.agent)),
    mode,
    checkpoints: standing ? checkpointsOver(checkpoints, { ...standing, of, wants: proposal.wants }) : [],
    rules: await rulesOverSubject(use, proposal.subject),
    authority: await authorityOf(use, proposal),
    ...(mode.is === 'auto'
      ? { ...(await limitsAlone(use, proposal)), openStages: await openStageNames(use.db) }
      : {}),
    approvals,
  };
}

/** The mode that holds over it at this moment, whatever it was when it was proposed. */
async function modeAt(
  use: Use,
  { trigger, otherTriggers, subject, wants }: Proposal,
  modes: AgentModes,
  { territoryId, amount, currency }: Standing,
): Promise<HoldingMode> {
  const own = amount === null ? null : { value: amount, currency: currency ?? (await companyCurrency(use)) };
  const triggers = [trigger, ...otherTriggers] as const;
  return modeOver({ triggers, of: subject.kind, wants, territoryId, amount: own }, modes);
}

const companyCurrency = async (use: Use): Promise<string> =>
  textSetting(await currentSettings(use.db, use.now.now()), 'company_currency');

/** A card that people have is not taken from them by a rule that skips warnings: they decide about it. */
async function rulesOverSubject(use: Use, { kind, id }: Subject): Promise<RuleOn[]> {
  const rules = kind === 'deal' ? await rulesOverAgents(use.db) : [];
  if (rules.length === 0) return [];
  const now = use.now.now();
  const settings = await currentSettings(use.db, now);
  const over = await rulesOver(use.db, rules, [id], { now, zone: use.zone ?? 'UTC', settings });
  return beyondSkips(over.get(id) ?? []);
}

async function limitsAlone(
  use: Use,
  { agent, subject }: Proposal,
): Promise<Pick<Circumstances, 'confidenceFloor' | 'personDecides'>> {
  const settings = await currentSettings(use.db, use.now.now());
  const { value, version } = settingValue(settings, 'confidence_floor', { agent });
  const { ownerId: personId, ...at } = await standingOf(use.db, subject);
  return {
    confidenceFloor: { share: Number(value) / 100, version },
    ...personDecidesAt(settings, { ...at, personId }),
  };
}

const label = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)} agent`;
const refused = (sentence: string): Verdict => ({
  say: 'refuse',
  because: [{ sentence, restsOn: { kind: 'matrix', name: 'rights', version: 1 } }],
});

async function agentOf(db: Db, proposalId: number | null): Promise<AgentName | null> {
  if (proposalId === null) return null;
  const row = await db('proposals')
    .where({ id: proposalId })
    .first<{ agent: AgentName } | undefined>('agent');
  return row?.agent ?? null;
}

/** The pauses that hold over a change at this moment; over what a person does of their own those of agents do not. */
export async function pausesOn(use: Use, change: Change): Promise<PauseOn[]> {
  const pauses = await pausesOver(use, change.subject, await agentOf(use.db, change.proposalId));
  return change.proposalId === null ? pauses.filter(({ scope }) => scope !== 'agent') : pauses;
}

/** The pauses that hold over a subject and an agent at this moment. */
export async function pausesOver(use: Use, subject: Subject, agent: AgentName | null): Promise<PauseOn[]> {
  const all = await activePauses(use.db, use.now.now());
  if (all.length === 0) return [];
  const account = await use
    .db(
      { deal: 'deals as s', lead: 'leads as s', contact: 'records as s', account: 'records as s' }[
        subject.kind
      ],
    )
    .join('accounts as a', 'a.id', 's.account_id')
    .where('s.id', subject.id)
    .where((q) =>
      subject.kind === 'contact' || subject.kind === 'account' ? q.where('s.kind', subject.kind) : q,
    )
    .first<{ id: string; name: string } | undefined>('a.id', 'a.name');
  return all.flatMap(({ id, scope, subjectId, until }): PauseOn[] => {
    const end = until?.toISOString() ?? null;
    if (scope === 'everything') return [{ id, scope, name: 'Everything', until: end }];
    if (scope === 'agent')
      return subjectId === agent ? [{ id, scope, name: label(subjectId), until: end }] : [];
    return subjectId === account?.id ? [{ id, scope, name: account.name, until: end }] : [];
  });
}

/** `asked` is the kind of what was proposed; what is wanted now may be another. */
async function proposalWith(
  db: Db,
  id: number,
  wants: Wanted,
): Promise<(Proposal & { asked: Wanted['kind'] }) | null> {
  const row = await db('proposals').where({ id }).first();
  if (!row) return null;
  return {
    asked: row.kind,
    agent: row.agent,
    agentVersion: row.agent_version,
    mode: row.mode,
    trigger: row.trigger,
    otherTriggers: row.other_triggers,
    subject: { kind: row.subject_kind, id: row.subject_id },
    wants,
    reason: row.reason,
    basis: row.basis,
    confidence: { share: row.confidence, cases: row.cases, accepted: row.accepted },
  };
}

/** Each with the roles of this moment. */
async function approvalsOf(
  { db, now }: Use,
  ids: string[],
  subject: Subject,
  hash: string,
): Promise<Approval[]> {
  const absent = await absentForEach(db, ids, now.now());
  const [people, stake] = [await peopleById(db, ids), await stakeOf(db, subject, [])];
  if (!stake) return [];
  return [...people.values()].map((person) => ({
    id: person.id,
    by: person.name,
    roles: rolesFor(person, stake, absent.get(person.id)),
    hash,
  }));
}

type Signing = Required<Pick<Circumstances, 'approvals' | 'asked' | 'proposedBy'>>;

/** Whoever wants the change, and who signed for it on its card before. An edit has no signature but its own. */
async function signingOf(use: Use, { by, subject, requestHash, exceptionId }: Change): Promise<Signing> {
  const { db } = use;
  const card = exceptionId === null ? null : await askedOn(db, exceptionId);
  const signed =
    exceptionId === null || card?.hash !== requestHash
      ? []
      : ((await signaturesOn(db, [{ id: exceptionId, hash: requestHash }])).get(exceptionId) ?? []);
  const ids = [...(by.kind === 'person' ? [by.id] : []), ...signed.map(({ byId }) => byId)];
  return {
    approvals: ids.length > 0 ? await approvalsOf(use, [...new Set(ids)], subject, requestHash) : [],
    asked: card?.asks ?? [],
    proposedBy: card?.hash === requestHash ? card.proposedBy : null,
  };
}

/** A message to a colleague touches no money. */
async function authorityOf(use: Use, { subject, wants }: Proposal): Promise<Authority> {
  if (subject.kind !== 'deal' || wants.kind !== 'change') return {};
  return (await authorityOver(use, [subject.id], wants.fields)).get(subject.id) ?? {};
}

/** Whether the person may still write this on their own: they decide about the subject, or they claim a lead. */
async function ownPermission(
  use: Use,
  change: Change,
): Promise<{ may: true } | { may: false; because: string }> {
  const { db } = use;
  if (change.by.kind === 'system') return { may: true };
  if (change.by.kind === 'agent')
    return { may: false, because: 'An agent changes nothing without a proposal.' };
  const asks = await asksOf(db, change.exceptionId);
  return personMay(db, change.by.id, change.subject, { asks, needs: await authorityAsks(use, change) });
}

async function personMay(
  db: Db,
  personId: string,
  subject: Subject,
  { asks, needs }: { asks: Role[]; needs: OwnNeeds | null },
): Promise<{ may: true } | { may: false; because: string }> {
  const person = await personById(db, personId);
  if (!person?.active) return { may: false, because: `${person?.name ?? 'The person'} has left.` };
  const stake = await stakeOf(db, subject, asks);
  if (!stake) return { may: false, because: 'It is no longer in the CRM.' };
  if (mayChangeAll(person)) return { may: true };
  if (subject.kind === 'lead') {
    return mayHaveLeads(person)
      ? { may: true }
      : { may: false, because: `${person.name} is no rep and no manager.` };
  }
  const may = needs === null ? mayDecide(person, stake) : mayOwn(person, stake, needs);
  return may.may
    ? may
    : { may: false, because: `${person.name} may not change it any more: it needs ${may.needs}.` };
}

async function asksOf(db: Db, exceptionId: number | null): Promise<Role[]> {
  if (exceptionId === null) return [];
  const row = await db('exceptions').where({ id: exceptionId }).first<{ asks: Role[] } | undefined>('asks');
  return row?.asks ?? [];
}

/** The way back of something is never asked for again. */
async function authorityAsks(
  use: Use,
  { subject, wants, undoes }: Pick<Change, 'subject' | 'undoes'> & { wants: Wanted },
): Promise<OwnNeeds | null> {
  if (subject.kind !== 'deal' || wants.kind !== 'change' || undoes !== null) return null;
  const touched = await authorityOver(use, [subject.id], wants.fields);
  return ownNeeds(wants.fields, touched.get(subject.id));
}
