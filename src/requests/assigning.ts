/** Giving deals and leads to somebody, in words. */

import { assignDeals, type Changeable, changeable } from '../changes/assign.ts';
import { bulkOf, whoSignsBulk } from '../changes/bulk.ts';
import type { Clock } from '../clock.ts';
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import { mayHandOver } from '../exceptions/capacity.ts';
import { assignLead } from '../exceptions/claims.ts';
import { leadOf } from '../exceptions/leads.ts';
import { questionOf } from '../language/question.ts';
import type { Command, Frame } from '../language/request.ts';
import { understanding } from '../language/understanding.ts';
import { holdersOf, personById } from '../people/people.ts';
import { roleSaid } from '../policy/matrix.ts';
import { mayChangeThere } from '../policy/may-change.ts';
import type { Person } from '../policy/nouns.ts';
import type { DealRow, Sum } from '../sales/answer.ts';
import { activePauses } from '../settings/pauses.ts';
import { numberSetting } from '../settings/settings.ts';
import { count, firstName, list, money, number, sums } from '../story/format.ts';
import { contextOf } from './asking.ts';
import { carryOutClaim, claimPlan } from './claiming.ts';
import type { Company } from './company.ts';
import { itOf } from './dealing.ts';
import { lacking, refusing } from './lacking.ts';
import { beyondScope } from './outside.ts';
import { type Done, type Planned, shortVerb, undoBatch } from './plan.ts';
import { itOfLead, leadName, thingFound } from './things.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Assign = Extract<Command, { do: 'assign' }>;

/** More are never handed over by one sentence, whoever asks. */
const atOnce = 500;

export async function assignPlan(use: Use, command: Assign): Promise<Planned> {
  const to = await receiver(use, command);
  if (!to) return { instead: lacking('That person does not work here any more. To whom?') };
  if ('clauses' in command.what) return dealsPlan(use, command, command.what, to);
  const found = await thingFound(use, command.what, command);
  if ('instead' in found) return found;
  if ('lead' in found) {
    const { lead } = found;
    const fixed: Assign = { ...command, what: { kind: 'lead', name: leadName(lead), id: lead.id }, to };
    if (to.id === use.by.id && lead.ownerId === null) {
      const claims = await claimPlan(use, {
        do: 'claim',
        lead: { kind: 'lead', name: leadName(lead), id: lead.id },
      });
      return 'headline' in claims ? { ...claims, command: fixed } : claims;
    }
    const may = await mayHandOver(
      { db: use.db, now: use.company.now },
      use.by,
      to,
      await leadOf(use.db, lead.id),
    );
    if (!may.may) return { instead: refusing(may.because) };
    if (lead.ownerId === to.id) return { nothing: `${leadName(lead)} is with ${to.name} already.` };
    return {
      headline: `Give the lead ${leadName(lead)} to ${to.name}.`,
      consequence: `${lead.owner ? `Now with ${lead.owner}` : 'Nobody has it now'}. Nobody else can claim it then.${may.passedOver.map((one) => ` ${one}`).join('')}${reasonOf(command)}`,
      wayBack: 'Way back: "undo", for 30 days.'.replace('30', String(undoDays(use))),
      count: 1,
      verb: shortVerb(`Give it to ${firstName(to.name)}`),
      mark: JSON.stringify([lead.id, lead.ownerId]),
      command: fixed,
      it: itOfLead(lead),
    };
  }
  const fixed: Assign = { ...command, to, what: { kind: 'deal', name: found.deal.name, id: found.deal.id } };
  const plan = await planFor(use, command, [found.deal], to, null);
  return 'headline' in plan ? { ...plan, command: fixed, it: itOf(found.deal) } : plan;
}

async function receiver(use: Use, { to }: Assign): Promise<Person | null> {
  const person = await personById(use.db, to.id === 'me' ? use.by.id : to.id);
  return person?.active ? person : null;
}

/** The deals of a list, open ones where nothing else is said. */
export const framed = (frame: Frame): Frame =>
  frame.clauses.some((clause) => clause.says === 'status')
    ? frame
    : { ...frame, clauses: [{ says: 'status', is: ['open'], implied: true }, ...frame.clauses] };

async function dealsPlan(use: Use, command: Assign, said: Frame, to: Person): Promise<Planned> {
  const frame = framed(said);
  const outside = await beyondScope(use.db, frame, use.by, use.company);
  if (outside) return { instead: outside };
  const answer = await answerQuestion(
    use.db,
    questionOf(frame, use.by),
    contextOf({ ...use, longest: atOnce }),
  );
  if (answer.kind !== 'rows') return { nothing: 'Only lists of deals can be handed over.' };
  const what = understanding(frame, use.company);
  if (answer.total === 0) return { nothing: `${what}: there are none. Nothing was changed.` };
  const meant = Math.min(answer.total, frame.limit ?? answer.total);
  if (meant > atOnce)
    return {
      instead: lacking(
        `${what}: ${count(meant, 'deal')} are too many at once (at most ${atOnce}). Say which of them.`,
      ),
    };
  const plan = await planFor(use, command, answer.rows, to, what);
  return 'headline' in plan ? { ...plan, command: { ...command, what: said, to } } : plan;
}

