/** Every button, menu and form, the right of the matrix that it needs, and how it is pressed. */
import {
  about,
  actions,
  changesTogether,
  choice,
  forms,
  inputs,
  rowChoice,
  shown,
  shownTogether,
  stayValue,
} from '../../blocks/ids.ts';
import type { Action } from '../../src/policy/matrix.ts';
import type { Actor, Entries } from './entries.ts';
import { boss, deals, leads, type Place, type World } from './world.ts';

export type Pressing = { entries: Entries; world: World; who: Actor; place: Place };
export type Door = {
  /** The action or form, as `blocks/ids.ts` has it. */
  door: string;
  needs: Action;
  /** Absent: it is about nobody's place, and the right alone counts. */
  places?: readonly Place[];
  /** Of those with the right, whom it is for: where that is one person. */
  only?: (who: Actor) => boolean;
  before?: (at: Pressing) => Promise<unknown>;
  press: (at: Pressing) => Promise<void>;
  /** It opens a window: where that has these words, they were let in. Absent: something else changes. */
  opens?: string;
};

const all: readonly Place[] = ['own', 'near', 'far'];

const press = (action: string, value: (at: Pressing) => string, on?: Parameters<Entries['press']>[3]) => {
  return (at: Pressing) => at.entries.press(at.who, action, value(at), on);
};
const submit = (
  form: string,
  kept: (at: Pressing) => object,
  typed: Record<string, string | string[]> = {},
) => {
  return (at: Pressing) => at.entries.submit(at.who, form, kept(at), typed);
};
const shownOf = (of: 'open' | 'snoozed' | 'rejected') => {
  return ({ world, place }: Pressing) => shown(world[of][place].id, world[of][place].hash);
};
const together = ({ world, place }: Pressing): string => {
  const { id, hash } = world.open[place];
  return shownTogether([{ id, hash }]);
};
const keptOpen = ({ world, place }: Pressing) => ({
  exceptionId: world.open[place].id,
  hash: world.open[place].hash,
});
const openOne = (kind: 'exception', of: 'open' | 'snoozed' | 'rejected') => {
  return ({ world, place }: Pressing) => about(kind, world[of][place].id);
};
const change = (of: 'applied' | 'undone' | 'clashing' | 'failed') => {
  return ({ world, place }: Pressing) => about('change', world[of][place]);
};
const lead = ({ place }: Pressing) => about('lead', leads[place]);
const keptLead = (at: Pressing) => ({ about: lead(at) });
const input = '"type":"input"';
const approves = `"${actions.approve}`;

const setting = (needs: Action, name: string, scope: string, id: string, was: number, version = 0): Door => ({
  door: forms.settingSeen,
  needs,
  press: submit(forms.settingSeen, () => ({
    setting: name,
    typed: { value: '20', place: `${scope}:${id}`, reason: 'For the test' },
    shown: { headline: 'Set it', mark: JSON.stringify([name, scope, id, '', was, version]) },
  })),
});
const settingSet: Door[] = [
  setting('set_agent', 'canary_from', 'agent', 'pipeline', 10),
  setting('set_company', 'event_days', 'everyone', '', 14),
  setting('set_authority', 'discount_limit', 'everyone', '', 8),
  { ...setting('set_place', 'stale_days', 'territory', 'T-emea', 14, 1), places: ['near'] },
  { ...setting('set_place', 'stale_days', 'territory', 'T-amer', 14, 1), places: ['far'] },
];

