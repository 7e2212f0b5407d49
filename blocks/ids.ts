import { shortHash } from '../src/policy/hash.ts';

/**
 * What buttons, menus and forms are called, and how their values are written: one place for the builders and the doors.
 * An action id is `name` or `name#n` where several equal controls stand in one block.
 */
export const actions = {
  approve: 'exception.approve',
  edit: 'exception.edit',
  reject: 'exception.reject',
  rejectBecause: 'exception.reject-because',
  more: 'exception.more',
  wake: 'exception.wake',
  reopen: 'exception.reopen',
  /** The menu of a row on a card with several; what is chosen there does what a button does elsewhere. */
  row: 'exception.row',
  approveThese: 'group.approve',
  rejectAll: 'group.reject',
  rejectAllBecause: 'group.reject-because',
  review: 'group.review',
  skip: 'group.skip',
  undoAll: 'group.undo',
  undo: 'change.undo',
  doAgain: 'change.do-again',
  tryNow: 'change.try-now',
  /** Of what cannot be taken back, while it is held. */
  stopSending: 'change.stop',
  stopStart: 'start.stop',
  draftCorrection: 'change.correct',
  sendCorrection: 'correction.send',
  discardCorrection: 'correction.discard',
  useOurs: 'change.use-ours',
  keepTheirs: 'change.keep-theirs',
  /** Of a field that a rollback had to leave. */
  keepStay: 'rollback.keep',
  restoreStay: 'rollback.restore',
  why: 'why',
  good: 'feedback.good',
  bad: 'feedback.bad',
  needsEdit: 'feedback.needs-edit',
  claim: 'lead.claim',
  release: 'lead.release',
  contacted: 'lead.contacted',
  handOver: 'lead.hand-over',
  notALead: 'lead.not-a-lead',
  notALeadBecause: 'lead.not-a-lead-because',
  merge: 'lead.merge',
  reopenLead: 'lead.reopen',
  /** The menu of a lead's card; what is chosen there does what a button does elsewhere. */
  leadMenu: 'lead.menu',
  pauseAgent: 'alert.pause',
  acknowledge: 'alert.acknowledge',
  rollBack: 'alert.roll-back',
  choose: 'request.choose',
  changeLimit: 'finding.change-limit',
  handFinding: 'finding.hand',
  /** Asks a question that is typed out on a card. */
  askFrom: 'finding.ask',
  rephrase: 'request.rephrase',
  postHere: 'request.post-here',
  exportCsv: 'request.export-csv',
  stop: 'request.stop',
  confirm: 'request.confirm',
  cancel: 'request.cancel',
  leaveOut: 'request.leave-out',
  editDeal: 'deal.edit',
  stillRight: 'nudge.still-right',
  openLink: 'open-link',
  refresh: 'home.refresh',
  show: 'home.show',
  /** Opens a sentence to be completed. */
  say: 'home.say',
  /** Opens the form in which a setting is chosen. */
  settings: 'home.settings',
  pauseEverything: 'home.pause-everything',
  resume: 'pause.resume',
  agent: 'home.agent',
  askForAccess: 'home.ask-for-access',
  reviewPhrasing: 'phrasing.review',
  acceptPhrasing: 'phrasing.accept',
  editPhrasing: 'phrasing.edit',
  rejectPhrasing: 'phrasing.reject',
  phrasingOff: 'phrasing.switch-off',
  restorePhrasing: 'phrasing.restore',
  approveMode: 'mode.approve',
  rejectMode: 'mode.reject',
  batchOn: 'batch.go-on',
  batchDrop: 'batch.give-up',
  batchApprove: 'batch.approve',
  batchReject: 'batch.reject',
  /** Of one that came by itself. */
  playbookOff: 'playbook.off',
  playbookOn: 'playbook.on-again',
  /** Of the playbook for a rep who is new. */
  repOn: 'rep.onboard',
  repNo: 'rep.not-needed',
} as const;

export const forms = {
  edit: 'form.edit',
  reject: 'form.reject',
  rejectAll: 'form.reject-all',
  review: 'form.review',
  needsEdit: 'form.needs-edit',
  rephrase: 'form.rephrase',
  say: 'form.say',
  editDeal: 'form.edit-deal',
  phrasing: 'form.phrasing',
  why: 'form.why',
  notice: 'form.notice',
  handOver: 'form.hand-over',
  notALead: 'form.not-a-lead',
  merge: 'form.merge',
  leaveOut: 'form.leave-out',
  correction: 'form.correction',
  limit: 'form.limit',
  limitSeen: 'form.limit-seen',
  handFinding: 'form.hand-finding',
  setting: 'form.setting',
  settingValue: 'form.setting-value',
  settingSeen: 'form.setting-seen',
} as const;

/** What an action id names, without its number. */
export const actionName = (actionId: string): string => actionId.split('#')[0] ?? actionId;

