/** What lies on top of what is set: playbooks. Pure. */
type Placed = { name: string; scope: string; scopeId: string };

/**
 * A playbook that is on beats what is set for the same place, whatever the stage, and with that what is set for wider ones;
 * what is set for a narrower place stays. `onTop` is in the order of switching on: of two for one place the later counts.
 */
export function layered<Row extends Placed>(set: Row[], onTop: Row[]): Row[] {
  if (onTop.length === 0) return set;
  const top = new Map(onTop.map((row) => [keyOf(row), row]));
  return [...set.filter((row) => !top.has(keyOf(row))), ...top.values()];
}

const keyOf = ({ name, scope, scopeId }: Placed): string => JSON.stringify([name, scope, scopeId]);
