/** The buttons that open a form: what it shows is read while the trigger lives. */
import { editDealForm } from '../../../blocks/deal.ts';
import { exceptionCard } from '../../../blocks/exception.ts';
import { groupTitle } from '../../../blocks/exception-group.ts';
import { type ShownField, valueText } from '../../../blocks/fields.ts';
import {
  editForm,
  editNudgeForm,
  fillForm,
  needsEditForm,
  noticeView,
  rejectAllForm,
  rejectForm,
  rephraseForm,
} from '../../../blocks/forms.ts';
import { homeAskForm, homeAsks, isHomeAsk } from '../../../blocks/home-asks.ts';
import { actions, forms, readAbout, readShown, readShownTogether } from '../../../blocks/ids.ts';
import { type Modal, modal } from '../../../blocks/kit.ts';
import { headlineText } from '../../../blocks/proposal.ts';
import { whyHidden, whyView } from '../../../blocks/why.ts';
import { refusalOf, stakeIn, stakeOf } from '../../changes/stake.ts';
import { NotFound } from '../../errors.ts';
import { refusedNow } from '../../exceptions/decide.ts';
import { findingView } from '../../exceptions/findings.ts';
import { groupView } from '../../exceptions/groups.ts';
import { exceptionById } from '../../exceptions/nouns.ts';
import { type ExceptionView, exceptionView } from '../../exceptions/view.ts';
import { scopeOf } from '../../people/scope.ts';
import { whoMay } from '../../policy/authorize.ts';
import { mayChangeAll } from '../../policy/may-change.ts';
import { mayPause } from '../../policy/may-pause.ts';
import type { FieldValue } from '../../policy/nouns.ts';
import { companyNow } from '../../requests/company.ts';
import { askOf } from '../../requests/who-can.ts';
import { type Reader, type WhyAbout, whyOf } from '../../runs/why.ts';
import type { About } from '../../story/group.ts';
import { replyCard, requestRow } from '../cards/answer.ts';
import { canNow } from '../drawing.ts';
import { hereNow } from '../here.ts';
import { keptOf } from '../kept.ts';
import { openForm } from '../open.ts';
import { firstOfAll, firstPage } from '../review.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { editableInForm } from './deal.ts';
import { changeLimit, handTo } from './finding-form.ts';
import { merge, notALead } from './lead-closing.ts';
import { handOver } from './lead-form.ts';
import { leaveOutForm } from './leave-out.ts';
import { editPhrasing, phrasingWindow } from './phrasing.ts';
import { correctionOpened } from './sending.ts';
import { settingsForm } from './setting-form.ts';
import { placeOf } from './stale.ts';

export type Opener = (use: DoorUse, clicked: Press, asker: Asker) => Promise<void>;
type Builder = (use: DoorUse, clicked: Press, asker: Asker) => Promise<Modal>;

const opens =
  (title: string, build: Builder): Opener =>
  (use, clicked, asker) =>
    openForm(use, clicked, title, () => build(use, clicked, asker));

const keptPlace = (clicked: Press) => {
  const { channel, threadTs } = placeOf(clicked);
  const place = { channel: channel.startsWith('dm:') ? null : channel, threadTs: threadTs ?? null };
  // A form on top of a review tells its window to go on.
  const review = clicked.view?.type === 'modal' ? keptOf(clicked.view.private_metadata).review : undefined;
  return review ? { ...place, review: { ...review, view: clicked.view?.id ?? null } } : place;
};

const gone = (what: string): never => {
  throw new NotFound(`This ${what} is no longer there.`, {
    fix: 'The card may be out of date; look at it again.',
  });
};

const explained = [
  'exception',
  'group',
  'request',
  'lead',
  'alert',
  'finding',
  'forecast',
  'report',
  'digest',
  'change',
  'run',
];
const isExplained = (kind: string): kind is WhyAbout['kind'] => explained.includes(kind);

const readerOf = (use: DoorUse, asker: Asker): Reader => ({
  scope: scopeOf(asker.person),
  personId: asker.person?.id,
  zone: asker.tz ?? use.zone,
  now: use.clock.now(),
});

