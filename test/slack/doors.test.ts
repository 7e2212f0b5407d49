import { expect, test } from 'vitest';
import { actions, inputs } from '../../blocks/ids.ts';
import { answerNudge } from '../../src/changes/answer-nudge.ts';
import { callUnclaimed } from '../../src/exceptions/unclaimed.ts';
import { wantCard } from '../../src/jobs/cards.ts';
import { offerAdminCode } from '../../src/people/admin-code.ts';
import { personById } from '../../src/people/people.ts';
import { cast, now } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

const seen = (house: House, who: string, where: string) => house.workspace.as(who).sees(where);
const only = <T>(all: T[]): T => {
  const [one, ...rest] = all;
  if (one === undefined || rest.length > 0) throw new Error(`Expected one, found ${all.length}.`);
  return one;
};

/** Priya was asked about Acme Platform, by whoever approved it. */
async function aNudge({ db }: House, approvedBy: string): Promise<{ id: number }> {
  const [change] = await db('changes')
    .insert({
      kind: 'nudge',
      subject_kind: 'deal',
      subject_id: 'D-acme',
      fields: '[]',
      message: JSON.stringify({ to: cast.priya, text: 'What is the next step?' }),
      by_kind: 'person',
      by_id: approvedBy,
      state: 'applied',
      key: 'a-nudge-for-the-test',
      request_hash: 'x',
      back: 'compensable',
      requested_at: now,
    })
    .returning<{ id: number }[]>('id');
  if (!change) throw new Error('no nudge');
  return change;
}

test('of two reps who claim a lead the first has it, with the contact; the other is told who', () =>
  withHouse(async (house) => {
    await wantCard(house.db, { key: 'lead:L-1', channel: house.workspace.channels().leads ?? '' });
    await house.idle();
    const card = only(seen(house, 'priya', 'leads'));
    expect(JSON.stringify(card.blocks)).not.toContain('jo@park.example');
    await Promise.all([
      house.workspace.as('priya').press(card, 'Claim'),
      house.workspace.as('tom').press(card, 'Claim'),
    ]);
    await house.idle();
    const [winner, loser] =
      (await house.db('lead_claims').first('by_id')).by_id === cast.priya
        ? ['priya', 'tom']
        : ['tom', 'priya'];
    const notes = (who: string) =>
      seen(house, who, 'leads')
        .slice(1)
        .map((message) => message.text)
        .join();
    expect(notes(winner)).toContain('jo@park.example');
    expect(notes(loser)).toMatch(/claimed this/);
    expect(notes(loser)).not.toContain('jo@park.example');
    expect(seen(house, 'mara', 'leads')[0]?.text).toMatch(/claimed this lead/);
    expect((await house.db('leads').where({ id: 'L-1' }).first('owner_id')).owner_id).toBe(
      winner === 'priya' ? cast.priya : cast.tom,
    );
  }));

test('a failing agent is paused from its alert, and the alert says so', () =>
  withHouse(async (house) => {
    const [alert] = await house
      .db('alerts')
      .insert({
        kind: 'failures',
        agent: 'pipeline',
        opened_at: now,
        updated_at: now,
        failed: 9,
        total: 41,
        category: 'api',
        examples: JSON.stringify([{ run: '7F3K', category: 'api', error: 'The CRM refused the token.' }]),
      })
      .returning('id');
    const channel = house.workspace.channels()['steward-ops'] ?? '';
    await wantCard(house.db, { key: `alert:${alert.id}`, channel });
    await house.idle();
    const card = only(seen(house, 'oskar', 'steward-ops'));
    expect(card.text).toContain('Pipeline agent is failing: 9 of 41 runs in the last hour (22%, limit 5%)');
    await house.workspace.as('oskar').press(card, 'Acknowledge');
    await house.workspace.as('oskar').press(card, 'Pause agent');
    await house.idle();
    expect(textOf(seen(house, 'oskar', 'steward-ops')[0]?.blocks)).toMatch(/Paused by Oskar Weber/);
    expect(textOf(seen(house, 'oskar', 'steward-ops')[0]?.blocks)).toMatch(/Oskar Weber is on it/);
    await house.workspace.as('oskar').press(card, 'Resume agent');
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toEqual([]);
  }));

