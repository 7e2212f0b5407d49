/** Signing auto mode in words: by the same rules as the card's buttons. */
import { agentLabel } from '../agents/roster.ts';
import { type Signed, signAuto } from '../crew/auto.ts';
import { type AutoRequest, autoRequestById, openRequest, openRequests } from '../crew/auto-requests.ts';
import type { Command } from '../language/request.ts';
import { personById } from '../people/people.ts';
import { maySign, whoSigns } from '../policy/may-mode.ts';
import { isWhole } from '../policy/modes.ts';
import { endedSaid } from '../story/mode.ts';
import { lacking, refusing } from './lacking.ts';
import { type ModeUse, targetOf, targetSaid } from './modes.ts';
import type { Done, Planned } from './plan.ts';

type Sign = Extract<Command, { do: 'sign_mode' }>;

export async function signPlan(use: ModeUse, command: Sign): Promise<Planned> {
  const found = await requestMeant(use, command);
  if (!('id' in found)) return found;
  const said = targetSaid(agentLabel(found.agent), found.scope, use.company);
  if (found.ended)
    return {
      nothing: `Mode request ${found.id} is over: ${endedSaid(found.ended.as)}. Nothing was changed.`,
    };
  const withdraws = command.say === 'reject' && found.askedBy === use.by.id;
  if (!withdraws && !maySign(use.by, found.askedBy))
    return {
      instead: refusing(
        found.askedBy === use.by.id
          ? 'You asked for it yourself: somebody else has to sign it.'
          : `Signing auto mode needs ${whoSigns}.`,
        (person) => maySign(person, found.askedBy),
      ),
    };
  const asker = (await personById(use.db, found.askedBy))?.name ?? 'Somebody';
  const approve = command.say === 'approve';
  return {
    headline: approve
      ? `Approve auto mode for ${said}.`
      : `${withdraws ? 'Take back the request for' : 'Reject'} auto mode for ${said}.`,
    consequence: approve
      ? `${asker} asked for it: ${found.evidence}. It is looked at again now. Then it acts alone there within its authority; money, products and owners, and what has a checkpoint, still go to a person.`
      : `${asker} asked for it: ${found.evidence}. It stays in suggest.`,
    wayBack: approve
      ? `Way back: "put ${said} in suggest", at any time.`
      : `Way back: "put ${said} in auto".`,
    count: 1,
    verb: approve ? 'Approve auto' : withdraws ? 'Take it back' : 'Reject it',
    mark: String(found.id),
    command: { do: 'sign_mode', say: command.say, request: found.id },
  };
}

async function requestMeant(use: ModeUse, command: Sign): Promise<AutoRequest | Planned> {
  const now = use.now.now();
  if ('request' in command)
    return (
      (await autoRequestById(use.db, command.request)) ?? {
        nothing: `There is no mode request ${command.request}. Nothing was changed.`,
      }
    );
  const target = targetOf(command, use.company);
  if (!target) return { instead: lacking('Auto for what? Say an agent.', `${command.say} auto for …`) };
  const exact = await openRequest(use.db, target, now);
  if (exact) return exact;
  const all = (await openRequests(use.db, now)).filter(({ agent }) => agent === target.agent);
  const [only, ...others] = isWhole(target.scope) ? all : [];
  if (!only)
    return { nothing: `No request for auto for ${target.said} waits to be signed. Nothing was changed.` };
  return others.length === 0
    ? only
    : {
        nothing: `${all.length} requests wait: ${all.map(({ id, scope }) => `mode request ${id} for ${targetSaid(target.label, scope, use.company)}`).join('; ')}. Say which, such as "${command.say} mode request ${only.id}".`,
      };
}

export async function carryOutSign(use: ModeUse, command: Sign): Promise<Done> {
  const found = await requestMeant(use, command);
  if (!('id' in found))
    return { sentence: 'No such request waits any more. Nothing was changed.', back: null };
  const signed = await signAuto(use, { requestId: found.id, say: command.say, by: use.by });
  const said = targetSaid(agentLabel(found.agent), found.scope, use.company);
  return {
    sentence: signed ? signedSaid(signed, said) : 'There is no such request. Nothing was changed.',
    back: signed?.say === 'approved' ? `put ${said} in suggest` : null,
  };
}

/** What came of it, for whoever pressed or said it. */
export function signedSaid(signed: Signed, said: string): string {
  switch (signed.say) {
    case 'approved':
      return `Signed: ${said} is in auto mode now.`;
    case 'rejected':
      return `Rejected: ${said} stays in suggest.`;
    case 'withdrawn':
      return `Taken back: ${said} stays in suggest.`;
    case 'not allowed':
      return `${signed.because} Nothing was changed.`;
    case 'late':
      return `This request is over: ${endedSaid(signed.request.ended?.as ?? 'expired')}. Nothing was changed.`;
    case 'lost':
      return `Not signed: ${signed.because.join(' ')} It stays in suggest.`;
  }
}