const decide = (one: Omit<Door, 'needs' | 'places'>): Door => ({ ...one, needs: 'decide', places: all });
const deciding: Door[] = [
  decide({ door: actions.approve, press: press(actions.approve, shownOf('open')) }),
  decide({ door: actions.edit, press: press(actions.edit, shownOf('open')), opens: input }),
  decide({
    door: forms.edit,
    press: submit(forms.edit, keptOpen, { [inputs.of('close_date')]: '2026-05-01' }),
  }),
  decide({ door: actions.reject, press: press(actions.reject, shownOf('open')), opens: input }),
  decide({ door: forms.reject, press: submit(forms.reject, keptOpen, { [inputs.reason]: 'It is fine' }) }),
  decide({
    door: actions.rejectBecause,
    press: press(actions.rejectBecause, ({ world, place }) =>
      choice('0', world.open[place].id, world.open[place].hash),
    ),
  }),
  decide({
    door: actions.more,
    press: press(actions.more, ({ world, place }) => choice('snooze', 'tomorrow', world.open[place].id), {
      menu: true,
    }),
  }),
  decide({
    door: actions.row,
    press: press(actions.row, (at) => rowChoice('approve', shownOf('open')(at)), { menu: true }),
  }),
  decide({ door: actions.wake, press: press(actions.wake, openOne('exception', 'snoozed')) }),
  decide({ door: actions.reopen, press: press(actions.reopen, openOne('exception', 'rejected')) }),
  decide({ door: actions.show, press: press(actions.show, openOne('exception', 'open')), opens: approves }),
  decide({ door: actions.approveThese, press: press(actions.approveThese, together) }),
  decide({ door: actions.rejectAll, press: press(actions.rejectAll, together), opens: input }),
  decide({
    door: forms.rejectAll,
    press: submit(forms.rejectAll, (at) => ({ together: together(at) }), { [inputs.reason]: 'No' }),
  }),
  decide({
    door: actions.rejectAllBecause,
    press: (at) =>
      at.entries.press(at.who, actions.rejectAllBecause, '0', { form: { together: together(at) } }),
  }),
  ...(['approver', 'finance'] as const).map(
    (role): Door => ({
      door: actions.approve,
      needs: 'sign',
      only: (who) => who.role === role,
      press: press(actions.approve, ({ world }) => shown(world.toSign[role].id, world.toSign[role].hash)),
    }),
  ),
];

/** Whoever edits a deal waits until the CRM has it. */
async function settled({ entries: { db } }: Pressing, sent: Promise<void>): Promise<void> {
  let over = false;
  const done = sent.finally(() => {
    over = true;
  });
  while (!over) {
    await db('changes')
      .where({ state: 'pending', back: 'reversible' })
      .update({ state: 'failed', error: 'Not here.' });
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 5))]);
  }
  await done;
}

const alter = (one: Omit<Door, 'needs' | 'places'>): Door => ({ ...one, needs: 'change', places: all });
const altering: Door[] = [
  alter({ door: actions.undo, press: press(actions.undo, change('applied')) }),
  alter({ door: actions.doAgain, press: press(actions.doAgain, change('undone')) }),
  alter({
    door: actions.undoAll,
    press: press(actions.undoAll, ({ world, place }) => changesTogether([world.applied[place]])),
  }),
  alter({ door: actions.useOurs, press: press(actions.useOurs, change('clashing')) }),
  alter({ door: actions.keepTheirs, press: press(actions.keepTheirs, change('clashing')) }),
  alter({ door: actions.tryNow, press: press(actions.tryNow, change('failed')) }),
  alter({
    door: actions.keepStay,
    press: press(actions.keepStay, ({ world, place }) => stayValue(world.stay[place])),
  }),
  alter({
    door: actions.restoreStay,
    press: press(actions.restoreStay, ({ world, place }) => stayValue(world.stay[place])),
  }),
  alter({
    door: actions.editDeal,
    press: press(actions.editDeal, ({ place }) => about('deal', deals[place])),
    opens: input,
  }),
  alter({
    door: forms.editDeal,
    press: (at) => {
      const kept = {
        dealId: deals[at.place],
        shown: { close_date: at.place === 'far' ? '2026-03-31' : '2026-03-10' },
      };
      return settled(
        at,
        at.entries.submit(at.who, forms.editDeal, kept, { [inputs.of('close_date')]: '2026-06-01' }),
      );
    },
  }),
];

const take = (one: Omit<Door, 'needs' | 'places'>): Door => ({
  ...one,
  needs: 'lead',
  places: ['near', 'far'],
});
const claimed = async ({ entries, who, place }: Pressing): Promise<void> => {
  await entries
    .db('lead_claims')
    .insert({ lead_id: leads[place], by_id: who.personId, at: entries.clock.now() });
};
const closed = ({ entries, place }: Pressing) =>
  entries.submit(
    boss(place),
    forms.notALead,
    { about: about('lead', leads[place]) },
    { [inputs.reason]: 'Spam' },
  );
