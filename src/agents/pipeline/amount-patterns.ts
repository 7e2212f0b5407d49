import { count, dayWithoutYear, list, money } from '../../story/format.ts';
import type { Figure, FigureTrigger, Told } from '../nouns.ts';

/** The amount of one deal changed much again and again. */
export const amountOfDeal: FigureTrigger = {
  name: 'amount_pattern',
  label: 'changed much in amount again and again',
  figure: 'amount_changes',
  of: 'deal',
  severity: 'attention',
  limit: 'amount_changes',
  holds: ({ value }, limit) => value >= limit.value,
  tell: (figure, limit) => {
    const marks = marksOf(figure);
    const { name, value, beside } = figure;
    return {
      headline: `The amount of ${name} changed much ${count(value, 'time')} in ${count(beside.days ?? 0, 'day')} (limit ${limit.value})`,
      sentence: `${list(
        marks.map(({ said }) => said),
        'then',
      )}.`,
      asks: [{ label: 'Show deal', text: `show deal ${name}` }],
      series: { title: 'Amount', marks },
    };
  },
};

/** Several reps of one team have deals whose amounts changed much. */
export const amountsOfTeam: FigureTrigger = {
  name: 'amount_pattern_of_team',
  label: 'changed much in amount with several reps',
  figure: 'amount_changes',
  of: 'team',
  severity: 'attention',
  limit: 'amount_change_reps',
  holds: ({ value }, limit) => value >= limit.value,
  tell: ({ name, value, beside }, limit) => ({
    headline: `Amounts changed much with ${count(value, 'rep')} of ${name} in ${count(beside.days ?? 0, 'day')} (limit ${limit.value})`,
    sentence: `${count(beside.deals ?? 0, 'deal')} in all.`,
    asks: [{ label: 'Show open deals', text: `open deals of ${name}` }],
  }),
};

const marksOf = ({ series = [], currency = null, company }: Figure): NonNullable<Told['series']>['marks'] =>
  series.map(({ on, value }) => ({
    label: dayWithoutYear(on),
    value,
    said: money(value, currency, company),
  }));
