/** P23: what cannot be taken back is marked before the yes, held after it, and stopped or sent exactly once. */
import { describe, expect, test } from 'vitest';
import { actions, inputs } from '../../blocks/ids.ts';
import { applyChange } from '../../src/changes/apply.ts';
import { draftCorrection, sendCorrection } from '../../src/changes/corrections.ts';
import { releaseHeld } from '../../src/changes/release.ts';
import { requestChange } from '../../src/changes/request.ts';
import { stopOutside } from '../../src/changes/stop.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { silentLog } from '../../src/log.ts';
import type { Mail, MailSent } from '../../src/outside/mail.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, withoutQuiet } from '../support/company.ts';
import { aNudge, anException, somebody } from '../support/exception.ts';
import { type House, textOf, withHouse } from './house.ts';

const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const ada = { kind: 'person', id: cast.ada } as const;

function server(...answers: MailSent[]) {
  const got: Mail[] = [];
  const mailer = {
    check: async () => null,
    send: async (mail: Mail): Promise<MailSent> => {
      got.push(mail);
      return answers.shift() ?? { say: 'sent' };
    },
  };
  return { got, mailer };
}

const byMail = ({ db, clock }: House) =>
  setSetting(
    { db, now: clock },
    { name: 'reached_by', value: 'e-mail', scope: 'person', scopeId: cast.priya, by: ada },
  );
/** Priya is reached by e-mail, and a nudge to her waits for Mara in #deals. */
async function asked(house: House): Promise<number> {
  const { db, workspace } = house;
  await withoutQuiet(db);
  await byMail(house);
  const { id } = await anException(db, { wants: aNudge, channel: workspace.channels().deals });
  await house.idle();
  return id;
}
const isNote = (message: object): boolean => 'onlyFor' in message && message.onlyFor !== undefined;
const card = (house: House, who: 'mara' | 'tom' = 'mara') => {
  const found = house.workspace
    .as(who)
    .sees('deals')
    .filter((message) => !isNote(message))
    .at(-1);
  if (!found) throw new Error('There is no card.');
  return found;
};
const press = async (house: House, action: string, who: 'mara' | 'tom' = 'mara') => {
  await house.workspace.as(who).press(card(house, who), action);
  await house.idle();
};
const notes = (house: House, who: 'mara' | 'tom' = 'mara') =>
  house.workspace
    .as(who)
    .sees('deals')
    .filter(isNote)
    .map(({ text }) => text);
/** What the clock work and the workers do at this moment. */
async function at(house: House, minutes: number) {
  house.clock.move(later(minutes));
  await releaseHeld({ db: house.db, now: house.clock });
  await house.idle();
}
const actionsOf = async ({ db }: House) =>
  db('audit').whereIn('subject_kind', ['change', 'card']).orderBy('id').pluck('action');
const apply = ({ db, clock }: House, changeId: number) =>
  applyChange(
    {
      ...{ db, now: clock, crm: builtinCrm({ db, now: clock }) },
      ...{ writer: builtinWriter({ db, now: clock }), log: silentLog() },
    },
    { changeId },
  );

test('what is held stands on the Home of whoever asked for it, with Stop, and goes from there', () =>
  withHouse(
    async (house) => {
      await asked(house);
      await press(house, actions.approve);
      const mara = house.workspace.as('mara');
      const tom = house.workspace.as('tom');
      mara.openHome();
      tom.openHome();
      await house.idle();
      const said = (who: typeof mara) => textOf(who.home()?.blocks);
      expect(said(mara)).toMatch(/\*message to Priya Nair about Acme Platform\* goes out /);
      expect(said(tom)).not.toContain('goes out');
      await mara.press(await mara.until(() => mara.home()), actions.stopSending);
      await house.idle();
      expect(await house.db('changes').pluck('state')).toEqual(['abandoned']);
      expect(said(mara)).not.toContain('goes out');
    },
    { mailer: server().mailer },
  ));

