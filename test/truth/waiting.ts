/** What people were asked and have not answered, each since a day that decides. */
import type { Db } from '../../src/db/pool.ts';
import { at, type Deal, negotiated, quiet, reps, won, write } from './deals.ts';
import { ago, limit, now, type Planted, today } from './planted.ts';

const wait = limit('nudge_days');
const lateBy = wait + 1;

type Nudge = { case: string; daysAgo: number; deal?: Deal; change?: object; calledOn?: string };
const nudges: { found: Nudge[]; missed: Nudge[] } = {
  found: [
    { case: 'a day longer than it may wait', daysAgo: lateBy },
    {
      case: 'longer, and a call on the day of the question itself',
      daysAgo: lateBy,
      calledOn: ago(lateBy),
      deal: { last_activity_on: ago(lateBy) },
    },
  ],
  missed: [
    { case: 'as long as it may wait', daysAgo: wait },
    { case: 'longer, but the deal was changed since', daysAgo: lateBy, deal: { changed_at: at(lateBy - 1) } },
    { case: 'longer, but a call came since', daysAgo: lateBy, calledOn: ago(lateBy - 1) },
    {
      case: 'longer, but the rep has said that it is right',
      daysAgo: lateBy,
      change: { answered_at: at(1) },
    },
    { case: 'longer, but the deal is won', daysAgo: lateBy, deal: won },
    { case: 'it was never sent', daysAgo: lateBy, change: { state: 'failed' } },
  ],
};

type Form = { case: string; daysAgo: number; decided?: true; filled?: true; open?: true; deal?: Deal };
const forms: { found: Form[]; missed: Form[] } = {
  found: [
    { case: 'a day longer than it may wait', daysAgo: lateBy, open: true },
    { case: 'longer, and the card has expired', daysAgo: lateBy },
  ],
  missed: [
    { case: 'as long as it may wait', daysAgo: wait },
    { case: 'longer, but somebody has decided', daysAgo: lateBy, decided: true },
    { case: 'longer, but it was filled in elsewhere', daysAgo: lateBy, filled: true },
    { case: 'longer, but the deal is won', daysAgo: lateBy, deal: won },
  ],
};

/** Of one rep the contacts with a number that is too short: for how long each has waited, and whether it was answered. */
type Asked = { case: string; contacts: { daysAgo: number; decided?: true; mended?: true }[] };
const contacts: { found: Asked[]; missed: Asked[] } = {
  found: [
    { case: 'a day longer than it may wait', contacts: [{ daysAgo: lateBy }] },
    {
      case: 'one of two, the other is answered',
      contacts: [{ daysAgo: lateBy, decided: true }, { daysAgo: lateBy }],
    },
  ],
  missed: [
    { case: 'as long as it may wait', contacts: [{ daysAgo: wait }] },
    {
      case: 'longer, but answered; what waits is younger',
      contacts: [{ daysAgo: lateBy, decided: true }, { daysAgo: wait }],
    },
    { case: 'longer, but corrected elsewhere', contacts: [{ daysAgo: lateBy, mended: true }] },
  ],
};

const all = <T>({ found, missed }: { found: T[]; missed: T[] }): T[] => [...found, ...missed];
const rep = 'P-waiting';
const ids = (trigger: string, of: unknown[]): string[] => of.map((_, n) => `PL-${trigger}-${n}`);
const formIds = ids('form_unanswered', all(forms));
const personIds = all(contacts).map((_, n) => `P-asked-${n}`);
const contactIds = all(contacts).map(({ contacts: own }, n) => own.map((_, i) => `PC-asked-${n}-${i}`));

/** Deals, contacts and messages that were sent, before the agent looks. Forms and contacts are asked about by the agent itself. */
export async function plantWaiting(db: Db, account: string, manager: string): Promise<Planted[]> {
  const of = { team_id: 'G-emea', territory_id: 'T-emea', manager_id: manager };
  await reps(db, [rep, ...personIds], of);
  const base = { ...quiet, account_id: account, owner_id: rep, territory_id: 'T-emea' };
  for (const [n, { daysAgo, deal, change, calledOn }] of all(nudges).entries()) {
    const subject = `PL-nudge_unanswered-${n}`;
    const last = { last_activity_on: ago(lateBy + 4), changed_at: at(lateBy + 4) };
    await write(db, { ...base, ...last, ...deal }, subject);
    if (calledOn)
      await db('activities').insert({
        id: `call-${subject}`,
        source: 'truth',
        source_id: `call-${subject}`,
        deal_id: subject,
        person_id: rep,
        kind: 'call',
        done_on: calledOn,
      });
    await db('changes').insert({
      kind: 'nudge',
      subject_kind: 'deal',
      subject_id: subject,
      fields: '[]',
      message: JSON.stringify({ to: rep, text: 'What comes next?' }),
      by_kind: 'agent',
      by_id: 'pipeline',
      back: 'compensable',
      state: 'applied',
      key: `truth-nudge-${subject}`,
      request_hash: 'truth',
      requested_at: at(daysAgo),
      applied_at: at(daysAgo),
      ...change,
    });
  }
  for (const id of formIds) await write(db, { ...base, ...negotiated, next_step: null }, id);
  for (const [n, own] of contactIds.entries()) {
    const id = `A-asked-${n}`;
    await db('accounts').insert({
      id,
      source: 'truth',
      source_id: id,
      name: id,
      owner_id: personIds[n],
      territory_id: 'T-emea',
      country: 'France',
    });
    for (const contact of own)
      await db('contacts').insert({
        id: contact,
        source: 'truth',
        source_id: contact,
        account_id: id,
        name: contact,
        phone: '+33 1 42 68 53 0',
      });
  }
  const told = `told ${manager}` as const;
  const sent = await db('changes').whereLike('key', 'truth-nudge-%').orderBy('id').pluck('id');
  const planted = <T extends { case: string }>(
    trigger: string,
    of: { found: T[]; missed: T[] },
    subjects: string[],
  ): Planted[] =>
    all(of).map((one, n) => {
      const isFound = n < of.found.length;
      const subject = subjects[n] ?? '';
      return { trigger, case: one.case, subject, found: isFound, right: isFound ? told : null };
    });
  return [
    ...planted('nudge_unanswered', nudges, sent.map(String)),
    ...planted('form_unanswered', forms, formIds),
    ...planted('contacts_unanswered', contacts, personIds),
  ];
}

