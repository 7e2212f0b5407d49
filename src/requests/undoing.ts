/** Taking things back in words: the last ones of a person, those of a period, those of an agent. */
import { changeById } from '../changes/nouns.ts';
import { mayNotUndo, undo } from '../changes/undo.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { takeBackHeld } from '../exceptions/put-off.ts';
import type { Command, Thing } from '../language/request.ts';
import { mayPause } from '../policy/may-pause.ts';
import type { FieldChange, Person, SubjectKind } from '../policy/nouns.ts';
import { addDays, startOfDay } from '../sales/days.ts';
import { fieldNamed } from '../sales/fields.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { type KpiAlertDeed, kpiAlertDeeds, undoKpiAlert } from '../settings/kpi-alerts.ts';
import { numberSetting, textSetting } from '../settings/settings.ts';
import { heldBefore, type SettingDeed, settingDeeds, undoSetting } from '../settings/undo.ts';
import { type PauseDeed, pauseDeeds, undoPause } from '../settings/undo-pause.ts';
import { type RuleDeed, ruleDeeds, undoRule } from '../settings/undo-rule.ts';
import { count, day, instant, list, money, number } from '../story/format.ts';
import type { Company } from './company.ts';
import { itOf } from './dealing.ts';
import { alertLine } from './kpi-alerts.ts';
import { placeName, shown } from './limits.ts';
import { pauseName } from './pausing.ts';
import type { Done, Plan, Planned } from './plan.ts';
import { readingOf } from './rule-told.ts';
import { ruleLine } from './rules-kept.ts';
import { itOfLead, leadName, thingFound } from './things.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
export type Undoing = Extract<Command, { do: 'undo' | 'undo_all' | 'undo_of' }>;

type ChangeDeed = {
  what: 'change';
  id: number;
  at: Date;
  of: SubjectKind;
  deal: string | null;
  currency: string | null;
  fields: FieldChange[];
  /** Approved, and held before anything of it was done: why. */
  held: string[] | null;
};
type Deed =
  | ChangeDeed
  | { what: 'setting'; at: Date; deed: SettingDeed }
  | { what: 'kpi alert'; at: Date; deed: KpiAlertDeed }
  | { what: 'rule'; at: Date; deed: RuleDeed }
  /** What was paused or resumed by one sentence. */
  | { what: 'pause'; at: Date; deeds: [PauseDeed, ...PauseDeed[]] };

const most = 200;
const nothingOfYours = 'There is no change of yours that can be undone.';

export async function undoPlan(use: Use, asked: Undoing): Promise<Planned> {
  if (asked.do !== 'undo_of') return planOf(use, asked);
  const found = await thingFound(use, asked.thing, asked);
  if ('instead' in found) return found;
  const thing: Thing =
    'deal' in found
      ? { kind: 'deal', name: found.deal.name, id: found.deal.id }
      : { kind: 'lead', name: leadName(found.lead), id: found.lead.id };
  const command = { ...asked, thing };
  const plan = await planOf(use, command);
  const it = 'deal' in found ? itOf(found.deal) : itOfLead(found.lead);
  return 'headline' in plan ? { ...plan, command, it } : plan;
}

async function planOf(use: Use, command: Undoing): Promise<Planned> {
  const deeds = await deedsOf(use, command);
  const [first] = deeds;
  if (!first) return { nothing: (await underWay(use, command)) ?? nothingFor(command) };
  const lines = await Promise.all(deeds.slice(0, 4).map((deed) => lineOf(use, deed)));
  const mark = JSON.stringify(deeds.map((deed) => (deed.what === 'change' ? deed.id : -orderOf(deed))));
  const stays = 'A field that somebody has changed since stays as it is, and you are told.';
  if (deeds.length === 1 && first.what === 'change' && first.held)
    return { ...approvalPlan(first, await lineOf(use, first, false), first.held), mark };
  if (command.do !== 'undo_all' && command.do !== 'undo_of' && command.last === 1) {
    const of = first.what === 'change' ? ` of ${first.deal ?? 'the lead'}` : '';
    return {
      headline: `Undo the last change${of}: ${await lineOf(use, first, false)}.`,
      consequence: first.what === 'change' ? stays : 'If somebody has changed it since, it stays.',
      wayBack:
        first.what === 'change'
          ? 'Way back: "Do it again" on its card, for 24 hours.'
          : first.what === 'kpi alert' || first.what === 'rule'
            ? 'Way back: say it again, at any time.'
            : first.what === 'pause'
              ? 'Way back: pause or resume it again, at any time.'
              : 'Way back: set it again.',
      count: first.what === 'change' ? first.fields.length : 1,
      verb: 'Undo it',
      mark,
    };
  }
  const fewer =
    command.do === 'undo' && deeds.length < command.last
      ? ` ${command.last} were asked for; these are all that can be undone.`
      : '';
  const rest = deeds.length > 4 ? ` And ${number(deeds.length - 4)} more.` : '';
  return {
    headline: `Undo ${spanOf(command, deeds.length)}.`,
    consequence: `${lines.map((line) => `${line.charAt(0).toUpperCase()}${line.slice(1)}.`).join(' ')}${rest}${fewer} ${stays}`,
    wayBack: 'Way back: each can be done again, for 24 hours.',
    count: deeds.length,
    verb: deeds.length === 1 ? 'Undo it' : `Undo ${deeds.length}`,
    mark,
  };
}

