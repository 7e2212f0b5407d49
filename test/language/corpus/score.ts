/** Each line of the corpus against what Steward made of it. Pure: README.md beside this file says what counts as the same. */

import type { Path } from '../../../src/language/request.ts';
import type { Asker, Heard } from './asking.ts';
import type { Expectation, Line, Request } from './lines.ts';
import { commanded, expected, type Plain, readAs } from './normal.ts';

/** `asked` and `refused` are honest, and not what was wanted; `handed over` is what a model would get; `wrong` is confidently so. */
export type Verdict = 'exact' | 'asked' | 'refused' | 'handed over' | 'wrong';
export type Scored = {
  line: Line;
  verdict: Verdict;
  turns: { verdict: Verdict; differences: string[]; path: Path }[];
};

export function score(line: Line, heard: Heard[], use: { now: Date; asker: Asker }): Scored {
  const turns = line.turns.map(({ expect }, n) => {
    const one = heard[n];
    if (!one) throw new Error(`Turn ${n + 1} of ${line.id} was not asked.`);
    return { ...scoreTurn(expect, one, { ...use, line }), path: one.path };
  });
  const worst = order.find((verdict) => turns.some((turn) => turn.verdict === verdict)) ?? 'exact';
  return { line, verdict: worst, turns };
}

const order: Verdict[] = ['wrong', 'handed over', 'refused', 'asked', 'exact'];

function scoreTurn(
  expect: Expectation,
  heard: Heard,
  at: { now: Date; asker: Asker; line: Line },
): { verdict: Verdict; differences: string[] } {
  const got = kindOf(heard);
  const tags = new Set(at.line.tags);
  if ('clarify' in expect) {
    const right = got === 'asked' || (tags.has('nonsense') && got === 'handed over');
    return verdictOf(right, got, ['should ask back']);
  }
  if ('refuse' in expect) {
    const right =
      got === 'refused' ||
      (tags.has('out-of-scope') && (got === 'asked' || got === 'handed over')) ||
      (tags.has('nonsense') && (got === 'asked' || got === 'handed over')) ||
      (tags.has('other-territory') && showsNothing(heard)) ||
      (tags.has('rights') && heard.reply.kind === 'text');
    return verdictOf(right, got, ['should be refused']);
  }
  if (got !== 'read') return { verdict: got, differences: [`expected ${expect.intent}`] };
  const plain = heard.frame ? readAs(heard.frame, at) : commanded(heard.reply);
  const differences = differing(expect, expected(expect), plain, at);
  return { verdict: differences.length === 0 ? 'exact' : 'wrong', differences };
}

const verdictOf = (right: boolean, got: Exclude<Verdict, 'exact' | 'wrong'> | 'read', why: string[]) =>
  right
    ? { verdict: 'exact' as const, differences: [] }
    : { verdict: got === 'read' ? ('wrong' as const) : got, differences: why };

function kindOf({ reply }: Heard): 'read' | 'asked' | 'refused' | 'handed over' {
  if (reply.kind === 'clarify') return 'asked';
  if (reply.kind === 'refused') return 'refused';
  if (reply.kind === 'not understood' || reply.kind === 'partly understood') return 'handed over';
  if (reply.kind === 'text' && reply.intent === 'clarify_needed') return 'asked';
  if (reply.kind === 'error') {
    if (reply.sentence.startsWith('This could not be answered')) throw new Error(reply.sentence);
    return 'handed over';
  }
  return 'read';
}

const showsNothing = ({ reply }: Heard): boolean =>
  reply.kind === 'refused' ||
  (reply.kind === 'answer' && reply.answer.kind === 'rows' && reply.answer.total === 0) ||
  (reply.kind === 'answer' && reply.assumptions.some((line) => / outside .*: left out\.$/.test(line)));

const dayOf = /_(?:from|to)$| (?:from|to)$/;
const defaultSort = new Set([
  'days_in_stage desc',
  'amount desc',
  'stage_since asc',
  'measure desc',
  'last_activity_on asc',
]);
const quarterly = new Set([
  'forecast_run',
  'coverage',
  'quota_risk',
  'rep_performance',
  'team_performance',
  'attainment',
]);

