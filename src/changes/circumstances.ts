/** Reads what policy looks at, in the transaction that acts on its verdict. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { personById } from '../people/people.ts';
import { checkpointsOver } from '../policy/checkpoints.ts';
import type { Approval, Authority, Circumstances, PauseOn, RuleOn } from '../policy/circumstances.ts';
import { decide } from '../policy/decide.ts';
import { mayDecide, rolesFor } from '../policy/may-decide.ts';
import { type AgentModes, modeOver } from '../policy/modes.ts';
import type { AgentName, HoldingMode, Proposal, Role, Verdict, Wanted } from '../policy/nouns.ts';
import { decideOwn, ownNeeds } from '../policy/own.ts';
import { checkpointsNow } from '../settings/checkpoints.ts';
import { modesOf } from '../settings/modes.ts';
import { activePauses } from '../settings/pauses.ts';
import { beyondSkips, rulesOver, rulesOverAgents } from '../settings/rules-over.ts';
import { currentSettings, settingValue, textSetting } from '../settings/settings.ts';
import { amountsTouched } from './authority.ts';
import type { Change, Subject } from './nouns.ts';
import { reachOver } from './reach.ts';
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
  const own = async () => decideOwn({ pauses, permission: await ownPermission(use, change) });
  if (change.proposalId === null) return own();
  const proposal = await proposalWith(use.db, change.proposalId, change.wants);
  if (!proposal) return refused('What was proposed is no longer recorded.');
  // The values of a form are those of whoever filled it in.
  if (proposal.asked === 'form') return own();
  const approvals =
    change.by.kind === 'person'
      ? await approvalOf(use.db, change.by.id, change.subject, change.requestHash)
      : [];
  const circumstances = await circumstancesOf(use, proposal, approvals, pauses);
  return decide(proposal, { ...circumstances, ...(await reachOf(use, change)) });
}

/** What an agent does alone has caps, and its turn; what a person has approved has neither. */
async function reachOf(use: Use, change: Change): Promise<Pick<Circumstances, 'caps' | 'batch'>> {
  if (change.by.kind !== 'agent') return {};
  const now = use.now.now();
  return reachOver(use.db, change, { now, settings: await currentSettings(use.db, now) });
}

/** The verdict on a proposal that is decided about with these values: before it is written down, and who may say yes to it. */
export async function verdictIf(
  use: Use,
  input: { proposalId: number; wants: Wanted; by: string; hash: string; subject: Subject },
): Promise<Verdict> {
  const proposal = await proposalWith(use.db, input.proposalId, input.wants);
  if (!proposal) return refused('What was proposed is no longer recorded.');
  const { wants, subject } = input;
  if (proposal.asked === 'form' && wants.kind !== 'form') {
    const asks = await authorityAsks(use, { subject, wants, undoes: null });
    const pauses = await pausesOver(use, subject, proposal.agent);
    return decideOwn({ pauses, permission: await personMay(use.db, input.by, subject, asks) });
  }
  const approvals = await approvalOf(use.db, input.by, input.subject, input.hash);
  return decide(proposal, await circumstancesOf(use, proposal, approvals));
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
    authority: await authorityOver(use, proposal),
    ...(mode.is === 'auto'
      ? { ...(await floorOf(use, proposal.agent)), openStages: await openStageNames(use.db) }
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

async function floorOf(use: Use, agent: AgentName): Promise<Pick<Circumstances, 'confidenceFloor'>> {
  const settings = await currentSettings(use.db, use.now.now());
  const { value, version } = settingValue(settings, 'confidence_floor', { agent });
  return { confidenceFloor: { share: Number(value) / 100, version } };
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

async function approvalOf(db: Db, personId: string, subject: Subject, hash: string): Promise<Approval[]> {
  const [person, stake] = [await personById(db, personId), await stakeOf(db, subject, [])];
  if (!person || !stake) return [];
  return [{ by: person.name, roles: rolesFor(person, stake), hash }];
}

/** A message to a colleague touches no money. */
async function authorityOver(use: Use, { subject, wants }: Proposal): Promise<Authority> {
  if (subject.kind !== 'deal' || wants.kind !== 'change') return {};
  const amount = (await amountsTouched(use, [subject.id], wants.fields)).get(subject.id);
  return amount ? { amount } : {};
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
  const asks = [...(await asksOf(db, change.exceptionId)), ...(await authorityAsks(use, change))];
  return personMay(db, change.by.id, change.subject, asks);
}

async function personMay(
  db: Db,
  personId: string,
  subject: Subject,
  asks: Role[],
): Promise<{ may: true } | { may: false; because: string }> {
  const person = await personById(db, personId);
  if (!person?.active) return { may: false, because: `${person?.name ?? 'The person'} has left.` };
  const stake = await stakeOf(db, subject, asks);
  if (!stake) return { may: false, because: 'It is no longer in the CRM.' };
  if (person.roles.includes('admin')) return { may: true };
  if (subject.kind === 'lead') {
    return person.roles.some((role) => role === 'rep' || role === 'manager')
      ? { may: true }
      : { may: false, because: `${person.name} is no rep and no manager.` };
  }
  const may = mayDecide(person, stake);
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
  { subject, wants, undoes }: Pick<Change, 'subject' | 'wants' | 'undoes'>,
): Promise<Role[]> {
  if (subject.kind !== 'deal' || wants.kind === 'nudge' || undoes !== null) return [];
  const touched = await amountsTouched(use, [subject.id], wants.fields);
  return ownNeeds(wants.fields, touched.get(subject.id)) === null ? [] : ['approver'];
}
