import type { Attained, CoverageFigures } from '../../sales/attained.ts';
import { headlineMoney, list, number } from '../../story/format.ts';
import type { ForecastTrigger, Terms } from './nouns.ts';

/** The open deals that close in the period are worth less than so many times what is left of the quota. */
export const coverageUnderTarget: ForecastTrigger<CoverageFigures> = {
  name: 'coverage_under_target',
  severity: 'attention',
  reads: 'coverage_target',
  check: ({ whole, parts }, target, terms) => {
    const left = leftOf(whole);
    const short = shortOf(whole, target);
    if (left === null || left <= 0 || short <= 0) return null;
    const money = moneyIn(terms);
    const gaps = parts
      .map((part) => ({ part, short: shortOf(part, target) }))
      .filter((gap) => gap.short > 0)
      .sort((a, b) => b.short - a.short || a.part.name.localeCompare(b.part.name));
    return {
      trigger: 'coverage_under_target',
      severity: 'attention',
      about: { of: whole.of, id: whole.id, name: whole.name },
      why: `Open deals of ${money(whole.pipeline)} cover the ${money(left)} that is left of the quota ${times(whole.pipeline / left)} (target ${times(target)}): ${money(short)} is missing`,
      evidence: gaps.map(({ part, short: missing }) => gapOf(part, missing, money)),
      proposes:
        gaps.length > 0
          ? `Look for new pipeline in ${list(gaps.slice(0, 3).map(({ part }) => part.name))} first.`
          : null,
      personal: false,
    };
  },
};

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
  ({ currency, companyCurrency }: Terms) =>
  (amount: number): string =>
    headlineMoney(amount, currency, companyCurrency);
