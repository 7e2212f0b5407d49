/** Words that may mean several things, or that nobody here has as a name: what they mean is asked back. */
import { metricNamed } from '../sales/metrics.ts';
import { clause, type State, skip, take, unread } from './state.ts';
import { squash } from './text.ts';
import { chosenUnknown } from './unknown.ts';

const answeringWords =
  /^(?:respond|responding|reply|react|answer|contact|reach|touch|touching|call|get|back|follow|pick)$/i;

const wellKnownStages =
  /^(?:prospecting|prospect|engaging|discovery|qualification|qualifying|qualified|demo|evaluation|proposal|negotiation|negotiating|contract|contracting|verbal|procurement|legal|closing|commitment|onboarding)$/i;

/** A stage that other companies have, and this one has not: which of its own is meant? */
export function readUnknown(s: State, at: number): number {
  const text = s.list[at]?.text ?? '';
  const chosenName = chosenUnknown(s, at);
  if (chosenName !== null) return chosenName;
  const earlier = s.list.slice(0, at);
  // "Deals which they have", of those who were named; "not contacted yet"
  if (
    /^they$/i.test(text) &&
    (earlier.some((one) => one.is === 'name' || one.is === 'who' || one.is === 'field') ||
      /^(?:which|that|who|where)$/i.test(s.list[at - 1]?.text ?? ''))
  )
    return at + 1;
  if (/^yet$/i.test(text) && earlier.some((one) => ['status', 'motion', 'missing', 'truth'].includes(one.is)))
    return at + 1;
  // "Sales cycle, in days"
  if (
    /^days$/i.test(text) &&
    (s.frame.measure.kind === 'metric' || s.list.some((one) => one.is === 'metric')) &&
    inDays(s)
  )
    return at + 1;
  // "Show me the deals themselves": after a figure.
  if (/^(?:themselves|itself)$/i.test(text) && s.before) return at + 1;
  // "Need the pipeline by rep"
  if (/^need(?:ing)?$/i.test(text) && earlier.every((one) => one.is === 'filler')) return at + 1;
  // "Last deal we won", "next deal to close": one of them.
  const one = s.list[skip(s, at + 1, ['filler', 'status', 'me', 'name'])];
  if (
    /^(?:last|next)$/i.test(text) &&
    (/^(?:deal|opportunity|opp)$/i.test(one?.text ?? '') ||
      /^(?:win|loss)$/i.test(s.list[at + 1]?.text ?? ''))
  ) {
    const closed = s.list.some((piece) => piece.is === 'status' && !piece.status.includes('open'));
    const next = /^next$/i.test(text);
    if (closed || next) {
      s.frame.limit = 1;
      s.frame.sort = { field: 'close_date', down: !next };
      s.weight += 1;
      return at + 1;
    }
  }
  // "More in Proposal or in Negotiation"
  const sides = (kind: 'name' | 'period'): boolean => s.list.filter((one) => one.is === kind).length > 1;
  if (/^more$/i.test(text) && (sides('name') || sides('period'))) {
    s.asked.add('whichMore');
    return at + 1;
  }
  // "How fast do we respond"
  if (s.asked.has('howLong') && answeringWords.test(text)) return at + 1;
  const counted = s.list[at + 1];
  // "Won deals in the last 6": six what?
  const span = /^(?:in|over|within|during|for|from)(?: the)?$/i.test(s.list[skipBack(s, at)]?.text ?? '');
  if (/^(?:last|next)$/i.test(text) && span && !isOfDeals(s, at + 2)) return unread(s, at, at + 2);
  // "Last 5 won deals", "next 5 deals to close"
  if (/^(?:last|next)$/i.test(text) && counted?.is === 'quantity' && counted.quantity.unit === 'plain') {
    const closed = s.list.some((piece) => piece.is === 'status' && !piece.status.includes('open'));
    const next = /^next$/i.test(text);
    if (next && s.before && !s.list.some((piece) => piece.is === 'noun' || piece.is === 'date'))
      return whichNext(s, at, counted.quantity.value);
    s.frame.limit = counted.quantity.value;
    s.frame.sort = { field: closed || next ? 'close_date' : 'created_on', down: !next };
    take(s, at + 1);
    s.weight += 1;
    return at + 1;
  }
  if (!wellKnownStages.test(text) || s.frame.of !== 'deal') return unread(s, at);
  const words = squash(text);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'stage');
  const stages = s.about.lexicon.stages.filter((stage) => !chosen || chosen.ids.includes(stage.id));
  const names = stages.map(({ id, name }) => ({ id, name }));
  if (names.length === 0) return unread(s, at);
  clause(s, { says: 'names', field: 'stage', kind: 'stage', names, not: s.not });
  s.not = false;
  if (!chosen)
    s.which ??= {
      question: `No stage is called "${text}" here. Which one?`,
      options: names.slice(0, 25).map(({ id, name }) => ({
        label: name,
        kind: 'stage',
        fact: null,
        choice: { words, kind: 'stage', ids: [id] },
      })),
    };
  return at + 1;
}