/** The agent has asked about forms and contacts: so many days pass over each, and some are answered. */
export async function letWait(db: Db): Promise<void> {
  const since = async (subject: string, daysAgo: number, as: 'open' | 'expired' | 'decided') => {
    const asked = db('proposals').where({ subject_id: subject }).select('id');
    const closed = as === 'open' ? null : now;
    await db('exceptions')
      .whereIn('proposal_id', asked)
      .update({ opened_at: at(daysAgo), closed_at: closed, closed_as: closed && as });
  };
  for (const [n, { daysAgo, decided, filled, open, deal }] of all(forms).entries()) {
    const id = formIds[n] ?? '';
    await since(id, daysAgo, decided ? 'decided' : open ? 'open' : 'expired');
    if (filled) await db('deals').where({ id }).update({ next_step: 'Call them' });
    if (deal) await db('deals').where({ id }).update(deal);
    await db('touched').insert({ noun: 'deal', subject_id: id });
  }
  for (const [n, one] of all(contacts).entries())
    for (const [i, { daysAgo, decided, mended }] of one.contacts.entries()) {
      const id = contactIds[n]?.[i] ?? '';
      await since(id, daysAgo, decided ? 'decided' : 'open');
      if (mended) await db('contacts').where({ id }).update({ phone: '+33142685300' });
      await db('touched').insert({ noun: 'contact', subject_id: id });
    }
}

type Change = {
  id: number;
  subject_id: string;
  message: { to: string };
  applied_at: Date;
  answered_at: Date | null;
};
type Asking = {
  subject_id: string;
  kind: string;
  waits_for: string | null;
  opened_at: Date;
  closed_as: string | null;
  gone_at: Date | null;
};

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);
const daysSince = (instant: Date): number => (Date.parse(today) - Date.parse(dayOf(instant))) / 86_400_000;

/** Who has not answered, worked out again by plain loops. */
export async function unanswered(db: Db): Promise<Map<string, Set<string>>> {
  const deals = new Map(
    (await db('deals').select('id', 'status', 'changed_at', 'last_activity_on')).map((deal) => [
      deal.id,
      deal,
    ]),
  );
  const calls: { deal_id: string; done_on: string }[] = await db('activities').whereNotNull('deal_id');
  const sent: Change[] = await db('changes').where({ kind: 'nudge', state: 'applied' });
  const late = sent.filter(({ subject_id, applied_at, answered_at }) => {
    const deal = deals.get(subject_id);
    const lastCall = calls
      .filter(({ deal_id }) => deal_id === subject_id)
      .reduce((last, { done_on }) => (done_on > last ? done_on : last), deal.last_activity_on ?? '');
    const quietSince = deal.changed_at <= applied_at && lastCall <= dayOf(applied_at);
    return !answered_at && deal.status === 'open' && quietSince && daysSince(applied_at) > wait;
  });
  const asked: Asking[] = await db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .join('findings as f', 'f.id', 'p.finding_id')
    .orderBy('p.id')
    .select(
      'p.subject_id',
      'p.subject_kind as of',
      'p.kind',
      'e.waits_for',
      'e.opened_at',
      'e.closed_as',
      'f.gone_at',
    );
  const latest = new Map(asked.map((one) => [one.subject_id, one]));
  const waiting = [...latest.values()].filter(
    ({ closed_as, gone_at, opened_at }) =>
      (closed_as === null || closed_as === 'expired') && gone_at === null && daysSince(opened_at) > wait,
  );
  const isRecord = (id: string): boolean => !deals.has(id);
  return new Map([
    ['nudge_unanswered', new Set(late.map(({ id }) => String(id)))],
    [
      'form_unanswered',
      new Set(
        waiting
          .filter(({ kind, subject_id: id }) => kind === 'form' && deals.get(id)?.status === 'open')
          .map(({ subject_id }) => subject_id),
      ),
    ],
    [
      'contacts_unanswered',
      new Set(
        waiting.filter(({ subject_id }) => isRecord(subject_id)).map(({ waits_for }) => waits_for ?? ''),
      ),
    ],
  ]);
}
