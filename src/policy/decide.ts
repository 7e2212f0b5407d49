/** The verdict on a proposal. Pure and total: the same proposal in the same circumstances is always judged the same. */
import type { Approval, Circumstances } from './circumstances.ts';
import { type Finding, gates } from './gates.ts';
import { changeHash } from './hash.ts';
import type { Proposal, Reason, Role, Verdict } from './nouns.ts';
import { together, unsigned, whomSaid } from './signatures.ts';

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
  const asking = found.flatMap((one) => (one.say === 'ask' ? [one] : []));
  const named = together(...asking.map((one) => one.whom));
  const whom = together(named, namedByAuthority(circumstances.asked ?? []));
  if (whom.length > named.length) because.push(askedBefore(circumstances.asked ?? []));
  const hash = changeHash(proposal.wants);
  const approvals = circumstances.approvals.filter((one) => one.hash === hash);
  const inOrder = asking.some((one) => one.inOrder === true) ? { inOrder: true as const } : {};
  if (!isMet(whom, approvals, circumstances.proposedBy ?? null))
    return { say: 'ask', whom, ...inOrder, because };
  return { say: 'allow', because: [...because, ...approvals.map((one) => approved(one, hash))] };
}

/** Every role beyond those who decide about their own deals: who holds one of these decides in their stead. */
export const namedByAuthority = (roles: Role[]): Role[] =>
  roles.filter((role) => role !== 'manager' && role !== 'rep');

/**
 * Each role above is signed for by a person of its own, and never by whoever proposed it. The manager's question is also
 * answered by those whom authority names, when they have all answered theirs.
 */
function isMet(whom: Role[], approvals: Approval[], proposedBy: string | null): boolean {
  const above = namedByAuthority(whom);
  const signed = approvals
    .map(({ id, by, roles }) => ({ byId: id ?? by, by, roles }))
    .filter(({ byId }) => byId !== proposedBy);
  if (unsigned(above, signed).length > 0) return false;
  return whom
    .filter((role) => !above.includes(role))
    .every(
      (role) =>
        approvals.some(({ roles }) => roles.includes(role)) || (role === 'manager' && above.length > 0),
    );
}

const askedBefore = (asked: Role[]): Reason => ({
  sentence: `Needs ${whomSaid(namedByAuthority(asked))}: the threshold was lower when this card was opened.`,
  restsOn: { kind: 'setting', name: 'approval', version: 1 },
});

/** Null when one of them has no end. */
function latest(holds: Extract<Finding, { say: 'hold' }>[]): string | null {
  const ends = holds.map((one) => one.until);
  return ends.includes(null) ? null : ends.reduce((last, one) => (last && one && one > last ? one : last));
}

const approved = (approval: Approval, hash: string): Reason => ({
  sentence: `${approval.by} approved exactly this.`,
  restsOn: { kind: 'matrix', name: `approval of ${hash.slice(0, 8)}`, version: 1 },
});
