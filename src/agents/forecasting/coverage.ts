import type { Attained } from '../../sales/attained.ts';
import { headlineMoney, list, number } from '../../story/format.ts';
import type { Figure, FigureTrigger, ForecastTerms, Told } from '../nouns.ts';

/** The open deals that close in the period are worth less than so many times what is left of the quota. */
export const coverageUnderTarget: FigureTrigger = {
  name: 'coverage_under_target',
  label: 'covered less than its target',
  figure: 'coverage',
  of: 'company',
  severity: 'attention',
  limit: 'coverage_target',
  holds: ({ forecast }, { value }) =>
    forecast?.of === 'coverage' && shortOf(forecast.figures.whole, value) > 0,
  tell: (figure, { value }) => tell(figure, value),
};

function tell({ name, forecast }: Figure, target: number): Told {
  const asks = [{ label: 'Coverage by team', text: 'coverage by team this quarter' }];
  const left = forecast?.of === 'coverage' ? leftOf(forecast.figures.whole) : null;
  if (forecast?.of !== 'coverage' || left === null || left <= 0)
    return { headline: `Coverage of ${name}: nothing is left of the quota`, sentence: null, asks };
  const { whole, parts } = forecast.figures;
  const money = moneyIn(forecast.terms);
  const short = shortOf(whole, target);
  const gaps = parts
    .map((part) => ({ part, short: shortOf(part, target) }))
    .filter((gap) => short > 0 && gap.short > 0)
    .sort((a, b) => b.short - a.short || a.part.name.localeCompare(b.part.name));
  const covered = `Open deals of ${money(whole.pipeline)} cover the ${money(left)} that is left of the quota ${times(whole.pipeline / left)} (target ${times(target)})`;
  return {
    headline: short > 0 ? `${covered}: ${money(short)} is missing` : covered,
    ...inLines(
      gaps.map(({ part, short: missing }) => gapOf(part, missing, money)),
      gaps.length > 0
        ? `Look for new pipeline in ${list(gaps.slice(0, 3).map(({ part }) => part.name))} first.`
        : null,
    ),
    asks,
    limit: { was: `under ${times(target)}`, back: short > 0 ? null : `at ${times(target)} or more` },
  };
}

const mostTold = 4;

/** What is behind it and what to do about it, each by itself and in one sentence. */
export const inLines = (
  evidence: string[],
  proposes: string | null,
): Pick<Told, 'sentence' | 'evidence' | 'proposes'> => ({
  sentence:
    [...evidence.slice(0, mostTold).map((one) => `${one}.`), proposes].filter(Boolean).join(' ') || null,
  evidence,
  proposes,
});

const leftOf = ({ quota, won }: Attained): number | null =>
  quota === null ? null : Math.max(0, quota - won);

/** What is missing to the target; 0 where there is no quota or it is reached. */
const shortOf = (of: Attained, target: number): number =>
  Math.max(0, Math.round((target * (leftOf(of) ?? 0) - of.pipeline) * 100) / 100);

function gapOf(part: Attained, missing: number, money: (amount: number) => string): string {
  const left = leftOf(part) ?? 0;
  return `${part.name}: ${money(missing)} missing, ${money(part.pipeline)} for ${money(left)} (${times(part.pipeline / left)})`;
}

/** Rounded down: 2.96 times is not 3 times. */
const times = (of: number): string => `${number(Math.floor(of * 10 + 1e-9) / 10)}×`;

export const moneyIn =
  ({ currency, companyCurrency }: ForecastTerms) =>
  (amount: number): string =>
    headlineMoney(amount, currency, companyCurrency);
