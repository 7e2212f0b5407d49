/** After a limit or a pause that was offered, refused or done: "put it back to 30", "back to the default", "the way it was". */
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';

const leading =
  /^(?:(?:and|but|ok|okay|no|nope|sorry|oh|wait|actually|hm+|rather|instead|better|well|then|now|please|just|let's)[\s,:!.-]+)+/;
const trailing = /[\s,]+(?:instead|rather|please|then|though|actually|after all)[\s.!]*$/;
const back =
  /^(?:(?:put|set|change|bring|take|turn|move) (?:it|that|this) )?(?:back|return)(?= |$)(?: down| up)?(?: (?:to|at))?/;
const usual = /\b(?:defaults?|standard|normal|original)\b/;
const whatWas =
  /^(?:(?:put|set|change|bring|take|turn|move) (?:it|that|this) )?back$|^(?:(?:(?:put|set|change|bring|take|turn|move) (?:it|that|this) )?back )?(?:to )?(?:what|how|as|the way) it was(?: before)?$/;

/** Null where the words are no such reply. */
export function puttingBack(bare: string, talk: Talk): CommandRead | null {
  const { before } = talk;
  if (!before || !['set_threshold', 'reset_thresholds', 'pause', 'resume'].includes(before.do)) return null;
  const said = bare.replace(trailing, '').replace(leading, '');
  if (whatWas.test(said)) return command({ do: 'undo', last: 1 });
  if (before.do !== 'set_threshold' || !back.test(said)) return null;
  // What is put back was there before any end.
  if (usual.test(said)) return command({ ...before, value: null, until: null });
  const parts = partsOf(said.replace(back, ' '), talk);
  if (!('place' in parts) || !parts.value) return null;
  const { value, place, stage, until, assumptions } = parts;
  const unit = before.value?.unit ?? 'plain';
  if (![value.unit, unit].includes('plain') && value.unit !== unit) return null;
  return command(
    {
      ...before,
      value: { ...value, unit: value.unit === 'plain' ? unit : value.unit },
      place: place ?? before.place,
      stage: stage ?? before.stage,
      until,
    },
    assumptions,
  );
}
