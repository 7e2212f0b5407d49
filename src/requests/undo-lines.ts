/** A deed that is taken back, in words. */
import { roleSaid } from '../policy/matrix.ts';
import type { FieldChange, FieldValue, SubjectKind } from '../policy/nouns.ts';
import { fieldNamed } from '../sales/fields.ts';
import { textSetting } from '../settings/settings.ts';
import type { PauseDeed } from '../settings/undo-pause.ts';
import type { PlaybookDeed } from '../settings/undo-playbook.ts';
import { count, day, instant, list, money, number } from '../story/format.ts';
import { tierSaid } from './approvals.ts';
import type { Company } from './company.ts';
import { alertLine } from './kpi-alerts.ts';
import { placeName } from './limits.ts';
import { pauseName } from './pausing.ts';
import type { ThingsTable } from './reply.ts';
import { ruleLine } from './rules-kept.ts';
import type { ChangeDeed, Deed, UndoUse as Use } from './undo-deeds.ts';
import { modeDeedLine } from './undoing-modes.ts';
import { outsideLine } from './undoing-outside.ts';
import { settingsLine } from './undoing-settings.ts';

/** A lead has fields of its own. */
export const label = ({ of }: ChangeDeed, field: string): string => fieldNamed(of, field).label.toLowerCase();

/** "Close date of Acme Platform from 15 Apr back to 10 Mar". */
export async function lineOf(use: Use, deed: Deed, named = true): Promise<string> {
  if (deed.what === 'setting') return settingsLine(use, deed.deeds);
  if (deed.what === 'kpi alert') return alertLine(use, deed.deed);
  if (deed.what === 'rule') return ruleLine(use, deed.deed);
  if (deed.what === 'reminders')
    return `the reminders to ${deed.deed.says.replace('remind ', '')} are taken back`;
  if (deed.what === 'outside') return outsideLine(deed.deed);
  if (deed.what === 'mode') return modeDeedLine(use, deed.deed);
  if (deed.what === 'checkpoint') {
    const { kind, checkpoint } = deed.deed;
    return `checkpoint ${checkpoint.id} on ${checkpoint.said} ${kind === 'set' ? 'ends' : 'holds again'}`;
  }
  if (deed.what === 'approval') {
    const { kind, tier } = deed.deed;
    return `approval ${tier.id} (${tierSaid(tier)}) ${kind === 'set' ? 'ends' : 'holds again'}`;
  }
  if (deed.what === 'stand-in') {
    const { person, standIn } = deed.deed.names;
    return `${standIn} no longer decides for ${deed.deed.standIn.personId === use.by.id ? 'you' : person}`;
  }
  if (deed.what === 'role') {
    const { give, name, role } = deed.deed;
    return `${name} is ${give ? 'no longer ' : ''}${roleSaid[role]}${give ? '' : ' again'}`;
  }
  if (deed.what === 'pause') return pauseLine(use, deed.deeds);
  if (deed.what === 'playbook') return playbookLine(use.company, deed.deeds);
  const said = (value: FieldChange['after'], field: string): string =>
    valueSaid(value, { of: deed.of, field, currency: deed.currency }, use.company);
  const of = named ? ` of ${deed.deal ?? 'the lead'}` : '';
  if (deed.held && deed.fields.length === 0) return `the question to the owner${of} is not sent`;
  if (deed.held)
    return list(
      deed.fields.map(({ field, before }) => `${label(deed, field)}${of} stays ${said(before, field)}`),
    );
  return list(
    deed.fields.map(
      ({ field, before, after }) =>
        `${label(deed, field)}${of} from ${said(after, field)} back to ${said(before, field)}`,
    ),
  );
}

/** Each field of these changes: what stands there now, and what will stand there again. */
export const backTable = (deeds: ChangeDeed[], caption: string, company: Company): ThingsTable => ({
  caption,
  head: ['Record', 'Field', 'Now', 'Back to'],
  rows: deeds.flatMap(({ of, deal, currency, fields }) =>
    fields.map(({ field, before, after }) => [
      deal ?? 'The lead',
      fieldNamed(of, field).label,
      valueSaid(after, { of, field, currency }, company),
      valueSaid(before, { of, field, currency }, company),
    ]),
  ),
});

/** "15 Apr 2026", "Priya Nair", "empty". */
export function valueSaid(
  value: FieldValue,
  { of, field, currency }: { of: SubjectKind; field: string; currency: string | null },
  company: Company,
): string {
  if (value === null || value === '') return 'empty';
  if (typeof value === 'number') return figured(value, fieldNamed(of, field).type, currency, company);
  const text = String(value);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(text);
  const { people, stages } = company.lexicon;
  return [...people, ...stages].find(({ id }) => id === text)?.name ?? text;
}

const figured = (value: number, type: string, currency: string | null, company: Use['company']): string =>
  type === 'money'
    ? money(value, currency, textSetting(company.settings, 'company_currency'))
    : type === 'days'
      ? count(value, 'day')
      : number(value);

/** "Quarter-end push for EMEA off again". */
function playbookLine(company: Company, [first, ...others]: [PlaybookDeed, ...PlaybookDeed[]]): string {
  const where = list(
    [first, ...others].map((one) => placeName(company, one).replace(/^for /, '') || 'everyone'),
  );
  return `the playbook ${first.label} for ${where} ${first.kind === 'on' ? 'off' : 'on'} again`;
}

/** "Pipeline agent is not paused any more", "Acme is paused again until Mon 23 Mar, 09:00 CET". */
function pauseLine({ company, by }: Use, [first, ...others]: [PauseDeed, ...PauseDeed[]]): string {
  const names = list([first, ...others].map((one) => pauseName(one, company)));
  const are = others.length > 0 ? 'are' : 'is';
  if (first.kind === 'paused') return `${names} ${are} not paused any more`;
  const until = first.heldUntil;
  const end = until ? ` until ${instant(until, by.tz ?? company.zone, company.now)}` : '';
  return `${names} ${are} paused again${end}`;
}
