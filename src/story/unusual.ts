/** What is said of a figure that is out of the ordinary, and of its end. Pure. */
import type { Explained } from '../sales/contribution.ts';
import type { Kpi } from '../sales/kpis.ts';
import { type Chart, lineChart } from './chart.ts';
import { dayWithoutYear, headlineMoney, list, number, percent } from './format.ts';

export type Unusual = {
  kpi: Pick<Kpi, 'name' | 'label' | 'money' | 'share'>;
  /** "APAC"; null: the whole company. */
  where: string | null;
  unit: 'day' | 'week';
  units: number;
  from: string;
  to: string;
  came: number;
  expected: number;
  /** Out of how many, of a share. */
  of: number | null;
  holds: boolean;
  /** Above what was expected. */
  over: boolean;
  explained: Explained[];
  lately: { on: string; value: number; of: number | null }[];
};

const shownValue = (value: number, { kpi, of }: Unusual, company: string): string => {
  if (kpi.share) return of ? percent(value / of) : '0%';
  if (kpi.money) return headlineMoney(Math.round(value), company, company);
  return number(Math.round(value));
};

const nameOf = ({ kpi, where }: Unusual): string => (where === null ? kpi.label : `${kpi.label} in ${where}`);

/** "on 20 Mar", "from 17 Mar to 20 Mar", "in the week from 9 Mar", "in the 3 weeks to 15 Mar". */
function when({ unit, units, from, to }: Unusual): string {
  if (unit === 'day')
    return units === 1 ? `on ${dayWithoutYear(to)}` : `from ${dayWithoutYear(from)} to ${dayWithoutYear(to)}`;
  return units === 1
    ? `in the week from ${dayWithoutYear(from)}`
    : `in the ${units} weeks to ${dayWithoutYear(to)}`;
}

/** "Activities in APAC: 3 from 17 Mar to 20 Mar, about 48 expected". Without its full stop. */
export function unusualHeadline(of: Unusual, company: string): string {
  const [came, expected] = [shownValue(of.came, of, company), shownValue(of.expected, of, company)];
  return `${nameOf(of)}: ${came} ${when(of)}, about ${expected} expected`;
}

/** Which parts explain it. */
export function explanation(of: Unusual, company: string): string {
  const said = of.explained.slice(0, 3).map((one) => {
    const [came, expected] = of.kpi.share
      ? [number(one.came), number(Math.round(one.expected))]
      : [shownValue(one.came, of, company), shownValue(one.expected, of, company)];
    return `${one.dimension} ${one.name}, ${percent(Math.min(1, one.share))} of the difference (${came}, about ${expected} expected)`;
  });
  return said.length === 0
    ? 'No single part explains it: it is spread over all.'
    : `What explains most of it: ${list(said)}.`;
}

/** "below what is usual", and what it is back to. */
export const unusualSide = ({ over }: Unusual): string => `${over ? 'above' : 'below'} what is usual`;
export const usualAgain = 'within what is usual';

export const unusualChart = (of: Unusual, company: string): Chart | null =>
  lineChart({
    title: `${nameOf(of)} by ${of.unit}`,
    measure: of.kpi.label,
    marks: of.lately.map(({ on, value, of: out }) => ({
      label: dayWithoutYear(on),
      value: of.kpi.share && out !== null ? (out > 0 ? value / out : 0) : value,
      said: shownValue(value, { ...of, of: out }, company),
    })),
    said: (value) => (of.kpi.share ? percent(value) : shownValue(value, of, company)),
  });

/** The questions behind it. Activities are asked of all territories that the reader may see. */
export function unusualAsks({ kpi, where, from, to }: Unusual): { label: string; text: string }[] {
  const place = where === null ? '' : ` in ${where}`;
  const span = ` from ${from} to ${to}`;
  const show = { label: 'Show', text: shown[kpi.name](place, span) };
  const byOwner = owners[kpi.name]?.(place, span);
  return byOwner ? [show, { label: 'By owner', text: byOwner }] : [show];
}

type Says = (place: string, span: string) => string;

const shown: Record<Kpi['name'], Says> = {
  new_deals: (place, span) => `deals created${span}${place}`,
  won_deals: (place, span) => `deals won${span}${place}`,
  won_amount: (place, span) => `deals won${span}${place}`,
  win_rate: (place, span) => `win rate${place}${span}`,
  activities: (_, span) => `activities by rep${span}`,
  new_leads: (place, span) => `leads created${span}${place}`,
  pushed_amount: (place) => `open deals${place} with close date pushed`,
};

const owners: Partial<Record<Kpi['name'], Says>> = {
  new_deals: (place, span) => `number of deals created${span}${place} by owner`,
  win_rate: (place, span) => `win rate by owner${place}${span}`,
};
