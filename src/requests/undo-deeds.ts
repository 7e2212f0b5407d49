/** What can be taken back in words, as deeds: changes of records, settings, pauses, alerts on figures. */
import { type Round, roundsOf } from '../changes/remind.ts';
import { mayTakeBack, ownChange } from '../changes/rollback-scope.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { type RoleDeed, roleDeeds } from '../people/roles.ts';
import { type StandInDeed, standInDeeds } from '../people/stand-ins.ts';
import { may } from '../policy/authorize.ts';
import { mayPause } from '../policy/may-pause.ts';
import type { FieldChange, Person, SubjectKind } from '../policy/nouns.ts';
import { type TierDeed, tierDeeds } from '../settings/approval-tiers.ts';
import { type CheckpointDeed, checkpointDeeds } from '../settings/checkpoints.ts';
import { type KpiAlertDeed, kpiAlertDeeds } from '../settings/kpi-alerts.ts';
import { numberSetting } from '../settings/settings.ts';
import { settingDeeds } from '../settings/undo.ts';
import { type PauseDeed, pauseDeeds } from '../settings/undo-pause.ts';
import { type PlaybookDeed, playbookDeeds } from '../settings/undo-playbook.ts';
import { type RuleDeed, ruleDeeds } from '../settings/undo-rule.ts';
import type { Company } from './company.ts';
import { type ModeDeed, modeDeeds } from './undoing-modes.ts';
import { type OutsideDeed, outsideDeeds } from './undoing-outside.ts';
import { type SettingsDeed, setTogether } from './undoing-settings.ts';

export type UndoUse = { db: Db; now: Clock; company: Company; by: Person };
export type Undoing = Extract<Command, { do: 'undo' | 'undo_of' }>;

export type ChangeDeed = {
  what: 'change';
  id: number;
  at: Date;
  of: SubjectKind;
  deal: string | null;
  currency: string | null;
  fields: FieldChange[];
  /** Approved, and held before anything of it was done: why. */
  held: string[] | null;
  /** What a person has done to many by one sentence. */
  batch: number | null;
};
/** What no change of a record is. */
export type OtherDeed =
  /** What was set by one sentence: a limit, or all that a snapshot brought back. */
  | SettingsDeed
  | { what: 'kpi alert'; at: Date; deed: KpiAlertDeed }
  | { what: 'rule'; at: Date; deed: RuleDeed }
  | { what: 'mode'; at: Date; deed: ModeDeed }
  | { what: 'checkpoint'; at: Date; deed: CheckpointDeed }
  | { what: 'role'; at: Date; deed: RoleDeed }
  | { what: 'approval'; at: Date; deed: TierDeed }
  /** What goes out of the house, or has gone. */
  | { what: 'outside'; at: Date; deed: OutsideDeed }
  /** Messages to many reps that one sentence has sent. */
  | { what: 'reminders'; at: Date; deed: Round }
  /** Who decides for somebody who is away. */
  | { what: 'stand-in'; at: Date; deed: StandInDeed }
  /** A playbook switched on or off by one sentence, in one place or more. */
  | { what: 'playbook'; at: Date; deeds: [PlaybookDeed, ...PlaybookDeed[]] }
  /** What was paused or resumed by one sentence. */
  | { what: 'pause'; at: Date; deeds: [PauseDeed, ...PauseDeed[]] };
export type Deed = ChangeDeed | OtherDeed;

/** So many are looked at where only the last ones are asked for. */
const most = 10_000;

/** The newest first. Only what can still be undone, by this person. */
export async function deedsOf(use: UndoUse, command: Undoing): Promise<Deed[]> {
  const from = earliest(use);
  const last = command.do === 'undo' ? Math.min(command.last, most) : most;
  const changes = await changesWhere(use, command.do === 'undo_of' ? ofThing(command.thing) : byThem(use), {
    from,
    to: null,
    last,
  });
  const mine = command.do === 'undo' ? changes : await allowed(use, changes);
  const others = command.do === 'undo' ? await otherDeeds(use, from) : [];
  const wanted = command.do === 'undo_of' ? 1 : last;
  const all = newestFirst([...mine, ...others]);
  return all.slice(0, wanted === 1 ? modesTogether(all) : wanted);
}

