import type { Knex } from 'knex';
import { CannotStart } from '../errors.ts';

/** What the application's role may do: work on every table, only read and add to the audit log, alter nothing. */
export async function grantToApp(trx: Knex.Transaction, role: string): Promise<void> {
  await trx.raw('grant usage on schema public to ??', [role]);
  await trx.raw('grant select, insert, update, delete, truncate on all tables in schema public to ??', [
    role,
  ]);
  await trx.raw('grant usage, select on all sequences in schema public to ??', [role]);
  await trx.raw('revoke update, delete, truncate on audit, audit_seals from ??', [role]);
  await trx.raw('revoke insert, update, delete, truncate on migrations from ??', [role]);
  await allowJobEngine(trx, role);
}

/** The job engine keeps its tables in a schema of its own, which it makes itself. */
async function allowJobEngine(trx: Knex.Transaction, role: string): Promise<void> {
  const { rows } = await trx.raw(
    `select current_database() as name, has_database_privilege(:role, current_database(), 'create') and has_database_privilege(:role, current_database(), 'temporary') as may`,
    { role },
  );
  const { name, may } = rows[0];
  if (may) return;
  try {
    await trx.transaction((inner) => inner.raw('grant create, temporary on database ?? to ??', [name, role]));
  } catch (cause) {
    throw new CannotStart(`The role ${role} may not make the job engine's schema in the database ${name}.`, {
      fix: `As the database's owner, run: grant create, temporary on database "${name}" to "${role}"`,
      cause,
    });
  }
}
