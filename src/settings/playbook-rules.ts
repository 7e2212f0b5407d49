/** Rules that are among a playbook: on while it is, and afterwards as they were. */
import type { Db } from '../db/pool.ts';
import type { Reading } from '../sales/leaf.ts';
import type { RuleMode } from './rule.ts';
import { changeRule, ruleNumbered } from './rules.ts';

/** What a playbook made of a rule: its version then, and what it was before. */
export type Joined = { rule: number; version: number; before: RuleMode };

/** Switches on those that are not; one that was deleted stays so. Who would be told of deals of which it is true already is not. */
export async function joinRules(
  trx: Db,
  reading: Reading,
  { rules, byId }: { rules: number[]; byId: string },
): Promise<Joined[]> {
  const joined: Joined[] = [];
  for (const number of rules) {
    const rule = await ruleNumbered(trx, number);
    if (!rule || rule.ended !== null || rule.mode === 'on') continue;
    const changed = await changeRule(
      { db: trx, reading },
      {
        ...{
          rule: number,
          was: rule.version,
          how: 'with a playbook',
          body: rule,
          mode: 'on',
          standing: false,
        },
        ...{ by: { kind: 'person', id: byId }, now: reading.now },
      },
    );
    if (changed) joined.push({ rule: number, version: rule.version + 1, before: rule.mode });
  }
  return joined;
}

/** The opposite. What somebody has changed since stays as they made it. */
export async function leaveRules(
  trx: Db,
  reading: Reading,
  { rules, byId }: { rules: Joined[]; byId: string },
): Promise<void> {
  for (const { rule: number, version, before } of rules) {
    const rule = await ruleNumbered(trx, number);
    if (!rule || rule.ended !== null) continue;
    await changeRule(
      { db: trx, reading },
      {
        ...{ rule: number, was: version, body: rule, mode: before, standing: false },
        how: 'with a playbook',
        ...{ by: { kind: 'person', id: byId }, now: reading.now },
      },
    );
  }
}
