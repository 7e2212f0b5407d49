import type { Crm, CrmRecord } from '../../src/crm/crm.ts';
import type { CrmWriter } from '../../src/crm/write.ts';
import { OutcomeUnknown, Unavailable } from '../../src/errors.ts';
import type { FieldValue } from '../../src/policy/nouns.ts';

export type CrmMode = 'keys' | 'none' | 'version' | 'second';
export const crmModes: CrmMode[] = ['keys', 'none', 'version', 'second'];

/** What goes wrong with the next write: the answer is lost before or after it was done, or it is done only later. */
export type Fault = 'down' | 'lost before' | 'lost after' | 'lands late' | 'refused';

type Entry = { fields: Record<string, FieldValue>; version: number; by: string | null; at: Date };
export type Effect = { id: string; set: Record<string, FieldValue>; by: string };

/**
 * A CRM in memory, in one of four modes: it recognises repeated keys, or not; it writes on the condition of a version, of
 * a modification time by the second, or of nothing. It keeps a list of every effect.
 */
export function fakeCrm(mode: CrmMode) {
  const records = new Map<string, Entry>();
  const answered = new Map<string, string | null>();
  const effects: Effect[] = [];
  const calls: string[] = [];
  const faults: Fault[] = [];
  const late: (() => void)[] = [];
  let reading: 'up' | 'down' = 'up';

  const versionOf = (entry: Entry): string | null => {
    if (mode === 'version') return String(entry.version);
    return mode === 'second' ? new Date(Math.floor(entry.at.getTime() / 1000) * 1000).toISOString() : null;
  };
  const change = (id: string, set: Record<string, FieldValue>, by: string): Entry => {
    const entry = records.get(id) ?? { fields: {}, version: 0, by: null, at: new Date() };
    const next = { fields: { ...entry.fields, ...set }, version: entry.version + 1, by, at: new Date() };
    records.set(id, next);
    return next;
  };
  const noun = (entry: Entry): CrmRecord => ({
    fields: { ...entry.fields },
    version: versionOf(entry),
    changedBy: entry.by,
    changedAt: entry.at,
  });

  const crm: Crm = {
    name: 'fake',
    capabilities: {
      idempotencyKeys: mode === 'keys',
      conditional: mode === 'version' || mode === 'second' ? mode : 'none',
    },
    read: async ({ id }) => {
      if (reading === 'down') throw new Unavailable('The CRM is down.');
      const entry = records.get(id);
      return entry ? noun(entry) : null;
    },
  };

  const writer: CrmWriter = {
    write: async ({ ref, set, expect, key, by }) => {
      calls.push(key);
      const fault = faults.shift();
      if (fault === 'down') throw new Unavailable('The CRM is down.');
      if (fault === 'refused') return { say: 'refused', because: 'the field is locked.' };
      if (fault === 'lost before') throw new OutcomeUnknown('The answer was lost.');
      const attempt = () => {
        const known = mode === 'keys' ? answered.get(key) : undefined;
        if (known !== undefined) return { say: 'written', version: known } as const;
        const entry = records.get(ref.id);
        if (!entry) return { say: 'refused', because: 'there is no such record.' } as const;
        if (expect.version !== null && expect.version !== versionOf(entry))
          return { say: 'changed', found: noun(entry) } as const;
        const version = versionOf(change(ref.id, set, by.id));
        effects.push({ id: ref.id, set, by: by.id });
        answered.set(key, version);
        return { say: 'written', version } as const;
      };
      if (fault === 'lands late') {
        late.push(attempt);
        throw new OutcomeUnknown('The answer was lost.');
      }
      const answer = attempt();
      if (fault === 'lost after') throw new OutcomeUnknown('The answer was lost.');
      return answer;
    },
  };

  return {
    crm,
    writer,
    effects,
    calls,
    /** Faults of the next writes, in order. */
    fail: (...next: Fault[]) => faults.push(...next),
    reads: (how: 'up' | 'down') => {
      reading = how;
    },
    /** What was lost on its way arrives now. */
    land: () => late.splice(0).map((attempt) => attempt()),
    set: (id: string, fields: Record<string, FieldValue>) =>
      records.set(id, { fields, version: 1, by: null, at: new Date(Date.now() - 60_000) }),
    /** A person changes the record in the CRM itself. */
    edit: (id: string, set: Record<string, FieldValue>, by: string) => change(id, set, by),
    /** A minute has passed since the record was last changed. */
    age: (id: string) => {
      const entry = records.get(id);
      if (entry) records.set(id, { ...entry, at: new Date(entry.at.getTime() - 60_000) });
    },
    fields: (id: string) => records.get(id)?.fields ?? {},
    forget: (id: string) => records.delete(id),
  };
}
