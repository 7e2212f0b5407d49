import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { releaseHeld } from '../../src/changes/release.ts';
import { requestChange } from '../../src/changes/request.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { silentLog } from '../../src/log.ts';
import type { Mail, MailSent } from '../../src/outside/mail.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

/** A mail server of which each mail comes to the next of these; after them, all goes. */
function server(...answers: MailSent[]) {
  const got: Mail[] = [];
  return {
    got,
    mailer: {
      check: async () => null,
      send: async (mail: Mail): Promise<MailSent> => {
        got.push(mail);
        return answers.shift() ?? { say: 'sent' };
      },
    },
  };
}
const set = (house: House, name: string, value: string) =>
  setSetting(
    { db: house.db, now: house.clock },
    { name, value, scope: 'person', scopeId: cast.priya, by: { kind: 'person', id: cast.priya } },
  );
/** Mara has Priya asked about Acme Platform; what goes by e-mail has been held for its five minutes. */
async function nudge(house: House): Promise<number> {
  const at = house.clock;
  const { db } = house;
  const changeId = await requestChange(db, {
    subject: { kind: 'deal', id: 'D-acme' },
    wants: {
      kind: 'nudge',
      nudge: { to: cast.priya, text: 'Acme Platform has been quiet. Is the close date right?' },
    },
    by: { kind: 'person', id: cast.mara },
    now: at.now(),
  });
  const use = {
    db,
    now: at,
    crm: builtinCrm({ db, now: at }),
    writer: builtinWriter({ db, now: at }),
    log: silentLog(),
  };
  house.clock.move(new Date(now.getTime() + 5 * 60_000));
  // The workers may have been faster.
  await applyChange(use, { changeId });
  await house.idle();
  return changeId;
}
const seen = (house: House) => {
  const priya = house.workspace.as('priya');
  return priya.sees(priya.dm());
};
const stateOf = async ({ db }: House) => (await db('mails').first('state'))?.state;

test('who is reached by e-mail gets one mail and no message; the card stays where it can be let go', () => {
  const { got, mailer } = server();
  return withHouse(
    async (house) => {
      await set(house, 'reached_by', 'e-mail');
      const id = await nudge(house);
      expect(got).toHaveLength(1);
      expect(got[0]).toMatchObject({
        to: 'priya@example.com',
        subject: expect.stringContaining('Acme Platform'),
      });
      expect(got[0]?.text).toContain('Dear Priya Nair,');
      expect(got[0]?.text).toContain('Is the close date right?');
      expect(got[0]?.messageId).toBe((await house.db('mails').first()).message_id);
      expect(seen(house)).toEqual([]);
      expect(
        await house
          .db('cards')
          .where({ key: `nudge:${id}` })
          .first('state'),
      ).toEqual({ state: 'held' });
      expect(await stateOf(house)).toBe('sent');
      // Wanted again, as by a redraw: it is not sent a second time.
      await house
        .db('outbox')
        .insert({ topic: 'mail', key: 'mail:again', body: JSON.stringify({ mailId: 1 }) });
      await house.idle();
      expect(got).toHaveLength(1);
    },
    { mailer },
  );
});

test.each([
  [{ say: 'refused', because: 'The mail server refused it (550).' } as const],
  [{ say: 'unknown', because: 'The answer of the mail server was lost.' } as const],
])('a mail that comes to %j: the card comes in Slack, with the reason, and no second mail', (answer) => {
  const { got, mailer } = server(answer);
  return withHouse(
    async (house) => {
      await set(house, 'reached_by', 'e-mail');
      await nudge(house);
      expect(got).toHaveLength(1);
      expect(await stateOf(house)).toBe('failed');
      const texts = seen(house).map(({ text }) => text);
      expect(texts).toContainEqual(expect.stringContaining(`A mail to you did not go. ${answer.because}`));
      expect(texts).toContainEqual(expect.stringContaining('Is the close date right?'));
    },
    { mailer },
  );
});

test('a server that is busy is asked again; without a server it is Slack; after a kill nobody sends a second one', () => {
  const { got, mailer } = server({ say: 'later', because: 'Busy.' });
  return withHouse(
    async (house) => {
      await set(house, 'reached_by', 'e-mail');
      await nudge(house);
      expect(await stateOf(house)).toBe('wanted');
      await house
        .db('outbox')
        .where({ topic: 'mail' })
        .update({ not_before: house.db.raw('now()') });
      await house.idle();
      expect([got.length, await stateOf(house)]).toEqual([2, 'sent']);
      await house.db('mails').update({ state: 'sending' });
      await house
        .db('outbox')
        .insert({ topic: 'mail', key: 'mail:killed', body: JSON.stringify({ mailId: 1 }) });
      await house.idle();
      expect([got.length, await stateOf(house)]).toEqual([2, 'failed']);
      expect(
        seen(house)
          .map(({ text }) => text)
          .join(' '),
      ).toContain('Nobody can say whether the mail arrived');
    },
    { mailer },
  );
});

test('without a mail server what was to go by e-mail comes in Slack, and says so', () =>
  withHouse(async (house) => {
    await set(house, 'reached_by', 'e-mail');
    await nudge(house);
    expect(
      seen(house)
        .map(({ text }) => text)
        .join(' '),
    ).toContain('No mail server is set up here.');
  }));

test('in quiet hours a mail waits as a message does, and goes when they end', () => {
  const { got, mailer } = server();
  return withHouse(
    async (house) => {
      await set(house, 'reached_by', 'e-mail');
      await set(house, 'quiet_hours', '10:00 to 12:00');
      await nudge(house);
      expect(got).toEqual([]);
      house.clock.move(new Date(now.getTime() + 3_600_000));
      expect(await releaseHeld({ db: house.db, now: house.clock })).toBe(1);
      await house.idle();
      expect(got).toHaveLength(1);
      expect(seen(house)).toEqual([]);
    },
    { mailer },
  );
});

test('who wants it in the Home alone gets no message, and what the Home does not show stands in the digest', () =>
  withHouse(async (house) => {
    await set(house, 'reached_by', 'Home');
    await nudge(house);
    expect(seen(house)).toEqual([]);
    expect(await house.db('interruptions').pluck('goes')).toEqual(['digest']);
  }));

test('the tone is that of the reader', () =>
  withHouse(async (house) => {
    await set(house, 'tone', 'casual');
    await nudge(house);
    const [card] = seen(house);
    expect(textOf(card?.blocks ?? [])).toContain('Hi Priya, a quick one. Acme Platform has been quiet.');
  }));