/** Nothing was written yet: the approval goes back, and the card is there to be decided again. */
const approvalPlan = ({ deal }: ChangeDeed, line: string, held: string[]): Omit<Plan, 'mark'> => ({
  headline: `Take back the approval for ${deal ?? 'the lead'}: ${line}.`,
  consequence: `Nothing of it is done yet. ${held.join(' ')} Its card is open again for everybody who may decide.`,
  wayBack: 'Way back: approve it again on its card.',
  count: 1,
  verb: 'Take it back',
});

function spanOf(command: Undoing, found: number): string {
  if (command.do === 'undo') return found === 1 ? 'your last change' : `your last ${found} changes`;
  if (command.do === 'undo_of') return `the last change of ${command.thing.name}`;
  if (command.last !== null && command.of !== 'me')
    return `the last ${count(found, 'change')} by ${command.of.name}`;
  return `${count(found, 'change')} ${command.of === 'me' ? 'of yours' : `by ${command.of.name}`}, ${command.period}`;
}

function nothingFor(command: Undoing): string {
  if (command.do === 'undo') return nothingOfYours;
  if (command.do === 'undo_of') return `There is no change of ${command.thing.name} that you can undo.`;
  return `There is no change ${command.of === 'me' ? 'of yours' : `by ${command.of.name}`} that you can undo, ${command.period}.`;
}

/** What was wanted a moment ago is not there yet to be taken back. */
async function underWay(use: Use, command: Undoing): Promise<string | null> {
  if (command.do !== 'undo') return null;
  const [row] = await use
    .db('changes')
    .where({ by_kind: 'person', by_id: use.by.id })
    .whereIn('state', ['pending', 'applying'])
    .whereNull('undoes')
    .count<{ count: number }[]>('* as count');
  const waiting = Number(row?.count ?? 0);
  return waiting === 0
    ? null
    : `${count(waiting, 'change')} of yours ${waiting === 1 ? 'is' : 'are'} still under way. Ask again in a moment.`;
}

export async function carryOutUndo(use: Use, command: Undoing): Promise<Done> {
  const deeds = await deedsOf(use, command);
  const [only, ...others] = deeds;
  if (!only) return { sentence: nothingFor(command), back: null };
  if (others.length === 0) return { sentence: await takeBack(use, only), back: null };
  const said = new Map<string, number>();
  let under = 0;
  for (const deed of deeds) {
    const because = await refusedBack(use, deed);
    if (because === null) under += 1;
    else said.set(because, (said.get(because) ?? 0) + 1);
  }
  const stay = [...said]
    .map(([because, times]) => ` ${times} ${times === 1 ? 'stays' : 'stay'}: ${because}`)
    .join('');
  return {
    sentence: `The undo of ${count(under, 'change')} is under way. What somebody has changed since stays.${stay}`,
    back: null,
  };
}

/** Null: it is being taken back. */
async function refusedBack(use: Use, deed: Deed): Promise<string | null> {
  const by = { kind: 'person', id: use.by.id } as const;
  if (deed.what === 'setting') return undoSetting(use, deed.deed, by);
  if (deed.what === 'kpi alert') return undoKpiAlert(use, deed.deed, by, use.now.now());
  if (deed.what === 'rule')
    return undoRule({ db: use.db, reading: readingOf(use) }, deed.deed, by, use.now.now());
  if (deed.what === 'pause') {
    const stays: string[] = [];
    for (const one of deed.deeds) {
      const because = await undoPause(use, one, by);
      if (because !== null) stays.push(because);
    }
    return stays[0] ?? null;
  }
  const on = { db: use.db, now: use.now };
  const back = await takeBackHeld(on, { changeId: deed.id, by: use.by });
  if (back) return back.say === 'reopened' ? null : back.because;
  const undone = await undo(on, { changeId: deed.id, by: use.by });
  if (undone.say === 'requested') return null;
  return undone.say === 'already' ? `${undone.byName} has undone it already.` : undone.because;
}