/** `what`: how the list was understood; null for one deal that was named. */
async function planFor(
  use: Use,
  command: Assign,
  found: DealRow[],
  to: Person,
  what: string | null,
): Promise<Planned> {
  const theirs = found.filter((deal) => deal.ownerId === to.id).length;
  const others = found.filter((deal) => deal.ownerId !== to.id);
  if (others.length === 0)
    return {
      nothing: `${found.length === 1 ? `${found[0]?.name} is` : `All ${number(found.length)} are`} with ${to.name} already.`,
    };
  const { may, mayNot } = await changeable(
    use,
    others.map(({ id }) => id),
    { by: use.by, field: 'owner' },
  );
  const allowed = new Set(may);
  const deals = others.filter(({ id }) => allowed.has(id));
  const [first] = deals;
  const approvers = mayNot.some(({ because }) => because !== null) ? await whoApproves(use) : '';
  if (!first) return { instead: refusing(noneOf(others, mayNot, approvers)) };
  const bulk = await bulkSaid(use, deals.length);
  if ('because' in bulk) return { instead: refusing(bulk.because) };
  const stay = [
    theirs > 0
      ? `${count(theirs, 'deal')} ${theirs === 1 ? 'is' : 'are'} with ${firstName(to.name)} already.`
      : '',
    ...staying(mayNot, approvers),
  ].filter((part) => part !== '');
  const held = (await activePauses(use.db, use.company.now)).some((pause) => pause.scope === 'everything')
    ? ['Everything is paused, so the change waits until it is resumed.']
    : [];
  const undo = deals.length === 1 ? '"undo"' : '"undo" takes all of it back';
  const rows = deals.length === 1 ? one(first, use.company) : many(deals, use.company);
  return {
    headline:
      deals.length === 1 && what === null
        ? `Assign ${first.name} to ${to.name}.`
        : `Assign ${count(deals.length, 'deal')} to ${to.name}${what ? `: ${lowered(what)}` : ''}.`,
    consequence: [...rows, ...bulk.lines, ...stay, ...held].join(' ') + reasonOf(command),
    wayBack: `Way back: ${undo}, for ${undoDays(use)} days${mayChangeThere(use.by) ? '' : ', by its manager'}.`,
    count: deals.length,
    verb:
      deals.length === 1
        ? shortVerb(`Assign to ${firstName(to.name)}`)
        : `Assign ${number(deals.length)} deals`,
    mark: JSON.stringify(deals.map(({ id, ownerId }) => [id, ownerId])),
  };
}

const lowered = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
const undoDays = ({ company }: Use): number => numberSetting(company.settings, 'undo_days');
const reasonOf = ({ because }: Assign): string => (because ? ` Reason: ${because}.` : '');

function one(deal: DealRow, company: Company): string[] {
  const worth = deal.amount === null ? '' : `, ${money(deal.amount, deal.currency, company.companyCurrency)}`;
  return [`Now with ${deal.owner ?? 'nobody'}. In ${deal.stage}${worth}.`];
}

/** How much it is, from whom, and the first of them. */
function many(deals: DealRow[], company: Company): string[] {
  const owners = [...new Set(deals.map((deal) => deal.owner ?? 'nobody'))];
  const byCurrency = new Map<string, Sum>();
  for (const { amount, currency } of deals) {
    if (amount === null || currency === null) continue;
    const sum = byCurrency.get(currency) ?? { currency, amount: 0, deals: 0 };
    byCurrency.set(currency, { ...sum, amount: sum.amount + amount, deals: sum.deals + 1 });
  }
  const worth =
    byCurrency.size > 0 ? `${sums([...byCurrency.values()], company.companyCurrency)} in total. ` : '';
  const more = deals.length > 3 ? [`${number(deals.length - 3)} more`] : [];
  const sample = list([...deals.slice(0, 3).map(({ name }) => name), ...more]);
  return [
    `${worth}Now with ${list(owners.length > 3 ? [...owners.slice(0, 3), 'others'] : owners)}: ${sample}.`,
  ];
}

/** After the yes: whether nothing goes yet, and how it goes, as a sentence or none. */
export function bulkDone({ company }: Pick<Use, 'company'>, many: number): { waits: boolean; said: string } {
  const { first, signed } = bulkOf(many, company.settings);
  if (signed) return { waits: true, said: 'It waits for a second approval; nothing is changed before.' };
  return { waits: false, said: first < many ? ` ${number(first)} go first.` : '' };
}

