/** Answers about quotas in words: who may miss theirs, and whether one person or a team is on track. Pure. */
import type { AgainstQuotas, Answer, TableColumn, TableRow } from '../sales/answer.ts';
import type { Asked } from './asked.ts';
import { likelihood, madeOf } from './forecast-answer.ts';
import { count, countOf, headlineMoney, list, number, share } from './format.ts';

type Table = Extract<Answer, { kind: 'table' }>;

export function quotaSentence(answer: Table, asked: Asked): string {
  const { rows, whole, quotas, by } = answer;
  if (quotas?.withQuota === 0) return 'Nothing to measure: no quota is set.';
  const [only] = rows;
  if (quotas?.listed === 'all' && only) {
    const shown = whole ?? only;
    return [standing(shown, answer, asked), whole ? missing(quotas, by) : null].filter(Boolean).join(' ');
  }
  return risk(answer, asked);
}

/** In percent. From an even chance on a quota is on track: a forecast can reach it by few large deals that mostly do not come. */
const even = 50;

/** "Dan Cole: not on track. 37% of the quota of $960,000 is won with 88% of the time passed, and the forecast of $409,590 is $550,410 short." */
function standing(row: TableRow, { columns, quotas }: Table, asked: Asked): string {
  const at = figuresIn(row, columns);
  const amount = (name: string): string =>
    headlineMoney(at(name) ?? 0, currencyIn(columns), asked.companyCurrency);
  const [attainment, passed, gap] = [at('attainment') ?? 0, at('passed') ?? 1, at('gap') ?? 0];
  const won = `${share(attainment)} of the quota of ${amount('quota')}`;
  const short = `${amount('gap')} short`;
  const told = (verdict: string, sentence: string): string => `${row.label}: ${verdict}. ${sentence}`;
  if (quotas?.over)
    return gap > 0
      ? told('quota missed', `${won} was won, ${short}.`)
      : told('quota reached', `${won} was won.`);
  const time = `with ${share(passed)} of the time passed`;
  if (attainment >= 1) return told('quota reached', `${won} is won ${time}.`);
  const chance = quotas?.chance ?? null;
  const likely = chance === null ? '' : `, and the chance to reach the quota is ${likelihood(chance)}`;
  // By the figure that is shown: nobody is unsure at 50%.
  const unsure = chance !== null && Math.round(chance * 100) < even;
  if (passed === 0)
    return gap > 0
      ? told(
          'forecast short of the quota',
          `${amount('forecast')} is forecast of ${amount('quota')}, ${short}.`,
        )
      : told(
          unsure ? 'not sure to get there' : 'forecast to reach the quota',
          `${amount('forecast')} is forecast of ${amount('quota')}${likely}.`,
        );
  const known = `${won} is won ${time}`;
  if (gap > 0)
    return attainment < passed
      ? told('not on track', `${known}, and the forecast of ${amount('forecast')} is ${short}.`)
      : told('ahead of the time', `${known}, but the forecast of ${amount('forecast')} is ${short}.`);
  const reached = `${known}; the forecast is ${amount('forecast')}${likely}.`;
  if (unsure) return told('not sure to get there', reached);
  return told(attainment < passed ? 'behind the time, but forecast to get there' : 'on track', reached);
}

/** "2 of 4 people may miss theirs: Søren Holm and Priya Nair." */
function missing({ atRisk, withQuota, over }: AgainstQuotas, by: string): string {
  const may = over ? 'missed theirs' : 'may miss theirs';
  if (atRisk.length === 0)
    return over
      ? `None of ${whoCounted(withQuota, by)} ${may}.`
      : `None of ${whoCounted(withQuota, by)} is at risk.`;
  const more = atRisk.length - mostNamed;
  const names = [...atRisk.slice(0, mostNamed), ...(more > 0 ? [`${number(more)} more`] : [])];
  return `${number(atRisk.length)} of ${whoCounted(withQuota, by)} ${may}: ${list(names)}.`;
}

const mostNamed = 5;

function risk({ rows, columns, by, total, quotas }: Table, asked: Asked): string {
  const over = quotas?.over === true;
  if (rows.length === 0)
    return over
      ? `No ${who[by] ?? 'group'} missed the quota.`
      : `No ${who[by] ?? 'group'} is at risk of missing the quota.`;
  const many = `${whoCounted(total, by)} ${over ? 'missed' : 'may miss'} the quota`;
  const attained = (row: TableRow): number | null => figuresIn(row, columns)('attainment');
  const gapOf = (row: TableRow): number => figuresIn(row, columns)('gap') ?? 0;
  // By what is missing: a small quota far from reached matters less than a large one.
  const [behind] = rows
    .filter((row) => attained(row) !== null)
    .toSorted((a, b) => gapOf(b) - gapOf(a) || (attained(a) ?? 0) - (attained(b) ?? 0));
  if (!behind) return `${many}.`;
  const at = figuresIn(behind, columns);
  const [passed, gap] = [at('passed'), at('gap')];
  const time = passed === null || passed === 0 ? '' : ` with ${share(passed)} of the time passed`;
  const short =
    gap === null
      ? ''
      : `, ${over ? '' : 'by forecast '}${headlineMoney(gap, currencyIn(columns), asked.companyCurrency)} short`;
  return `${many}. ${rows.length > 1 ? 'Furthest behind is ' : ''}${behind.label}: ${share(attained(behind) ?? 0)} of it won${time}${short}.`;
}

const currencyIn = (columns: TableColumn[]): string | null =>
  columns.find(({ currency }) => currency !== undefined)?.currency ?? null;

const figuresIn =
  ({ cells }: TableRow, columns: TableColumn[]) =>
  (name: string): number | null =>
    cells[columns.findIndex((column) => column.name === name)] ?? null;

/** What "at risk" means, and what the forecast in it rests on. */
export function quotaNotes({ quotas }: Table): string[] {
  if (!quotas?.basis || quotas.withQuota === 0) return [];
  return [
    'At risk: attainment behind the time passed, and a forecast short of the quota by the gap.',
    'Forecast: won, weighted pipeline, and deals that nobody has opened yet. Weighted: each open deal, past its close date or not, by how often deals like it were won by the end of the periods before.',
    madeOf(quotas.basis),
  ];
}

const who: Record<string, string> = {
  owner: 'rep',
  'owner.manager': 'manager',
  team: 'team',
  territory: 'territory',
};

/** "3 people", "2 territories". */
export const whoCounted = (n: number, by: string): string => {
  const one = who[by] ?? 'row';
  return by === 'owner'
    ? countOf(n, 'people')
    : count(
        n,
        one,
        one.replace(/y?$/, (y) => (y ? 'ies' : 's')),
      );
};