function differing(
  request: Request,
  want: Plain,
  got: Plain,
  at: { now: Date; asker: Asker; line: Line },
): string[] {
  const differences: string[] = [];
  const intents = new Set([want.intent, ...(request.or ?? [])]);
  if (!sameIntent(intents, want, got)) differences.push(`${got.intent}, not ${want.intent}`);
  const optional = new Set((request.optional ?? []).map((slot) => (slot === 'team' ? 'region' : slot)));
  const slack = at.line.tags.includes('rolling') ? 1 : 0;
  const compares =
    want.slots.has('other from') ||
    want.slots.has('other to') ||
    [...want.slots].some(([slot, value]) => slot !== 'group_by' && String(value).includes(' | '));
  for (const slot of new Set([...want.slots.keys(), ...got.slots.keys()])) {
    const wanted = want.slots.get(slot);
    const read = got.slots.get(slot);
    if (same(slot, wanted, read, slack)) continue;
    if (slot === 'until' && same(slot, wanted, wallTime(read, at.asker), slack)) continue;
    if (wanted === undefined) {
      if (slot === 'sort' && defaultSort.has(String(read))) continue;
      if (slot === 'n_actions' && read === 1) continue;
      if (slot === 'stale' && want.intent === 'stale_deals') continue;
      if (/^close_(?:from|to)$/.test(slot) && quarterly.has(want.intent) && usualQuarter(slot, read))
        continue;
      if (slot === 'group_by' && impliedGroup(want, read)) continue;
      if (optional.has(slot)) continue;
      // The open start of "by EOQ" and the open end of "since May".
      if (optional.has(slot.replace(/_to$/, '_from')) && dayOf.test(slot)) continue;
    } else if (read === undefined) {
      if (slot === 'n_actions' && wanted === 1) continue;
      if (optional.has(slot) || (slot === 'fields' && want.intent === 'list_deals')) continue;
      if (slot === 'group_by' && compares) continue;
      if (slot === 'region' && ownPopulation(wanted, at.asker)) continue;
      if (slot === 'sort' && defaultSort.has(String(wanted)) && request.intent !== 'list_deals') continue;
    } else if (optional.has(slot) && openEnds(at.now).includes(String(read))) continue;
    else if (slot === 'sort' && sameOrder(String(wanted), String(read))) continue;
    if (slot === 'fields' && want.intent === 'list_deals') continue;
    differences.push(`${slot}: ${read ?? '–'}, not ${wanted ?? '–'}`);
  }
  return differences;
}

function sameIntent(intents: Set<string>, want: Plain, got: Plain): boolean {
  if (intents.has(got.intent)) return true;
  const lists = new Set(['list_deals', 'stale_deals']);
  const aged = want.slots.has('min_days_in_stage') || want.slots.has('min_days_no_activity');
  if (aged && lists.has(got.intent) && [...intents].some((one) => lists.has(one))) return true;
  const performances = new Set(['rep_performance', 'team_performance']);
  return performances.has(got.intent) && [...intents].some((one) => performances.has(one));
}

const impliedGroup = (want: Plain, read: unknown): boolean =>
  /performance|quota_risk/.test(want.intent) || (read === 'owner' && want.slots.has('owner'));

function same(slot: string, wanted: unknown, read: unknown, slack: number): boolean {
  if (wanted === read) return true;
  if (wanted === undefined || read === undefined) return false;
  // An end that is given as a day is any time on that day.
  if (slot === 'until' && String(wanted).length === 10) return String(read).startsWith(String(wanted));
  if (dayOf.test(slot) && slack > 0)
    return Math.abs(Date.parse(String(wanted)) - Date.parse(String(read))) <= 3 * 86_400_000;
  return false;
}

/** Of an instant in UTC, in the asker's zone. */
const wallTime = (read: unknown, { person }: Asker): string | undefined =>
  read === undefined
    ? undefined
    : new Date(`${read}Z`)
        .toLocaleString('sv-SE', { timeZone: person.tz ?? 'UTC' })
        .replace(' ', 'T')
        .slice(0, 16);

const usualQuarter = (slot: string, read: unknown): boolean => {
  const day = String(read).slice(5);
  return slot.endsWith('from') ? /^(?:01|04|07|10)-01$/.test(day) : /^(?:03-31|06-30|09-30|12-31)$/.test(day);
};

const ownPopulation = (wanted: unknown, asker: Asker): boolean =>
  asker.territory !== null && String(wanted) === asker.territory.toLowerCase();

const openEnds = (now: Date): string[] => {
  const today = now.toISOString().slice(0, 10);
  const month = Math.floor(now.getUTCMonth() / 3) * 3;
  return [today, new Date(Date.UTC(now.getUTCFullYear(), month, 1)).toISOString().slice(0, 10)];
};

const sameOrder = (wanted: string, read: string): boolean => {
  const [by, order] = wanted.split(' ');
  const [other, theirs] = read.split(' ');
  return order === theirs && [by, other].includes('measure');
};