async function takeBack(use: Use, deed: Deed): Promise<string> {
  const line = await lineOf(use, deed);
  const because = await refusedBack(use, deed);
  if (because !== null) return because;
  if (deed.what !== 'change') return `Undone: ${line}.`;
  if (deed.held) return `Taken back: ${line}. Nothing was changed, and its card is open again.`;
  return `Undo of ${list(deed.fields.map(({ field }) => label(deed, field)))} of ${deed.deal ?? 'the lead'} is under way. If somebody has changed it since, that stays and you are told.`;
}

/** The newest first. Only what can still be undone, by this person. */
async function deedsOf(use: Use, command: Undoing): Promise<Deed[]> {
  const span = command.do === 'undo_all' ? spanIn(use, command.period) : null;
  const from = span?.from ?? earliest(use);
  const mine = command.do === 'undo' || (command.do === 'undo_all' && command.of === 'me');
  const changes = await changesOf(use, command, { from, to: span?.to ?? null });
  const settings = mine
    ? (await settingDeeds(use.db, use.by.id, from)).map(
        (deed) => ({ what: 'setting', at: deed.at, deed }) as const,
      )
    : [];
  const pauses = mine && mayPause(use.by) ? together(await pauseDeeds(use.db, use.by.id, from)) : [];
  const alerts = mine
    ? (await kpiAlertDeeds(use.db, use.by.id, from)).map(
        (deed) => ({ what: 'kpi alert', at: deed.at, deed }) as const,
      )
    : [];
  const rules = mine
    ? (await ruleDeeds(use.db, use.by.id, from)).map((deed) => ({ what: 'rule', at: deed.at, deed }) as const)
    : [];
  const within = [...changes, ...settings, ...pauses, ...alerts, ...rules]
    .filter((deed) => span === null || deed.at < span.to)
    .sort((a, b) => b.at.getTime() - a.at.getTime() || orderOf(b) - orderOf(a));
  const wanted = command.do === 'undo_of' ? 1 : (command.last ?? most);
  return within.slice(0, wanted);
}

function orderOf(deed: Deed): number {
  if (deed.what === 'change') return deed.id;
  if (deed.what === 'kpi alert') return deed.deed.id;
  if (deed.what === 'rule') return deed.deed.rule.rule * 1000 + deed.deed.rule.version;
  return deed.what === 'setting' ? deed.deed.auditId : deed.deeds[0].auditId;
}

/** What was done at once is taken back at once. */
function together(deeds: PauseDeed[]): Deed[] {
  const groups = Map.groupBy(deeds, (deed) => `${deed.together} ${deed.kind}`);
  return [...groups.values()].flatMap(([first, ...others]): Deed[] =>
    first ? [{ what: 'pause', at: first.at, deeds: [first, ...others] }] : [],
  );
}

/** Nothing older can be undone. */
const earliest = (use: Use): Date =>
  new Date(use.company.now.getTime() - numberSetting(use.company.settings, 'undo_days') * 86_400_000);

function spanIn(use: Use, period: string): { from: Date; to: Date } {
  const { company } = use;
  const days = resolvePeriod(period, { ...company.calendar, now: company.now, zone: company.zone });
  return {
    from: days?.from ? startOfDay(days.from, company.zone) : earliest(use),
    to: days?.to ? startOfDay(addDays(days.to, 1), company.zone) : new Date(company.now.getTime() + 1),
  };
}

const own = `((c.by_kind = 'person' and c.by_id = ?) or c.exception_id in (select exception_id from decisions where by_id = ?))`;

const isHeld = `(c.state = 'pending' and c.held is not null and c.called_at is null and c.exception_id is not null)`;

/**
 * Changes that are in the CRM and were not undone, and those that were approved and are held: of this person or by them, of
 * an agent, of a deal.
 */
