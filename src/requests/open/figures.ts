/** The numbers of an answer, each with an id, so that a sentence can point at it. Differences and shares are computed here or not said. */
import type { Answer, Side, Unit } from '../../sales/answer.ts';
import { answerTable, shownRows } from '../../story/answer-table.ts';
import { type Asked, countedAs } from '../../story/asked.ts';
import { figure, number } from '../../story/format.ts';
import type { Column } from '../../story/table.ts';

/** `points`: percentage points. A change is signed: below zero it is less. */
export type Figure = {
  id: string;
  label: string;
  value: number;
  unit: Unit | 'points';
  currency: string | null;
  change: boolean;
  /** As people read it. */
  text: string;
};
type Found = Omit<Figure, 'id' | 'text'>;

const mostRows = 15;
const mostFigures = 80;

export function figuresOf(result: number, answer: Answer, asked: Asked): Figure[] {
  const found = [
    ...wholes(answer, asked),
    ...cells(answer, asked),
    ...changes(answer, asked),
    ...shares(answer, asked),
  ];
  return found.slice(0, mostFigures).map((one, n) => ({
    ...one,
    id: `r${result}.${n + 1}`,
    text:
      one.unit === 'points'
        ? `${number(one.value)} points`
        : figure(one.value, one.unit, one.currency, asked.companyCurrency),
  }));
}

const plain = (label: string, value: number | null | undefined, unit: Unit, currency?: string): Found[] =>
  value === null || value === undefined
    ? []
    : [{ label, value, unit, currency: unit === 'currency' ? (currency ?? null) : null, change: false }];

/** How many rows are behind it, and their sums. */
function wholes(answer: Answer, asked: Asked): Found[] {
  const rows = plain('rows behind it', answer.total, countedAs[asked.of]);
  const sums = 'sums' in answer ? (answer.sums ?? []) : [];
  return [
    ...rows,
    ...(answer.kind === 'value' ? divided('it', answer, asked) : []),
    ...sums.flatMap((sum) => plain(`sum in ${sum.currency}`, sum.amount, 'currency', sum.currency)),
  ];
}

/** Every number of the table that a card shows; a list in the few columns that say something. */
function cells(answer: Answer, asked: Asked): Found[] {
  if (answer.kind === 'rows')
    return answer.rows
      .slice(0, mostRows)
      .flatMap((row) => [
        ...plain(`${row.name}: amount`, row.amount, 'currency', row.currency ?? undefined),
        ...plain(`${row.name}: days in stage`, row.daysInStage, 'days'),
        ...plain(`${row.name}: days since activity`, row.daysSinceActivity, 'days'),
      ]);
  if (answer.kind === 'leads' || answer.kind === 'listed') return [];
  if (answer.kind === 'comparison') return bothSides(answer, asked);
  const { columns, rows } = answerTable(answer, asked);
  return rows.slice(0, 2 * mostRows).flatMap((row) => {
    const label = typeof row[0] === 'string' && row[0] !== '' ? `${row[0]}: ` : '';
    return columns.flatMap((column, n) => cell(label, column, row[n] ?? null, asked));
  });
}

/** Of a rate what it divides: won deals by decided ones, money by money. */
function divided(
  whose: string,
  { part, whole, currency }: Pick<Side, 'part' | 'whole' | 'currency'>,
  asked: Asked,
): Found[] {
  const ofMoney = currency !== undefined || asked.metric === 'attainment' || asked.metric === 'coverage';
  const unit = ofMoney ? 'currency' : countedAs[asked.of];
  return [
    ...plain(`${whose}: divides`, part, unit, currency ?? asked.companyCurrency),
    ...plain(`${whose}: by`, whole, unit, currency ?? asked.companyCurrency),
  ];
}

/** What each side measured, as a whole and by group. */
function bothSides({ unit, sides, rows }: Extract<Answer, { kind: 'comparison' }>, asked: Asked): Found[] {
  const measure = asked.measure.toLowerCase();
  const of = (label: string, both: [Side | null, Side | null]): Found[] =>
    both.flatMap((side, n) => {
      const whose = `${label}${asked.sides.names[n]}`;
      return [
        ...plain(`${whose}: ${measure}`, side?.value, unit, side?.currency),
        ...plain(`${whose}: rows behind it`, side?.count, countedAs[asked.of]),
        ...(side ? divided(whose, side, asked) : []),
      ];
    });
  return [...of('', sides), ...rows.slice(0, mostRows).flatMap((row) => of(`${row.label}, `, row.sides))];
}

function cell(
  label: string,
  { head, holds, currency }: Column,
  value: string | number | null,
  asked: Asked,
): Found[] {
  if (typeof value !== 'number' || holds === 'text' || holds === 'day') return [];
  return plain(`${label}${head.toLowerCase()}`, value, holds, currency ?? asked.companyCurrency);
}

/** First side less the second, and of anything but a share also in percent of the second. */
function changes(answer: Answer, asked: Asked): Found[] {
  if (answer.kind !== 'comparison') return [];
  const { unit } = answer;
  const of = (label: string, [first, second]: [Side | null, Side | null]): Found[] => {
    const [a, b] = [first?.value ?? null, second?.value ?? null];
    if (a === null || b === null) return [];
    const currency = unit === 'currency' ? (first?.currency ?? null) : null;
    if (unit === 'share')
      return [
        { label: `${label}change`, value: (a - b) * 100, unit: 'points', currency: null, change: true },
      ];
    return [
      { label: `${label}change`, value: a - b, unit, currency, change: true },
      ...(b === 0
        ? []
        : [
            {
              label: `${label}change in %`,
              value: (a - b) / Math.abs(b),
              unit: 'share' as const,
              currency: null,
              change: true,
            },
          ]),
    ];
  };
  const [mine, theirs] = asked.sides.names;
  return [
    ...of(`${mine} against ${theirs}: `, answer.sides),
    ...answer.rows
      .slice(0, mostRows)
      .flatMap((row) => of(`${row.label}, ${mine} against ${theirs}: `, row.sides)),
  ];
}

/** Of groups that add up, in one currency. */
function shares(answer: Answer, asked: Asked): Found[] {
  if (answer.kind !== 'series' || !asked.addsUp || asked.limit !== null) return [];
  const whole = answer.series.reduce((sum, { value }) => sum + (value ?? 0), 0);
  if (whole <= 0 || new Set(answer.series.map(({ currency }) => currency)).size > 1) return [];
  return answer.series
    .slice(0, mostRows)
    .flatMap(({ label, value }) =>
      plain(`${label || 'without a value'}: share of all`, (value ?? 0) / whole, 'share'),
    );
}

/** Names in it that may hold digits: labels of groups, names of deals. */
export function labelsOf(answer: Answer, asked: Asked): string[] {
  if (answer.kind === 'rows')
    return answer.rows
      .slice(0, mostRows)
      .flatMap((row) => [row.name, row.account ?? '', row.product ?? '', row.stage]);
  if (answer.kind === 'leads' || answer.kind === 'listed') return [];
  const { columns, rows } = answerTable(answer, asked);
  return shownRows({ columns, rows }, asked.companyCurrency).flatMap((cells) =>
    cells.filter(
      (cell, n): cell is string => ['text', 'day'].includes(columns[n]?.holds ?? '') && cell !== null,
    ),
  );
}
