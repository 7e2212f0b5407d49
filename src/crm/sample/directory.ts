/** The sample's company directory: what is known already, one company that has grown into another trade, and one that nobody sells to yet. */
import type { Db } from '../../db/pool.ts';
import { countryCode } from '../../sales/countries.ts';
import { addDays } from '../../sales/days.ts';
import type { SampleAccount } from './cast.ts';

/** Of the first accounts so many. */
const most = 12;
const grown: Record<string, Partial<SampleAccount>> = {
  'Birch & Sons': { industry: 'Manufacturing', employees: 2_450 },
};
const stranger = {
  name: 'Aurora Instruments',
  domain: 'aurora.example',
  industry: 'Manufacturing',
  country: 'Germany',
  employees: 340,
};

export async function writeDirectory(
  trx: Db,
  make: { source: string; today: string; accounts: SampleAccount[] },
): Promise<void> {
  const known = make.accounts.slice(0, most).map((account) => ({
    ...account,
    domain: `${account.id.toLowerCase()}.example`,
    ...grown[account.name],
  }));
  await trx('company_directory').insert(
    [...known, stranger].map(({ domain, name, industry, country, employees }) => ({
      domain,
      source: make.source,
      name,
      industry,
      country,
      country_code: countryCode(country),
      employees,
      came_on: addDays(make.today, -6),
    })),
  );
}