describe('a message to somebody who is reached by e-mail', () => {
  test('says before the yes that it cannot be taken back, is held for five minutes with Stop, and goes then', () => {
    const { got, mailer } = server();
    return withHouse(
      async (house) => {
        await asked(house);
        expect(textOf(card(house).blocks)).toContain(
          'Goes out by e-mail: cannot be taken back once sent.* Held 5 minutes: Stop is on the card.',
        );
        await press(house, actions.approve);
        expect(textOf(card(house).blocks)).toContain('held for 5 minutes first, and can be stopped');
        await at(house, 4);
        expect(got).toEqual([]);
        await at(house, 5);
        expect(got.map(({ to }) => to)).toEqual(['priya@example.com']);
        expect(textOf(card(house).blocks)).toContain('went out by e-mail and cannot be taken back');
        expect(await actionsOf(house)).toEqual([
          'change.requested',
          'change.held',
          'change.applied',
          'mail.sent',
        ]);
      },
      { mailer },
    );
  });

  test('is stopped by one tap: nothing is sent, and the card is open again', () => {
    const { got, mailer } = server();
    return withHouse(
      async (house) => {
        await asked(house);
        await press(house, actions.approve);
        await press(house, actions.stopSending);
        expect(notes(house)).toContain('Stopped. Nothing was sent.');
        expect(textOf(card(house).blocks)).toContain('Goes out by e-mail');
        await at(house, 10);
        expect(got).toEqual([]);
        expect(await actionsOf(house)).toContain('change.stopped');
        await press(house, actions.approve);
        await at(house, 20);
        expect(got).toHaveLength(1);
      },
      { mailer },
    );
  });

  test('who may not decide about it stops nothing', () => {
    const { got, mailer } = server();
    return withHouse(
      async (house) => {
        await asked(house);
        await press(house, actions.approve);
        await press(house, actions.stopSending, 'tom');
        expect(await actionsOf(house)).toContain('change.stop_refused');
        await at(house, 5);
        expect(got).toHaveLength(1);
      },
      { mailer },
    );
  });

  test('against the sender Stop wins or loses, never both: twenty at the same moment', () => {
    const { got, mailer } = server();
    return withHouse(
      async (house) => {
        const { db } = house;
        await withoutQuiet(db);
        await byMail(house);
        await setSetting({ db, now: house.clock }, { name: 'cards_per_day', value: 50, by: ada });
        const mara = await somebody(db, cast.mara);
        const outcomes: string[] = [];
        for (let n = 0; n < 20; n++) {
          house.clock.move(later(n * 60));
          const changeId = await requestChange(db, {
            subject: { kind: 'deal', id: 'D-acme' },
            wants: { kind: 'nudge', nudge: { to: cast.priya, text: 'What comes next?' } },
            by: { kind: 'person', id: cast.mara },
            now: house.clock.now(),
          });
          await house.idle();
          const before = got.length;
          house.clock.move(later(n * 60 + 5));
          const [stopped] = await Promise.all([
            stopOutside({ db, now: house.clock }, { changeId, by: mara }),
            apply(house, changeId),
          ]);
          await house.idle();
          outcomes.push(`${stopped.say} ${got.length - before}`);
        }
        expect(outcomes.filter((one) => one !== 'stopped 0' && one !== 'too late 1')).toEqual([]);
      },
      { mailer },
    );
  });

  test('while the mail server is away it can still be stopped, and the loser is told', () => {
    const { got, mailer } = server({ say: 'later', because: 'Busy.' });
    return withHouse(
      async (house) => {
        const { db } = house;
        await asked(house);
        await press(house, actions.approve);
        await at(house, 5);
        // It is tried again by itself, and cannot be stopped while it is.
        await house.workspace
          .as('mara')
          .until(() => textOf(card(house).blocks).includes('has not taken it yet'));
        const tried = got.length;
        await press(house, actions.stopSending);
        await db('outbox')
          .where({ topic: 'mail' })
          .update({ not_before: db.raw('now()') });
        await house.idle();
        expect(got).toHaveLength(tried);
        expect((await db('mails').first('state')).state).toBe('stopped');
        await press(house, actions.approve);
        await at(house, 10);
        expect(got.length).toBeGreaterThan(tried);
        const { id } = await db('changes').orderBy('id', 'desc').first('id');
        expect(
          await stopOutside({ db, now: house.clock }, { changeId: id, by: await somebody(db, cast.mara) }),
        ).toEqual({
          say: 'too late',
          because: 'Too late: the e-mail to Priya Nair has gone. A correction can be drafted.',
        });
      },
      { mailer },
    );
  });

  test('a pause stops what is held; after it the five minutes begin anew', () => {
    const { got, mailer } = server();
    return withHouse(
      async (house) => {
        const use = { db: house.db, now: house.clock };
        await asked(house);
        await press(house, actions.approve);
        await pause(use, { scope: 'everything', by: ada });
        await at(house, 5);
        await at(house, 60);
        expect(got).toEqual([]);
        await resume(use, { scope: 'everything', by: ada });
        await at(house, 61);
        expect(got).toEqual([]);
        await at(house, 65);
        expect(got).toEqual([]);
        await at(house, 66);
        expect(got).toHaveLength(1);
      },
      { mailer },
    );
  });

  test('a pause stops what waits for the mail server, too', () => {
    const { got, mailer } = server({ say: 'later', because: 'Busy.' });
    return withHouse(
      async (house) => {
        const use = { db: house.db, now: house.clock };
        await asked(house);
        await press(house, actions.approve);
        await at(house, 5);
        await pause(use, { scope: 'agent', subjectId: 'pipeline', by: ada });
        const due = () =>
          house
            .db('outbox')
            .where({ topic: 'mail' })
            .update({ not_before: house.db.raw('now()') });
        await due();
        await house.idle();
        expect(got).toHaveLength(1);
        await resume(use, { scope: 'agent', subjectId: 'pipeline', by: ada });
        await due();
        await house.idle();
        expect(got).toHaveLength(2);
      },
      { mailer },
    );
  });

  test('one whose reader has chosen e-mail since it was approved comes in Slack: it was never held', () => {
    const { got, mailer } = server();
    return withHouse(
      async (house) => {
        const { db } = house;
        await withoutQuiet(db);
        await anException(db, { wants: aNudge, channel: house.workspace.channels().deals });
        await house.idle();
        await pause({ db, now: house.clock }, { scope: 'everything', by: ada });
        await press(house, actions.approve);
        await byMail(house);
        await resume({ db, now: house.clock }, { scope: 'everything', by: ada });
        await at(house, 1);
        expect(got).toEqual([]);
        const priya = house.workspace.as('priya');
        expect(textOf(priya.sees('dm').at(-1)?.blocks ?? [])).toContain('What comes next?');
      },
      { mailer },
    );
  });
});

