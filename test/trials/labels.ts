/** A short name for each call, so that the same step of the house has the same name in every run. */

/** From a statement to "insert into decisions", "update changes (state, held)", "read people, teams". */
export function statementLabel(statement: string): string {
  const text = statement
    .replace(/--[^\n]*/g, ' ')
    .replace(/["\s]+/g, ' ')
    .replace(/;\s*$/, '')
    .trim()
    .toLowerCase();
  const verb = text.split(/[\s(]/, 1)[0] ?? '';
  if (isBracket(verb) || verb === 'commit') return verb;
  const queue = /take_from_([a-z]+)/.exec(text)?.[1];
  if (queue) return `take from ${queue}`;
  const writes = [
    ...text.matchAll(
      /(?:insert into|delete from|update) ([a-z_.]+)(?: (?:as )?[a-z])? ?(?:set (.*?)(?: where | from | returning |$))?/g,
    ),
  ].filter((found) => found[1] !== 'set' && found[1] !== 'of' && found[1] !== 'skip');
  if (writes.length > 0)
    return writes
      .map((found) => writeLabel(found[0], found[1] ?? '', found[2]))
      .join(' + ')
      .slice(0, 90);
  if (text.includes('pg_notify')) return 'notify';
  if (text.includes('advisory')) return `lock ${/run-agent|crew/.exec(text)?.[0] ?? ''}`.trim();
  const tables = [...text.matchAll(/(?:from|join) ([a-z_.]+)/g)].map((found) => found[1]);
  const locked = text.includes('for update') ? ' for update' : '';
  return `read ${[...new Set(tables)].slice(0, 3).join(', ') || text.slice(0, 40)}${locked}`;
}

/** Opens or closes something around the calls; nothing is said to the database by it, and nothing is kept. */
export const isBracket = (label: string): boolean =>
  ['begin', 'rollback', 'savepoint', 'release'].includes(label);

function writeLabel(whole: string, table: string, sets: string | undefined): string {
  if (!whole.startsWith('update')) return `${whole.startsWith('insert') ? 'insert' : 'delete'} ${table}`;
  const columns = [...(sets ?? '').matchAll(/(?:^|, )([a-z_]+) =/g)].map((found) => found[1]);
  const state = /state = '([a-z]+)'/.exec(sets ?? '')?.[1];
  return `update ${table} ${state ?? columns.slice(0, 3).join(',')}`.trim();
}
