/** Where no agent does anything alone, as policy is told of it. */
import type { Circumstances } from '../policy/circumstances.ts';
import { type At, type SettingRow, settingValue } from './settings.ts';

export function personDecidesAt(settings: SettingRow[], at: At): Pick<Circumstances, 'personDecides'> {
  const { value, version, playbook } = settingValue(settings, 'person_decides', at);
  return value === true
    ? { personDecides: { version, ...(playbook === undefined ? {} : { playbook }) } }
    : {};
}
