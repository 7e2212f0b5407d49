/** The way to the first administrator: a code on the console of whoever starts the program, good for one person once. */
import { createHash, randomInt } from 'node:crypto';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Person } from '../policy/nouns.ts';
import { personBySlackId } from './people.ts';

// Without letters and digits that look alike.
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const lock = 'people:admin-code';
const system = { kind: 'system', id: 'start' } as const;

/** What may be a code: four groups of four, with or without the dashes. */
export const codeIn = (text: string): string | null => {
  const found = /^([A-Z0-9]{4})-?([A-Z0-9]{4})-?([A-Z0-9]{4})-?([A-Z0-9]{4})$/i.exec(text.trim());
  return found ? found.slice(1, 5).join('-').toUpperCase() : null;
};

/**
 * Makes a code while the company has no administrator; null where it has one. Only its hash is kept. Codes of other
 * replicas stay good until somebody has entered one.
 */
export function offerAdminCode(db: Db): Promise<string | null> {
  return withLock(db, lock, async (trx) => {
    if (await anyAdmin(trx)) return null;
    const letters = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('');
    const code = letters.replace(/(.{4})(?!$)/g, '$1-');
    await trx('admin_codes').insert({ hash: hashOf(code) });
    await record(trx, {
      action: 'admin_code.made',
      subject: { kind: 'company', id: 'administrators' },
      by: system,
      because: 'The company has no administrator.',
    });
    return code;
  });
}

export type Entered = { say: 'administrator'; person: Person } | { say: 'not possible'; because: string };

/** Makes whoever enters a good code an administrator, once; afterwards no code is good any more. Refusals are recorded. */
export function enterAdminCode(
  db: Db,
  input: { code: string; slackId: string; email: string | null; tz: string | null },
): Promise<Entered> {
  return withLock(db, lock, async (trx): Promise<Entered> => {
    const by = {
      kind: 'person',
      id: (await personBySlackId(trx, input.slackId))?.id ?? input.slackId,
    } as const;
    const refuse = async (because: string): Promise<Entered> => {
      await record(trx, {
        action: 'admin_code.refused',
        subject: { kind: 'company', id: 'administrators' },
        by,
        because,
      });
      return { say: 'not possible', because };
    };
    if (await anyAdmin(trx)) return refuse('There is an administrator already; ask them for a role.');
    const unused = () =>
      trx('admin_codes')
        .where({ hash: hashOf(input.code) })
        .whereNull('used_at');
    if (!(await unused().first('hash')))
      return refuse(
        'That is not the code. It stands on the console where Steward was started, and works once.',
      );
    const person = await madeAdmin(trx, input);
    if (!person)
      return refuse('Your e-mail belongs to somebody who has left. Set STEWARD_ADMINS and start again.');
    await unused().update({ used_at: trx.fn.now(), used_by: input.slackId });
    await record(trx, {
      action: 'person.made_admin',
      subject: { kind: 'person', id: person.id },
      by: { kind: 'person', id: person.id },
      because: 'The one-time code of the console.',
    });
    return { say: 'administrator', person };
  });
}

const anyAdmin = async (db: Db): Promise<boolean> =>
  (await db('people').where({ active: true }).whereRaw(`'admin' = any(roles)`).first('id')) !== undefined;

/** Somebody who is not among the people yet becomes one of them. */
async function madeAdmin(
  trx: Db,
  who: { slackId: string; email: string | null; tz: string | null },
): Promise<Person | null> {
  const known = await personBySlackId(trx, who.slackId);
  if (known) {
    await trx.raw(`update people set roles = array_append(roles, 'admin') where id = ?`, [known.id]);
  } else {
    const id = `admin:${who.email?.toLowerCase() ?? who.slackId}`;
    await trx.raw(
      `insert into people (id, source, source_id, name, email, slack_id, tz, roles) values (?, 'steward', ?, ?, ?, ?, ?, '{admin}')
       on conflict do nothing`,
      [id, id, who.email?.split('@')[0] ?? who.slackId, who.email, who.slackId, who.tz],
    );
  }
  return personBySlackId(trx, who.slackId);
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');
