/** A forecast that was asked for, in words: what is expected, and what it rests on. Pure. */
import { bestCaseFrom, commitFrom, type ForecastFigures } from '../sales/answer.ts';
import type { Asked } from './asked.ts';
import { count, countOf, day, headlineMoney, number, share } from './format.ts';

export function forecastSentence({ forecast }: { forecast: ForecastFigures }, asked: Asked): string {
  const amount = (of: number) => headlineMoney(of, forecast.currency, asked.companyCurrency);
  const { expected, low, high, won, wonDeals, quota, chance, commit, bestCase } = forecast;
  const certain = isCertain(forecast);
  return [
    certain
      ? `${amount(won)} won by ${day(forecast.to)}, ${countOf(wonDeals, 'deals')}, and nothing open that could add to it.`
      : `${amount(expected)} expected by ${day(forecast.to)}, between ${amount(low)} and ${amount(high)} in 80 of 100 cases. Commit is ${amount(commit)}, best case ${amount(bestCase)}. ${amount(won)} is won so far, ${countOf(wonDeals, 'deals')}.`,
    quota === null
      ? 'No quota is set.'
      : won >= quota
        ? `The quota of ${amount(quota)} is reached.`
        : certain
          ? `The quota is ${amount(quota)}: ${amount(quota - won)} is missing.`
          : `The quota is ${amount(quota)}${chance === null ? '' : `, reached with a chance of ${likelihood(chance)}`}.`,
  ].join(' ');
}

const isCertain = ({ openDeals, later, low, high }: ForecastFigures): boolean =>
  openDeals === 0 && later === 0 && low === high;

/** Never certain: what is counted from past deals is no promise. */
/** A chance as it is said. */
export const likelihood = (chance: number): string =>
  chance < 0.01 ? 'under 1%' : chance > 0.99 ? 'over 99%' : share(chance);

/** What it was made from, and what the two figures that everybody counts in another way are here. */
export function forecastNotes(forecast: ForecastFigures): string[] {
  if (isCertain(forecast)) return [];
  const { basis } = forecast;
  return [
    ...(basis ? [madeOf(basis)] : []),
    `Commit: what is won, and open deals that are won by then in ${number(commitFrom * 100)} of 100 cases or more; best case: in ${number(bestCaseFrom * 100)} or more.`,
  ];
}

/** "Made from Q1 2025 to Q4 2025, each as long before its end: of 1,412 deals open then 173 were won by the end, and 9 opened later." */
export function madeOf({ periods, open, won, later }: NonNullable<ForecastFigures['basis']>): string {
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined)
    return 'Made from nothing yet: no period before is proven, so every open deal counts half.';
  const named = periods.length > 2 ? `${first} to ${last}` : periods.join(' and ');
  const which = first.includes(' to ') ? `${count(periods.length, 'span')} of as many days before` : named;
  return `Made from ${which}, each seen from as long before its end: of ${count(open, 'open deal')} ${number(won)} were won by the end, and ${later === 0 ? 'none' : number(later)} that ${later < 2 ? 'was' : 'were'} opened later.`;
}

/** Behind a forecast by groups. */
export const sharedNote =
  'Of what nobody has opened yet each group has its share of the deals won in the periods before.';
