/** Two states of all settings, and what differs between them, place by place. Pure. */
import type { SettingScope, SettingValue } from './setting.ts';

/** A value that somebody has set, and how it came to be. Instants are ISO 8601. */
export type SetValue = {
  name: string;
  scope: SettingScope;
  scopeId: string;
  /** A stage's name; empty for all stages. */
  stage: string;
  value: SettingValue;
  version: number;
  until: string | null;
  /** Who set it: the id of a person, or what else it was. */
  by: string;
  at: string;
  reason: string | null;
};

/** Null: nothing was set there, so that what holds otherwise held. */
export type Difference = Pick<SetValue, 'name' | 'scope' | 'scopeId' | 'stage'> & {
  before: SetValue | null;
  after: SetValue | null;
};

/** What has to change for the first to become the second. A value whose end has come is none. */
export function differences(first: SetValue[], second: SetValue[], now: Date): Difference[] {
  const before = byPlace(first, now);
  const after = byPlace(second, now);
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((place): Difference[] => {
    const [was, is] = [before.get(place) ?? null, after.get(place) ?? null];
    const any = was ?? is;
    if (!any || (was && is && was.value === is.value && was.until === is.until)) return [];
    const { name, scope, scopeId, stage } = any;
    return [{ name, scope, scopeId, stage, before: was, after: is }];
  });
}

const byPlace = (values: SetValue[], now: Date): Map<string, SetValue> =>
  new Map(
    values
      .filter(({ until }) => until === null || new Date(until) > now)
      .map((one) => [JSON.stringify([one.name, one.scope, one.scopeId, one.stage]), one]),
  );
