/** What is said of a figure that is out of the ordinary, and of its end. Pure. */
import type { Explained } from '../sales/contribution.ts';
import type { Kpi } from '../sales/kpis.ts';
import { dayWithoutYear, headlineMoney, list, money, number, percent } from './format.ts';

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

const shownValue = (value: number, { kpi, of }: Unusual, company: string, exact = false): string => {
  if (kpi.share) return of ? percent(value / of) : '0%';
  if (kpi.money) return (exact ? money : headlineMoney)(Math.round(value), company, company);
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
    return `${one.dimension} ${one.name} ${percent(Math.min(1, one.share))} (${came}, about ${expected} expected)`;
  });
  return said.length === 0
    ? 'No single part explains it: it is spread over all.'
    : `What explains most of it: ${list(said)}.`;
}

/** "below what is usual", and what it is back to. */
export const unusualSide = ({ over }: Unusual): string => `${over ? 'above' : 'below'} what is usual`;
export const usualAgain = 'within what is usual';

export const unusualSeries = (of: Unusual, company: string) => ({
  title: `${nameOf(of)} by ${of.unit}`,
  marks: of.lately.map(({ on, value, of: out }) => ({
    label: dayWithoutYear(on),
    value: of.kpi.share && out !== null ? (out > 0 ? value / out : 0) : value,
    said: shownValue(value, { ...of, of: out }, company),
  })),
});

/** The question behind it. */
export function unusualAsks(of: Unusual): { label: string; text: string }[] {
  const [from, to] = [of.from, of.to];
  const place = of.where === null ? '' : ` in ${of.where}`;
  const span = ` from ${from} to ${to}`;
  const what: Record<Kpi['name'], string> = {
    new_deals: `deals created${span}${place}`,
    won_deals: `deals won${span}${place}`,
    won_amount: `deals won${span}${place}`,
    win_rate: `win rate${place}${span}`,
    activities: `activities${place}${span}`,
    new_leads: `leads created${span}${place}`,
    pushed_amount: `open deals${place} with close date pushed`,
  };
  const by = ['win_rate', 'activities', 'new_deals'].includes(of.kpi.name);
  const counted: Partial<Record<Kpi['name'], string>> = {
    win_rate: `win rate by owner${place}${span}`,
    activities: `activities by owner${place}${span}`,
    new_deals: `number of deals created${span}${place} by owner`,
  };
  const text = what[of.kpi.name];
  const second = by ? counted[of.kpi.name] : undefined;
  return [{ label: 'Show', text }, ...(second ? [{ label: 'By owner', text: second }] : [])];
}