export const newestFirst = <D extends Deed>(deeds: D[]): D[] =>
  deeds.toSorted((a, b) => b.at.getTime() - a.at.getTime() || orderOf(b) - orderOf(a));

/** Of whoever asks, since then. */
export async function otherDeeds(use: UndoUse, from: Date): Promise<OtherDeed[]> {
  const settings = await settingDeeds(use.db, use.by.id, from);
  const alerts = await kpiAlertDeeds(use.db, use.by.id, from);
  const checkpoints = mayPause(use.by) ? await checkpointDeeds(use.db, use.by.id, from) : [];
  return [
    ...setTogether(settings),
    ...playbooksTogether(await playbookDeeds(use.db, use.by.id, from)),
    ...(mayPause(use.by) ? together(await pauseDeeds(use.db, use.by.id, from)) : []),
    ...alerts.map((deed) => ({ what: 'kpi alert', at: deed.at, deed }) as const),
    ...(await modeDeeds(use, from)).map((deed) => ({ what: 'mode', at: deed.at, deed }) as const),
    ...(await ruleDeeds(use.db, use.by.id, from)).map(
      (deed) => ({ what: 'rule', at: deed.at, deed }) as const,
    ),
    ...(may(use.by, 'roles') ? await roleDeeds(use.db, use.by.id, from) : []).map(
      (deed) => ({ what: 'role', at: deed.at, deed }) as const,
    ),
    ...(may(use.by, 'set_authority') ? await tierDeeds(use.db, use.by.id, from) : []).map(
      (deed) => ({ what: 'approval', at: deed.at, deed }) as const,
    ),
    ...(await standInDeeds(use.db, use.by.id, from, use.company.now)).map(
      (deed) => ({ what: 'stand-in', at: deed.at, deed }) as const,
    ),
    ...(await outsideDeeds(use.db, use.by.id, from)).map(
      (deed) => ({ what: 'outside', at: deed.at, deed }) as const,
    ),
    ...(await roundsOf(use.db, use.by.id, from)).map(
      (deed) => ({ what: 'reminders', at: deed.at, deed }) as const,
    ),
    ...checkpoints.map((deed) => ({ what: 'checkpoint', at: deed.at, deed }) as const),
  ];
}

/** So long it takes at most to put all agents in a mode by one sentence. */
const ONE_SENTENCE_MS = 2_000;

/** How many of the newest are modes that one sentence has set: they go back together. */
function modesTogether([first, ...others]: Deed[]): number {
  const mode = (deed: Deed | undefined) =>
    deed?.what === 'mode' && deed.deed.kind === 'mode' ? deed.deed.row : null;
  const last = mode(first);
  if (!first || !last) return 1;
  const apart = others.findIndex((deed) => {
    const one = mode(deed);
    return (
      one === null ||
      one.mode !== last.mode ||
      JSON.stringify(one.scope) !== JSON.stringify(last.scope) ||
      one.agent === last.agent ||
      first.at.getTime() - deed.at.getTime() > ONE_SENTENCE_MS
    );
  });
  return 1 + (apart < 0 ? others.length : apart);
}

export function orderOf(deed: Deed): number {
  if (deed.what === 'change') return deed.id;
  if (deed.what === 'rule') return deed.deed.rule.rule * 1000 + deed.deed.rule.version;
  if (deed.what === 'role') return deed.deed.auditId;
  if (deed.what === 'approval' || deed.what === 'stand-in') return deed.deed.id;
  if (deed.what === 'outside' || deed.what === 'reminders') return deed.deed.id;
  if (deed.what === 'kpi alert' || deed.what === 'mode' || deed.what === 'checkpoint') return deed.deed.id;
  return deed.deeds[0].auditId;
}

