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
  const because = (decides: (one: Finding) => boolean): Reason[] =>
    found.map((one) => (decides(one) ? { ...one.reason, decides: true } : one.reason));
  const saying = (what: Finding['say']) => (one: Finding) => one.say === what;
  if (found.some(saying('refuse'))) return { say: 'refuse', because: because(saying('refuse')) };
  if (found.some(saying('shadow'))) return { say: 'shadow', because: because(saying('shadow')) };
  const holds = found.filter((one) => one.say === 'hold');
  if (holds.length > 0) return { say: 'hold', until: latest(holds), because: because(saying('hold')) };
  const asking = found.flatMap((one) => (one.say === 'ask' ? [one] : []));
  const named = together(...asking.map((one) => one.whom));
  const before = namedByAuthority(circumstances.asked ?? []);
  const whom = together(named, before);
  const lower = whom.length > named.length ? [askedBefore(before)] : [];
  const hash = changeHash(proposal.wants);
  const approvals = circumstances.approvals.filter((one) => one.hash === hash);
  const unmet = unmetOf(whom, approvals, circumstances.proposedBy ?? null);
  const isOpen = (roles: Role[]): boolean => roles.some((role) => unmet.includes(role));
  if (unmet.length > 0) {
    const inOrder = asking.some((one) => one.inOrder === true) ? { inOrder: true as const } : {};
    const reasons = because((one) => one.say === 'ask' && isOpen(one.whom));
    const theirs = lower.map((one) => (isOpen(before) ? { ...one, decides: true as const } : one));
    return { say: 'ask', whom, ...inOrder, because: [...reasons, ...theirs] };
  }
  const given = approvals.map((one) => approved(one, hash));
  return { say: 'allow', because: [...because(() => false), ...lower, ...given] };
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

/**
 * The roles whose question is open. Each role above is signed for by a person of its own, and never by whoever proposed it.
 * The manager's question is also answered by those whom authority names, when they have all answered theirs.
 */
function unmetOf(whom: Role[], approvals: Approval[], proposedBy: string | null): Role[] {
  const above = namedByAuthority(whom);
  const signed = approvals
    .map(({ id, by, roles }) => ({ byId: id ?? by, by, roles }))
    .filter(({ byId }) => byId !== proposedBy);
  const left = unsigned(above, signed);
  const answeredAbove = above.length > 0 && left.length === 0;
  const others = whom.filter(
    (role) =>
      !above.includes(role) &&
      !approvals.some(({ roles }) => roles.includes(role)) &&
      !(role === 'manager' && answeredAbove),
  );
  return [...left, ...others];
}

const askedBefore = (asked: Role[]): Reason => ({
  sentence: `Needs ${whomSaid(asked)}: the threshold was lower when this card was opened.`,
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
