/** Which rules over agents are true of which deals now: what policy is told of them. */
import { conditionsHolding } from '../crm/rules.ts';
import type { Db } from '../db/pool.ts';
import { thenSaid, whenSaid } from '../language/rule-said.ts';
import type { RuleOn } from '../policy/circumstances.ts';
import { calendarOf, companyCurrency, type Reading } from '../sales/leaf.ts';
import { conditionOf, type Rule } from './rule.ts';
import { rulesNow } from './rules.ts';

/** `skips`: of a skip, the triggers that it silences. */
export type RuleOver = RuleOn & { skips: string[] | 'everything' | null };

/** Those that change what agents do. */
export const rulesOverAgents = async (db: Db): Promise<Rule[]> => (await rulesNow(db)).filter(isOverAgents);

/** By deal, in one statement whatever number of deals and rules there are. One in shadow is told of and does nothing. */
export async function rulesOver(
  db: Db,
  all: readonly Rule[],
  dealIds: readonly string[],
  reading: Reading,
): Promise<Map<string, RuleOver[]>> {
  const rules = all.filter(isOverAgents);
  if (rules.length === 0 || dealIds.length === 0) return new Map();
  const held = await conditionsHolding(
    db,
    rules.map((rule) => conditionOf(rule, rule.begunOn)),
    dealIds,
    reading,
  );
  const said = rules.map((rule) => overOf(rule, reading));
  return new Map([...held].map(([id, places]) => [id, places.flatMap((place) => said[place] ?? [])]));
}

const isOverAgents = ({ mode, effect: { does } }: Rule): boolean =>
  mode !== 'off' && (does === 'skip' || does === 'ask' || does === 'block');

function overOf(rule: Rule, reading: Reading): RuleOver {
  const { effect, mode, version } = rule;
  const wording = {
    companyCurrency: companyCurrency(reading.settings),
    calendar: calendarOf(reading),
    now: reading.now,
    zone: reading.zone,
  };
  const says = `Rule ${rule.rule}${mode === 'shadow' ? ' (in shadow, so it does nothing)' : ''}: ${whenSaid(rule, wording)}: ${thenSaid(effect, { name: 'its maker', are: 'is' })}.`;
  const named = { name: String(rule.rule), version, because: says };
  if (mode === 'shadow') return { ...named, effect: 'flag', skips: null };
  if (effect.does === 'ask') return { ...named, effect: 'ask', whom: effect.whom, skips: null };
  if (effect.does === 'skip') return { ...named, effect: 'skip', skips: effect.of };
  return { ...named, effect: effect.does === 'block' ? 'block' : 'flag', skips: null };
}

export const isSkipped = (trigger: string, over: readonly RuleOver[]): boolean =>
  over.some(({ skips }) => skips === 'everything' || (skips?.includes(trigger) ?? false));

/** What policy looks at where it is no warning that is judged: a skip is only noted. */
export const beyondSkips = (over: readonly RuleOver[]): RuleOn[] =>
  over.map((rule) => plain(rule.effect === 'skip' ? { ...rule, effect: 'flag' } : rule));
export const plain = ({ skips: _, ...rule }: RuleOver): RuleOn => rule;
