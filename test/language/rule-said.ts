/** A rule as it is read, in short. */
import { questionOf } from '../../src/language/question.ts';
import { read } from '../../src/language/reader.ts';
import type { RuleEffect, RuleEvent } from '../../src/language/request.ts';
import type { Condition, Value } from '../../src/sales/conditions.ts';
import { cast } from './companies.ts';
import { on } from './say.ts';

const mara = { teamId: 'G-emea-sales', territoryId: 'T-emea' };

/** Condition and effect in short, the parts of the condition in the order of the alphabet. */
export function ruleOf(text: string): [string, string] {
  const reading = read(text, on(cast));
  if (reading.say !== 'command' || reading.command.do !== 'rule') return ['?', '?'];
  const { read: rule } = reading.command;
  if ('asks' in rule) return ['?', '?'];
  const where = questionOf(rule.frame, mara).where;
  const when = ('all' in where ? where.all : [where]).flatMap(partsOf).map(said).sort().join(' & ');
  const event = rule.happens && !/^(?:won|lost)$/.test(when) ? `, ${eventSaid(rule.happens)}` : '';
  return [`${when}${event}`, effectSaid(rule.effect)];
}

/** "moves", "amount down > 20 percent" */
function eventSaid(happens: RuleEvent): string {
  if (typeof happens === 'string') return happens === 'moved' ? 'moves' : happens;
  const { field, way, by } = happens;
  return `${field} ${way}${by ? ` ${by.including ? '>=' : '>'} ${by.value} ${by.unit}` : ''}`;
}

const partsOf = (condition: Condition): Condition[] =>
  'all' in condition ? condition.all.flatMap(partsOf) : [condition];

function said(condition: Condition): string {
  if ('all' in condition) return `(${condition.all.map(said).join(' & ')})`;
  if ('any' in condition) return `(${condition.any.map(said).join(' | ')})`;
  if ('not' in condition) return `!(${said(condition.not)})`;
  const { field } = condition;
  if ('missing' in condition) return `${field} missing`;
  if ('contains' in condition) return `${field} ~ ${value(condition.contains)}`;
  if ('moved' in condition) return `${field} moved`;
  if ('is' in condition) {
    const values = [condition.is].flat().map(value);
    if (field === 'status') return values.join(',');
    const [first] = [condition.is].flat();
    return `${field} ${typeof first === 'object' && 'period' in first ? 'in' : '='} ${values.join(',')}`;
  }
  const { from, to, exclusive = [] } = condition;
  if (from !== undefined && to !== undefined) return `${field} ${value(from)}..${value(to)}`;
  return from !== undefined
    ? `${field} ${exclusive.includes('from') ? '>' : '>='} ${value(from)}`
    : `${field} ${exclusive.includes('to') ? '<' : '<='} ${value(to ?? '')}`;
}

function value(of: Value): string {
  if (typeof of !== 'object') return String(of);
  if ('setting' in of) return `$${of.setting}`;
  if ('period' in of) return of.period;
  return 'me' in of ? 'me' : `${of.ago.days} days ago`;
}

function effectSaid(effect: RuleEffect): string {
  switch (effect.does) {
    case 'notify': {
      const { to } = effect;
      if (to.who === 'channel') return `notify #${to.channel}`;
      if (to.who === 'person') return `notify ${to.of.id}`;
      return `notify ${{ me: 'me', owner: 'owner', manager: "owner's manager", 'my manager': 'manager' }[to.who]}`;
    }
    case 'skip':
      return `skip ${effect.of === 'everything' ? effect.of : effect.of.join(', ')}`;
    case 'ask':
      return `ask ${effect.whom}`;
    default:
      return effect.does;
  }
}
