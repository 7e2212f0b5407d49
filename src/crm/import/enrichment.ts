/** The company directory: entries of one enrichment source, by domain. */
import { readCompanyDomain } from '../../sales/company-domain.ts';
import { countryCode } from '../../sales/countries.ts';
import { dayIn } from '../../sales/days.ts';
import { rowsOf, sql } from '../sql.ts';
import { type Context, text, type Writer } from './context.ts';
import { wholeOrNull } from './parties.ts';

type Row = {
  domain: string;
  name: string;
  industry: string | null;
  country: string | null;
  country_code: string | null;
  employees: number | null;
  revenue: number | null;
};

/** What it says anew bears the day of the import; what the file has no column for, or no word, stays as it was. */
export function enrichmentWriter(at: Context): Writer<Row> {
  const seen = new Set<string>();
  return {
    take: ({ values }) => {
      const said = text(values.domain);
      if (said === null) return { wrong: 'it has no domain' };
      const read = readCompanyDomain(said);
      if (!read) return { wrong: `"${[...said].slice(0, 40).join('')}" is no domain` };
      const { domain, free } = read;
      if (free) return { wrong: `${domain} is a provider of free mail and says nothing of a company` };
      const name = text(values.name);
      if (name === null) return { wrong: 'it has no name' };
      if (seen.has(domain)) return { wrong: `${domain} stands on an earlier line, too` };
      seen.add(domain);
      const country = text(values.country);
      const code = country === null ? null : countryCode(country);
      return {
        record: {
          domain,
          name,
          industry: text(values.industry),
          country: code === null ? country : (inEnglish.of(code) ?? country),
          country_code: code,
          employees: wholeOrNull(values.employees),
          revenue: typeof values.revenue === 'number' ? values.revenue : null,
        },
      };
    },
    write: async (rows) => {
      const changed = await rowsOf<{ domain: string }>(
        at.trx,
        sql`insert into company_directory as t (domain, source, name, industry, country, country_code, employees, revenue, came_on)
          select domain, ${at.source}::text, name, industry, country, country_code, employees, revenue, ${dayIn(at.now, at.zone)}::date
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as g(domain text, name text, industry text, country text, country_code text, employees integer, revenue numeric)
          on conflict (domain) do update set source = excluded.source, name = excluded.name, industry = coalesce(excluded.industry, t.industry),
            country = coalesce(excluded.country, t.country), country_code = case when excluded.country is null then t.country_code else excluded.country_code end,
            employees = coalesce(excluded.employees, t.employees), revenue = coalesce(excluded.revenue, t.revenue), came_on = excluded.came_on
          where (t.name, t.industry, t.country, t.employees, t.revenue) is distinct from (excluded.name, coalesce(excluded.industry, t.industry),
            coalesce(excluded.country, t.country), coalesce(excluded.employees, t.employees), coalesce(excluded.revenue, t.revenue))
          returning domain`,
      );
      return { written: changed.length, unchanged: rows.length - changed.length };
    },
  };
}

/** Countries as an account has them, whatever the file calls them. */
const inEnglish = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
