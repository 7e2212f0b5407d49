import type { Fault, FaultWanted } from './faults.ts';
import type { FaultChoice, FaultShown } from './page-api.ts';

/** What the page offers to try, in the order in which it is worth trying. */
type Choice = FaultChoice & { wanted: Pick<FaultWanted, 'kind' | 'ms' | 'retryAfter' | 'code'> };

const choices: Choice[] = [
  {
    name: 'lost',
    title: 'Answer lost',
    says: 'Slack does what Steward asks, but its answer never arrives.',
    of: 'calls',
    wanted: { kind: 'lost' },
  },
  {
    name: 'error500',
    title: 'Server error',
    says: 'Slack does nothing and answers with an error of its own (500).',
    of: 'calls',
    wanted: { kind: 'error500' },
  },
  {
    name: 'ratelimited',
    title: 'Slow down',
    says: 'Slack does nothing and asks Steward to wait 5 seconds (429).',
    of: 'calls',
    wanted: { kind: 'ratelimited', retryAfter: 5 },
  },
  {
    name: 'late',
    title: 'Late answer',
    says: 'Slack does it at once and answers after 12 seconds; Steward waits 10.',
    of: 'calls',
    wanted: { kind: 'late', ms: 12_000 },
  },
  {
    name: 'reset',
    title: 'Call cut off',
    says: 'The connection ends before Slack has done anything.',
    of: 'calls',
    wanted: { kind: 'reset' },
  },
  {
    name: 'html',
    title: 'A web page for an answer',
    says: 'Slack does nothing and answers with a page, as a proxy does.',
    of: 'calls',
    wanted: { kind: 'html' },
  },
  {
    name: 'gone',
    title: 'Channel gone',
    says: 'Slack says that the channel does not exist.',
    of: 'calls',
    wanted: { kind: 'refuse', code: 'channel_not_found' },
  },
  {
    name: 'duplicate',
    title: 'Sent twice',
    says: 'What people write reaches Steward twice.',
    of: 'events',
    wanted: { kind: 'duplicate' },
  },
  {
    name: 'reorder',
    title: 'Out of order',
    says: 'What people write reaches Steward after what came later.',
    of: 'events',
    wanted: { kind: 'reorder' },
  },
  {
    name: 'drop',
    title: 'Not delivered',
    says: 'What people write does not reach Steward; Slack sends it again at once, after 1 and after 5 minutes.',
    of: 'events',
    wanted: { kind: 'drop' },
  },
  {
    name: 'hold',
    title: 'Held back',
    says: 'What people write reaches Steward only when this is switched off.',
    of: 'events',
    wanted: { kind: 'hold' },
  },
];

export const faultChoices: FaultChoice[] = choices.map(({ wanted: _, ...choice }) => choice);
export const faultNames = choices.map(({ name }) => name);

/** Which calls a fault hits; of what people write there is nothing to choose. */
const places = { messages: 'chat.*', windows: 'views.*', everything: '*' };
export type FaultPlace = keyof typeof places;
/** A mention comes as both. */
const written = 'message|app_mention';

/** Null where there is no choice of that name. `times` null: until it is switched off. */
export function faultOf(name: string, place: FaultPlace, times: number | null): FaultWanted | null {
  const choice = choices.find((one) => one.name === name);
  if (!choice) return null;
  const on = choice.of === 'calls' ? places[place] : written;
  return { ...choice.wanted, on, ...(times === null ? {} : { next: times }) };
}

/** As a person is told of it, whoever switched it on. */
export function shownFault(fault: Fault): FaultShown {
  const choice = choices.find(
    ({ wanted }) => wanted.kind === fault.kind && (fault.kind !== 'refuse' || wanted.code === fault.code),
  );
  const what = choice?.title ?? (fault.kind === 'lag' ? 'History behind' : `Refused (${fault.code})`);
  return { text: `${what}: ${where(fault)}, ${howOften(fault)}` };
}

const where = ({ on }: Fault): string =>
  ({
    'chat.*': 'messages and cards',
    'views.*': 'forms and Home',
    '*': 'everything',
    [written]: 'what people write',
  })[on] ?? on;

function howOften({ next, probability }: Fault): string {
  const share = probability < 1 ? ` in ${Math.round(probability * 100)}% of cases` : '';
  if (next === undefined) return `until it is switched off${share}`;
  return `${next === 1 ? 'once more' : `${next} times more`}${share}`;
}