const leading: Door[] = [
  take({ door: actions.claim, press: press(actions.claim, lead) }),
  take({
    door: actions.leadMenu,
    press: press(actions.leadMenu, (at) => rowChoice('none', lead(at)), { menu: true }),
    opens: input,
  }),
  take({ door: actions.notALead, press: press(actions.notALead, lead), opens: input }),
  take({ door: forms.notALead, press: submit(forms.notALead, keptLead, { [inputs.reason]: 'Spam' }) }),
  take({
    door: actions.notALeadBecause,
    press: (at) => at.entries.press(at.who, actions.notALeadBecause, '0', { form: keptLead(at) }),
  }),
  take({ door: actions.merge, press: press(actions.merge, lead), opens: input, places: ['near'] } as Omit<
    Door,
    'needs' | 'places'
  >),
  take({ door: actions.reopenLead, before: closed, press: press(actions.reopenLead, lead) }),
  { door: forms.merge, needs: 'lead', press: submit(forms.merge, keptLead, { [inputs.to]: 'lead:L-2' }) },
  {
    door: actions.release,
    needs: 'lead',
    places: ['own'],
    before: claimed,
    press: press(actions.release, lead),
  },
  {
    door: actions.contacted,
    needs: 'lead',
    places: ['own'],
    before: claimed,
    press: press(actions.contacted, lead),
  },
  {
    door: actions.handOver,
    needs: 'hand_over',
    places: all,
    press: press(actions.handOver, lead),
    opens: input,
  },
  {
    door: forms.handOver,
    needs: 'hand_over',
    places: all,
    press: (at) =>
      at.entries.submit(at.who, forms.handOver, keptLead(at), {
        [inputs.to]: at.place === 'far' ? 'P-dan' : 'P-tom',
      }),
  },
];

const findingOf = ({ world }: Pressing) => about('finding', world.finding);
const saying: Door[] = [
  { door: actions.good, needs: 'feedback', press: press(actions.good, openOne('exception', 'open')) },
  { door: actions.bad, needs: 'feedback', press: press(actions.bad, openOne('exception', 'open')) },
  {
    door: forms.needsEdit,
    needs: 'feedback',
    press: submit(forms.needsEdit, (at) => ({ about: openOne('exception', 'open')(at) }), {
      [inputs.said]: 'Otherwise',
    }),
  },
  {
    door: actions.stillRight,
    needs: 'feedback',
    places: ['own'],
    before: ({ entries, world, who }) =>
      entries
        .db('changes')
        .where({ id: world.nudge })
        .update({ message: JSON.stringify({ to: who.personId, text: 'What next?' }) }),
    press: press(actions.stillRight, ({ world }) => about('change', world.nudge)),
  },
  {
    door: actions.why,
    needs: 'see',
    places: ['near', 'far'],
    press: press(actions.why, openOne('exception', 'open')),
    opens: 'Negotiation',
  },
];

const accepted = (at: Pressing) =>
  at.entries.press(boss('near') && adminOf(at), actions.acceptPhrasing, phrasing(at));
const dismissed = (at: Pressing) => at.entries.press(adminOf(at), actions.rejectPhrasing, phrasing(at));
const adminOf = (_: Pressing): Actor => ({ ...boss('near'), slackId: 'U_ADA', personId: 'P-ada' });
const phrasing = ({ world }: Pressing) => about('phrasing', world.phrasing);
const agent = 'agent:pipeline';
const paused = ({ entries }: Pressing) =>
  entries.press(boss('near'), actions.agent, 'pause:pipeline', { menu: true });