test('Home shows a manager what waits, and the card opens and is decided there', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    await house.propose();
    mara.openHome();
    await house.idle();
    const home = await mara.until(() => mara.home());
    expect(textOf(home.blocks)).toContain('1 waits for you');
    expect(textOf(home.blocks)).toContain('Move close date of Acme Platform: 10 Mar → 15 Apr 2026');
    await mara.press(home, 'Decide');
    const form = await mara.until(() => mara.modal());
    await mara.press(form, 'Approve');
    await house.idle();
    expect(textOf(mara.modal()?.blocks)).toContain('Approved. The card is updated.');
    expect(textOf(mara.home()?.blocks)).toContain('Nothing waits for you.');
  }));

test('a manager says something in words from Home: the form, what it would do as a message, the yes', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.openHome();
    await house.idle();
    await mara.press(await mara.until(() => mara.home()), 'Use a playbook');
    const form = await mara.until(() => mara.modal());
    expect(JSON.stringify(form.blocks)).toContain('activate Quarter-end push for EMEA');
    expect(textOf(form.blocks)).toMatch(/Playbooks: .*New rep onboarding.*Pipeline cleanup/);
    await mara.close();
    await mara.press(await mara.until(() => mara.home()), 'Reset to defaults');
    await mara.until(() => mara.modal());
    await mara.submit({ [inputs.said]: 'set the stale threshold to 12 days for EMEA' });
    await house.idle();
    const asked = await mara.until(() => mara.sees('dm').at(-1));
    expect(textOf(asked.blocks)).toContain('Set "Stale after" to 12 days for EMEA.');
    expect(await house.db('settings').where({ name: 'stale_days' })).toEqual([]);
    await mara.press(asked, 'Set to 12 days');
    await house.idle();
    expect(await house.db('settings').where({ name: 'stale_days' }).pluck('value')).toEqual([12]);
  }));

test.each([
  ['Roll back', 'pause everything', '"Roll back" is not for that.'],
  ['Make a rule', 'blorb the frobnitz', 'Steward does not read that.'],
  ['Take a snapshot', 'how many open deals', '"Take a snapshot" is not for that.'],
])('the form "%s" stays open with "%s" in it, and says at the field why', (button, words, because) =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.openHome();
    await house.idle();
    await mara.press(await mara.until(() => mara.home()), button);
    await mara.until(() => mara.modal());
    const answer = await mara.submit({ [inputs.said]: words });
    expect(JSON.stringify(answer)).toContain(JSON.stringify(because).slice(1, -1));
    expect(mara.modal()?.callbackId).toBe('form.say');
    await house.idle();
    expect(mara.sees('dm')).toEqual([]);
  }),
);

test('everything is paused and resumed from Home by those who may', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    const priya = house.workspace.as('priya');
    mara.openHome();
    priya.openHome();
    await house.idle();
    await mara.press(await mara.until(() => mara.home()), 'Pause all');
    await house.idle();
    expect(textOf(mara.home()?.blocks)).toContain('Everything is paused by Mara Lind.');
    expect(textOf(priya.home()?.blocks)).not.toContain('Pause all');
    await mara.press(await mara.until(() => mara.home()), 'Resume all');
    await house.idle();
    expect(await house.db('pauses').whereNull('resumed_at')).toEqual([]);
  }));

test('an outsider sees no deal in Home, and may ask for access once', () =>
  withHouse(async (house) => {
    const lena = house.workspace.as('lena');
    await house.propose();
    lena.openHome();
    await house.idle();
    const home = await lena.until(() => lena.home());
    expect(textOf(home.blocks)).not.toMatch(/Acme|Pipeline|waits/);
    await lena.press(home, 'Ask for access');
    await house.idle();
    expect(textOf(lena.home()?.blocks)).toContain('Once you are given a role, this page shows your deals.');
    expect(seen(house, 'ada', 'dm').map((message) => message.text)).toEqual([
      'lena@example.com asks for a role in Steward. Nobody in the CRM has that e-mail. Roles come from the CRM: enter them there as a rep or a manager, or in a file for "steward import people". There is no button for it here.',
    ]);
  }));

