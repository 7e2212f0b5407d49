/** What a form remembered while it was open, and what was typed into its fields. */
import { z } from 'zod';
import { inputs } from '../../blocks/ids.ts';
import { BadInput } from '../errors.ts';
import type { Submission } from './wire.ts';
import { valuesOf } from './wire.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const Kept = z.object({
  exceptionId: z.number().int().optional(),
  hash: z.string().optional(),
  about: z.string().optional(),
  requestId: z.string().optional(),
  dealId: z.string().optional(),
  /** Who had the lead when the form was opened. */
  seenWith: z.string().nullish(),
  phrasingId: z.number().int().optional(),
  ask: z.string().optional(),
  setting: z.string().optional(),
  /** What was on the screen of several, decided with one click. */
  together: z.string().optional(),
  /** The page of a review on which a form was opened, or which this window is. */
  review: z
    .object({
      /** Absent: of all that waits for somebody. */
      group: z.number().int().optional(),
      ids: z.string(),
      at: z.number().int(),
      view: z.string().optional(),
    })
    .optional(),
  /** What the form was opened with, by name of the deal's field or of the input. */
  shown: z.record(z.string(), value).optional(),
  /** What was typed: into a form that came too late, to be proposed anew; in the step before this one. */
  typed: z.record(z.string(), z.string().nullable()).optional(),
  channel: z.string().nullish(),
  threadTs: z.string().nullish(),
  ts: z.string().nullish(),
});
export type Kept = z.infer<typeof Kept>;

export function keptOf(privateMetadata: string): Kept {
  try {
    return Kept.parse(JSON.parse(privateMetadata || '{}'));
  } catch {
    throw new BadInput('The form has lost what it was about.', { fix: 'Close it and open it again.' });
  }
}

/** By name of the deal's field; a field that was emptied is null. */
export function typedFields(submission: Submission): Record<string, string | null> {
  const start = inputs.of('');
  return Object.fromEntries(
    Object.entries(valuesOf(submission)).flatMap(([block, typed]) =>
      block.startsWith(start) && !Array.isArray(typed) ? [[block.slice(start.length), typed]] : [],
    ),
  );
}

/** Whether what came back is what the form was opened with: a number as text, a long text cut. */
export const unchanged = (typed: string | null, shown: unknown, cut: (text: string) => string): boolean => {
  const was = shown ?? null;
  if (was === null || typed === null) return was === typed;
  if (typeof was === 'number') return Number(typed) === was;
  return typed === was || (typeof was === 'string' && typed === cut(was));
};
