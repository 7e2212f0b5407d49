import type { Authority, PauseOn } from './circumstances.ts';
import { type MayDecide, mayDecide, type Stake } from './may-decide.ts';
import type { FieldChange, Person, Reason, Role, Verdict } from './nouns.ts';
import { together, whomSaid } from './signatures.ts';
import { askedOver } from './thresholds.ts';

/** Whose a deal is, how far it is and what it is worth; dates and next steps of a large deal are its people's own work. */
const weighty = ['owner', 'stage', 'amount'];
const priced = ['amount', 'product'];

/** What a person's own change needs above: who, and why as a sentence. */
export type OwnNeeds = { whom: Role[]; sentence: string };

/** Null where a person's own change of these fields needs nobody above. */
export function ownNeeds(
  fields: Pick<FieldChange, 'field'>[],
  { amount, discount }: Authority = {},
): OwnNeeds | null {
  const touches = (names: string[]) => fields.some(({ field }) => names.includes(field));
  const asked = askedOver({
    ...(amount && touches(weighty) ? { amount } : {}),
    ...(discount && touches(priced) ? { discount } : {}),
  });
  const [first] = asked;
  return first ? { whom: together(...asked.map(({ whom }) => whom)), sentence: first.sentence } : null;
}

/** Whether this person may make that change of their own. Where several have to sign, nobody makes it alone. */
export function mayOwn(person: Person | null, stake: Stake, needs: OwnNeeds | null): MayDecide {
  const asks = needs?.whom ?? [];
  return asks.length > 1
    ? { may: false, needs: `${whomSaid(asks)}, which one person alone is not` }
    : mayDecide(person, { ...stake, asks });
}

/**
 * The verdict on what a person does without an agent's proposal: an edit, a claim, an undo. Rights refuse and a pause
 * holds; modes and confidence are about agents. `wayBack`: an undo is the way out of trouble and passes every pause.
 */
export function decideOwn(
  circumstances: {
    pauses: PauseOn[];
    permission: { may: true } | { may: false; because: string };
    /** What else holds it, each by itself: what is out of the house, many at once. */
    holds?: { until: string | null; reason: Reason }[];
  },
  wayBack = false,
): Verdict {
  const { pauses, permission, holds = [] } = circumstances;
  if (!permission.may) {
    return { say: 'refuse', because: [reason(permission.because, 'matrix', 'rights', 1)] };
  }
  const stops = wayBack ? [] : pauses.filter((pause) => pause.scope !== 'agent');
  if (stops.length + holds.length === 0) return { say: 'allow', because: [] };
  const ends = [...stops, ...holds].map(({ until }) => until);
  return {
    say: 'hold',
    until: ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null),
    because: [
      ...stops.map((pause) => reason(`${pause.name} is paused.`, 'pause', pause.scope, pause.id)),
      ...holds.map((hold) => hold.reason),
    ],
  };
}

const reason = (
  sentence: string,
  kind: Reason['restsOn']['kind'],
  name: string,
  version: number,
): Reason => ({
  sentence,
  restsOn: { kind, name, version },
});
