import { expect, test } from 'vitest';
import { actions, inputs } from '../../blocks/ids.ts';
import { cast } from '../support/company.ts';
import { teach as taught } from '../support/phrasings.ts';
import { type House, textOf, withHouse } from './house.ts';

const teach = (house: House): Promise<void> => taught(house.db, house.clock);

const messages = (house: House, who: string) => {
  const somebody = house.workspace.as(who);
  return somebody.sees(somebody.dm());
};
const cardOf = (house: House, who: string) => {
  const card = messages(house, who).find(({ text }) => /^Phrasing (?!\d)/.test(text));
  if (!card)
    throw new Error(
      `No card: ${messages(house, who)
        .map(({ text }) => text)
        .join(' | ')}`,
    );
  return card;
};
const review = async (house: House, who = 'oskar') => {
  house.workspace.as(who).say('dm', 'review phrasings');
  await house.idle();
};
const became = async (house: House) =>
  (await house.db('phrasing_versions').orderBy('version', 'desc').first('version', 'by_id', 'ended_by')) ??
  null;

test('those to review are in the Home of who may, and open there as a card', () =>
  withHouse(async (house) => {
    const oskar = house.workspace.as('oskar');
    await teach(house);
    oskar.openHome();
    house.workspace.as('mara').openHome();
    await house.idle();
    const home = await oskar.until(() => oskar.home());
    expect(textOf(home.blocks)).toContain('1 phrasing to review');
    expect(textOf(home.blocks)).toContain('stuff gone stone cold on &lt;person&gt;');
    expect(textOf(house.workspace.as('mara').home()?.blocks)).not.toContain('phrasing');
    await oskar.press(home, actions.reviewPhrasing);
    const window = await oskar.until(() => oskar.modal());
    const shown = textOf(window.blocks);
    expect(shown).toContain('*Phrasing to review:* stuff gone stone cold on *&lt;person&gt;*');
    expect(shown).toContain('Open deals of *&lt;person&gt;* without activity for more than 10 days');
    expect(shown).toContain('Seen 1 time, by 1 person.');
    expect(shown).toContain('Of the requests of 90 days it would have read 1.');
    await oskar.press(window, 'Accept');
    await house.idle();
    expect(textOf(oskar.modal()?.blocks)).toMatch(/In use as v1, accepted by Oskar Weber/);
    expect(await became(house)).toEqual({ version: 1, by_id: cast.oskar, ended_by: null });
    expect(textOf(oskar.home()?.blocks)).toContain('1 phrasing in use');
  }));

test('asked for in words, their cards come to one’s own messages, and settle in place', () =>
  withHouse(async (house) => {
    const oskar = house.workspace.as('oskar');
    await teach(house);
    await review(house);
    expect(cardOf(house, 'oskar').text).toBe(
      'Phrasing to review: "stuff gone stone cold on &lt;person&gt;". It reads as: Open deals of &lt;person&gt; without activity for more than 10 days.',
    );
    await oskar.press(cardOf(house, 'oskar'), 'Accept');
    await house.idle();
    expect(textOf(cardOf(house, 'oskar').blocks)).toContain('Oskar Weber accepted this phrasing:');
    const mara = house.workspace.as('mara');
    mara.say('dm', 'stuff gone stone cold on Tom');
    await house.idle();
    expect(messages(house, 'mara').at(-1)?.text).toMatch(/^Open deals of Tom Reyes without activity/);
    await oskar.press(cardOf(house, 'oskar'), 'Switch off');
    await house.idle();
    expect(textOf(cardOf(house, 'oskar').blocks)).toContain('Oskar Weber switched this phrasing off:');
    await oskar.press(cardOf(house, 'oskar'), 'Restore');
    await house.idle();
    expect(await became(house)).toEqual({ version: 2, by_id: cast.oskar, ended_by: null });
  }));

test('the words are edited in a form that says what is wrong with them', () =>
  withHouse(async (house) => {
    const oskar = house.workspace.as('oskar');
    await teach(house);
    await review(house);
    await oskar.press(cardOf(house, 'oskar'), 'Edit');
    await oskar.until(() => oskar.modal());
    const refused = await oskar.submit({ [inputs.template]: 'delete all deals of <person>' });
    expect(JSON.stringify(refused)).toContain('Steward refuses these words, whoever asks.');
    const lost = await oskar.submit({ [inputs.template]: 'things gone stone cold' });
    expect(JSON.stringify(lost)).toContain('<person> must stand in the words exactly once.');
    expect(await became(house)).toBeNull();
    await oskar.submit({ [inputs.template]: 'things gone stone cold on <person>' });
    await house.idle();
    expect(await house.db('phrasing_versions').select('template')).toEqual([
      { template: 'things gone stone cold on <person>' },
    ]);
    expect(textOf(cardOf(house, 'oskar').blocks)).toContain('things gone stone cold on');
  }));

test('of two who decide, the second is told who was faster, and each one’s card shows what came of it', () =>
  withHouse(async (house) => {
    await teach(house);
    for (const who of ['oskar', 'ana']) await review(house, who);
    await Promise.all([
      house.workspace.as('oskar').press(cardOf(house, 'oskar'), 'Reject'),
      house.workspace.as('ana').press(cardOf(house, 'ana'), 'Accept'),
    ]);
    await house.idle();
    const accepted = (await became(house)) !== null;
    const [loser, told, shown] = accepted
      ? ['oskar', /accepted by Ana Ruiz .*Nothing else was changed\./, 'Ana Ruiz accepted this phrasing:']
      : [
          'ana',
          /Rejected by Oskar Weber .*Nothing else was changed\./,
          'Oskar Weber rejected this phrasing:',
        ];
    expect(
      messages(house, loser as string)
        .map(({ text }) => text)
        .join(),
    ).toMatch(told as RegExp);
    for (const who of ['oskar', 'ana']) expect(textOf(cardOf(house, who).blocks)).toContain(shown);
  }));

test('somebody without the right gets no card', () =>
  withHouse(async (house) => {
    await teach(house);
    await review(house);
    await review(house, 'mara');
    expect(messages(house, 'mara').some(({ text }) => text.startsWith('Phrasing to review'))).toBe(false);
    expect(messages(house, 'mara').at(-1)?.text).toMatch(/^Reviewing phrasings is not possible for you/);
    expect(await became(house)).toBeNull();
  }));

test('answers called bad switch it off, and whoever accepted it hears of it', () =>
  withHouse(async (house) => {
    const [oskar, mara] = [house.workspace.as('oskar'), house.workspace.as('mara')];
    await teach(house);
    await review(house);
    await oskar.press(cardOf(house, 'oskar'), 'Accept');
    await house.idle();
    for (const who of ['Tom', 'Priya', 'Tom Reyes']) {
      mara.say('dm', `stuff gone stone cold on ${who}`);
      await house.idle();
      const answer = messages(house, 'mara').findLast(({ text }) =>
        /^Open deals of|^No open deals/.test(text),
      );
      if (!answer) throw new Error('There is no answer.');
      await mara.press(answer, 'Bad');
      await house.idle();
    }
    expect(
      messages(house, 'oskar')
        .map(({ text }) => text)
        .join(),
    ).toMatch(
      /Phrasing 1 is switched off: "stuff gone stone cold on &lt;person&gt;"\. 3 answers were called wrong \(limit 3\)\./,
    );
    expect(textOf(cardOf(house, 'oskar').blocks)).toContain('This phrasing has switched itself off:');
  }));
