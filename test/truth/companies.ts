/** Accounts whose answer is known, because they and what the directory says of them were made for it. */
import type { Db } from '../../src/db/pool.ts';
import { limit, type Planted } from './planted.ts';

const differs = limit('company_percent');

type Company = { case: string; is: object; says: object; contacts?: string[]; twin?: true };

/** Accounts that came by an import, each beside its entry in the directory. */
const companies: { found: Company[]; missed: Company[] } = {
  found: [
    {
      case: 'an empty industry',
      is: { industry: null },
      says: { industry: 'Mining' },
    },
    {
      case: 'another country',
      is: { country: 'France' },
      says: { country: 'Spain', country_code: 'ES' },
    },
    {
      case: 'more employees by a bit more than the limit',
      is: { employees: 1_000 },
      says: { employees: 1_001 + 10 * differs },
    },
    {
      case: 'what the directory had said before',
      is: { industry: 'Rail', origins: { industry: 'directory' } },
      says: { industry: 'Mining' },
    },
    {
      case: 'by its contacts',
      is: { industry: 'Rail', website: null },
      says: { industry: 'Mining' },
      contacts: ['a', 'b'],
    },
  ],
  missed: [
    {
      case: 'more employees by exactly the limit',
      is: { employees: 1_000 },
      says: { employees: 1_000 + 10 * differs },
    },
    { case: 'the same word in capitals', is: { industry: 'MINING' }, says: { industry: 'Mining' } },
    {
      case: 'the same country in another language',
      is: { country: 'Frankreich' },
      says: { country: 'France', country_code: 'FR' },
    },
    {
      case: 'a person has said it',
      is: { industry: 'Rail', origins: { industry: 'person' } },
      says: { industry: 'Mining' },
    },
    {
      case: 'a person has emptied it',
      is: { industry: null, origins: { industry: 'person' } },
      says: { industry: 'Mining' },
    },
    { case: 'the directory does not say', is: { industry: null }, says: {} },
    { case: 'a domain of two accounts', is: { industry: 'Rail' }, says: { industry: 'Mining' }, twin: true },
    {
      case: 'one contact alone',
      is: { industry: 'Rail', website: null },
      says: { industry: 'Mining' },
      contacts: ['a'],
    },
  ],
};

/** Adds them to a company that is there, each with an entry of that day. */
export async function plantCompanies(db: Db, cameOn: string): Promise<Planted[]> {
  const trigger = 'account_enrichable';
  const planted: Planted[] = [];
  for (const [n, one] of [...companies.found, ...companies.missed].entries()) {
    const subject = `PA-${n}`;
    const domain = `planted-${n}.example`;
    const row = (id: string) => ({
      id,
      source: 'truth',
      source_id: id,
      name: `Planted ${id}`,
      owner_id: 'P-planted',
      territory_id: 'T-emea',
      website: `https://www.${domain}/`,
    });
    await db('accounts').insert({ ...row(subject), ...one.is });
    if (one.twin) await db('accounts').insert(row(`${subject}-twin`));
    await db('company_directory').insert({
      domain,
      source: 'truth',
      name: `Planted ${n}`,
      came_on: cameOn,
      ...one.says,
    });
    for (const who of one.contacts ?? [])
      await db('contacts').insert({
        id: `${subject}-${who}`,
        source: 'truth',
        source_id: `${subject}-${who}`,
        account_id: subject,
        name: who,
        email: `${who}@${domain}`,
      });
    const isFound = n < companies.found.length;
    planted.push({
      trigger,
      case: one.case,
      subject,
      found: isFound,
      right: isFound ? 'mended value' : null,
    });
  }
  return planted;
}
