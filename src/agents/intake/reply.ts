/** What a language model may say of a message: three words to copy, and nothing else. */
import { z } from 'zod';

const copied = z.string().max(160).nullable();
export const leadSchema = z.strictObject({ name: copied, company: copied, title: copied });
export type Copied = z.infer<typeof leadSchema>;
