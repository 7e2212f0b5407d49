import { expect, test } from 'vitest';
import { inputs } from '../../blocks/ids.ts';
import type { Somebody } from '../../src/sandbox/somebody.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { type House, textOf, withHouse } from './house.ts';

const opened = async (house: House, who: string): Promise<Somebody> => {
  const person = house.workspace.as(who);
  person.openHome();
  await house.idle();
  await person.press(await person.until(() => person.home()), 'Change a setting');
  await person.until(() => person.modal());
  return person;
};
const stale = (house: House) => house.db('settings').where({ name: 'stale_days' }).orderBy('version');
const filled = (more: Record<string, string | string[] | null>) => ({
  [inputs.reason]: 'Deals of EMEA move faster',
  ...more,
});

test('a manager changes a setting: which, what it does today, the yes, and the way back', () =>
  withHouse(async (house) => {
    const mara = await opened(house, 'mara');
    expect(JSON.stringify(mara.modal()?.blocks)).not.toContain('Approver needed above');
    await mara.submit({ [inputs.setting]: 'stale_days' });
    const form = JSON.stringify(mara.modal()?.blocks);
    expect(form).toContain('Now: 30 days (standard value).');
    expect(form).toContain('A whole number of days from 1 to 365.');
    // Everyone's is not hers.
    expect(form).toContain('"EMEA"');
    expect(form).not.toContain('Everyone');
    await mara.submit(
      filled({ [inputs.value]: '2 weeks', [inputs.place]: 'territory:T-emea', [inputs.until]: '2026-04-15' }),
    );
    const preview = textOf(mara.modal()?.blocks);
    expect(preview).toContain('Set "Stale after" to 14 days for EMEA until Wed 15 Apr, 00:00 CEST');
    expect(preview).toMatch(/would be stale: \d+ instead of \d+\./);
    expect(await stale(house)).toEqual([]);
    await mara.submit();
    await house.idle();
    const told = await mara.until(() => mara.sees('dm').at(-1));
    expect(textOf(told.blocks)).toContain('Stale after is 14 days for EMEA until Wed 15 Apr, 00:00 CEST');
    expect(textOf(told.blocks)).toContain('(was 30 days)');
    expect(await stale(house)).toMatchObject([
      {
        value: 14,
        scope: 'territory',
        scope_id: 'T-emea',
        by_id: cast.mara,
        reason: 'Deals of EMEA move faster',
        until: expect.any(Date),
        version: 1,
      },
    ]);
    await mara.press(told, 'Undo');
    await house.idle();
    const asked = await mara.until(() => mara.sees('dm').at(-1));
    expect(textOf(asked.blocks)).toContain('Stale after');
  }));

test.each([
  ['nonsense', { [inputs.value]: 'soon' }, inputs.value, 'Enter a whole number of days from 1 to 365.'],
  ['too much', { [inputs.value]: '400' }, inputs.value, 'Enter a whole number of days from 1 to 365.'],
  ['money for days', { [inputs.value]: '$20' }, inputs.value, 'Enter a whole number of days from 1 to 365.'],
  [
    'what holds already',
    { [inputs.value]: '30' },
    inputs.value,
    'Stale after is 30 days for everyone already.',
  ],
  ['no reason', { [inputs.value]: '14', [inputs.reason]: '   ' }, inputs.reason, 'Say why'],
  ['a day that is over', { [inputs.value]: '14', [inputs.until]: '2026-01-01' }, inputs.until, 'over'],
])('%s is said at its field, and nothing is changed', (_what, typed, at, said) =>
  withHouse(async (house) => {
    await setSetting(
      { db: house.db, now: house.clock },
      { name: 'stale_days', value: 30, by: { kind: 'person', id: cast.ada } },
    );
    const ada = await opened(house, 'ada');
    await ada.submit({ [inputs.setting]: 'stale_days' });
    const answer = await ada.submit(filled({ [inputs.place]: 'everyone:', ...typed }));
    expect(JSON.stringify(answer)).toContain(said);
    expect(JSON.stringify(answer)).toContain(`"${at}"`);
    expect(await stale(house)).toHaveLength(1);
  }),
);

