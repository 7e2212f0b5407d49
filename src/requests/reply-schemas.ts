import type { z } from 'zod';
import { questionSchema } from './model-reply.ts';

/** Reply schemas by the name that a prompt's front matter gives. */
export const replySchemas: Record<string, z.ZodType> = { question: questionSchema };