/** "exception:12": what a button is about. */
export type About =
  | 'exception'
  | 'group'
  | 'request'
  | 'lead'
  | 'alert'
  | 'finding'
  | 'digest'
  | 'forecast'
  | 'report'
  | 'change'
  | 'deal'
  | 'agent'
  | 'card'
  | 'phrasing'
  | 'mode'
  | 'batch'
  | 'correction'
  | 'start'
  | 'playbook'
  | 'rep'
  /** All that waits for whoever presses. */
  | 'waiting';
export const about = (kind: About, id: string | number): string => `${kind}:${id}`;
export const readAbout = (value: string): { kind: string; id: string } | null => {
  const at = value.indexOf(':');
  return at > 0 && at < value.length - 1 ? { kind: value.slice(0, at), id: value.slice(at + 1) } : null;
};

/** A decision names the exception and the hash of what was on the screen. */
export const shown = (exceptionId: number, hash: string, as: 'whole' | 'short' = 'whole'): string =>
  `${exceptionId}:${as === 'short' ? shortHash(hash) : hash}`;
export const readShown = (value: string): { exceptionId: number; hash: string } | null => {
  const [id, hash] = value.split(':');
  return id && hash && /^\d{1,15}$/.test(id) ? { exceptionId: Number(id), hash } : null;
};

/** Several decisions at one tap, each with the hash of what was on the screen. */
export const shownTogether = (all: { id: number; hash: string }[]): string =>
  all.map(({ id, hash }) => shown(id, hash, 'short')).join(',');
export const readShownTogether = (value: string): { exceptionId: number; hash: string }[] | null => {
  const all = value.split(',').map(readShown);
  return all.every((one) => one !== null) ? all : null;
};

/** Changes that are taken back together. */
export const changesTogether = (ids: number[]): string => ids.join(',');
export const readChangesTogether = (value: string): number[] | null => {
  const all = value.split(',');
  return all.every((id) => /^\d{1,15}$/.test(id)) ? all.map(Number) : null;
};

/** A field that a rollback left, with the mark of what was on the screen. */
export const stayValue = (stay: { changeId: number; field: string; shown: string }): string =>
  `${stay.changeId}:${stay.field}:${stay.shown}`;
export const readStay = (value: string): { changeId: number; field: string; shown: string } | null => {
  const [id = '', field, shown] = value.split(':');
  return /^\d{1,15}$/.test(id) && field && shown ? { changeId: Number(id), field, shown } : null;
};

const rowVerbs = {
  approve: actions.approve,
  edit: actions.edit,
  reject: actions.reject,
  more: actions.more,
  why: actions.why,
  undo: actions.undo,
  again: actions.doAgain,
  reopen: actions.reopen,
  wake: actions.wake,
  try: actions.tryNow,
  ours: actions.useOurs,
  theirs: actions.keepTheirs,
  hand: actions.handOver,
  merge: actions.merge,
  none: actions.notALead,
  limit: actions.changeLimit,
  handAlert: actions.handFinding,
} as const;
export type RowVerb = keyof typeof rowVerbs;

/** What the menu of a row or of a lead's card offers; `value` is what the button of that name bears elsewhere. */
export const rowChoice = (verb: RowVerb, value: string): string => `${verb}:${value}`;

type Pressed = {
  action_id: string;
  value?: string | undefined;
  selected_option?: { value: string } | null | undefined;
};

/** What was pressed; a choice in a row's menu as the button that it stands for. */
export const asButton = (pressed: Pressed): Pressed => {
  const menus: string[] = [actions.row, actions.leadMenu];
  const chosen = menus.includes(actionName(pressed.action_id)) ? pressed.selected_option?.value : undefined;
  const [verb = '', value = ''] = chosen?.split(/:(.*)/s) ?? [];
  const name = verb in rowVerbs ? rowVerbs[verb as RowVerb] : undefined;
  if (name === undefined) return pressed;
  return name === actions.more ? { action_id: name, selected_option: { value } } : { action_id: name, value };
};

/** A choice of an overflow menu: what to do, to what. */
export const choice = (verb: string, to: string | number, more?: string | number): string =>
  more === undefined ? `${verb}:${to}` : `${verb}:${to}:${more}`;
export const readChoice = (value: string): string[] => value.split(':');

/** Names of the fields of a form; a field of a deal is `field.<name>`. */
export const inputs = {
  note: 'note',
  reason: 'reason',
  said: 'said',
  wrong: 'wrong',
  apply: 'apply',
  rephrased: 'rephrased',
  template: 'template',
  limit: 'limit',
  to: 'to',
  setting: 'setting',
  value: 'value',
  place: 'place',
  stage: 'stage',
  until: 'until',
  /** Several lists of boxes, since one holds ten. */
  keep: (n: number) => `keep.${n}`,
  of: (field: string) => `field.${field}`,
} as const;

/** Which request Stop stops, and whether it stands on a note that goes with it. */
export const stopValue = (requestId: string, note: boolean): string =>
  note ? `${requestId}:note` : requestId;
export const readStop = (value: string): { requestId: string; note: boolean } => {
  const [requestId = '', kind] = value.split(':');
  return { requestId, note: kind === 'note' };
};
