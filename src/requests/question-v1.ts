/** Frozen with prompts/read-request/v1.md, which runs name: the hash of that version is made of this, too. */
import { z } from 'zod';

const names = (list: string) => z.enum(list.split(' ') as [string, ...string[]]);
const any = names(
  'id name account account.industry account.segment account.country account.tags account.parent account.employees account.revenue owner owner.manager owner.active team territory product product.series product.list_price stage stage.order status amount currency created_on close_date stage_since last_activity_on next_step segment lead_source lost_reason close_date_pushes days_in_stage days_since_activity days_to_close age cycle_days close_month close_quarter close_year created_month created_quarter',
);
const counted = names(
  'account.employees account.revenue product.list_price stage.order amount close_date_pushes days_in_stage days_since_activity days_to_close age cycle_days',
);
const dated = names('created_on close_date stage_since last_activity_on');
const groups = names(
  'account account.industry account.segment account.country account.parent owner owner.manager team territory product product.series stage status currency segment lead_source lost_reason close_month close_quarter close_year created_month created_quarter',
);

export const questionSchema = z.strictObject({
  understood: z
    .boolean()
    .describe('False when the message is no question about deals, or asks to change something.'),
  unread: z.array(z.string()).describe('Words of the message that have no place here.'),
  status: z.array(z.enum(['open', 'won', 'lost'])),
  names: z.array(
    z.strictObject({
      field: names('stage owner team territory account product account.tags owner.manager'),
      is: z.array(z.string()),
      not: z.boolean(),
    }),
  ),
  mine: z.boolean().describe('The deals of the person who asks.'),
  ranges: z.array(
    z.strictObject({
      field: counted,
      from: z.number().nullable(),
      to: z.number().nullable(),
      exclusive: z.array(z.enum(['from', 'to'])).describe('Ends that are not included.'),
      currency: z.string().nullable(),
    }),
  ),
  periods: z.array(
    z.strictObject({
      field: dated,
      period: z.string().describe('"this month", "Q2 FY26", "last 30 days", "before 2026-05-12"'),
    }),
  ),
  missing: z.array(any),
  measure: z.enum(['rows', 'count', 'sum', 'average']),
  measured: counted.nullable(),
  by: z.array(groups),
  sort: z.strictObject({ field: any, down: z.boolean() }).nullable(),
  limit: z.number().int().positive().nullable(),
});