test('a channel is chosen, and said by its name; a switch is turned', () =>
  withHouse(async (house) => {
    const deals = house.workspace.channels().deals ?? '';
    const ada = await opened(house, 'ada');
    await ada.submit({ [inputs.setting]: 'forecast_channel' });
    await ada.submit(filled({ [inputs.value]: deals, [inputs.place]: 'everyone:' }));
    expect(textOf(ada.modal()?.blocks)).toContain('Set "Channel for forecasts" to #deals for everyone.');
    await ada.submit();
    await house.idle();
    expect(await house.db('settings').where({ name: 'forecast_channel' }).pluck('value')).toEqual([deals]);
    const next = await opened(house, 'ada');
    await next.submit({ [inputs.setting]: 'model_personal_data_openai' });
    await next.submit(filled({ [inputs.value]: 'on' }));
    await next.submit();
    await house.idle();
    expect(await house.db('settings').where({ name: 'model_personal_data_openai' }).pluck('value')).toEqual([
      true,
    ]);
  }));

test('what stands there is in the field already, a channel by its name; left empty, what that means is said', () =>
  withHouse(async (house) => {
    const deals = house.workspace.channels().deals ?? '';
    const by = { kind: 'person', id: cast.ada } as const;
    const use = { db: house.db, now: house.clock };
    await setSetting(use, { name: 'forecast_channel', value: deals, by });
    await setSetting(use, { name: 'required_fields', value: 'next_step,amount', by });
    const form = async (name: string) => {
      if (house.workspace.as('ada').modal()) await house.workspace.as('ada').close(true);
      const ada = await opened(house, 'ada');
      await ada.submit({ [inputs.setting]: name });
      return { ada, blocks: JSON.stringify(ada.modal()?.blocks) };
    };
    expect((await form('stale_days')).blocks).toContain('"initial_value":"30"');
    // Another place's value would be sent with this one.
    await setSetting(use, { name: 'stale_days', value: 14, scope: 'territory', scopeId: 'T-emea', by });
    expect((await form('stale_days')).blocks).not.toContain('"initial_value"');
    expect((await form('model_personal_data_openai')).blocks).toMatch(/"initial_option":[^}]*\{[^}]*"Off"/);
    expect((await form('required_fields')).blocks).toMatch(/"initial_options":.*next_step.*/);
    const { ada, blocks } = await form('forecast_channel');
    expect(blocks).toContain(`"initial_conversation":"${deals}"`);
    expect(blocks).toContain('Now: #deals.');
    await ada.submit(filled({ [inputs.value]: null, [inputs.place]: 'everyone:' }));
    const preview = textOf(ada.modal()?.blocks);
    expect(preview).toContain('Now #deals');
    expect(preview).toContain('Without a channel, what would be posted there is posted nowhere.');
  }));

test.each([
  ['time_zone', 'berlin', 'Set "Time zone" to Europe/Berlin for EMEA'],
  ['run_at', '7 and 2pm', 'Set "Runs at" to 07:00, 14:00 for Pipeline agent'],
  ['quiet_hours', '6pm to 8', 'Set "Quiet hours" to 18:00 to 08:00 for everyone'],
])('%s may be typed as it is said: "%s"', (name, value, headline) =>
  withHouse(async (house) => {
    const ada = await opened(house, 'ada');
    await ada.submit({ [inputs.setting]: name });
    const place = headline.includes('EMEA')
      ? 'territory:T-emea'
      : headline.includes('Pipeline')
        ? 'agent:pipeline'
        : 'everyone:';
    await ada.submit(filled({ [inputs.value]: value, [inputs.place]: place }));
    expect(textOf(ada.modal()?.blocks)).toContain(headline);
  }),
);

test('what somebody else has changed since the preview is not overwritten', () =>
  withHouse(async (house) => {
    const ada = await opened(house, 'ada');
    await ada.submit({ [inputs.setting]: 'stale_days' });
    await ada.submit(filled({ [inputs.value]: '14', [inputs.place]: 'everyone:' }));
    await setSetting(
      { db: house.db, now: house.clock },
      { name: 'stale_days', value: 21, by: { kind: 'person', id: cast.ana } },
    );
    await ada.submit();
    await house.idle();
    const told = await ada.until(() => ada.sees('dm').at(-1));
    expect(textOf(told.blocks)).toContain('Somebody has changed it meanwhile.');
    expect(await stale(house)).toMatchObject([{ value: 21 }]);
  }));

test('whoever has lost the right since Home was drawn is told who may', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.openHome();
    await house.idle();
    const home = await mara.until(() => mara.home());
    await house
      .db('people')
      .where({ id: cast.mara })
      .update({ roles: ['rep'] });
    await mara.press(home, 'Change a setting');
    const form = await mara.until(() => mara.modal());
    expect(textOf(form.blocks)).toContain('There is no setting that you may change.');
  }));
