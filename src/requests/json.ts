/** A reply as `ask --json` prints it. */
import type { TableColumn, TableRow } from '../sales/answer.ts';
import { askedOf } from '../story/asked.ts';
import { number } from '../story/format.ts';
import { listedRows } from '../story/listed.ts';
import type { Reply } from './reply.ts';

export type ReplyJson = {
  run_id: string;
  request_id: string;
  understood: string | null;
  intent: string;
  slots: Record<string, unknown>;
  answer: unknown;
  clarify: { question: string; options: { label: string; fact: string | null }[] } | null;
  refused: { because: string } | null;
  confirm: { id: string; text: string; count: number; expires: string } | null;
  assumptions: string[];
  confidence: number;
  via: 'rules' | 'model';
  tokens: number;
  cost_usd: number;
  as_of: string;
};

export function replyJson(reply: Reply): ReplyJson {
  return {
    run_id: reply.runId,
    request_id: reply.requestId,
    understood: reply.understood,
    intent: reply.intent,
    slots: reply.slots,
    answer: answerOf(reply),
    clarify: clarifyOf(reply),
    refused: reply.kind === 'refused' ? { because: reply.because } : null,
    confirm:
      reply.kind === 'confirm'
        ? {
            id: reply.requestId,
            text: `${reply.headline} ${reply.consequence}`.trim(),
            count: reply.count,
            expires: reply.expires,
          }
        : null,
    assumptions: [...reply.assumptions, ...leftOut(reply)],
    confidence: reply.confidence,
    via: reply.via,
    tokens: reply.tokens,
    cost_usd: reply.costUsd,
    as_of: reply.asOf,
  };
}

const leftOut = (reply: Reply): string[] =>
  reply.kind === 'answer'
    ? reply.answer.leftOut
        .filter(({ count }) => count > 0)
        .map(({ count, because }) => `${number(count)} left out: ${because}`)
    : [];

function answerOf(reply: Reply): unknown {
  switch (reply.kind) {
    case 'answer':
      return { ...found(reply), text: reply.sentence };
    case 'deal':
      return { kind: 'rows', rows: [reply.deal], total: 1, value: null, text: reply.deal.name };
    case 'text':
      if (reply.figures) return withFigures(reply);
      return textOnly([reply.sentence, ...reply.lines]);
    case 'explained':
      return { ...textOnly(reply.sentences), sources: reply.sources };
    case 'done':
      return textOnly([reply.sentence]);
    case 'help':
      return textOnly(reply.groups.flatMap(({ title, lines }) => [`${title}: ${lines.join(' ')}`]));
    case 'error':
      return textOnly([reply.sentence]);
    default:
      return null;
  }
}

function withFigures({ figures, sentence, lines }: Extract<Reply, { kind: 'text' }>) {
  const { value, unit, series } = figures ?? { value: null, unit: null, series: null };
  return {
    kind: series ? 'series' : 'value',
    ...(series ? { series } : {}),
    rows: [],
    value,
    unit,
    total: null,
    text: [sentence, ...lines].join('\n'),
  };
}

const textOnly = (lines: string[]) => ({
  kind: 'text',
  rows: [],
  total: null,
  value: null,
  text: lines.join('\n'),
});

/** Every kind has `kind`, `rows`, `total` and `value`; what else it has is its own. */
function found(reply: Extract<Reply, { kind: 'answer' }>) {
  const { leftOut: _, ...answer } = reply.answer;
  switch (answer.kind) {
    case 'rows':
      return {
        kind: 'rows',
        rows: answer.listed ? listedRows(answer.listed) : answer.rows,
        total: answer.total,
        value: null,
        sums: answer.sums,
      };
    case 'leads':
      return {
        kind: 'leads',
        rows: answer.listed ? listedRows(answer.listed) : answer.leads,
        total: answer.total,
        value: null,
      };
    case 'listed':
      return {
        kind: answer.of === 'account' ? 'accounts' : 'contacts',
        rows: listedRows(answer.listed),
        total: answer.total,
        value: null,
      };
    case 'value': {
      const { value, unit, currency = null, total, sums, part, whole, median } = answer;
      return {
        kind: 'value',
        rows: [],
        value,
        unit,
        currency,
        total,
        ...(sums ? { sums } : {}),
        ...(part === undefined ? {} : { part, whole }),
        ...(median === undefined ? {} : { median }),
      };
    }
    case 'series':
      return { ...answer, rows: [], value: null };
    case 'comparison': {
      const { names } = askedOf(reply.question, reply.companyCurrency, reply.sides).sides;
      return { ...answer, value: answer.sides[0].value, names };
    }
    case 'table':
      return {
        ...answer,
        rows: answer.rows.map((row) => tableRow(row, answer)),
        whole: answer.whole && tableRow(answer.whole, answer),
        value: null,
      };
    case 'funnel':
      return { ...answer, rows: [], value: null };
    case 'forecast':
      return {
        ...answer,
        rows: [],
        value: answer.forecast.expected,
        unit: 'currency',
        currency: answer.forecast.currency,
      };
  }
}

/** A row with its figures by name, so that nobody has to count columns. */
const tableRow = ({ id, label, cells, side }: TableRow, { columns }: { columns: TableColumn[] }) => ({
  id,
  label,
  ...(side === undefined ? {} : { side }),
  ...Object.fromEntries(columns.map(({ name }, n) => [name, cells[n] ?? null])),
});

/** What was not read, or only in part, is asked back too: the nearest requests are the options. */
function clarifyOf(reply: Reply): ReplyJson['clarify'] {
  if (reply.kind === 'clarify')
    return { question: reply.question, options: reply.options.map(({ label, fact }) => ({ label, fact })) };
  if (reply.kind === 'not understood' || reply.kind === 'partly understood') {
    return {
      question: reply.sentence,
      options: reply.next.map(({ request }) => ({ label: request, fact: null })),
    };
  }
  return null;
}
