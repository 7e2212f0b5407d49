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
  const because = found.map((one) => one.reason);
  if (found.some((one) => one.say === 'refuse')) return { say: 'refuse', because };
  if (found.some((one) => one.say === 'shadow')) return { say: 'shadow', because };
  const holds = found.filter((one) => one.say === 'hold');
  if (holds.length > 0) return { say: 'hold', until: latest(holds), because };
  const whom = [...new Set(found.flatMap((one) => (one.say === 'ask' ? one.whom : [])))];
  const hash = changeHash(proposal.wants);
  const approvals = circumstances.approvals.filter((one) => one.hash === hash);
  if (whom.some((role) => !isMet(role, whom, approvals))) return { say: 'ask', whom, because };
  return { say: 'allow', because: [...because, ...approvals.map((one) => approved(one, hash))] };
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
