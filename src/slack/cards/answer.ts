/** The card of a request: what was replied, as it is now. */
import { answerCard } from '../../../blocks/answer.ts';
import { ownChart, type Picture } from '../../../blocks/chart.ts';
import { dealCard } from '../../../blocks/deal.ts';
import type { Card, Here } from '../../../blocks/kit.ts';
import {
  clarifyCard,
  confirmCard,
  doneCard,
  errorCard,
  explainedCard,
  helpCard,
  notUnderstoodCard,
  partlyCard,
  refusedCard,
  textCard,
  workingCard,
} from '../../../blocks/replies.ts';
import type { Drawing } from '../../../blocks/table.ts';
import type { Db } from '../../db/pool.ts';
import { asToday } from '../../requests/kept-reply.ts';
import type { Reply } from '../../requests/reply.ts';
import type { Condition, Question } from '../../sales/conditions.ts';
import { askedOf } from '../../story/asked.ts';
import { type Chart, chartOf } from '../../story/chart.ts';
import type { Can } from '../drawing.ts';

export type RequestRow = {
  id: number;
  place: string;
  channel: string | null;
  thread: string | null;
  text: string;
  personId: string | null;
  slackUser: string | null;
  reply: Reply | null;
  settledAs: string | null;
  confirmUntil: Date | null;
  /** What is being looked for while there is no reply yet, and whether that can be stopped. */
  working: { understood: string; stop: boolean } | null;
};

const shownColumns = [
  'id',
  'place',
  'channel',
  'thread',
  'text',
  'person_id',
  'slack_user',
  'reply',
  'listed',
  'settled_as',
  'confirm_until',
  'working',
];

export async function requestRow(db: Db, id: string | number): Promise<RequestRow | null> {
  if (!/^\d{1,18}$/.test(String(id))) return null;
  const row = await db('requests').where({ id }).first(shownColumns);
  return row
    ? {
        id: row.id,
        place: row.place,
        channel: row.channel,
        thread: row.thread,
        text: row.text,
        personId: row.person_id,
        slackUser: row.slack_user,
        reply: row.reply && asToday(row.reply, row.listed),
        settledAs: row.settled_as,
        confirmUntil: row.confirm_until,
        working: row.working,
      }
    : null;
}

export const isTheirs = (
  row: RequestRow,
  asker: { slackId: string; person: { id: string } | null },
): boolean => row.slackUser === asker.slackId || (row.personId !== null && row.personId === asker.person?.id);

/** `totals`: readers of the channel see counts only; `private`: only the asker reads this. */
export type Readers = { audience: 'all' | 'totals'; place: 'channel' | 'private' };

/**
 * Whether nobody in the channel but the asker may read the reply at all: a refusal, and where only totals may be seen
 * also whatever names deals, accounts or people in its words.
 */
export const forAskerOnly = (reply: Reply, audience: Readers['audience']): boolean =>
  reply.kind === 'refused' ||
  (audience === 'totals' &&
    (reply.kind === 'deal' ||
      reply.kind === 'clarify' ||
      reply.kind === 'explained' ||
      namesThings.has(reply.intent) ||
      (ofSomebody.has(reply.intent) && Boolean(reply.slots.account ?? reply.slots.owner))));

/** Unless they are of a person or a customer. */
const ofSomebody = new Set<string>(['set_threshold', 'reset_defaults', 'stage_moves', 'stage_conversion']);

const namesThings = new Set<string>([
  'show_deal',
  'rollback',
  'rollback_status',
  'audit',
  'explain_run',
  'assign',
  'claim_lead',
  'create_rule',
  'list_rules',
  'change_rule',
  'start_again',
  'list_alerts',
  'stop_alert',
  'forecast_what_if',
  'forecast_changes',
  'moved_deals',
  'pipeline_changes',
  'waiting',
]);

/** Whether the reply holds more than a channel that may see totals only should show. */
export const holdsRows = (reply: Reply): boolean =>
  reply.kind === 'deal' ||
  (reply.kind === 'answer' &&
    (reply.answer.kind === 'rows' ||
      reply.answer.kind === 'leads' ||
      reply.answer.kind === 'listed' ||
      namesSomebody(reply.question) ||
      byName(reply.question) ||
      (reply.answer.kind === 'table' && personal.test(reply.answer.by))));

const personal = /owner|account|person|contact|^name$|^id$/;
const byName = (question: Question): boolean => (question.by ?? []).some((field) => personal.test(field));
const namesSomebody = (question: Question): boolean =>
  fieldsOf(question.where).some((field) => personal.test(field));

