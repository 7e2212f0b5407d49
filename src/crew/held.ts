/** What of a deal or a record is true by what its agent watches, each with what can be told of it. */
import type { Agent, Held, HeldRecord, Limit, Severity } from '../agents/nouns.ts';
import { daysBetween } from '../sales/days.ts';
import { missingOf, requiredIn, requiredLabel } from '../sales/required.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { numberSetting, type SettingRow, settingValue } from '../settings/settings.ts';
import { list } from '../story/format.ts';
import { type Evidence, evidenceOf, recordEvidence } from './evidence.ts';
import type { About, Waiting } from './waiting.ts';
import type { WaitingRecord } from './waiting-records.ts';

export type Told = { id: number; severity: Severity; evidence: Evidence };
export type Each<H> = { held: H; told: Told };
type With = { agent: Agent; settings: SettingRow[] };

/** Of a record, in the order of the agent's contracts. */
export function heldRecords(
  { findings, record, breaches, at, version }: WaitingRecord,
  { agent, settings }: With,
): Each<HeldRecord>[] {
  return (agent.records?.triggers ?? []).flatMap((trigger) =>
    findings
      .filter((finding) => finding.trigger === trigger.name)
      .flatMap(({ id, severity, since }) => {
        const whole = breaches[trigger.name];
        const most = trigger.tolerance === undefined ? 0 : numberSetting(settings, trigger.tolerance, at);
        const fields = (whole?.fields ?? []).filter(({ off = null }) => off === null || off > most);
        // It was put right since, and will be looked at.
        if (!whole || fields.length === 0) return [];
        const breach = { ...whole, fields };
        const held = { trigger, record, breach, since, limit: limitOf(trigger.limit, at, settings) };
        return [{ held, told: { id, severity, evidence: recordEvidence(held, version) } }];
      }),
  );
}

/** Of a deal, in the order of the agent's triggers. */
export function heldOf(
  { findings, deal, at, version, cameFrom }: Waiting,
  { agent, settings }: With,
): Each<Held>[] {
  const required = requiredIn(settingValue(settings, 'required_fields', at).value);
  const missing = missingOf(required, {
    amount: deal.amount,
    close_date: deal.closeDate,
    next_step: deal.nextStep,
    product: deal.product,
    lead_source: deal.leadSource,
  });
  const blocked = settingValue(settings, 'block_stage_progress', at).value === true;
  const putBackTo = blocked ? cameFrom : null;
  return agent.triggers.flatMap((trigger) =>
    findings
      .filter((finding) => finding.trigger === trigger.name)
      .map(({ id, severity, since, detail }) => {
        const found = { ...deal, since, days: daysBetween(since, deal.today), detail, missing, putBackTo };
        const held = { trigger, found, limit: limitOf(trigger.limit, at, settings) };
        return { held, told: { id, severity, evidence: evidenceOf(held, version) } };
      }),
  );
}

function limitOf(setting: string, at: About['at'], settings: SettingRow[]): Limit {
  const { value, ...from } = settingValue(settings, setting, at);
  if (typeof value === 'boolean') return { setting, value: 1, rule: settingNamed(setting).meaning, ...from };
  if (typeof value !== 'string') return { setting, value: Number(value), ...from };
  const names = requiredIn(value);
  const said = list(names.map(requiredLabel));
  return { setting, value: names.length, said, ...from };
}
