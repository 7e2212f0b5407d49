/** All rules of a person at once: switched, put in shadow, deleted. Each is a deed of its own, so that each can be taken back. */
import type { Command } from '../language/request.ts';
import { mayKeepRule } from '../policy/may-rule.ts';
import type { Rule } from '../settings/rule.ts';
import { changeRule, deleteRule, rulesNow } from '../settings/rules.ts';
import { count, firstName, list } from '../story/format.ts';
import { type Done, type Planned, undoLast } from './plan.ts';
import { type RuleUse, readingOf, ruleSaid } from './rule-told.ts';
import { hows, modes } from './rules-kept.ts';

type Step = Extract<Command, { do: 'rules_step' }>;
const mostNamed = 5;

/** Those that the step would change. */
async function concerned({ db, by }: RuleUse, { step }: Step): Promise<Rule[]> {
  const mine = (await rulesNow(db)).filter((rule) => mayKeepRule(by, rule));
  return mine.filter(({ mode }) => mode !== modes[step] && !(step === 'shadow' && mode === 'off'));
}

const words: Record<Step['step'], { verb: string; done: string; means: string }> = {
  'switch off': {
    verb: 'Switch off',
    done: 'switched off',
    means: 'They do nothing until they are switched on. What they kept back is looked at again.',
  },
  'switch on': {
    verb: 'Switch on',
    done: 'switched on',
    means: 'They hold from now on. Nobody is told of deals that they are true of already.',
  },
  shadow: {
    verb: 'Put in shadow',
    done: 'put in shadow',
    means: 'They are counted, and nothing comes of them.',
  },
  delete: {
    verb: 'Delete',
    done: 'deleted',
    means: 'They do nothing any more. What they kept back is looked at again.',
  },
};

export async function rulesStepPlan(use: RuleUse, command: Step): Promise<Planned> {
  const rules = await concerned(use, command);
  const { verb, done, means } = words[command.step];
  if (rules.length === 0) return { nothing: `There is no rule of yours to be ${done}. Nothing was changed.` };
  const named = rules.slice(0, mostNamed).map((rule) => `${rule.rule} (${ruleSaid(use, rule, 'its maker')})`);
  const more = rules.length - named.length;
  const others = rules.filter(({ setBy }) => setBy !== use.by.id).length;
  return {
    headline: `${verb} ${rules.length === 1 ? 'the 1 rule' : `all ${count(rules.length, 'rule')}`}.`,
    consequence: [
      `These are ${list(more > 0 ? [...named, `${more} more`] : named)}.`,
      others > 0 ? `${others} of them ${others === 1 ? 'is' : 'are'} of somebody else.` : '',
      means,
    ]
      .filter(Boolean)
      .join(' '),
    wayBack: `Way back: "${undoLast(rules.length)}".`,
    count: rules.length,
    verb: `${verb} ${rules.length}`,
    mark: rules.map(({ rule, version }) => `${rule}.${version}`).join(' '),
  };
}

export async function carryOutRulesStep(use: RuleUse, command: Step): Promise<Done> {
  const { step } = command;
  const by = { kind: 'person', id: use.by.id } as const;
  const on = { db: use.db, reading: readingOf(use) };
  let done = 0;
  for (const rule of await concerned(use, command)) {
    const of = { rule: rule.rule, was: rule.version, by, now: use.now.now() };
    const changed =
      step === 'delete'
        ? await deleteRule(use, of)
        : await changeRule(on, {
            ...of,
            how: hows[step],
            body: rule,
            mode: modes[step] ?? rule.mode,
            standing: false,
          });
    if (changed) done += 1;
  }
  return {
    sentence: `${firstName(use.by.name)} ${step === 'delete' ? 'deleted' : step === 'shadow' ? 'put' : words[step].done} ${count(done, 'rule')}${step === 'shadow' ? ' in shadow' : ''}.`,
    back: done > 0 ? undoLast(done) : null,
  };
}
