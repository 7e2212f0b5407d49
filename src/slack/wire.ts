/** What Slack sends, parsed once. Unknown parts are left out; what we need and do not find is a clear error. */
import { z } from 'zod';
import { asButton } from '../../blocks/ids.ts';

const text = z.string().min(1);

export const EventBody = z.object({
  team_id: z.string(),
  event_id: z.string(),
  is_ext_shared_channel: z.boolean().optional(),
  event: z.discriminatedUnion('type', [
    z.object({
      type: z.enum(['message', 'app_mention']),
      user: text,
      text: z.string().default(''),
      ts: text,
      thread_ts: z.string().optional(),
      channel: text,
      channel_type: z.string().optional(),
      user_team: z.string().optional(),
    }),
    z.object({
      type: z.literal('app_home_opened'),
      user: text,
      tab: z.string().default('home'),
      channel: z.string().optional(),
    }),
    z.object({ type: z.enum(['user_change', 'team_join']), user: z.object({ id: text }) }),
  ]),
});
export type MessageEvent = Extract<z.infer<typeof EventBody>['event'], { type: 'message' | 'app_mention' }>;

const User = z.object({ id: text, team_id: z.string().optional() });

export const ActionBody = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: User,
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  channel: z.object({ id: text }).nullish(),
  container: z
    .object({
      message_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
      thread_ts: z.string().optional(),
    })
    .default({}),
  view: z
    .object({
      id: text,
      type: z.string(),
      hash: z.string().optional(),
      private_metadata: z.string().default(''),
    })
    .nullish(),
  actions: z
    .array(
      z
        .object({
          action_id: text,
          value: z.string().optional(),
          selected_option: z.object({ value: z.string() }).nullish(),
        })
        .transform(asButton),
    )
    .min(1),
});
/** `keptAs`: its row in the inbox, for what waited there; a form was opened while Slack waited. */
export type Press = z.infer<typeof ActionBody> & { keptAs?: number };

export const CommandBody = z.object({
  team_id: z.string(),
  channel_id: text,
  user_id: text,
  text: z.string().default(''),
  command: text,
  response_url: z.string().optional(),
  is_ext_shared_channel: z.union([z.boolean(), z.string()]).optional(),
});
export type Command = z.infer<typeof CommandBody>;

/** One typed or chosen value of a form. */
const Typed = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_conversation: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).optional(),
});

export const SubmissionBody = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: User,
  view: z.object({
    id: text,
    hash: z.string().default(''),
    callback_id: text,
    private_metadata: z.string().default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), Typed)) }),
  }),
});
export type Submission = z.infer<typeof SubmissionBody>;

/** Values of a form by block id: text, day or choice as text, ticks as a list, nothing as null. */
export function valuesOf(submission: Submission): Record<string, string | string[] | null> {
  const values: Record<string, string | string[] | null> = {};
  for (const [block, fields] of Object.entries(submission.view.state.values)) {
    const typed = Object.values(fields)[0];
    if (!typed) continue;
    values[block] = typed.selected_options
      ? typed.selected_options.map((one) => one.value)
      : (typed.selected_option?.value ??
        typed.selected_date ??
        typed.selected_conversation ??
        (typed.value?.trim() || null));
  }
  return values;
}
export const one = (value: string | string[] | null | undefined): string | null =>
  typeof value === 'string' ? value : null;
export const many = (value: string | string[] | null | undefined): string[] =>
  Array.isArray(value) ? value : [];
