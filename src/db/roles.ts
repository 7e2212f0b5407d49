import type { Knex } from 'knex';

/** What the application's role may do: work on every table, only read and add to the audit log, alter nothing. */
export async function grantToApp(trx: Knex.Transaction, role: string): Promise<void> {
  await trx.raw('grant usage on schema public to ??', [role]);
  await trx.raw('grant select, insert, update, delete, truncate on all tables in schema public to ??', [
    role,
  ]);
  await trx.raw('revoke update, delete, truncate on audit, audit_seals from ??', [role]);
  await trx.raw('revoke insert, update, delete, truncate on migrations from ??', [role]);
  const { rows } = await trx.raw('select current_database() as name');
  // The job engine keeps its tables in a schema of its own, which it makes itself.
  await trx.raw('grant create, temporary on database ?? to ??', [rows[0].name, role]);
}