const why: Builder = async (use, clicked, asker) => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (!about || !isExplained(about.kind)) return gone('card');
  const found = await whyOf(use.db, { kind: about.kind, id: about.id }, readerOf(use, asker));
  return found.hidden ? whyHidden(found.hidden) : whyView(found, await hereNow(use));
};

/** The open exception behind a button, or the sentence that it is over. */
async function shownException(use: DoorUse, clicked: Press): Promise<ExceptionView> {
  const shown = readShown(clicked.actions[0]?.value ?? '');
  const view = shown && (await exceptionView({ db: use.db, now: use.clock }, shown.exceptionId));
  return view ?? gone('proposal');
}

/** What somebody without the right is told instead of a form. */
async function noForm(
  use: DoorUse,
  asker: Asker,
  of: { exceptionId: number; say: 'edit' | 'reject' | 'review'; title: string },
): Promise<Modal | null> {
  const because = await refusedNow(
    { db: use.db, now: use.clock },
    { ...of, by: asker.person, slackUser: asker.slackId },
  );
  return because === null ? null : noticeView(of.title, `${because} Nothing was changed.`);
}

const edit: Builder = async (use, clicked, asker) => {
  const view = await shownException(use, clicked);
  const here = await hereNow(use);
  const refused = await noForm(use, asker, { exceptionId: view.id, say: 'edit', title: 'Edit proposal' });
  if (refused) return refused;
  if (view.state.is !== 'open') return over(view, 'Edit proposal', here);
  const common = { exceptionId: view.id, hash: view.hash, deal: view.deal.name, place: keptPlace(clicked) };
  if (view.wants.kind === 'nudge')
    return editNudgeForm({ ...common, to: view.wants.to, text: view.wants.text });
  if (view.wants.kind === 'form')
    return fillForm({ ...common, why: `${view.finding}.`, fields: view.wants.fields }, here);
  const [first] = view.wants.fields;
  const now = first ? valueText(first, 'before', here) : '–';
  return editForm({ ...common, now, fields: view.wants.fields }, here);
};

const reject: Builder = async (use, clicked, asker) => {
  const view = await shownException(use, clicked);
  const here = await hereNow(use);
  const refused = await noForm(use, asker, { exceptionId: view.id, say: 'reject', title: 'Reject proposal' });
  if (refused) return refused;
  if (view.state.is !== 'open') return over(view, 'Reject proposal', here);
  const proposal = capital(headlineText(view, here));
  const about = aboutOf(view);
  return rejectForm({ about, exceptionId: view.id, hash: view.hash, proposal, place: keptPlace(clicked) });
};

/** The reason for all that the card shows is asked once. */
const rejectAll: Builder = async (use, clicked, asker) => {
  const shown = readShownTogether(clicked.actions[0]?.value ?? '');
  const [first] = shown ?? [];
  const view = first && (await exceptionView({ db: use.db, now: use.clock }, first.exceptionId));
  if (!shown || !view) return gone('card');
  const title = 'Reject proposals';
  const refused = await noForm(use, asker, { exceptionId: view.id, say: 'reject', title });
  if (refused) return refused;
  return rejectAllForm({
    about: aboutOf(view),
    shown: clicked.actions[0]?.value ?? '',
    count: shown.length,
    rep: view.deal.owner ?? 'nobody',
    place: keptPlace(clicked),
  });
};

const review: Builder = async (use, clicked, asker) => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind === 'waiting')
    return asker.person
      ? firstOfAll(use, asker.person, keptPlace(clicked))
      : noticeView('Review one by one', 'Nothing waits for you here.');
  const group = about?.kind === 'group' && /^\d{1,15}$/.test(about.id) ? Number(about.id) : 0;
  const view = (await groupView({ db: use.db, now: use.clock }, group)) ?? gone('card');
  const open = view.members.find(({ state }) => state.is === 'open');
  const title = 'Review one by one';
  const refused = open && (await noForm(use, asker, { exceptionId: open.id, say: 'review', title }));
  return refused ?? firstPage(use, view, keptPlace(clicked));
};

const aboutOf = ({ deal: { is } }: ExceptionView): About =>
  is === null ? 'deal' : is.startsWith('account') ? 'account' : 'contact';

const capital = (text: string): string => text.replace(/^\w/, (letter) => letter.toUpperCase());