const keeping: Door[] = [
  {
    door: actions.pauseEverything,
    needs: 'pause',
    press: press(actions.pauseEverything, () => 'all', { home: true }),
  },
  {
    door: actions.pauseAgent,
    needs: 'pause',
    press: press(actions.pauseAgent, ({ world }) => about('alert', world.alert)),
  },
  { door: actions.resume, needs: 'pause', before: paused, press: press(actions.resume, () => agent) },
  ...['pause', 'run'].map(
    (verb): Door => ({
      door: actions.agent,
      needs: 'pause',
      press: press(actions.agent, () => `${verb}:pipeline`, { menu: true }),
    }),
  ),
  {
    door: actions.agent,
    needs: 'pause',
    before: paused,
    press: press(actions.agent, () => 'resume:pipeline', { menu: true }),
  },
  {
    door: actions.say,
    needs: 'pause',
    press: press(actions.say, () => 'rule', { home: true }),
    opens: input,
  },
  {
    door: actions.settings,
    needs: 'set_agent',
    press: press(actions.settings, () => '', { home: true }),
    opens: input,
  },
  {
    door: forms.setting,
    needs: 'set_agent',
    press: submit(forms.setting, () => ({}), { [inputs.setting]: 'canary_from' }),
    opens: input,
  },
  {
    door: forms.settingValue,
    needs: 'set_agent',
    press: submit(forms.settingValue, () => ({ setting: 'canary_from' }), {
      [inputs.value]: '30',
      [inputs.place]: 'agent:pipeline',
      [inputs.reason]: 'Fewer at first',
    }),
    opens: 'to 30 for Pipeline agent',
  },
  ...settingSet,
  {
    door: actions.batchOn,
    needs: 'pause',
    press: press(actions.batchOn, ({ world }) => about('batch', world.batch)),
  },
  {
    door: actions.batchDrop,
    needs: 'pause',
    press: press(actions.batchDrop, ({ world }) => about('batch', world.batch)),
  },
  ...(['repOn', 'repNo'] as const).map(
    (name): Door => ({
      door: actions[name],
      needs: 'set_place',
      places: ['near', 'far'],
      press: press(actions[name], ({ world, place }) => about('rep', world.newRep[place])),
    }),
  ),
  ...(['playbookOff', 'playbookOn'] as const).map(
    (name): Door => ({
      door: actions[name],
      needs: 'set_company',
      before: async ({ entries: { db, clock } }) => {
        const at = clock.now();
        await db('playbook_activations').update(
          name === 'playbookOff' ? { ended_at: null, ended_by: null } : { ended_at: at, ended_by: 'clock' },
        );
      },
      press: press(actions[name], ({ world }) => about('playbook', world.playbook)),
    }),
  ),
  {
    door: actions.more,
    needs: 'pause',
    press: press(actions.more, () => choice('snooze', 'tomorrow', 'finding'), { menu: true, ts: '7.7' }),
  },
  {
    door: actions.acknowledge,
    needs: 'end_alerts',
    press: press(actions.acknowledge, ({ world }) => about('alert', world.alert)),
  },
  {
    door: actions.rollBack,
    needs: 'set_company',
    press: press(actions.rollBack, ({ world }) => about('alert', world.alert)),
  },
  {
    door: actions.approveMode,
    needs: 'sign_mode',
    press: press(actions.approveMode, ({ world }) => about('mode', world.mode)),
  },
  {
    door: actions.rejectMode,
    needs: 'sign_mode',
    press: press(actions.rejectMode, ({ world }) => about('mode', world.mode)),
  },
  {
    door: actions.changeLimit,
    needs: 'end_alerts',
    press: press(actions.changeLimit, findingOf),
    opens: input,
  },
  {
    door: forms.limit,
    needs: 'end_alerts',
    press: submit(forms.limit, (at) => ({ about: findingOf(at) }), { [inputs.limit]: '30' }),
    opens: 'Limit 30%',
  },
  {
    door: forms.limitSeen,
    needs: 'end_alerts',
    press: submit(forms.limitSeen, (at) => ({
      about: findingOf(at),
      typed: { limit: '30' },
      shown: { was: 0.5 },
    })),
  },
  {
    door: actions.handFinding,
    needs: 'tell_others',
    press: press(actions.handFinding, findingOf),
    opens: input,
  },
  {
    door: forms.handFinding,
    needs: 'tell_others',
    press: submit(forms.handFinding, (at) => ({ about: findingOf(at) }), { [inputs.to]: 'P-priya' }),
  },
  {
    door: actions.reviewPhrasing,
    needs: 'phrasings',
    press: press(actions.reviewPhrasing, phrasing),
    opens: actions.acceptPhrasing,
  },
  {
    door: actions.editPhrasing,
    needs: 'phrasings',
    press: press(actions.editPhrasing, phrasing),
    opens: input,
  },
  { door: actions.acceptPhrasing, needs: 'phrasings', press: press(actions.acceptPhrasing, phrasing) },
  { door: actions.rejectPhrasing, needs: 'phrasings', press: press(actions.rejectPhrasing, phrasing) },
  {
    door: actions.phrasingOff,
    needs: 'phrasings',
    before: accepted,
    press: press(actions.phrasingOff, phrasing),
  },
  {
    door: actions.restorePhrasing,
    needs: 'phrasings',
    before: dismissed,
    press: press(actions.restorePhrasing, phrasing),
  },
  {
    door: forms.phrasing,
    needs: 'phrasings',
    press: submit(forms.phrasing, ({ world }) => ({ phrasingId: world.phrasing }), {
      [inputs.template]: 'things gone stone cold on <person>',
    }),
  },
];