/** Whether there is anything yet that these readers may see. */
export const isShown = ({ reply, working }: RequestRow, readers: Readers): boolean =>
  reply ? readers.place === 'private' || !forAskerOnly(reply, readers.audience) : working !== null;

/** Null where nothing is shown. `picture`: of the answer's chart, for where Slack's own block cannot show it. */
export function replyCard(
  row: RequestRow,
  readers: Readers,
  here: Here,
  can: { table: Drawing; ownChart: boolean },
  picture: Picture | null = null,
): Card | null {
  const { reply, working } = row;
  if (!isShown(row, readers)) return null;
  if (!reply) return working && workingCard({ requestId: String(row.id), ...working });
  const settled = settledCard(row, here);
  if (settled) return settled;
  switch (reply.kind) {
    case 'answer':
      return answerCard(
        {
          ...reply,
          found: reply.answer,
          about: [
            ...fieldsOf(reply.question.where),
            ...(reply.question.sort ? [reply.question.sort.field] : []),
          ],
          sort: reply.question.sort
            ? reply.question.sort.field.replaceAll('_', ' ').replaceAll('.', ' ')
            : null,
          asked: askedOf(reply.question, reply.companyCurrency, reply.sides),
          charts: { own: can.ownChart, picture },
          ...readers,
        },
        { ...here, currency: reply.companyCurrency },
        can.table,
      );
    case 'deal':
      return dealCard(
        {
          requestId: reply.requestId,
          deal: reply.deal,
          asOf: new Date(reply.asOf),
          mayEdit: reply.editable.length > 0,
        },
        { ...here, currency: reply.companyCurrency },
      );
    case 'text':
      return textCard(reply, { own: can.ownChart, picture, table: can.table });
    case 'explained':
      return explainedCard(reply, here);
    case 'help':
      return helpCard(reply);
    case 'clarify':
      return clarifyCard(reply);
    case 'confirm':
      return confirmCard({ ...reply, expires: new Date(reply.expires) }, here, can.table);
    case 'done':
      return doneCard(reply);
    case 'refused':
      return refusedCard(reply);
    case 'not understood':
      return notUnderstoodCard(reply);
    case 'partly understood':
      return partlyCard(reply);
    case 'error':
      return errorCard(reply);
  }
}

/** The chart of the answer, however it is shown. */
export function wholeChart({ reply }: RequestRow): Chart | null {
  if (reply?.kind === 'text') return reply.drawn?.chart ?? null;
  if (reply?.kind !== 'answer') return null;
  const asked = askedOf(reply.question, reply.companyCurrency, reply.sides);
  return chartOf(reply.answer, asked, reply.understood ?? 'Answer');
}

/** Whether these readers see a chart that only a picture can show them. */
export function needsPicture(row: RequestRow, readers: Readers, can: Can): boolean {
  const chart = readers.audience === 'all' ? wholeChart(row) : null;
  return chart !== null && !(can.ownChart && can.table === 'data_table' && ownChart(chart));
}

/** A confirmation that is over has no buttons any more. */
function settledCard(row: RequestRow, here: Here): Card | null {
  const { reply } = row;
  if (reply?.kind !== 'confirm') return null;
  const told = { requestId: reply.requestId, runId: reply.runId, next: [] };
  const over = row.confirmUntil !== null && row.confirmUntil <= here.now;
  switch (row.settledAs ?? (over ? 'expired' : null)) {
    case 'done':
      return doneCard({ ...told, how: 'done', sentence: `Confirmed: ${reply.headline}` });
    case 'cancelled':
    case 'stopped':
      return doneCard({
        ...told,
        how: 'cancelled',
        sentence: `Not done: ${reply.headline} Nothing was changed.`,
      });
    case 'superseded':
      return doneCard({
        ...told,
        how: 'cancelled',
        sentence: `Replaced by a later request: ${reply.headline} Nothing was changed.`,
      });
    case 'expired':
      return doneCard({
        ...told,
        how: 'expired',
        sentence: `Expired without an answer: ${reply.headline} Nothing was changed.`,
      });
    default:
      return null;
  }
}

/** Names of the fields in a condition, in their order. */
export function fieldsOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsOf);
  if ('any' in condition) return condition.any.flatMap(fieldsOf);
  if ('not' in condition) return fieldsOf(condition.not);
  return [condition.field];
}
