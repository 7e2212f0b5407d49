/** What may stand in the outbox, and the shape of each job's body. Parsed when a job is taken, so a handler never sees another shape. */
import { z } from 'zod';

const slackId = z.string().min(1);

export const topics = {
  /** Draw the card of this key as it is now. */
  draw: z.object({ card: z.string().min(4) }),
  /** A note in a channel that one person alone sees; without `blocks` its text is all of it. */
  whisper: z.object({
    channel: z.string().min(1),
    user: slackId,
    threadTs: z.string().optional(),
    text: z.string().min(1),
    blocks: z.array(z.unknown()).optional(),
  }),
  /** Carry a change to the CRM, or a nudge to its reader. */
  apply: z.object({ changeId: z.number().int().positive() }),
  /** Carry a part of a rollback on: those of its changes that fall into the slice. */
  roll_back: z.object({ rollbackId: z.number().int().positive(), slice: z.number().int().min(0) }),
  /** Call the workflow of this start. */
  start: z.object({ startId: z.number().int().positive() }),
  /** Tell whoever keeps a workflow its secret, once. */
  secret: z.object({ workflowId: z.number().int().positive(), version: z.number().int(), user: slackId }),
  /** Send the file of this key to the one who wished for it. */
  file: z.object({ file: z.string().min(4) }),
  /** Upload the picture of the chart on this card. */
  picture: z.union([
    z.object({ card: z.string().min(4) }),
    // As it was written before other cards than answers had pictures.
    z
      .object({ requestId: z.number().int().positive() })
      .transform(({ requestId }) => ({ card: `answer:${requestId}` })),
  ]),
  /** Send this mail in place of its card. */
  mail: z.object({ mailId: z.number().int().positive() }),
  /** Paint this person's Home again. */
  home: z.object({ slackUser: slackId }),
} as const;

export type Topic = keyof typeof topics;
export type BodyOf<T extends Topic> = z.infer<(typeof topics)[T]>;

/** A job in the hands of a worker. `attempt` is 1 the first time; after a kill it is 2 or more, so look before doing it again. */
export type Job<Body> = { id: number; attempt: number; body: Body };
/** Handlers run at least once: they look before they repeat an effect. */
export type Handler<Body> = (job: Job<Body>) => Promise<void>;
export type TopicHandlers = { [T in Topic]: Handler<BodyOf<T>> };

/** What came in from Slack, and leads that came in by themselves. */
export type InboxKind = 'event' | 'action' | 'command' | 'submission' | 'lead';
export type InboxHandlers = { [K in Exclude<InboxKind, 'lead'>]: Handler<unknown> } & {
  lead?: Handler<unknown>;
};