test('whoever opens the Messages tab is shown questions of their own', () =>
  withHouse(async (house) => {
    const promptsOf = async (who: string): Promise<string[]> => {
      house.workspace.as(who).openHome('messages');
      await house.idle();
      const start = await fetch(`${house.workspace.url}/_page/start?as=${who}`);
      const { prompts } = (await start.json()) as { prompts: { prompts: { title: string }[] }[] };
      return prompts.flatMap((one) => one.prompts.map((prompt) => prompt.title));
    };
    expect(await promptsOf('priya')).toEqual(['My open deals', 'Closing this month', 'What can you do']);
    expect(await promptsOf('mara')).toEqual([
      'Stuck in Negotiation',
      'Closing this month',
      'Pipeline by stage',
    ]);
    expect(await promptsOf('lena')).toEqual(['What can you do']);
    await promptsOf('priya');
    const said = (who: string) =>
      house.workspace
        .as(who)
        .sees('dm')
        .map((one) => one.text);
    expect(said('priya')).toEqual([
      expect.stringMatching(/^Steward watches the deals and asks before it changes anything\./),
    ]);
    expect(said('lena')).toEqual([]);
  }));

test('a nudge comes to the rep directly, and the deal is updated from it', () =>
  withHouse(async (house) => {
    const priya = house.workspace.as('priya');
    const change = await aNudge(house, cast.mara);
    await wantCard(house.db, { key: `nudge:${change.id}`, channel: `dm:${priya.id}` });
    await house.idle();
    const card = only(priya.sees('dm'));
    expect(card.text).toContain('What is the next step?');
    await priya.press(card, 'Update deal');
    await priya.until(() => priya.modal());
    await priya.submit({ [inputs.of('next_step')]: 'Call on security review' });
    await house.idle();
    expect((await house.db('deals').where({ id: 'D-acme' }).first('next_step')).next_step).toBe(
      'Call on security review',
    );
    expect(
      priya
        .sees('dm')
        .map((message) => message.text)
        .join(),
    ).toContain('You set the next step of Acme Platform');
  }));

test('a rep answers a nudge with one tap that all is right as it is; nobody else can, and the second tap is no other answer', () =>
  withHouse(async (house) => {
    const priya = house.workspace.as('priya');
    const change = await aNudge(house, cast.mara);
    const answered = async () =>
      (await house.db('changes').where({ id: change.id }).first('answered_at')).answered_at;
    const mara = await personById(house.db, cast.mara);
    if (!mara) throw new Error('no Mara');
    expect(await answerNudge({ db: house.db, now: house.clock }, { changeId: change.id, by: mara })).toEqual({
      say: 'not yours',
    });
    expect(await answered()).toBeNull();
    await wantCard(house.db, { key: `nudge:${change.id}`, channel: `dm:${priya.id}` });
    await house.idle();
    await priya.press(only(priya.sees('dm')), 'Still right');
    await house.idle();
    expect(await answered()).toEqual(now);
    const told = JSON.stringify(only(priya.sees('dm')).blocks);
    expect(told).toContain('that it is still right');
    expect(told).not.toContain('"Still right"');
    house.clock.move('2026-03-21T10:00:00Z');
    const again = await personById(house.db, cast.priya);
    if (!again) throw new Error('no Priya');
    await answerNudge({ db: house.db, now: house.clock }, { changeId: change.id, by: again });
    expect(await answered()).toEqual(now);
    expect(await house.db('audit').where({ action: 'nudge.answered' })).toHaveLength(1);
  }));

test('a rep who took up a question to herself is told that it was she who did', () =>
  withHouse(async (house) => {
    const priya = house.workspace.as('priya');
    const change = await aNudge(house, cast.priya);
    await wantCard(house.db, { key: `nudge:${change.id}`, channel: `dm:${priya.id}` });
    await house.idle();
    const told = JSON.stringify(only(priya.sees('dm')).blocks);
    expect(told).toContain('you took it up yourself');
    expect(told).not.toContain('approved by');
  }));

