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
  undo: 'change.undo',
  doAgain: 'change.do-again',
  tryNow: 'change.try-now',
  useOurs: 'change.use-ours',
  keepTheirs: 'change.keep-theirs',
  why: 'why',
  good: 'feedback.good',
  bad: 'feedback.bad',
  needsEdit: 'feedback.needs-edit',
  claim: 'lead.claim',
  release: 'lead.release',
  pauseAgent: 'alert.pause',
  acknowledge: 'alert.acknowledge',
  choose: 'request.choose',
  /** Asks a question that is typed out on a card. */
  askFrom: 'finding.ask',
  rephrase: 'request.rephrase',
  postHere: 'request.post-here',
  exportCsv: 'request.export-csv',
  stop: 'request.stop',
  confirm: 'request.confirm',
  cancel: 'request.cancel',
  editDeal: 'deal.edit',
  stillRight: 'nudge.still-right',
  openLink: 'open-link',
  refresh: 'home.refresh',
  show: 'home.show',
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
} as const;

export const forms = {
  edit: 'form.edit',
  reject: 'form.reject',
  needsEdit: 'form.needs-edit',
  rephrase: 'form.rephrase',
  editDeal: 'form.edit-deal',
  phrasing: 'form.phrasing',
  why: 'form.why',
  notice: 'form.notice',
} as const;

/** What an action id names, without its number. */
export const actionName = (actionId: string): string => actionId.split('#')[0] ?? actionId;

/** "exception:12": what a button is about. */
export type About =
  | 'exception'
  | 'request'
  | 'lead'
  | 'alert'
  | 'finding'
  | 'forecast'
  | 'change'
  | 'deal'
  | 'agent'
  | 'card'
  | 'phrasing';
export const about = (kind: About, id: string | number): string => `${kind}:${id}`;
export const readAbout = (value: string): { kind: string; id: string } | null => {
  const at = value.indexOf(':');
  return at > 0 && at < value.length - 1 ? { kind: value.slice(0, at), id: value.slice(at + 1) } : null;
};

/** A decision names the exception and the hash of what was on the screen. */
export const shown = (exceptionId: number, hash: string): string => `${exceptionId}:${hash}`;
export const readShown = (value: string): { exceptionId: number; hash: string } | null => {
  const [id, hash] = value.split(':');
  return id && hash && /^\d{1,15}$/.test(id) ? { exceptionId: Number(id), hash } : null;
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
  of: (field: string) => `field.${field}`,
} as const;

/** Which request Stop stops, and whether it stands on a note that goes with it. */
export const stopValue = (requestId: string, note: boolean): string =>
  note ? `${requestId}:note` : requestId;
export const readStop = (value: string): { requestId: string; note: boolean } => {
  const [requestId = '', kind] = value.split(':');
  return { requestId, note: kind === 'note' };
};
