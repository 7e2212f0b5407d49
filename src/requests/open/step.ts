/** What a language model answers with while it works on an open question: questions to be asked, or the wording. */
import { z } from 'zod';
import { typedQuestion } from '../model-reply.ts';

export const stepSchema = z.strictObject({
  ask: z.array(typedQuestion).describe('Questions whose answers are still needed; empty with an answer.'),
  answer: z
    .array(
      z.strictObject({
        text: z.string().describe('One short sentence.'),
        numbers: z
          .array(
            z.strictObject({
              said: z.string().describe('The number as it stands in the text: "27%", "$1.24M".'),
              figure: z.string().describe('The id of the figure that it is: "r1.2".'),
            }),
          )
          .describe('Every number of the text, in its order.'),
      }),
    )
    .describe('The wording; empty while questions are asked.'),
});
export type Worded = z.infer<typeof stepSchema>['answer'][number];
