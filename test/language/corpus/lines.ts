/** The lines of the corpus, as README.md beside them says they are written. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const slots = z.record(z.string(), z.unknown());
const request = z.strictObject({
  intent: z.string(),
  slots,
  optional: z.array(z.string()).optional(),
  or: z.array(z.string()).optional(),
});
const expectation = z.union([
  request,
  z.strictObject({ clarify: z.literal(true), about: z.string().optional() }),
  z.strictObject({ refuse: z.literal(true) }),
]);
const turn = z.object({ text: z.string(), expect: expectation });
const line = z.object({
  id: z.string(),
  company: z.enum(['sample', 'maven-crm', 'revops-northwind']),
  as: z.string().nullable(),
  now: z.iso.datetime(),
  text: z.string().optional(),
  expect: expectation.optional(),
  turns: z.array(turn).optional(),
  tags: z.array(z.string()),
});

export type Request = z.infer<typeof request>;
export type Expectation = z.infer<typeof expectation>;
export type Turn = z.infer<typeof turn>;
/** A single request is a thread of one turn. */
export type Line = Omit<z.infer<typeof line>, 'text' | 'expect' | 'turns'> & { turns: Turn[] };

export const halves = [
  ...([
    'dev',
    'more',
    'third',
    'fourth',
    'fifth',
    'sixth',
    'seventh',
    'eighth',
    'ninth',
    'tenth',
    'eleventh',
    'twelfth',
    'thirteenth',
    'fourteenth',
    'fifteenth',
    'sixteenth',
    'seventeenth',
    'eighteenth',
    'nineteenth',
    'twentieth',
    'twentyfirst',
    'twentysecond',
    'twentythird',
    'twentyfourth',
    'twentyfifth',
    'twentysixth',
    'twentyseventh',
  ] as const),
  'kept',
  'kept22',
  'kept23',
  'kept24',
  'kept25',
] as const;
export type Half = (typeof halves)[number];

export async function linesOf(half: Half): Promise<Line[]> {
  const text = await readFile(new URL(`${half}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((one) => {
      const { text, expect, turns, ...rest } = line.parse(JSON.parse(one));
      return { ...rest, turns: turns ?? [turn.parse({ text, expect })] };
    });
}