/** How so many go, as sentences; or why not, where nobody could give the second approval. */
export async function bulkSaid(
  { db, by, company }: Pick<Use, 'db' | 'by' | 'company'>,
  many: number,
  of = 'deal',
): Promise<{ lines: string[] } | { because: string }> {
  const { first, limit, signed } = bulkOf(many, company.settings);
  const lines: string[] = [];
  if (signed) {
    const signers = (await whoSignsBulk(db, by.id)).map(({ name }) => name);
    if (signers.length === 0)
      return {
        because: `${count(many, of)} at once need a second approval (limit ${limit}), and nobody but you could give it. You can narrow it, for example to one stage.`,
      };
    lines.push(
      `More than ${limit} at once: ${list(signers.slice(0, 3), 'or')} approves it, too, before anything is changed.`,
    );
  }
  const minutes = numberSetting(company.settings, 'canary_minutes');
  if (first < many)
    lines.push(
      `${number(first)} go first; the other ${number(many - first)} after ${count(minutes, 'minute')}, where nobody has undone one of these and none failed.`,
    );
  return { lines };
}

/** " Ana Ruiz can." Empty where nobody approves. */
export async function whoApproves(use: Pick<Use, 'db'>): Promise<string> {
  const approvers = (await holdersOf(use.db, 'approver')).map(({ name }) => name);
  return approvers.length > 0 ? ` ${list(approvers.slice(0, 2), 'or')} can.` : '';
}

type MayNot = Changeable['mayNot'];

/** Why none of them may be handed over. */
function noneOf(others: DealRow[], mayNot: MayNot, approvers: string): string {
  const [first] = mayNot;
  if (others.length === 1 && first?.because)
    return `Assigning ${others[0]?.name ?? 'it'} is not possible for you. ${first.because}${approvers} Nothing was changed.`;
  const what = others.length === 1 ? (others[0]?.name ?? 'it') : 'these deals';
  const needs = first?.needs ?? 'the manager of this deal';
  const limit = first?.because ? ' (their amounts are above the limit)' : '';
  const can = first?.because && needs === anApprover ? approvers : '';
  return `Assigning ${what} is not possible for you: it needs ${needs}${limit}.${can}`;
}

/** "3 deals stay: they need an approver (amount above the limit). Ana Ruiz can." Each need is a sentence of its own. */
export function staying(mayNot: MayNot, approvers: string): string[] {
  const needs = [...new Set(mayNot.map((one) => one.needs))];
  return needs.flatMap((need) =>
    [false, true].flatMap((isAbove) => {
      const { length } = mayNot.filter((one) => one.needs === need && (one.because !== null) === isAbove);
      if (length === 0) return [];
      const can = need === anApprover ? approvers : '';
      const why = isAbove ? ` (amount above the limit).${can}` : '.';
      return [
        `${count(length, 'deal')} ${length === 1 ? 'stays: it needs' : 'stay: they need'} ${need}${why}`,
      ];
    }),
  );
}
const anApprover = roleSaid.approver;

export async function carryOutAssign(use: Use, command: Assign): Promise<Done> {
  const to = await receiver(use, command);
  if (!to) return { sentence: 'That person does not work here any more. Nothing was changed.', back: null };
  if ('clauses' in command.what) {
    const answer = await answerQuestion(
      use.db,
      questionOf(framed(command.what), use.by),
      contextOf({ ...use, longest: atOnce }),
    );
    return handOver(use, command, answer.kind === 'rows' ? answer.rows : [], to);
  }
  const found = await thingFound(use, command.what, command);
  if ('deal' in found) return handOver(use, command, [found.deal], to);
  if ('instead' in found)
    return { sentence: 'It is no longer among those you may see. Nothing was changed.', back: null };
  const { lead } = found;
  if (to.id === use.by.id && lead.ownerId === null)
    return carryOutClaim(use, { do: 'claim', lead: { kind: 'lead', name: lead.id, id: lead.id } });
  const given = await assignLead(use, { leadId: lead.id, to, by: use.by, because: command.because });
  return given.say === 'assigned'
    ? { sentence: `${firstName(use.by.name)} gave the lead ${leadName(lead)} to ${to.name}.`, back: 'undo' }
    : { sentence: given.because, back: null };
}

async function handOver(use: Use, command: Assign, rows: DealRow[], to: Person): Promise<Done> {
  const others = rows.filter(({ ownerId }) => ownerId !== to.id);
  const { may } = await changeable(
    use,
    others.map(({ id }) => id),
    { by: use.by, field: 'owner' },
  );
  const deals = others.filter(({ id }) => may.includes(id));
  const { batch } = await assignDeals(use, { deals, to: to.id, by: use.by, because: command.because });
  const what = deals.length === 1 ? (deals[0]?.name ?? '1 deal') : count(deals.length, 'deal');
  const so = bulkDone(use, deals.length);
  if (so.waits)
    return {
      sentence: `${firstName(use.by.name)} asked to assign ${what} to ${to.name}. ${so.said}`,
      back: undoBatch(batch),
    };
  return {
    sentence: `${firstName(use.by.name)} assigned ${what} to ${to.name}. ${deals.length === 1 ? 'If it changes hands meanwhile, it stays.' : 'A deal that changes hands meanwhile stays.'}${so.said}`,
    back: undoBatch(batch),
  };
}