test('somebody without rights gets no form for a deal', () =>
  withHouse(async (house) => {
    const change = await aNudge(house, cast.mara);
    const dan = house.workspace.as('dan');
    await wantCard(house.db, { key: `nudge:${change.id}`, channel: `dm:${dan.id}` });
    await house.idle();
    await dan.press(only(dan.sees('dm')), actions.editDeal);
    const form = await dan.until(() => dan.modal());
    expect(textOf(form.blocks)).toContain('Nothing was changed.');
    expect(JSON.stringify(form.blocks)).not.toContain('"type":"input"');
  }));

test('a person is known by the e-mail of their Slack profile', () =>
  withHouse(async (house) => {
    await house.db('people').where({ id: cast.tom }).update({ slack_id: null, tz: null });
    house.workspace.as('tom').openHome();
    await house.idle();
    expect(await personById(house.db, cast.tom)).toMatchObject({
      slackId: house.workspace.as('tom').id,
      tz: 'Europe/Berlin',
    });
  }));

test('the code of the console makes an outsider the administrator, and stands in no request', () =>
  withHouse(async (house) => {
    await house.db('people').where({ id: cast.ada }).update({ roles: [] });
    const code = (await offerAdminCode(house.db)) ?? '';
    const lena = house.workspace.as('lena');
    await lena.slash('general', `/steward admin ${code}`);
    await house.idle();
    expect(JSON.stringify(lena.sees('general'))).toContain('You are an administrator of Steward now.');
    expect(await house.db('requests')).toEqual([]);
    await lena.slash('general', '/steward how many open deals');
    await house.idle();
    expect(JSON.stringify(lena.sees('general'))).toMatch(/6 deals|6 open deals/);
  }));

test('the claimer says when the first contact was made and hands the lead over; the card and the receiver know it', () =>
  withHouse(async (house) => {
    const channel = house.workspace.channels().leads ?? '';
    await wantCard(house.db, { key: 'lead:L-1', channel });
    await house.idle();
    const priya = house.workspace.as('priya');
    const card = () => only(seen(house, 'priya', 'leads').slice(0, 1));
    await priya.press(card(), 'Claim');
    await house.idle();
    await priya.press(card(), 'Contacted');
    await house.idle();
    expect(card().text).toMatch(/First contact after 2 h\.$/);
    expect((await house.db('leads').where({ id: 'L-1' }).first('first_touch_on')).first_touch_on).toBe(
      '2026-03-20',
    );
    await house.workspace.as('tom').press(card(), 'Hand over');
    await house.workspace.as('tom').until(() => house.workspace.as('tom').modal());
    expect(JSON.stringify(house.workspace.as('tom').modal())).toContain(
      'handed over by who has it, or by a manager of EMEA',
    );
    await priya.press(card(), 'Hand over');
    await house.idle();
    await priya.until(() => priya.modal());
    expect(JSON.stringify(priya.modal())).not.toContain('Dan Cole');
    await priya.submit({ [inputs.to]: cast.tom, [inputs.note]: 'Speaks French.' });
    await house.idle();
    expect(card().text).toMatch(/^Tom Reyes claimed this lead/);
    expect(textOf(seen(house, 'tom', 'dm').at(-1))).toContain('Speaks French.');
    expect((await house.db('leads').where({ id: 'L-1' }).first('owner_id')).owner_id).toBe(cast.tom);
  }));