const over = (view: ExceptionView, title: string, here: Awaited<ReturnType<typeof hereNow>>): Modal =>
  noticeView(title, `${decodedText(exceptionCard(view, here).text)} Nothing is left to decide.`);
const decodedText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The whole card in a window of its own, from Home. */
const showCard: Builder = async (use, clicked, asker) => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  const id = about?.kind === 'exception' && /^\d{1,15}$/.test(about.id) ? Number(about.id) : null;
  const exception = id === null ? null : await exceptionById(use.db, id);
  const view = exception && (await exceptionView({ db: use.db, now: use.clock }, exception.id));
  if (!view) return gone('card');
  const stake = await stakeIn(use.db, exception, 'signatures');
  const refusal = stake && (await refusalOf(use.db, asker.person, exception.subject, stake, use.clock.now()));
  if (refusal) return noticeView('Waits for you', refusal.because.replace(' Your click was recorded.', ''));
  return modal({
    callbackId: forms.notice,
    title: 'Waits for you',
    blocks: exceptionCard(view, await hereNow(use)).blocks,
  });
};

const needsEdit: Builder = async (use, clicked, asker) => {
  const value = clicked.actions[0]?.value ?? '';
  const about = readAbout(value);
  if (!about) return gone('card');
  const said = await saidBy(use, about, asker);
  return needsEditForm({
    about: value,
    said: said.said,
    prefilled: said.prefilled,
    place: keptPlace(clicked),
  });
};

async function saidBy(
  use: DoorUse,
  about: { kind: string; id: string },
  asker: Asker,
): Promise<{ said: string; prefilled: string }> {
  const here = await hereNow(use);
  // An opinion may be had on what one saw of it; its words are shown to those who may read all of it.
  if (isExplained(about.kind)) {
    const why = await whyOf(use.db, { kind: about.kind, id: about.id }, readerOf(use, asker));
    if (why.hidden) return { said: 'this', prefilled: '' };
  }
  if (about.kind === 'request') {
    const row = await requestRow(use.db, about.id);
    const card = row && replyCard(row, { audience: 'all', place: 'private' }, here, canNow());
    if (!row || !card) return gone('answer');
    return { said: decodedText(card.text.split('\n')[0] ?? ''), prefilled: row.reply?.understood ?? '' };
  }
  if (about.kind === 'exception') {
    const view = await exceptionView({ db: use.db, now: use.clock }, Number(about.id));
    const said = view ? capital(headlineText(view, here)) : gone('proposal');
    return { said: `${said}.`, prefilled: said };
  }
  if (about.kind === 'group') {
    const group = await groupView({ db: use.db, now: use.clock }, Number(about.id));
    const said = group ? groupTitle(group, here) : gone('card');
    return { said: `${said}.`, prefilled: said };
  }
  if (about.kind === 'finding') {
    const finding = await findingView(use.db, Number(about.id));
    return { said: finding?.headline ?? 'this finding', prefilled: finding?.headline ?? '' };
  }
  if (about.kind === 'forecast') return { said: 'this forecast', prefilled: '' };
  if (about.kind === 'report') return { said: 'this report', prefilled: '' };
  if (about.kind === 'digest') return { said: 'this digest', prefilled: '' };
  return { said: about.kind === 'lead' ? 'this lead' : 'this alert', prefilled: '' };
}

/** A sentence of Home, with the places of whoever presses in it. */
const say: Builder = async (use, clicked, { person }) => {
  const name = clicked.actions[0]?.value ?? '';
  if (!isHomeAsk(name)) return gone('button');
  if (!person || !mayPause(person))
    return noticeView(
      homeAsks[name].label,
      `This needs ${whoMay('pause')}.${await askOf({ db: use.db, by: person }, 'pause')}`,
    );
  const places: { id: string; name: string }[] = await use
    .db('territories')
    .orderBy('name')
    .select('id', 'name');
  const own = places.find(({ id }) => id === person.territoryId)?.name;
  const [from = 'AMER', second = 'EMEA'] = places.flatMap((place) =>
    place.name === own ? [] : [place.name],
  );
  const names =
    name === 'playbook'
      ? (await companyNow({ db: use.db, now: use.clock, zone: use.zone })).lexicon.playbooks.map(
          (one) => one.name,
        )
      : [];
  return homeAskForm(name, { own: own ?? 'everyone', from, to: own ?? second }, names);
};

