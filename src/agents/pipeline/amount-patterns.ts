import { lineChart } from '../../story/chart.ts';
import { count, dayWithoutYear, list, money } from '../../story/format.ts';
import type { FigureTrigger } from '../nouns.ts';

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
    const { name, value, beside, currency = null, company } = figure;
    const said = (amount: number): string => money(amount, currency, company);
    const marks = (figure.series ?? []).map((one) => ({
      label: dayWithoutYear(one.on),
      value: one.value,
      said: said(one.value),
    }));
    return {
      headline: `The amount of ${name} changed much ${count(value, 'time')} in ${count(beside.days ?? 0, 'day')} (limit ${limit.value})`,
      sentence: `${list(
        marks.map((one) => one.said),
        'then',
      )}.`,
      asks: [{ label: 'Show deal', text: `show deal ${name}` }],
      chart: lineChart({ title: `Amount of ${name}`, measure: 'Amount', marks, said }),
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
