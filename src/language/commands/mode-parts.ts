/** A part of what an agent does: "phone numbers in EMEA", "close date past for deals under $20k". */
import { quantityAt } from '../numbers.ts';
import type { ModeOf, NamedValue } from '../request.ts';
import { fold } from '../text.ts';
import { words } from '../words.ts';
import { agentNamed, nameFrom } from './naming.ts';
import { named, type Talk, type Which } from './read.ts';

export const wholeOfIt: ModeOf = { trigger: null, kind: null, field: null, territory: null, upTo: null };
export const isPart = (of: ModeOf): boolean => Object.values(of).some((part) => part !== null);

export type ModeParts = { agent: NamedValue | null; of: ModeOf };

export const fieldWords: [RegExp, string][] = [
  [/\bclos(?:e|ing) dates?\b/, 'deal.close_date'],
  [/\bnext steps?\b/, 'deal.next_step'],
  [/\blead sources?\b/, 'deal.lead_source'],
  [/\b(?:deal )?stages?\b/, 'deal.stage'],
  [/\b(?:deal )?(?:amounts?|values?|prices?)\b/, 'deal.amount'],
  [/\b(?:deal )?(?:owners?|ownership)\b/, 'deal.owner'],
  [/\bproducts?(?: names?)?\b/, 'deal.product'],
  [/\b(?:phone|telephone)(?: ?numbers?)?\b|\bphones\b/, 'contact.phone'],
  [/\be-?mails?(?: addresses| address)?\b/, 'contact.email'],
  [/\b(?:industry|industries)\b/, 'account.industry'],
  [/\b(?:country|countries)\b/, 'account.country'],
  [/\b(?:employees?(?: counts?)?|headcounts?|numbers? of employees)\b/, 'account.employees'],
  [/\b(?:account )?revenues?(?: of accounts)?\b/, 'account.revenue'],
];
/** What never goes alone whatever is set; it is known so that it can be said. */
const outsideWords: [RegExp, string][] = [
  [
    /\b(?:messages? outside slack|(?:nudges?|messages?|questions?) (?:by|via) e-?mails?|e-?mails? to (?:people|reps|customers))\b/,
    'nudge.outside',
  ],
  [
    /\b(?:starts? of (?:the )?workflows?(?: outside)?|starting (?:the )?workflows?|workflow starts?|workflows?)\b/,
    'start',
  ],
];
const kindWords: [RegExp, 'change' | 'nudge'][] = [
  [/\b(?:nudges?|nudging|nudge messages?)\b/, 'nudge'],
  [/\b(?:all )?(?:field )?changes\b/, 'change'],
];
const silent =
  /\b(?:for|in|on|of|about|the|a|an|its|their|all|any|and|when|where|with|to|at|by|agents?|bots?|deals?|opportunities|opps|accounts?|contacts?|territory|region|worth|that|are|is|only)\b/g;

/** Everything must be read: what is left over is said. `talk.it` may be the agent. */
export function modePartsOf(said: string, talk: Talk): ModeParts | { unread: string } | { which: Which } {
  const of: ModeOf = { ...wholeOfIt };
  let rest = ` ${said} `.replace(/\s+/g, ' ');
  const pointing = /^ (?:it|this|that|them) /.exec(rest);
  let agent = pointing && talk.it?.kind === 'agent' ? named(talk.it) : null;
  if (agent && pointing) rest = rest.slice(pointing[0].length - 1);
  const money = amountIn(rest);
  if (money) {
    of.upTo = money.upTo;
    rest = money.rest;
  }
  const trigger = triggerIn(rest, talk);
  if (trigger) {
    of.trigger = named(trigger);
    agent ??= named(
      talk.lexicon.agents.find(({ id }) => id === trigger.agent) ?? {
        id: trigger.agent,
        name: trigger.agent,
      },
    );
    rest = rest.replace(trigger.said, ' ');
  }
  const field = [...outsideWords, ...fieldWords].find(([pattern]) => pattern.test(rest));
  if (field) {
    [of.field, of.kind] = [field[1], 'change'];
    rest = rest.replace(field[0], ' ');
  }
  const kind = kindWords.find(([pattern]) => pattern.test(rest));
  if (kind && (of.field === null || kind[1] === 'change')) {
    of.kind = kind[1];
    rest = rest.replace(kind[0], ' ');
  }
  const placed = namesIn(rest, talk);
  if ('which' in placed) return placed;
  of.territory = placed.territory;
  agent ??= placed.agent;
  const unread = placed.rest
    .replace(silent, ' ')
    .replace(/[,;:'-]+(?=\s|$)|\s+/g, ' ')
    .trim();
  if (unread !== '' || (placed.agent && agent?.id !== placed.agent.id)) return { unread: unread || said };
  return { agent, of };
}

const upTo =
  /\b(?:up to|at most|no more than|not more than|not over)\s+(?=\S*\d)|\b(?:under|below|less than|smaller than|cheaper than)\s+(?=\S*\d)/;

/** "Under $20k" ends a cent before it. */
function amountIn(text: string): { upTo: NonNullable<ModeOf['upTo']>; rest: string } | null {
  const found = upTo.exec(text);
  if (!found) return null;
  const behind = text.slice(found.index + found[0].length);
  const list = words(behind);
  const quantity = quantityAt(list, 0);
  if (!quantity || (quantity.unit !== 'money' && quantity.unit !== 'plain') || quantity.plus) return null;
  const last = list[quantity.length - 1];
  if (!last || quantity.value <= 0) return null;
  const including = /^(?:up|at|no|not)/.test(found[0]);
  return {
    upTo: {
      value: including ? quantity.value : Math.round(quantity.value * 100 - 1) / 100,
      currency: quantity.unit === 'money' ? quantity.currency : null,
    },
    rest: `${text.slice(0, found.index)} ${behind.slice(last.end)}`,
  };
}

/** The longest of its names that stands there. */
function triggerIn(text: string, { lexicon }: Talk) {
  const found = lexicon.triggers.flatMap((trigger) =>
    [trigger.name, ...(trigger.also ?? [])].map((said) => ({ ...trigger, said: fold(said) })),
  );
  return found
    .filter(({ said }) => text.includes(` ${said} `))
    .toSorted((a, b) => b.said.length - a.said.length)[0];
}

type Placed = { agent: NamedValue | null; territory: NamedValue | null; rest: string };

/** One agent and one territory; other names stay unread. */
function namesIn(text: string, talk: Talk): Placed | { which: Which } {
  const list = words(text);
  const rest: string[] = [];
  const placed: Placed = { agent: null, territory: null, rest: '' };
  for (let at = 0; at < list.length; ) {
    const word = list[at];
    if (!word) break;
    const next = list[at + 1]?.norm ?? '';
    const called = /^(?:agent|bot)$/.test(next) ? `${word.norm} agent` : word.norm;
    const agent = word.kind === 'word' && placed.agent === null ? agentNamed(called, talk.lexicon) : null;
    const found = agent ? null : nameFrom(list, at, ['territory'], talk);
    if (found && 'which' in found) return found;
    if (agent) placed.agent = agent;
    else if (found && placed.territory === null) {
      placed.territory = found.name;
      at += found.length;
      continue;
    } else rest.push(word.text);
    at += 1;
  }
  return { ...placed, rest: rest.join(' ') };
}
