import { expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { answerTable } from '../../src/story/answer-table.ts';
import { askedOf } from '../../src/story/asked.ts';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

test('a share is said with what it divides, and the part stands in the slots', () =>
  company(async (talk) => {
    const open = await talk.db('deals').where({ status: 'open' }).select('amount', 'territory_id');
    const sum = (rows: typeof open) => rows.reduce((all, { amount }) => all + Number(amount), 0);
    const [part, whole] = [sum(open.filter(({ territory_id }) => territory_id === 'T-emea')), sum(open)];
    const reply = is(await talk.ask('what % of the pipeline is EMEA', cast.ada), 'answer');
    expect(reply.answer).toMatchObject({ kind: 'value', unit: 'share', part, whole });
    expect(reply.answer.kind === 'value' && reply.answer.value).toBeCloseTo(part / whole, 10);
    expect(replyJson(reply)).toMatchObject({
      intent: 'share_of_deals',
      slots: { metric: 'share_of_amount', part: { region: ['EMEA'] } },
    });
  }));

test('by group each is a part of all of them, with its amount beside it', () =>
  company(async (talk) => {
    const reply = is(await talk.ask('share of the open pipeline by territory', cast.ada), 'answer');
    const { answer } = reply;
    if (answer.kind !== 'series') throw new Error(answer.kind);
    const shares = answer.series.map(({ value }) => value ?? 0);
    expect(shares.reduce((all, one) => all + one, 0)).toBeCloseTo(1, 10);
    const asked = askedOf({ of: 'deal', where: { all: [] }, measure: { share: 'amount' } }, 'USD');
    const { columns, rows } = answerTable(answer, asked);
    expect(columns.map(({ head }) => head)).toEqual([
      'Territory',
      'Share of amount',
      'Amount (USD)',
      'Deals',
    ]);
    expect(rows).toEqual(
      answer.series.map(({ label, value, part, count }) => [
        label,
        expect.closeTo(value ?? 0, 5),
        part,
        count,
      ]),
    );
  }));

test('a part that lies beyond what somebody may see is refused, like any other limit', () =>
  company(async (talk) => {
    for (const said of ['what % of the pipeline is AMER', "Dan Cole's share of won deals"])
      expect((await talk.ask(said, cast.mara)).kind).toBe('refused');
    expect((await talk.ask('what % of the pipeline is EMEA', cast.mara)).kind).toBe('answer');
  }));
