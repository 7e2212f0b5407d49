/** The verdict on a proposal. Pure and total: the same proposal in the same circumstances is always judged the same. */
import type { Approval, Circumstances } from './circumstances.ts';
import { type Finding, gates } from './gates.ts';
import { changeHash } from './hash.ts';
import type { Proposal, Reason, Role, Verdict } from './nouns.ts';

/**
 * Evaluates every gate; the strictest wins (refuse > shadow > hold > ask > allow) and all reasons are kept. `ask` carries
 * every role that is required; it is met when holders of all of them have approved this very change.
 */
export function decide(proposal: Proposal, circumstances: Circumstances): Verdict {
  const found = gates.flatMap((gate) => gate(proposal, circumstances));
  const because = (decides: (one: Finding) => boolean): Reason[] =>
    found.map((one) => (decides(one) ? { ...one.reason, decides: true } : one.reason));
  const saying = (what: Finding['say']) => (one: Finding) => one.say === what;
  if (found.some(saying('refuse'))) return { say: 'refuse', because: because(saying('refuse')) };
  if (found.some(saying('shadow'))) return { say: 'shadow', because: because(saying('shadow')) };
  const holds = found.filter((one) => one.say === 'hold');
  if (holds.length > 0) return { say: 'hold', until: latest(holds), because: because(saying('hold')) };
  const whom = [...new Set(found.flatMap((one) => (one.say === 'ask' ? one.whom : [])))];
  const hash = changeHash(proposal.wants);
  const approvals = circumstances.approvals.filter((one) => one.hash === hash);
  const isUnmet = (role: Role) => !isMet(role, whom, approvals);
  if (whom.some(isUnmet))
    return { say: 'ask', whom, because: because((one) => one.say === 'ask' && one.whom.some(isUnmet)) };
  const given = approvals.map((one) => approved(one, hash));
  return { say: 'allow', because: [...because(() => false), ...given] };
}

/** Why it does not go on, as sentences: what the verdict comes of. Where a person is needed, what needs them beyond the mode. */
export function whyStopped({ say, because }: Verdict): string[] {
  const deciding = because.filter(({ decides }) => decides);
  const beyondMode = say === 'ask' ? deciding.filter(({ restsOn }) => restsOn.kind !== 'mode') : [];
  const [reasons = []] = [beyondMode, deciding, because].filter((some) => some.length > 0);
  return reasons.map(({ sentence }) => sentence);
}

/** Every role beyond those who decide about their own deals: who holds one of these decides in their stead. */
export const namedByAuthority = (roles: Role[]): Role[] =>
  roles.filter((role) => role !== 'manager' && role !== 'rep');

/** The manager's question is also answered by those whom authority names, when they have all answered theirs. */
function isMet(role: Role, whom: Role[], approvals: Approval[]): boolean {
  const holds = (wanted: Role) => approvals.some((one) => one.roles.includes(wanted));
  if (holds(role)) return true;
  const above = namedByAuthority(whom);
  return role === 'manager' && above.length > 0 && above.every(holds);
}

/** Null when one of them has no end. */
function latest(holds: Extract<Finding, { say: 'hold' }>[]): string | null {
  const ends = holds.map((one) => one.until);
  return ends.includes(null) ? null : ends.reduce((last, one) => (last && one && one > last ? one : last));
}

const approved = (approval: Approval, hash: string): Reason => ({
  sentence: `${approval.by} approved exactly this.`,
  restsOn: { kind: 'matrix', name: `approval of ${hash.slice(0, 8)}`, version: 1 },
});
