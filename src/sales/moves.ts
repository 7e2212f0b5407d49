/** One change of a field of a deal, against what was there just before. Pure. */

/** `up` of a day is later; of a stage there is only `down`, to an earlier one. `by`: by so much at once, beyond it or at least. */
export type FieldMove = {
  field: 'amount' | 'close_date' | 'owner' | 'stage';
  way: 'up' | 'down' | 'any';
  by: { value: number; including: boolean; unit: 'percent' | 'money' | 'days' } | null;
};
