/** Several figures of each group, as a table. */
import { BadInput } from '../errors.ts';
import type { Answer, TableColumn } from '../sales/answer.ts';
import { type Field, fieldNamed } from '../sales/fields.ts';
import type { Metric } from '../sales/metrics.ts';
import type { FactRow, Facts } from './facts.ts';
import { shown } from './figures.ts';
import type { Sight } from './sight.ts';

/** The one field whose names are the rows; the owner unless the question says otherwise. */
export function tableGroup({ question }: Sight, metric: Metric): Field {
  const [by = 'owner', second] = question.by ?? [];
  if (second === undefined) return fieldNamed('deal', by);
  throw new BadInput(`${metric.label} is a table with one row for each group.`, {
    fix: `Group it by ${fieldNamed('deal', by).label.toLowerCase()} or by ${fieldNamed('deal', second).label.toLowerCase()}, not by both.`,
  });
}

/** The rows with the largest `order` first; turned round where the question sorts upwards. `total` counts all of them. */
export function tableOf(
  { question }: Sight,
  use: {
    group: Field;
    columns: TableColumn[];
    rows: FactRow[];
    whole: Facts;
    cells: (facts: Facts) => (number | null)[];
    order: (row: FactRow) => number;
    leftOut: Answer['leftOut'];
  },
): Extract<Answer, { kind: 'table' }> {
  const turn = question.sort && !question.sort.down ? -1 : 1;
  const sorted = use.rows.toSorted(
    (a, b) => turn * (use.order(b) - use.order(a)) || (a.label < b.label ? -1 : 1),
  );
  return {
    kind: 'table',
    by: use.group.name,
    columns: use.columns,
    rows: shown(sorted, question).map(({ id, label, facts }) => ({ id, label, cells: use.cells(facts) })),
    whole: use.rows.length > 1 ? { id: null, label: 'Together', cells: use.cells(use.whole) } : null,
    total: use.rows.length,
    leftOut: use.leftOut,
  };
}
