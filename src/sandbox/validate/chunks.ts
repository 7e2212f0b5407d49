import { Refusal, unreadable } from '../nouns.ts';
import { checkMessage, refusalFor } from './message.ts';
import {
  address,
  anything,
  byType,
  type Check,
  chars,
  type HasPicture,
  list,
  oneOf,
  shape,
  startPlace,
} from './shape.ts';

/** One piece of a stream. */
export type Chunk =
  | { type: 'markdown_text'; text: string }
  | TaskUpdate
  | { type: 'plan_update'; title: string }
  | { type: 'blocks'; blocks: unknown[] };
export type TaskUpdate = {
  type: 'task_update';
  id: string;
  title: string;
  status: string;
  details?: string;
  output?: string;
  sources?: unknown[];
};

const mostText = 12_000;
const mostField = 256;
const source = shape({ type: oneOf('url'), url: address(3000), text: chars(mostField) });

const chunks: Record<string, Check> = {
  // How long it may be is not for the chunk's own shape: Slack has another word for that.
  markdown_text: shape({ type: anything, text: chars(Number.POSITIVE_INFINITY) }),
  task_update: shape(
    {
      type: anything,
      id: chars(mostField),
      title: chars(mostField),
      status: oneOf('pending', 'in_progress', 'complete', 'error'),
    },
    { details: chars(mostField, 0), output: chars(mostField, 0), sources: list(source, 100) },
  ),
  plan_update: shape({ type: anything, title: chars(mostField) }),
  blocks: shape({ type: anything, blocks: anything }),
};

const chunk: Check = (value, place) => byType(chunks, value, place)?.(value, place);

/** The pieces of one call; throws the refusal that Slack would answer to them. */
export function readChunks(
  sent: { markdown_text?: string; chunks?: unknown },
  hasPicture?: HasPicture,
): Chunk[] {
  const { markdown_text: text, chunks: given = [] } = sent;
  if (given === unreadable || !Array.isArray(given)) throw new Refusal('invalid_chunks');
  const place = startPlace('message', '/chunks', hasPicture);
  list(chunk, 100, 0)(given, place);
  if (place.problems.length > 0) throw refusalFor('invalid_chunks', place.problems);
  const all: Chunk[] = [...(text ? [{ type: 'markdown_text' as const, text }] : []), ...(given as Chunk[])];
  for (const one of all) {
    if (one.type === 'markdown_text' && one.text.length > mostText) throw new Refusal('msg_too_long');
    if (one.type === 'blocks') checkMessage({ text: '-', blocks: one.blocks }, hasPicture);
  }
  return all;
}
