import type { Inside } from './inside.ts';
import type { Block, Json, Message } from './nouns.ts';
import { showChanged, withIds } from './post.ts';
import type { Chunk, TaskUpdate } from './validate/chunks.ts';

/** A message that grows, as its next pieces make it. */
export function grown(message: Message, chunks: Chunk[]): Message {
  let { text, blocks = [] } = message;
  for (const chunk of chunks) {
    if (chunk.type === 'markdown_text') text += chunk.text;
    blocks = withChunk(blocks, chunk, message.stream?.display ?? 'timeline');
  }
  return { ...message, text, blocks: withIds(blocks) };
}

type Display = NonNullable<Message['stream']>['display'];

function withChunk(blocks: Block[], chunk: Chunk, display: Display): Block[] {
  switch (chunk.type) {
    case 'markdown_text': {
      const last = blocks.at(-1);
      if (last?.type !== 'markdown') return [...blocks, { type: 'markdown', text: chunk.text }];
      return [...blocks.slice(0, -1), { ...last, text: String(last.text) + chunk.text }];
    }
    case 'blocks':
      return [...blocks, ...(chunk.blocks as Block[])];
    case 'plan_update':
      // Without a plan there is nothing that has this title.
      return display === 'plan' ? withPlan(blocks, (plan) => ({ ...plan, title: chunk.title })) : blocks;
    case 'task_update':
      return display === 'plan'
        ? withPlan(blocks, (plan) => ({ ...plan, tasks: withTask((plan.tasks ?? []) as Block[], chunk) }))
        : withTask(blocks, chunk);
  }
}

/** The first task makes the plan; where it stands then, it stays. */
function withPlan(blocks: Block[], change: (plan: Block) => Block): Block[] {
  if (!blocks.some(({ type }) => type === 'plan'))
    return [...blocks, change({ type: 'plan', title: 'Plan', tasks: [] })];
  return blocks.map((block) => (block.type === 'plan' ? change(block) : block));
}

/** Title and status replace what was there, details are added to it. */
function withTask(blocks: Block[], update: TaskUpdate): Block[] {
  const known = blocks.find(({ type, task_id }) => type === 'task_card' && task_id === update.id);
  const details = wordsOf(known?.details) + (update.details ?? '');
  const output = update.output ?? wordsOf(known?.output);
  const task: Block = {
    ...(known ?? { type: 'task_card', task_id: update.id }),
    title: update.title,
    status: update.status,
    ...(details ? { details: richText(details) } : {}),
    ...(output ? { output: richText(output) } : {}),
    ...(update.sources ? { sources: update.sources } : {}),
  };
  return known ? blocks.map((block) => (block === known ? task : block)) : [...blocks, task];
}

const richText = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

const wordsOf = (rich: unknown): string => {
  const [section] = ((rich as Json | undefined)?.elements ?? []) as { elements?: Json[] }[];
  return String(section?.elements?.[0]?.text ?? '');
};

/** Slack ends a stream by itself some five minutes after it began, however much was added since. */
export function endInTime(use: Inside, message: Message): void {
  if (!message.stream) return;
  const key = `${message.channel}/${message.ts}`;
  const left = message.stream.since + use.timing().streamMs - use.now();
  const timer = setTimeout(() => endNow(use, message.channel, message.ts), Math.max(0, left));
  timer.unref();
  use.streamEnds.set(key, timer);
}

function endNow(use: Inside, channelId: string, ts: string): void {
  use.streamEnds.delete(`${channelId}/${ts}`);
  const channel = use.store.channels.get(channelId);
  const message = use.store.messages.get(channelId, ts);
  if (!channel || !message?.stream) return;
  const { stream, ...rest } = message;
  showChanged(use, channel, rest);
}

export function forgetEnd(use: Inside, message: Message): void {
  const key = `${message.channel}/${message.ts}`;
  clearTimeout(use.streamEnds.get(key));
  use.streamEnds.delete(key);
}

/** Whether it still takes more. */
export const isOpen = (use: Inside, message: Message): boolean =>
  message.stream !== undefined &&
  !message.stream.stopped &&
  use.now() - message.stream.since < use.timing().streamMs;