const skipBack = (s: State, from: number): number => {
  let at = from - 1;
  while (s.list[at]?.is === 'filler') at -= 1;
  return at;
};
const isOfDeals = (s: State, at: number): boolean =>
  s.list[skip(s, at, ['filler', 'status', 'me', 'name'])]?.is === 'noun';

/** "Next 5", after a list of all: nothing comes behind them. */
function whichNext(s: State, at: number, many: number): number {
  const words = squash(`next${many}`);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading')?.ids[0];
  const option = (label: string, id: string) => ({
    ...{ label, kind: 'reading' as const, fact: null },
    choice: { words, kind: 'reading', ids: [id] },
  });
  if (!chosen)
    s.which ??= {
      question: `The list was of all of them. Which ${many}?`,
      options: [option(`The ${many} that close next`, 'close_date'), option(`The ${many} largest`, 'amount')],
    };
  s.frame.limit = many;
  s.frame.sort = { field: chosen ?? 'close_date', down: chosen === 'amount' };
  take(s, at + 1);
  s.weight += 1;
  return at + 1;
}

/** "About 50k": between what? */
export function readAbout(s: State, at: number): number {
  const next = skip(s, at + 1);
  const piece = s.list[next];
  if (piece?.is !== 'quantity' || (piece.quantity.unit !== 'money' && piece.quantity.unit !== 'plain'))
    return unread(s, at);
  const { value } = piece.quantity;
  const currency = piece.quantity.unit === 'money' ? piece.quantity.currency : null;
  const words = squash(`about${value}`);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading');
  const wide = Number(chosen?.ids[0] ?? 0.1);
  const own = currency === null || currency === s.about.companyCurrency;
  const near = (share: number): [number, number] => [
    Math.round(value * (1 - share)),
    Math.round(value * (1 + share)),
  ];
  const [from, to] = near(wide);
  clause(s, {
    ...{ says: 'range', field: 'amount', unit: 'money', from, to, exclusive: [], said: null },
    currency: own ? null : currency,
  });
  if (!chosen)
    s.which ??= {
      question: `About ${number(value)}: between what?`,
      options: [0.1, 0.2, 0.5].map((share) => ({
        label: `${number(near(share)[0])} to ${number(near(share)[1])}`,
        kind: 'reading',
        fact: null,
        choice: { words, kind: 'reading', ids: [String(share)] },
      })),
    };
  return next + 1;
}

const roundAmounts = [25_000, 50_000, 100_000, 250_000];

/** "The big ones": from which amount? */
export function readVague(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'vague' || s.frame.of !== 'deal') return unread(s, at);
  // "The tiny ones, under 5k": said.
  if (s.list.some((one) => one.is === 'quantity' && one.quantity.unit === 'money')) return at + 1;
  const words = squash(piece.text);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading');
  const limit = Number(chosen?.ids[0] ?? roundAmounts[2]);
  clause(s, {
    ...{ says: 'range', field: 'amount', unit: 'money', currency: null, said: null },
    from: piece.up ? limit : null,
    to: piece.up ? null : limit,
    exclusive: [piece.up ? 'from' : 'to'],
  });
  if (!chosen)
    s.which ??= {
      question: `"${piece.text}": ${piece.up ? 'over' : 'under'} which amount?`,
      options: roundAmounts.map((amount) => ({
        label: `${piece.up ? 'Over' : 'Under'} ${number(amount)}`,
        kind: 'reading',
        fact: null,
        choice: { words, kind: 'reading', ids: [String(amount)] },
      })),
    };
  return at + 1;
}

const number = (value: number): string => value.toLocaleString('en-US');

/** "Only EUR ones": deals in that currency; beside an amount it is the amount's. */
export function readCurrency(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'currency' || s.frame.of !== 'deal') return unread(s, at);
  const names = [{ id: piece.code, name: piece.code }];
  clause(s, { says: 'names', field: 'currency', kind: 'value', names, not: s.not });
  s.not = false;
  return at + 1;
}

/** What is measured is a number of days. */
const inDays = (s: State): boolean =>
  s.list.some((one) => one.is === 'metric' && metricNamed(one.metric).unit === 'days');
