/** A company to try Steward on: made from a seed, with dates that end yesterday on the house's clock. */
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { inTransaction } from '../../db/transaction.ts';
import { BadInput } from '../../errors.ts';
import { dayIn } from '../../sales/days.ts';
import { writeAround } from './around.ts';
import { colleagues, emailOf, idOf, products, sampleAccounts, stages, territories } from './cast.ts';
import { writeDeals } from './deals.ts';
import { writeDirectory } from './directory.ts';
import { writeUpheavals } from './upheavals.ts';

export const SAMPLE = 'sample';

/** So many a sample may have. */
export const mostDeals = 5_000_000;

export type Seeded = { deals: number; open: number; accounts: number; people: number; leads: number };

/**
 * Writes the sample company in one transaction; an unfinished one leaves nothing behind. Refused where the CRM's tables
 * already hold something. `deals` is 1,500 unless given; a million takes a minute or two.
 */
export async function seedSample(
  use: { db: Db; now: Clock; zone: string },
  make: { deals?: number; seed?: number } = {},
): Promise<Seeded> {
  const count = make.deals ?? 1_500;
  if (!Number.isInteger(count) || count < 1 || count > mostDeals) {
    throw new BadInput(`A sample of ${count} deals cannot be made.`, {
      fix: 'Ask for a whole number from 1 to 5,000,000.',
    });
  }
  return inTransaction(use.db, async (trx) => {
    const { rows } = await trx.raw(
      'select exists (select 1 from deals) or exists (select 1 from people) as full',
    );
    if (rows[0]?.full) {
      throw new BadInput('The CRM already holds a company.', {
        fix: 'Use an empty folder (STEWARD_HOME) or database for another sample.',
      });
    }
    const today = dayIn(use.now.now(), use.zone);
    const accounts = sampleAccounts(Math.max(240, Math.round(count / 50)));
    await writePeople(trx, today);
    await writeCatalogue(trx, accounts, today);
    await writeDirectory(trx, { source: SAMPLE, today, accounts });
    await writeDeals(trx, {
      deals: count,
      seed: make.seed ?? 7,
      today,
      zone: use.zone,
      reps: shares(),
      accounts,
      products: products.map((product, place) => ({ ...product, place, id: idOf('PR', product.name) })),
      stages: stages.map((stage, i) => ({ stage: i + 1, id: idOf('S', stage.name), is: stage.is })),
    });
    await writeUpheavals(trx, { seed: make.seed ?? 7, today, zone: use.zone });
    await writeAround(trx, {
      seed: make.seed ?? 7,
      today,
      now: use.now.now(),
      accounts,
      large: count > 50_000,
    });
    await trx.raw(
      `insert into sources (name, kind, imported_at, proven_from, note)
       select ?, 'sample', ?, min(valid_from), 'Sample company' from deal_versions`,
      [SAMPLE, use.now.now()],
    );
    const made = await trx.raw(
      `select (select count(*) from deals) as deals, (select count(*) from deals where status = 'open') as open,
        (select count(*) from accounts) as accounts, (select count(*) from people) as people, (select count(*) from leads) as leads`,
    );
    return made.rows[0];
  });
}

/** Each rep's stretch of [0, 1): the share of all deals that is theirs. */
function shares(): { id: string; territory: string; lo: number; hi: number }[] {
  const reps = colleagues.flatMap((c) =>
    c.load && c.territory ? [{ id: idOf('P', c.name), territory: c.territory, load: c.load }] : [],
  );
  const all = reps.reduce((sum, rep) => sum + rep.load, 0);
  let lo = 0;
  return reps.map(({ id, territory, load }, i) => {
    const from = lo;
    lo += load / all;
    return { id, territory, lo: from, hi: i === reps.length - 1 ? 1 : lo };
  });
}

async function writePeople(trx: Db, today: string): Promise<void> {
  await trx('territories').insert(territories.map((name) => ({ id: idOf('T', name), name })));
  await trx('teams').insert(
    territories.map((name) => ({
      id: idOf('G', name),
      name: `${name} Sales`,
      territory_id: idOf('T', name),
    })),
  );
  const managers = new Map(
    colleagues.filter((c) => c.roles.includes('manager')).map((c) => [c.territory, idOf('P', c.name)]),
  );
  await trx('people').insert(
    colleagues.map((c, i) => ({
      id: idOf('P', c.name),
      source: SAMPLE,
      source_id: idOf('P', c.name),
      name: c.name,
      nicknames: c.nicknames ?? [],
      email: emailOf(c.name),
      tz: c.tz,
      roles: c.roles,
      team_id: c.territory && idOf('G', c.territory),
      territory_id: c.territory && idOf('T', c.territory),
      manager_id: c.roles.includes('rep') ? managers.get(c.territory) : null,
      // Luis is new: he joined three weeks ago.
      hired_on: trx.raw('?::date - ?::int', [today, c.name === 'Luis Ortega' ? 21 : 400 + i * 37]),
    })),
  );
}

async function writeCatalogue(
  trx: Db,
  accounts: ReturnType<typeof sampleAccounts>,
  today: string,
): Promise<void> {
  await trx('stages').insert(
    stages.map((stage, i) => ({ id: idOf('S', stage.name), name: stage.name, order: i + 1, is: stage.is })),
  );
  await trx('products').insert(
    products.map((p) => ({
      id: idOf('PR', p.name),
      source: SAMPLE,
      source_id: idOf('PR', p.name),
      name: p.name,
      series: p.series,
      list_price: p.price,
      currency: 'USD',
      listing: 'listed',
    })),
  );
  await trx('products').insert({
    id: 'PR-platform-classic',
    source: SAMPLE,
    source_id: 'PR-platform-classic',
    name: 'Platform Classic',
    series: 'Core',
    list_price: 18_000,
    listing: 'retired',
  });
  await trx.raw(
    `insert into accounts (id, source, source_id, name, industry, segment, country, website, tags, employees, territory_id, changed_at)
     select id, '${SAMPLE}', id, name, industry, segment, country, 'https://' || lower(id) || '.example',
       array(select jsonb_array_elements_text(tags)), employees, 'T-' || lower(territory), ?::date - 600
     from jsonb_to_recordset(?::jsonb) as a(id text, name text, industry text, segment text, country text, tags jsonb, employees int, territory text)`,
    [today, JSON.stringify(accounts)],
  );
}