async function changesOf(
  use: Use,
  command: Undoing,
  span: { from: Date; to: Date | null },
): Promise<ChangeDeed[]> {
  const [where, values] =
    command.do === 'undo_of'
      ? ['c.subject_kind = ? and c.subject_id = ?', [command.thing.kind, command.thing.id]]
      : command.do === 'undo_all' && command.of !== 'me'
        ? ['c.proposal_id in (select id from proposals where agent = ?)', [command.of.id]]
        : [own, [use.by.id, use.by.id]];
  const { rows } = await use.db.raw<{ rows: (Omit<ChangeDeed, 'what'> & { deal: string | null })[] }>(
    `select c.id, coalesce(c.applied_at, c.requested_at) as at, c.subject_kind as of, c.fields,
       coalesce(d.name, l.name, n.name) as deal, d.currency, c.held->'because' as held
     from changes c left join deals d on d.id = c.subject_id and c.subject_kind = 'deal'
       left join leads l on l.id = c.subject_id and c.subject_kind = 'lead'
       left join records n on n.kind = c.subject_kind and n.id = c.subject_id
     where ((c.state = 'applied' and c.kind = 'change') or ${isHeld}) and c.undoes is null and ${where}
       and coalesce(c.applied_at, c.requested_at) > ?
       and coalesce(c.applied_at, c.requested_at) < coalesce(?, 'infinity'::timestamptz)
       and not exists (select 1 from changes u where u.undoes = c.id and u.state not in ('failed','conflict','abandoned'))
     order by 2 desc, c.id desc limit ?`,
    [...values, span.from, span.to, command.do === 'undo' ? Math.min(command.last, most) : most],
  );
  const found = rows.map((row): ChangeDeed => ({ what: 'change', ...row }));
  return command.do === 'undo' ? found : allowed(use, found);
}

/** Without those that somebody else has to take back. */
async function allowed(use: Use, deeds: ChangeDeed[]): Promise<ChangeDeed[]> {
  const may: ChangeDeed[] = [];
  for (const deed of deeds) {
    const change = await changeById(use.db, deed.id);
    if (change && (await mayNotUndo(use.db, change, use.by)) === null) may.push(deed);
  }
  return may;
}

/** A lead has fields of its own. */
const label = ({ of }: ChangeDeed, field: string): string => fieldNamed(of, field).label.toLowerCase();

/** "Close date of Acme Platform from 15 Apr back to 10 Mar". */
async function lineOf(use: Use, deed: Deed, named = true): Promise<string> {
  if (deed.what === 'setting') return settingLine(use, deed.deed);
  if (deed.what === 'kpi alert') return alertLine(use, deed.deed);
  if (deed.what === 'rule') return ruleLine(use, deed.deed);
  if (deed.what === 'pause') return pauseLine(use, deed.deeds);
  const names = new Map(
    [...use.company.lexicon.people, ...use.company.lexicon.stages].map((one) => [one.id, one.name]),
  );
  const said = (value: FieldChange['after'], field: string): string =>
    value === null || value === ''
      ? 'empty'
      : typeof value === 'number'
        ? figured(value, fieldNamed(deed.of, field).type, deed.currency, use.company)
        : /^\d{4}-\d\d-\d\d$/.test(String(value))
          ? day(String(value))
          : (names.get(String(value)) ?? String(value));
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

const figured = (value: number, type: string, currency: string | null, company: Use['company']): string =>
  type === 'money'
    ? money(value, currency, textSetting(company.settings, 'company_currency'))
    : type === 'days'
      ? count(value, 'day')
      : number(value);

/** "Pipeline agent is not paused any more", "Acme is paused again until Mon 23 Mar, 09:00 CET". */
function pauseLine({ company, by }: Use, [first, ...others]: [PauseDeed, ...PauseDeed[]]): string {
  const names = list([first, ...others].map((one) => pauseName(one, company)));
  const are = others.length > 0 ? 'are' : 'is';
  if (first.kind === 'paused') return `${names} ${are} not paused any more`;
  const until = first.heldUntil;
  const end = until ? ` until ${instant(until, by.tz ?? company.zone, company.now)}` : '';
  return `${names} ${are} paused again${end}`;
}

async function settingLine(use: Use, deed: SettingDeed): Promise<string> {
  const setting = settingNamed(deed.name);
  const before = await heldBefore(use.db, deed, use.company.now);
  const to = before ? shown(setting, before.value, use.company) : 'what holds otherwise';
  const where = [placeName(use.company, deed), deed.stage ? `in ${deed.stage}` : '']
    .filter(Boolean)
    .join(' ');
  return `"${setting.label}"${where ? ` ${where}` : ''} back to ${to}`;
}