const drafted = ({ world }: Pressing) => about('correction', world.correction);
const theirDraft = async ({ entries, world, who }: Pressing): Promise<void> => {
  await entries.db('corrections').where({ id: world.correction }).update({ drafted_by: who.personId });
};
const draft = (one: Omit<Door, 'needs' | 'places' | 'before'>): Door => ({
  ...one,
  needs: 'undo',
  places: ['own'],
  before: theirDraft,
});
const sending: Door[] = [
  alter({
    door: actions.stopSending,
    press: press(actions.stopSending, ({ world, place }) => about('change', world.held[place])),
  }),
  alter({
    door: actions.draftCorrection,
    press: press(actions.draftCorrection, ({ world, place }) => about('change', world.sent[place])),
  }),
  {
    door: actions.batchApprove,
    needs: 'bulk',
    press: press(actions.batchApprove, ({ world }) => about('batch', world.many)),
  },
  {
    door: actions.batchReject,
    needs: 'bulk',
    press: press(actions.batchReject, ({ world }) => about('batch', world.many)),
  },
  draft({ door: actions.discardCorrection, press: press(actions.discardCorrection, drafted) }),
  draft({ door: actions.sendCorrection, press: press(actions.sendCorrection, drafted), opens: input }),
  draft({
    door: forms.correction,
    press: submit(forms.correction, (at) => ({ about: drafted(at) }), { [inputs.note]: 'Not so' }),
  }),
  {
    door: actions.stopStart,
    needs: 'pause',
    press: press(actions.stopStart, ({ world }) => about('start', world.start)),
  },
];

/** What waits for a yes of the actor called manager. */
const theirs = (who: Actor): boolean => who.name === 'manager';
const asked =
  (verb: string) =>
  ({ world }: Pressing) =>
    `${world.request}:${verb}`;
const asking: Door[] = [
  { door: actions.confirm, needs: 'pause', only: theirs, press: press(actions.confirm, asked('yes')) },
  { door: actions.choose, needs: 'pause', only: theirs, press: press(actions.choose, asked('yes')) },
  {
    door: actions.rephrase,
    needs: 'pause',
    only: theirs,
    press: press(actions.rephrase, ({ world }) => String(world.request)),
    opens: input,
  },
];

export const doors: readonly Door[] = [
  ...deciding,
  ...altering,
  ...leading,
  ...saying,
  ...keeping,
  ...sending,
  ...asking,
];

/** What needs no right, with the reason. `press` is absent where nothing comes to the house, or the menu's choices do what buttons do. */
export const harmless: Readonly<
  Record<string, { because: string; press?: (at: Pressing) => Promise<void> }>
> = {
  [actions.openLink]: { because: 'the browser follows it', press: press(actions.openLink, () => 'x') },
  [actions.refresh]: {
    because: 'paints one’s own Home',
    press: press(actions.refresh, () => 'x', { home: true }),
  },
  [actions.askForAccess]: {
    because: 'tells the administrators',
    press: press(actions.askForAccess, () => 'x', { home: true }),
  },
  [actions.needsEdit]: {
    because: 'opens an empty form',
    press: press(actions.needsEdit, openOne('exception', 'open')),
  },
  [actions.review]: {
    because: 'each page says what may be decided',
    press: press(actions.review, () => 'waiting:me'),
  },
  [actions.skip]: { because: 'turns a page', press: press(actions.skip, () => 'x') },
  [actions.exportCsv]: {
    because: 'sends what its reader may see',
    press: press(actions.exportCsv, ({ world }) => String(world.request)),
  },
  [actions.askFrom]: {
    because: 'asks in the name of whoever presses',
    press: press(actions.askFrom, ({ world }) => about('finding', world.finding)),
  },
  [actions.postHere]: {
    because: 'shows the asker’s own answer',
    press: press(actions.postHere, ({ world }) => String(world.request)),
  },
  [actions.cancel]: { because: 'ends the asker’s own question', press: press(actions.cancel, asked('no')) },
  [actions.stop]: {
    because: 'ends the asker’s own question',
    press: press(actions.stop, ({ world }) => `${world.request}`),
  },
  [actions.leaveOut]: {
    because: 'opens the asker’s own plan',
    press: press(actions.leaveOut, ({ world }) => String(world.request)),
  },
  [forms.leaveOut]: {
    because: 'narrows the asker’s own plan',
    press: submit(forms.leaveOut, ({ world }) => ({ requestId: String(world.request) }), {
      [inputs.keep(0)]: ['x'],
    }),
  },
  [forms.say]: {
    because: 'asks in the name of whoever sends it',
    press: submit(forms.say, () => ({}), { [inputs.said]: 'how many open deals' }),
  },
  [forms.rephrase]: {
    because: 'asks anew in the name of the asker',
    press: submit(forms.rephrase, ({ world }) => ({ requestId: String(world.request) }), {
      [inputs.rephrased]: 'how many open deals',
    }),
  },
  [forms.review]: { because: 'is never sent: its pages have buttons' },
  [forms.why]: { because: 'is never sent' },
  [forms.notice]: { because: 'is never sent' },
};
