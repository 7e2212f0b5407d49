/** The way of a request that the rules could not read: a language model reads it into the same typed question, or it stays unread. */
import type { Frame } from '../language/request.ts';
import type { Models } from '../models/models.ts';
import { dayIn } from '../sales/days.ts';
import { fields } from '../sales/fields.ts';
import type { Company } from './company.ts';
import { frameFrom, questionSchema } from './model-reply.ts';
import type { ModelUse, Outcome } from './outcome.ts';

export type ReadByModel =
  | { say: 'none' }
  | { say: 'question'; frame: Frame; unread: string[]; use: ModelUse }
  /** The model says that it is no question about deals, or names what does not exist. */
  | { say: 'unread'; sentence: string; use: ModelUse }
  | { say: 'failed'; category: NonNullable<Outcome['failed']>['category']; sentence: string; use: ModelUse };

const deadlineMs = 15_000;

export async function readByModel(models: Models, text: string, company: Company): Promise<ReadByModel> {
  if (!models.configured) return { say: 'none' };
  const { lexicon } = company;
  const names = (list: { name: string }[]): string =>
    list
      .slice(0, 60)
      .map(({ name }) => name)
      .join(', ') || 'none';
  const read = await models.extract({
    prompt: 'read-request',
    schema: questionSchema,
    text,
    fill: {
      today: dayIn(company.now, company.zone),
      fields: fields('deal')
        .map((field) => `${field.name} (${field.label})`)
        .join(', '),
      stages: names(lexicon.stages),
      teams: names(lexicon.teams),
      territories: names(lexicon.territories),
      products: names(lexicon.products),
    },
    personal: lexicon.people.flatMap(({ name, also }) =>
      [name, ...(also ?? []), name.split(' ')[0] ?? '']
        .filter((one) => one.length > 2)
        .map((value) => ({ kind: 'PERSON' as const, value })),
    ),
    deadlineMs,
  });
  const use: ModelUse = {
    model: read.model,
    tokensIn: read.tokensIn,
    tokensOut: read.tokensOut,
    costUsd: read.costUsd ?? 0,
    promptVersion: read.promptVersion,
  };
  if (!read.ok) return { say: 'failed', category: read.category, sentence: read.sentence, use };
  if (!read.value.understood)
    return { say: 'unread', sentence: 'The language model did not take it for a question about deals.', use };
  const found = frameFrom(read.value, company);
  if ('unknown' in found)
    return { say: 'unread', sentence: `"${found.unknown.slice(0, 60)}" is not known here.`, use };
  return { say: 'question', ...found, use };
}