const rephrase: Builder = async (use, clicked, asker) => {
  const row = await requestRow(use.db, clicked.actions[0]?.value ?? '');
  if (!row) return gone('request');
  if (row.slackUser !== asker.slackId)
    return noticeView(
      'Rephrase',
      'Only the person who asked can rephrase this. Ask it yourself in a message of your own.',
    );
  return rephraseForm({ requestId: String(row.id), text: row.text, place: keptPlace(clicked) });
};

const editDeal: Builder = async (use, clicked, asker) => {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'deal') return gone('deal');
  const subject = { kind: 'deal', id: about.id } as const;
  const stake = await stakeOf(use.db, subject, []);
  if (!stake) return gone('deal');
  const refusal = mayChangeAll(asker.person) ? null : await refusalOf(use.db, asker.person, subject, stake);
  if (refusal)
    return noticeView(
      'Edit deal',
      `${refusal.because.replace(' Your click was recorded.', '')} Nothing was changed.`,
    );
  const deal = await use
    .db('deals as d')
    .join('stages as s', 's.id', 'd.stage_id')
    .where('d.id', about.id)
    .first('d.name', 'd.close_date', 'd.next_step', 'd.amount', 'd.currency', { stage: 's.name' });
  if (!deal) return gone('deal');
  const stages: string[] = await use.db('stages').orderBy('order').pluck('name');
  // From a form that came too late: what was typed there stands in this one.
  const typed = clicked.view?.type === 'modal' ? (keptOf(clicked.view.private_metadata).typed ?? {}) : {};
  const field = (name: string, label: string, type: ShownField['type']): ShownField => ({
    field: name,
    label,
    type,
    before: deal[name],
    after: typedAs(type, typed[name], deal[name]),
    currency: deal.currency,
    ...(name === 'stage' ? { options: stages.map((stage) => ({ value: stage, label: stage })) } : {}),
  });
  const shown: Record<string, FieldValue> = Object.fromEntries(
    editableInForm.map((name) => [name, deal[name]]),
  );
  return editDealForm(
    {
      dealId: about.id,
      name: deal.name,
      fields: [
        field('close_date', 'Close date', 'day'),
        field('next_step', 'Next step', 'text'),
        field('amount', 'Amount', 'money'),
        field('stage', 'Stage', 'name'),
      ],
      place: { ...keptPlace(clicked), ts: clicked.container.message_ts ?? null, shown },
    },
    await hereNow(use),
  );
};

/** Nothing typed, or nothing that fits: what stands there. */
function typedAs(type: ShownField['type'], typed: string | null | undefined, stands: FieldValue): FieldValue {
  if (typed === undefined) return stands;
  if (typed === null || type !== 'money') return typed;
  return Number.isFinite(Number(typed)) ? Number(typed) : stands;
}

export const openers: Record<string, Opener> = {
  [actions.why]: opens('Why', why),
  [actions.edit]: opens('Edit proposal', edit),
  [actions.reject]: opens('Reject proposal', reject),
  [actions.rejectAll]: opens('Reject proposals', rejectAll),
  [actions.review]: opens('Review one by one', review),
  [actions.show]: opens('Waits for you', showCard),
  [actions.needsEdit]: opens('What should it say?', needsEdit),
  [actions.rephrase]: opens('Rephrase', rephrase),
  [actions.say]: opens('In words', say),
  [actions.settings]: opens('Change a setting', settingsForm),
  [actions.editDeal]: opens('Edit deal', editDeal),
  [actions.reviewPhrasing]: opens('Phrasing', phrasingWindow),
  [actions.editPhrasing]: opens('Edit phrasing', editPhrasing),
  [actions.handOver]: opens('Hand over lead', handOver),
  [actions.notALead]: opens('Not a lead', notALead),
  [actions.leaveOut]: opens('Choose', leaveOutForm),
  [actions.sendCorrection]: opens('Send a correction', correctionOpened),
  [actions.merge]: opens('Merge lead', merge),
  [actions.changeLimit]: opens('Change limit', changeLimit),
  [actions.handFinding]: opens('Hand to', handTo),
};
