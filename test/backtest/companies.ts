/** The real sets, read as deals. Only what a file says of a day before is used for that day; what it does not say is said here. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Company, Deal } from './deals.ts';

const folder = new URL('../../../shared/data/', import.meta.url);

async function read<T>(file: string, row: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(new URL(file, folder), 'utf8');
  return z.array(row).parse(parse(text, { columns: true, bom: true }));
}

/**
 * A hardware seller, October 2016 to December 2017. Closings are in the file from March 2017 on. An open deal has no
 * amount: it is taken for its product's list price. Deals that were never engaged have no day and are left out.
 */
async function maven(): Promise<Company> {
  const products = await read(
    'maven-crm/products.csv',
    z.object({ product: z.string(), series: z.string(), sales_price: z.coerce.number() }),
  );
  const teams = await read(
    'maven-crm/sales_teams.csv',
    z.object({ sales_agent: z.string(), regional_office: z.string() }),
  );
  const rows = await read(
    'maven-crm/sales_pipeline.csv',
    z.object({
      opportunity_id: z.string(),
      sales_agent: z.string(),
      product: z.string(),
      deal_stage: z.string(),
      engage_date: z.string(),
      close_date: z.string(),
      close_value: z.string(),
    }),
  );
  const plain = (name: string): string => name.replaceAll(' ', '');
  const product = new Map(products.map((one) => [plain(one.product), one]));
  const office = new Map(teams.map((one) => [one.sales_agent, one.regional_office]));
  const deals = rows
    .filter((row) => row.engage_date !== '')
    .map(
      (row): Deal => ({
        id: row.opportunity_id,
        created: row.engage_date,
        closed: row.close_date === '' ? null : row.close_date,
        won: row.deal_stage === 'Won',
        amount: product.get(plain(row.product))?.sales_price ?? 0,
        wonAmount: row.deal_stage === 'Won' ? Number(row.close_value) : 0,
        segment: product.get(plain(row.product))?.series ?? '',
        region: office.get(row.sales_agent) ?? '',
      }),
    );
  return { name: 'maven-crm', deals, from: '2017-03-01', to: '2017-12-31' };
}

/** A software seller, January 2023 to June 2026. The file has the last amount of each deal, and no stage but the last. */
async function b2b(): Promise<Company> {
  const rows = await read(
    'b2b-opportunities/opportunities.csv',
    z.object({
      opportunity_id: z.string(),
      segment: z.string(),
      region: z.string(),
      created_date: z.string(),
      close_date: z.string(),
      stage: z.string(),
      amount: z.coerce.number(),
    }),
  );
  const deals = rows.map((row): Deal => {
    const won = row.stage === 'Closed Won';
    return {
      id: row.opportunity_id,
      created: row.created_date,
      closed: row.stage.startsWith('Closed') ? row.close_date : null,
      won,
      amount: row.amount,
      wonAmount: won ? row.amount : 0,
      segment: row.segment,
      region: row.region,
    };
  });
  return { name: 'b2b-opportunities', deals, from: '2023-01-01', to: '2026-06-30' };
}

/** Both companies, or null where their files are not there. */
export async function companies(): Promise<Company[] | null> {
  try {
    return [await maven(), await b2b()];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
