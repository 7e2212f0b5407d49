import type { Agent, BreachedField, HeldRecord, Suggestion } from '../nouns.ts';

/** What follows from the record or from the directory is proposed; where one field needs somebody who knows, all are asked on one form. */
export const proposeRecord: NonNullable<Agent['records']>['propose'] = (held) => {
  const fields = fieldByField(held);
  const reason = held.map(({ breach }) => breach.because).join(' ');
  if (fields.every(({ mended }) => mended !== null))
    return {
      wants: {
        kind: 'change',
        fields: fields.map(({ field, value, mended }) => ({ field, before: value, after: mended })),
      },
      reason,
      basis: held.flatMap(({ breach }) => breach.basis ?? []).join('. ') || null,
    };
  return form(held[0], fields, reason);
};

/** Of two contracts about one field the one that nobody can mend. */
const fieldByField = (held: HeldRecord[]): BreachedField[] =>
  [
    ...Map.groupBy(
      held.flatMap(({ breach }) => breach.fields),
      ({ field }) => field,
    ).values(),
  ].flatMap((same) => same.find(({ mended }) => mended === null) ?? same[0] ?? []);

function form({ record }: HeldRecord, fields: BreachedField[], reason: string): Suggestion | null {
  const to = record.owner ?? record.manager;
  const values = (of: 'value' | 'mended') => Object.fromEntries(fields.map((one) => [one.field, one[of]]));
  return (
    to && {
      wants: {
        kind: 'form',
        form: {
          to: to.id,
          fields: fields.map(({ field }) => field),
          before: values('value'),
          meant: values('mended'),
        },
      },
      reason,
      basis: null,
    }
  );
}
