import { describe, expect, test } from 'vitest';
import { giveFeedback, type Opinion } from '../../src/learning/feedback.ts';
import { collectPhrasings } from '../../src/learning/phrasings/collect.ts';
import { acceptedPhrasings, waitingPhrasings } from '../../src/learning/phrasings/nouns.ts';
import { replay } from '../../src/learning/phrasings/replay.ts';
import { reviewPhrasing } from '../../src/learning/phrasings/review.ts';
import { personById } from '../../src/people/people.ts';
import { companyNow } from '../../src/requests/company.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { cast } from '../support/company.ts';
import { withModel } from '../support/language-model.ts';
import { company, is, type Talk } from './talk.ts';
import { reads } from './typed.ts';

const talking = (replies: unknown[], work: (talk: Talk) => Promise<void>) =>
  withModel(replies, (models) => company(work, models));

const cold = (placeholder = '<PERSON_1>') =>
  reads({
    status: ['open'],
    names: [{ field: 'owner', is: [placeholder], not: false }],
    ranges: [{ field: 'days_since_activity', from: 10, to: null, exclusive: ['from'], currency: null }],
  });
const said = 'stuff gone stone cold on Priya';

const reading = (talk: Talk) => companyNow({ db: talk.db, now: talk.clock, zone: 'UTC' });
const collect = (talk: Talk) =>
  collectPhrasings({ db: talk.db, now: talk.clock, reading: () => reading(talk) });
const later = (talk: Talk, minutes: number) =>
  talk.clock.move(new Date(talk.clock.now().getTime() + minutes * 60_000));
const judge = async (talk: Talk, reply: Reply, say: Opinion, by: string = cast.ada) => {
  const person = await personById(talk.db, by);
  if (!person) throw new Error(by);
  return giveFeedback(
    { db: talk.db, now: talk.clock },
    { on: { kind: 'request', id: reply.requestId }, say, by: person },
  );
};
const waiting = (talk: Talk) => waitingPhrasings(talk.db);
const review = async (
  talk: Talk,
  step: Parameters<typeof reviewPhrasing>[1]['step'],
  more: { by?: string; id?: number; template?: string } = {},
) => {
  const [first] = [...(await waiting(talk)), ...(await acceptedPhrasings(talk.db))];
  return reviewPhrasing(
    { db: talk.db, now: talk.clock, reading: await reading(talk) },
    {
      phrasingId: more.id ?? first?.id ?? 0,
      step,
      by: await personById(talk.db, more.by ?? cast.oskar),
      template: more.template,
    },
  );
};

describe('what a language model has read', () => {
  test('is offered as new words for the rules, reviewed, and then read without it', () =>
    talking([cold()], async (talk) => {
      const first = is(await talk.ask(said), 'answer');
      expect(first).toMatchObject({ via: 'model' });
      await judge(talk, first, 'good');
      expect(await collect(talk)).toEqual({ looked: 1, taught: 1 });
      const [found] = await waiting(talk);
      expect(found).toMatchObject({
        template: 'stuff gone stone cold on <person>',
        seen: 1,
        people: 1,
        example: said,
        became: { is: 'waiting' },
      });
      const accepted = await review(talk, 'accept');
      expect(accepted).toMatchObject({
        say: 'done',
        phrasing: { became: { is: 'live', version: 1, by: 'Oskar Weber' } },
      });
      const reply = is(await talk.ask('Stuff gone stone cold on Tom?'), 'answer');
      expect(reply).toMatchObject({
        via: 'rules',
        model: null,
        tokens: 0,
        costUsd: 0,
        confidence: 0.7,
        understood: 'Open deals of Tom Reyes without activity for more than 10 days',
      });
      console.log(reply.assumptions, await talk.ask('review phrasings', cast.oskar));
    }));
});
