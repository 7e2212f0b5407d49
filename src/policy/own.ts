import type { Authority, PauseOn } from './circumstances.ts';
import { overAmount } from './gates.ts';
import type { FieldChange, Reason, Verdict } from './nouns.ts';

/** Whose a deal is, how far it is and what it is worth; dates and next steps of a large deal are its people's own work. */
const weighty = ['owner', 'stage', 'amount'];

/** Why a person's own change of these fields needs an approver, as a sentence; null where it needs none. */
export const ownNeeds = (fields: Pick<FieldChange, 'field'>[], amount: Authority['amount']): string | null =>
  amount && fields.some(({ field }) => weighty.includes(field)) ? overAmount(amount) : null;

/**
 * The verdict on what a person does without an agent's proposal: an edit, a claim, an undo. Rights refuse and a pause
 * holds; modes and confidence are about agents. `wayBack`: an undo is the way out of trouble and passes every pause.
 */
export function decideOwn(
  circumstances: { pauses: PauseOn[]; permission: { may: true } | { may: false; because: string } },
  wayBack = false,
): Verdict {
  const { pauses, permission } = circumstances;
  if (!permission.may) {
    return { say: 'refuse', because: [reason(permission.because, 'matrix', 'rights', 1)] };
  }
  const stops = wayBack ? [] : pauses.filter((pause) => pause.scope !== 'agent');
  if (stops.length === 0) return { say: 'allow', because: [] };
  const ends = stops.map((pause) => pause.until);
  return {
    say: 'hold',
    until: ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null),
    because: stops.map((pause) => reason(`${pause.name} is paused.`, 'pause', pause.scope, pause.id)),
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
