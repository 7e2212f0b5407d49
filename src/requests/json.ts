/** A reply as `ask --json` prints it. */
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
        .map(({ count, because }) => `${count} left out: ${because}`)
    : [];

function answerOf(reply: Reply): unknown {
  switch (reply.kind) {
    case 'answer':
      return { ...found(reply), text: reply.sentence };
    case 'deal':
      return { kind: 'rows', rows: [reply.deal], total: 1, value: null, text: reply.deal.name };
    case 'text':
    case 'done':
      return textOnly([reply.sentence, ...(reply.kind === 'text' ? reply.lines : [])]);
    case 'help':
      return textOnly(reply.groups.flatMap(({ title, lines }) => [`${title}: ${lines.join(' ')}`]));
    case 'error':
      return textOnly([reply.sentence]);
    default:
      return null;
  }
}

const textOnly = (lines: string[]) => ({
  kind: 'text',
  rows: [],
  total: null,
  value: null,
  text: lines.join('\n'),
});

function found(reply: Extract<Reply, { kind: 'answer' }>) {
  const { answer } = reply;
  if (answer.kind === 'rows')
    return { kind: 'rows', rows: answer.rows, total: answer.total, value: null, sums: answer.sums };
  if (answer.kind === 'value') {
    const { value, unit, currency = null, total, sums } = answer;
    return { kind: 'value', rows: [], value, unit, currency, total, ...(sums ? { sums } : {}) };
  }
  if (answer.kind !== 'series') return { kind: answer.kind, rows: [], total: answer.total, value: null };
  return { kind: 'series', rows: [], by: answer.by, series: answer.series, total: answer.total, value: null };
}

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
