/** What may be shown where. */
import { type SettingRow, textSetting } from '../settings/settings.ts';

/** `totals`: counts and sums only. A direct message is its reader's own. */
export function audienceOf(settings: SettingRow[], channel: string): 'all' | 'totals' {
  if (channel.startsWith('D')) return 'all';
  // Cards about deals are posted there by the company's own choice.
  if (textSetting(settings, 'deals_channel') === channel) return 'all';
  return textSetting(settings, 'channel_audience', { channel }) === 'deals' ? 'all' : 'totals';
}
