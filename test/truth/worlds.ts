/** Figures of which there is one, looked at in one state of the company after another. */
import type { Measured, Planted, Right } from './planted.ts';

/** What is planted in this state, and of each trigger what plain arithmetic says and what was found. */
export type World = {
  planted: Planted[];
  known: ReadonlyMap<string, ReadonlySet<string>>;
  found: ReadonlyMap<string, ReadonlyMap<string, Right>>;
};

/** All states of these triggers together; the same subject in another state is another case. */
export function overWorlds(agent: string, triggers: string[], worlds: World[]): Measured[] {
  return triggers.map((trigger) => {
    const sum: Measured = { agent, trigger, planted: [], truth: 0, found: 0, both: 0 };
    for (const { planted, known, found } of worlds) {
      const [right, seen] = [known.get(trigger) ?? new Set(), found.get(trigger) ?? new Map<string, Right>()];
      sum.truth += right.size;
      sum.found += seen.size;
      sum.both += [...seen.keys()].filter((id) => right.has(id)).length;
      for (const of of planted.filter((one) => one.trigger === trigger))
        sum.planted.push({ of, found: seen.has(of.subject), proposed: seen.get(of.subject) ?? null });
    }
    return sum;
  });
}

/** A case of this trigger; `right` null: it is not to be found. */
export const caseOf = (trigger: string, name: string, subject: string, right: Right | null): Planted => ({
  trigger,
  case: name,
  subject,
  found: right !== null,
  right,
});
