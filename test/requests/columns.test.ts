import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { answerCsv } from '../../src/requests/csv.ts';
import { replyJson } from '../../src/requests/json.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { replyCard } from '../../src/slack/cards/answer.ts';
import { spoken } from '../../src/spoken.ts';
import { askedOf } from '../../src/story/asked.ts';
import { cast, now } from '../support/company.ts';
import { company, is } from './talk.ts';

type Answered = Extract<Reply, { kind: 'answer' }>;
const csvOf = (reply: Answered): string[][] =>
  parse(answerCsv(reply.answer, askedOf(reply.question, reply.companyCurrency)), { bom: true });

/** The table's block as a message in Slack has it: headings, then cells as they are read. */
function inSlack(reply: Answered): string[][] {
  const row = { id: 1, place: 'dm', channel: null, thread: null, text: '', personId: null, slackUser: null };
  const card = replyCard(
    { ...row, reply, settledAs: null, confirmUntil: null, working: null },
    { audience: 'all', place: 'channel' },
    { now, zone: 'UTC', currency: 'USD', clockSet: false } as never,
    { table: 'data_table', ownChart: false },
  );
  const table = card?.blocks.find((block) => block.type === 'data_table') as
    | { rows: { text: string }[][] }
    | undefined;
  return (table?.rows ?? []).map((cells) => cells.map(({ text }) => text));
}

test('exactly the columns that were asked for: in JSON, in the file, in Slack and in the terminal', () =>
  company(async ({ ask }) => {
    const reply = is(await ask('open deals in EMEA with stage and amount', cast.mara), 'answer');
    const json = replyJson(reply) as { slots: object; answer: { rows: object[]; total: number } };
    expect(reply.understood).toBe('Open deals in EMEA, with stage and amount');
    expect(json.slots).toMatchObject({ fields: ['stage', 'amount'] });
    const { rows } = json.answer;
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(Object.keys(row)).toEqual(['id', 'name', 'stage', 'amount', 'currency']);
    expect(rows).toContainEqual({
      id: 'D-acme',
      name: 'Acme Platform',
      stage: 'Negotiation',
      amount: 42_000,
      currency: 'USD',
    });
    const [head, ...lines] = csvOf(reply);
    expect(head).toEqual(['Deal', 'Deal id', 'Stage', 'Amount', 'Currency']);
    expect(lines).toContainEqual(['Acme Platform', 'D-acme', 'Negotiation', '42000', 'USD']);
    expect(lines).toHaveLength(json.answer.total);
    const drawn = inSlack(reply);
    expect(drawn[0]).toEqual(['Deal', 'Stage', 'Amount (USD)']);
    expect(drawn).toContainEqual(['Acme Platform', 'Negotiation', '42,000']);
    expect(spoken(reply)).toMatch(
      /Deal +Stage +Amount \(USD\)\n.*\n(?:.*\n)*.*Acme Platform +Negotiation +42,000/,
    );
  }));

test('columns that no row of a deal has by itself come from the catalogue', () =>
  company(async ({ ask, db }) => {
    await db('accounts').where({ id: 'A-acme' }).update({ employees: 120 });
    await db('deals')
      .where({ id: 'D-acme' })
      .update({ lead_source: 'Referral', segment: '=1+1', product_id: 'PR-core' });
    const reply = is(
      await ask(
        'deals of Acme with lead source, segment, manager, employees, account tags, list price and close month',
        cast.mara,
      ),
      'answer',
    );
    const json = replyJson(reply) as { answer: { rows: object[] } };
    expect(json.answer.rows.find((row) => 'id' in row && row.id === 'D-acme')).toEqual({
      id: 'D-acme',
      name: 'Acme Platform',
      leadSource: 'Referral',
      segment: '=1+1',
      ownerManager: 'Mara Lind',
      accountEmployees: 120,
      accountTags: ['strategic'],
      productListPrice: 10_000,
      productListPriceCurrency: 'USD',
      closeMonth: '2026-03',
    });
    const line = csvOf(reply).find(([, id]) => id === 'D-acme');
    expect(line).toContain("'=1+1");
    expect(line).toContain('strategic');
  }));

test('a thread adds and drops columns, and the export of it has the same ones', () =>
  company(async ({ ask }) => {
    await ask('open deals in EMEA with stage and amount', cast.mara, 't');
    await ask('add the owner', cast.mara, 't');
    const reply = is(await ask('drop the stage column', cast.mara, 't'), 'answer');
    expect(reply.slots).toMatchObject({ fields: ['amount', 'owner'], region: ['EMEA'] });
    const file = is(await ask('export that', cast.mara, 't'), 'answer');
    expect(file.file).toBe('csv');
    expect(csvOf(file)[0]).toEqual(['Deal', 'Deal id', 'Amount', 'Currency', 'Owner']);
  }));

test('without a wish the usual columns stay', () =>
  company(async ({ ask }) => {
    const reply = is(await ask('open deals in EMEA', cast.mara), 'answer');
    expect(reply.slots).not.toHaveProperty('fields');
    expect(csvOf(reply)[0]).toHaveLength(18);
  }));

test('a field that is not there is asked back, and the tap answers the question', () =>
  company(async ({ ask, press }) => {
    const back = is(await ask('open deals with owner and lead sauce', cast.mara), 'clarify');
    const [first] = back.options;
    expect(first?.label).toBe('Lead source');
    const reply = is(await press(back, first?.choice ?? '', cast.mara), 'answer');
    expect(reply.slots).toMatchObject({ fields: ['owner', 'lead_source'] });
  }));

test('how somebody is reached is refused, whoever asks', () =>
  company(async ({ ask }) => {
    for (const text of ['list leads with email', 'add the phone column', 'leads with owner and phone'])
      for (const who of [cast.ada, cast.mara, cast.priya]) is(await ask(text, who), 'refused');
  }));

test('columns reach no further than the rows that whoever asks may see', () =>
  company(async ({ ask }) => {
    const reply = is(await ask('open deals with owner and amount', cast.priya), 'answer');
    const all = is(await ask('open deals with owner and amount', cast.ada), 'answer');
    const rows = (of: Answered) => (of.answer.kind === 'rows' ? (of.answer.listed?.rows ?? []) : []);
    expect(rows(reply).length).toBeLessThan(rows(all).length);
    expect(rows(reply).map(({ id }) => id)).not.toContain('D-hooli');
    expect(rows(reply).map(({ id }) => id)).toEqual(
      reply.answer.kind === 'rows' ? reply.answer.rows.map(({ id }) => id) : [],
    );
  }));