/** What was done at once is taken back at once. */
function together(deeds: PauseDeed[]): OtherDeed[] {
  const groups = Map.groupBy(deeds, (deed) => `${deed.together} ${deed.kind}`);
  return [...groups.values()].flatMap(([first, ...others]): OtherDeed[] =>
    first ? [{ what: 'pause', at: first.at, deeds: [first, ...others] }] : [],
  );
}

const playbooksTogether = (deeds: PlaybookDeed[]): OtherDeed[] =>
  [...Map.groupBy(deeds, (deed) => `${deed.together} ${deed.kind}`).values()].flatMap(
    ([first, ...others]): OtherDeed[] =>
      first ? [{ what: 'playbook', at: first.at, deeds: [first, ...others] }] : [],
  );

/** Nothing older can be undone. */
export const earliest = ({ company }: UndoUse): Date =>
  new Date(company.now.getTime() - numberSetting(company.settings, 'undo_days') * 86_400_000);

type Where = [where: string, values: (string | null)[]];
const ofThing = ({ kind, id }: { kind: string; id: string | null }): Where => [
  'c.subject_kind = ? and c.subject_id = ?',
  [kind, id],
];
const byThem = ({ by }: UndoUse): Where => [ownChange, [by.id, by.id]];

const isHeld = `(c.state = 'pending' and c.held is not null and c.called_at is null and c.exception_id is not null)`;

/** Approvals whose change is held, so that nothing of it is done yet: of an agent's proposals, or by whoever asks. */
export async function heldOf(
  use: UndoUse,
  agent: string | null,
  span: { from: Date; to: Date | null },
): Promise<ChangeDeed[]> {
  const [where, values] =
    agent === null
      ? byThem(use)
      : ([`c.proposal_id in (select id from proposals where agent = ?)`, [agent]] satisfies Where);
  return allowed(use, await changesWhere(use, [`${isHeld} and ${where}`, values], { ...span, last: most }));
}

/** Of these changes the first few, as they are told. */
export const changesNamed = (use: UndoUse, ids: number[]): Promise<ChangeDeed[]> =>
  changesWhere(
    use,
    [`c.id in (select value::bigint from jsonb_array_elements_text(?::jsonb))`, [JSON.stringify(ids)]],
    {
      from: new Date(0),
      to: null,
      last: ids.length,
      undoes: true,
    },
  );

/** Changes that are in the CRM and were not undone, and those that were approved and are held. */
async function changesWhere(
  use: UndoUse,
  [where, values]: Where,
  span: { from: Date; to: Date | null; last: number; undoes?: true },
): Promise<ChangeDeed[]> {
  const { rows } = await use.db.raw<{ rows: Omit<ChangeDeed, 'what'>[] }>(
    `select c.id, coalesce(c.applied_at, c.requested_at) as at, c.subject_kind as of, c.fields,
       coalesce(d.name, l.name, n.name) as deal, d.currency, c.held->'because' as held,
       case when c.by_kind = 'person' then c.batch_id end as batch
     from changes c left join deals d on d.id = c.subject_id and c.subject_kind = 'deal'
       left join leads l on l.id = c.subject_id and c.subject_kind = 'lead'
       left join records n on n.kind = c.subject_kind and n.id = c.subject_id
     where ((c.state = 'applied' and c.kind = 'change') or ${isHeld}) and (? or c.undoes is null) and ${where}
       and coalesce(c.applied_at, c.requested_at) > ?
       and coalesce(c.applied_at, c.requested_at) < coalesce(?, 'infinity'::timestamptz)
       and not exists (select 1 from changes u where u.undoes = c.id and u.state not in ('failed','conflict','abandoned'))
     order by 2 desc, c.id desc limit ?`,
    [span.undoes ?? false, ...values, span.from, span.to, span.last],
  );
  return rows.map((row): ChangeDeed => ({ what: 'change', ...row }));
}

/** Without those that somebody else has to take back. */
async function allowed(use: UndoUse, deeds: ChangeDeed[]): Promise<ChangeDeed[]> {
  const may = await mayTakeBack(
    use.db,
    deeds.map(({ id }) => id),
    use.by,
  );
  return deeds.filter(({ id }) => may.has(id));
}