test('a lead is closed with one tap for the reason, whoever was slower is told, and Undo opens it again', () =>
  withHouse(async (house) => {
    const channel = house.workspace.channels().leads ?? '';
    await wantCard(house.db, { key: 'lead:L-1', channel });
    await house.idle();
    const [priya, tom, mara] = ['priya', 'tom', 'mara'].map((who) => house.workspace.as(who)) as [
      ReturnType<House['workspace']['as']>,
      ReturnType<House['workspace']['as']>,
      ReturnType<House['workspace']['as']>,
    ];
    const card = () => only(seen(house, 'mara', 'leads').slice(0, 1));
    const old = card();
    await priya.press(old, 'Not a lead');
    const form = await priya.until(() => priya.modal());
    expect(textOf(form.blocks)).toContain('Tap a reason; the card closes at once.');
    await mara.press(old, 'Not a lead');
    const late = await mara.until(() => mara.modal());
    await priya.press(form, 'Spam');
    await house.idle();
    expect(textOf(priya.modal()?.blocks)).toContain('Not a lead: Spam. The card is updated.');
    expect(card().text).toMatch(/^Priya Nair marked this as not a lead: spam\./);
    await mara.press(late, 'Sells to us');
    await house.idle();
    expect(textOf(mara.modal()?.blocks)).toMatch(/Priya marked this as not a lead: spam/);
    await tom.press(card(), 'Undo');
    await house.idle();
    expect(card().text).toMatch(/^New lead: Jo Park/);
    expect(await house.db('lead_closings').whereNull('reopened_at')).toEqual([]);
  }));

test('a lead is merged into one that is chosen from those most like it, and both cards say so', () =>
  withHouse(async (house) => {
    const channel = house.workspace.channels().leads ?? '';
    await house.db('leads').where({ id: 'L-2' }).update({ company: 'Park & Co' });
    for (const id of ['L-1', 'L-2']) await wantCard(house.db, { key: `lead:${id}`, channel });
    await house.idle();
    const mara = house.workspace.as('mara');
    const cardOf = (name: string) =>
      only(
        seen(house, 'mara', 'leads')
          .filter(({ text }) => text.includes(name))
          .slice(0, 1),
      );
    const menu = cardOf('Kim Lee').blocks?.flatMap((block) =>
      'elements' in block && Array.isArray(block.elements) ? block.elements : [],
    );
    expect(JSON.stringify(menu)).toContain('Hand to someone…');
    await mara.press(cardOf('Kim Lee'), actions.leadMenu, 'merge:lead:L-2');
    const form = await mara.until(() => mara.modal());
    expect(JSON.stringify(form)).toContain('Jo Park, Park & Co (same company)');
    expect(JSON.stringify(form)).not.toContain('Sam Hill');
    await mara.submit({ [inputs.to]: 'lead:L-1' });
    await house.idle();
    expect(cardOf('Kim Lee').text).toMatch(/^Mara Lind merged this into Jo Park, Park &amp; Co\./);
    expect(cardOf('New lead: Jo Park').text).toContain('Came 1 more time, merged');
  }));

test('in the thread of a lead that nobody claims the next rep is named, and it says so when somebody has claimed it', () =>
  withHouse(async (house) => {
    const channel = house.workspace.channels().leads ?? '';
    await wantCard(house.db, { key: 'lead:L-1', channel });
    await house.idle();
    await callUnclaimed({ db: house.db, now: house.clock });
    await house.idle();
    const [card] = seen(house, 'priya', 'leads');
    const thread = () =>
      house.workspace
        .as('priya')
        .thread('leads', card?.ts ?? '')
        .filter(({ ts }) => ts !== card?.ts);
    const [reminder] = thread();
    expect(reminder?.text).toBe(
      'Unclaimed for 2 h. Priya Nair, you are next. Claim on the card makes it yours.',
    );
    expect(JSON.stringify(reminder?.blocks)).toContain(`<@${house.workspace.as('priya').id}>`);
    if (card) await house.workspace.as('tom').press(card, 'Claim');
    await house.idle();
    expect(thread()[0]?.text).toBe('Tom Reyes has this lead by now.');
  }));

test('who asked for access and is entered as a rep has a Home of their own the next time they look', () =>
  withHouse(async (house) => {
    const lena = house.workspace.as('lena');
    const people = {
      id: 'P-lena',
      name: 'Lena Fox',
      email: lena.person.email,
      roles: ['rep'],
      source: 'test',
      source_id: 'lena',
    };
    lena.openHome();
    await house.idle();
    await lena.press(await lena.until(() => lena.home()), 'Ask for access');
    await house.idle();
    await house.db('people').insert(people);
    lena.openHome();
    await house.idle();
    expect(textOf(lena.home()?.blocks)).toContain('Nothing waits for you.');
  }));
