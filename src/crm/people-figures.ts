/** What hangs on people, not on deals: quotas and activities, for the people whom a question's limits leave. */
import { BadInput } from '../errors.ts';
import type { Scope } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { type Field, fieldNamed } from '../sales/fields.ts';
import { places } from './columns.ts';
import { compile, valueSql } from './compile.ts';
import { type Compiler, compiler } from './compiler.ts';
import { scopeSql } from './scope.ts';
import { join, raw, type Sql, sql } from './sql.ts';

/** Days, both included. */
export type Days = { from: string; to: string };

const ofPerson: Record<string, string> = {
  owner: 'id',
  team: 'team',
  territory: 'territory',
  'owner.manager': 'manager',
  'owner.active': 'active',
};

/**
 * The limits of a question about deals, as limits of their owners: a quota is a person's. Throws BadInput for a limit
 * that people do not have.
 */
export function peopleCondition(where: Condition): Condition {
  if ('all' in where) return { all: where.all.map(peopleCondition) };
  if ('any' in where) return { any: where.any.map(peopleCondition) };
  if ('not' in where) return { not: peopleCondition(where.not) };
  const field = 'field' in where ? ofPerson[where.field] : undefined;
  if (!field) {
    const label = 'field' in where ? fieldNamed('deal', where.field).label.toLowerCase() : 'that';
    throw new BadInput(`A quota is a person's: there is none by ${label}.`, {
      fix: 'Limit it by rep, team or territory.',
    });
  }
  const named = { ...where, field } as Condition;
  // A person is known by id or by name.
  return field === 'id' && 'is' in where ? { any: [named, { field: 'name', is: where.is }] } : named;
}

/** `persons(person, key0, id0)`: those whom the limits and the scope leave, each with its group. */
export function personsSql(at: Compiler, where: Condition, scope: Scope, by: Field | null): Sql {
  const of = compiler('person', at.use, at.asOf);
  const group = groupOfPerson(of, by);
  return sql`persons as (select d.id as person, ${group} ${compile(of, peopleCondition(where), scope)})`;
}

function groupOfPerson(of: Compiler, by: Field | null): Sql {
  if (!by) return raw("''::text as key0, ''::text as id0");
  if (by.name === 'owner') return raw('d.name as key0, d.id as id0');
  const name = ofPerson[by.name] ?? '';
  return join(
    [
      sql`${valueSql(of, fieldNamed('person', name))} as key0`,
      raw(`${places.person.columns[name]?.id ?? "''"} as id0`),
    ],
    ', ',
  );
}

/**
 * Quota of each group over these days: of a quota whose own days reach beyond them, the share that its days within them
 * have. In the company's currency; what is in another one is not added.
 */
export const quotasSql = (days: Days, currency: string): Sql => sql`quota as (
  select id0, sum(q.amount * (least(q.ends_on, ${days.to}::date) - greatest(q.starts_on, ${days.from}::date) + 1)
      / (q.ends_on - q.starts_on + 1)) as quota
  from persons join quotas q on q.person_id = persons.person
  where q.starts_on <= ${days.to}::date and q.ends_on >= ${days.from}::date and q.currency = ${currency} group by id0)`;

export const activitiesSql = (days: Days, scope: Scope): Sql => sql`acts as (
  select id0, count(*)::integer as activities from persons join activities d on d.person_id = persons.person
  where d.done_on between ${days.from}::date and ${days.to}::date and ${scopeSql('activity', scope)} group by id0)`;
