/** Where and when a card is read. */
import type { Here } from '../../blocks/kit.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { currentSettings, type SettingRow, textSetting } from '../settings/settings.ts';

export const hereOf = (use: { clock: Clock; zone: string }, settings: SettingRow[]): Here => ({
  now: use.clock.now(),
  zone: use.zone,
  currency: textSetting(settings, 'company_currency'),
  clockSet: use.clock.isSet(),
});

export const hereNow = async (use: { db: Db; clock: Clock; zone: string }): Promise<Here> =>
  hereOf(use, await currentSettings(use.db));
