/** A reply, the end of its run, its line in the audit log and what belongs to it: all of them are kept, or none is. */
import { expect, test } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import { type Along, ask } from '../../src/requests/ask.ts';
import { asKept, asToday } from '../../src/requests/kept-reply.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { requestById } from '../../src/requests/store.ts';
import { answerTable } from '../../src/story/answer-table.ts';
import { askedOf } from '../../src/story/asked.ts';
import { forecastNotes } from '../../src/story/forecast-answer.ts';
import { cast } from '../support/company.ts';
import { company, type Talk } from './talk.ts';

const asked = async ({ db, clock }: Talk, text: string, again: boolean, along: Along) =>
  ask(
    { db, now: clock, zone: 'UTC', models: noModels, log: silentLog() },
    {
      text,
      by: await personById(db, cast.ada),
      place: { kind: 'channel', channel: 'C1', thread: 'C1:1' },
      cause: { key: 'inbox:1', again },
      along,
    },
  );
const breaks: Along = async () => {
  throw new Error('the card could not be wanted');
};

test('where its card cannot be wanted nothing of a reply is kept, and the second attempt keeps all of it', () =>
  company(async (talk) => {
    const { db } = talk;
    const kept = async () => ({
      replies: await db('requests').whereNotNull('reply').pluck('id'),
      runs: (await db('runs').whereNotNull('ended_at')).length,
      refusals: (await db('audit').where({ action: 'request.refused' })).length,
    });
    await expect(asked(talk, 'delete all deals', false, breaks)).rejects.toThrow('could not be wanted');
    expect(await kept()).toEqual({ replies: [], runs: 0, refusals: 0 });
    const seen: unknown[] = [];
    const along: Along = async (trx, { requestId, reply }) => {
      const row = await trx('requests').where({ id: requestId }).first('reply');
      seen.push(row.reply.kind);
      return async () => void seen.push(reply.kind, (await kept()).replies);
    };
    const { requestId, reply } = await asked(talk, 'delete all deals', true, along);
    expect(reply.kind).toBe('refused');
    expect(seen).toEqual(['refused', 'refused', [Number(requestId)]]);
    expect(await kept()).toEqual({ replies: [Number(requestId)], runs: 1, refusals: 1 });
  }));

test('a second attempt gets the first one’s reply, with what belongs to it', () =>
  company(async (talk) => {
    const first = await asked(talk, 'how many open deals', false, async () => {});
    const seen: string[] = [];
    const second = await asked(talk, 'how many open deals', true, async (_, { requestId }) => {
      seen.push(requestId);
    });
    expect(second.requestId).toBe(first.requestId);
    expect(seen).toEqual([first.requestId]);
    expect(await talk.db('requests')).toHaveLength(1);
  }));

test('a forecast that was kept before there was one method is drawn as it was', () =>
  company(async (talk) => {
    const { requestId } = await talk.ask('forecast this quarter', cast.ada);
    const rates = [{ stage: 'Proposal', rate: 0.25, won: 2, decided: 10, deals: 3, amount: 40_000 }];
    await talk.owner.raw(
      `update requests set reply = jsonb_set(reply, '{answer,forecast}', (reply #> '{answer,forecast}') - 'stages' - 'later' - 'basis' || jsonb_build_object('rates', ?::jsonb))
       where id = ?`,
      [JSON.stringify(rates), Number(requestId)],
    );
    const kept = (await requestById(talk.db, requestId))?.reply;
    if (kept?.kind !== 'answer' || kept.answer.kind !== 'forecast') throw new Error(kept?.kind);
    const { rows } = answerTable(kept.answer, askedOf(kept.question, kept.companyCurrency, undefined));
    expect(rows.at(-1)).toEqual(['In Proposal', 40_000, 3, 10_000, 0.25]);
    expect(forecastNotes(kept.answer.forecast)).toHaveLength(1);
  }));

test('a list is kept as a table beside its reply, each field named once, and comes back row by row', () =>
  company(async (talk) => {
    const reply = await talk.ask('list open deals', cast.mara, 't1');
    if (reply.kind !== 'answer' || reply.answer.kind !== 'rows') throw new Error(reply.kind);
    const { rows } = reply.answer;
    expect(rows.length).toBeGreaterThan(2);
    const kept = await talk.db('requests').where({ id: reply.requestId }).first('reply', 'listed');
    expect(kept.reply.answer.rows).toEqual([]);
    expect(JSON.parse(kept.listed)).toEqual({
      fields: Object.keys(rows[0] ?? {}),
      values: rows.map((row) => Object.values(row)),
    });
    const read = async () => (await requestById(talk.db, reply.requestId))?.reply;
    expect(await read()).toEqual(reply);
    // As the version before kept it.
    await talk.db.raw(
      `update requests set reply = jsonb_set(reply, '{answer,rows}', listed::jsonb), listed = null where id = ?`,
      [Number(reply.requestId)],
    );
    expect(await read()).toEqual(reply);
  }));

test('a name that Postgres does not take is kept without what it does not take', () =>
  company(async (talk) => {
    const { reply, listed } = asKept(rowsOf([{ id: 'D-1', name: 'Half \ud83d of a \0 face' }]));
    await talk
      .db('requests')
      .insert({ place: 'dm', text: 'list', asked_at: talk.clock.now(), reply, listed });
    const kept = await talk.db('requests').where({ text: 'list' }).first('reply', 'listed');
    expect(asToday(kept.reply, kept.listed)).toEqual(rowsOf([{ id: 'D-1', name: 'Half \ufffd of a  face' }]));
  }));

const rowsOf = (rows: object[]) => ({ kind: 'answer', answer: { kind: 'rows', rows } }) as unknown as Reply;

test('rows that lack a field, or have one without a value, come back as they were', () => {
  const back = (rows: object[]): Reply => {
    const { reply, listed } = asKept(rowsOf(rows));
    return asToday(JSON.parse(JSON.stringify(reply)), listed);
  };
  for (const rows of [[], [{ id: 'D-1', name: null }], [{ id: 'D-1' }, { id: 'D-2', name: 'Two' }]])
    expect(back(rows)).toEqual(rowsOf(rows));
  expect(back([{ id: 'D-1', name: undefined }])).toStrictEqual(rowsOf([{ id: 'D-1' }]));
});
