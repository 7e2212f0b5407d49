import type { Db } from '../db/pool.ts';
import { addDays, dayIn, daysBetween, startOfDay } from '../sales/days.ts';
import { calendarOf } from '../sales/leaf.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';

/**
 * Whether a forecast is to be made today: each first day of a week, and each day of the last days of a quarter (setting
 * `forecast_daily_days`). One that a time of rest left out is made on the next day; one that was made counts, whoever woke it.
 */
export async function forecastDue(db: Db, use: { now: Date; zone: string }): Promise<boolean> {
  const settings = await currentSettings(db, use.now);
  const calendar = calendarOf({ settings });
  const today = dayIn(use.now, use.zone);
  const quarter = resolvePeriod('this quarter', { ...calendar, now: use.now, zone: use.zone });
  const week = resolvePeriod('this week', { ...calendar, now: use.now, zone: use.zone });
  const daily =
    quarter?.to != null && daysBetween(today, quarter.to) < numberSetting(settings, 'forecast_daily_days');
  const since = startOfDay(daily ? today : (week?.from ?? addDays(today, -6)), use.zone);
  const made = await db('forecasts').whereNotNull('run_id').where('at', '>=', since).first('id');
  return made === undefined;
}