describe('after it went out', () => {
  const mailed = (work: (house: House, got: Mail[]) => Promise<void>) => {
    const { got, mailer } = server();
    return withHouse(
      async (house) => {
        await asked(house);
        await press(house, actions.approve);
        await at(house, 5);
        await work(house, got);
      },
      { mailer },
    );
  };
  const draftIn = (house: House) => {
    const mara = house.workspace.as('mara');
    const found = mara.sees('dm').at(-1);
    if (!found) throw new Error('There is no draft.');
    return found;
  };

  test('a correction is drafted, which a person reads, edits and sends; held in turn, and never sent alone', () =>
    mailed(async (house, got) => {
      const mara = house.workspace.as('mara');
      await press(house, actions.draftCorrection);
      expect(textOf(draftIn(house).blocks)).toContain('Nothing is sent before you send it.');
      expect(textOf(draftIn(house).blocks)).toContain('It said: “What comes next?”');
      await at(house, 600);
      expect(got).toHaveLength(1);
      await mara.press(draftIn(house), actions.sendCorrection);
      await mara.until(() => mara.modal());
      await mara.submit({ [inputs.note]: 'Please ignore my last mail.' });
      await house.idle();
      expect(textOf(draftIn(house).blocks)).toContain('It cannot be taken back once it is sent.');
      await at(house, 604);
      expect(got).toHaveLength(1);
      await at(house, 605);
      expect(got.map(({ text }) => text)[1]).toContain('Please ignore my last mail.');
      expect(textOf(draftIn(house).blocks)).toContain('Correction to Priya Nair was sent.');
      const actionsDone = await actionsOf(house);
      expect(actionsDone.filter((one) => one.startsWith('correction.'))).toEqual([
        'correction.drafted',
        'correction.sent',
      ]);
    }));

  test('of two who draft one there is one, and only who drafted it sends it', () =>
    mailed(async (house, got) => {
      const { db } = house;
      const use = { db, now: house.clock, zone: 'UTC' };
      const { id: changeId } = await db('changes').first('id');
      const [mara, admin] = [await somebody(db, cast.mara), await somebody(db, cast.ada)];
      const both = await Promise.all([mara, admin].map((by) => draftCorrection(use, { changeId, by })));
      expect(both.map(({ say }) => say).toSorted()).toEqual(['already', 'drafted']);
      const [row] = await db('corrections');
      const other = row.drafted_by === cast.mara ? admin : mara;
      expect(await sendCorrection(use, { id: row.id, text: 'x', by: other })).toEqual({ say: 'not yours' });
      const own = other === mara ? admin : mara;
      const sends = await Promise.all(
        [1, 2].map(() => sendCorrection(use, { id: row.id, text: 'x', by: own })),
      );
      expect(sends.map(({ say }) => say).toSorted()).toEqual(['late', 'sent']);
      await house.idle();
      await at(house, 11);
      expect(got).toHaveLength(2);
    }));

  test('a draft that is thrown away sends nothing, and another can be made', () =>
    mailed(async (house, got) => {
      await press(house, actions.draftCorrection);
      await house.workspace.as('mara').press(draftIn(house), actions.discardCorrection);
      await house.idle();
      expect(textOf(draftIn(house).blocks)).toContain('Discarded. Nothing was sent.');
      await press(house, actions.draftCorrection);
      expect(textOf(draftIn(house).blocks)).toContain('Draft: correction to Priya Nair');
      await at(house, 600);
      expect(got).toHaveLength(1);
    }));
});
