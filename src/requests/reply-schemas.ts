import type { z } from 'zod';
import { leadSchema } from '../agents/intake/reply.ts';
import { groupingSchema, listingSchema, readingSchema } from './model-reply.ts';
import { stepSchema } from './open/step.ts';
import { questionSchema } from './question-v1.ts';

/** Reply schemas by the name that a prompt's front matter gives. */
export const replySchemas: Record<string, z.ZodType> = {
  question: questionSchema,
  reading: readingSchema,
  listing: listingSchema,
  grouping: groupingSchema,
  step: stepSchema,
  lead: leadSchema,
};
