import { settingScopes } from '../sales/settings.ts';
import type { Compiler } from './compiler.ts';
import { join, raw, type Sql, sql } from './sql.ts';

const columns = {
  account: 'd.account_id',
  person: 'd.owner_id',
  team: 'o.team_id',
  territory: 'd.territory_id',
};
/** A contact is where its account is. */
const ofContact = { ...columns, person: 'a.owner_id', territory: 'a.territory_id' };
const types = { number: 'number', text: 'string', truth: 'boolean' } as const;
const casts = { number: '::numeric', text: '::text', truth: '::boolean' } as const;

/** A setting's value for each row: the narrowest scope wins, and within a scope the stage's own value. */
export function settingSql(at: Compiler, name: string, as: keyof typeof casts = 'number'): Sql {
  const cast = raw(casts[as]);
  const rows = at.use.settings.filter((row) => row.name === name && typeof row.value === types[as]);
  const cases: Sql[] = [];
  let otherwise: Sql = raw('null');
  for (const scope of settingScopes) {
    const here = rows.filter((row) => row.scope === scope);
    for (const row of here.toSorted((a, b) => Number(b.stage !== '') - Number(a.stage !== ''))) {
      if (row.stage !== '' && at.noun !== 'deal') continue;
      if (scope === 'everyone' && row.stage === '') {
        otherwise = sql`${row.value}${cast}`;
        continue;
      }
      const tests = [
        ...(scope === 'everyone' ? [] : [scopeTest(at, scope, row.scopeId)]),
        ...(row.stage === '' ? [] : [stageTest(at, row.stage)]),
      ];
      cases.push(sql`when ${join(tests, ' and ')} then ${row.value}${cast}`);
    }
  }
  return cases.length === 0 ? otherwise : sql`(case ${join(cases, ' ')} else ${otherwise} end)`;
}

function scopeTest(at: Compiler, scope: keyof typeof columns, id: string): Sql {
  if (scope === 'team') at.joins.add('t');
  if (at.noun === 'contact') at.joins.add('a');
  const own = at.noun === 'contact' ? ofContact : columns;
  const column = scope === 'account' && at.noun === 'account' ? 'd.id' : own[scope];
  return sql`${raw(column)} = ${id}`;
}

function stageTest(at: Compiler, stage: string): Sql {
  at.joins.add('s');
  return sql`s.name = ${stage}`;
}
