/** Names that exist already, and those that a file brings: looked up in memory, the new ones written set by set. */
import type { Db } from '../../db/pool.ts';
import { query, raw, sql } from '../sql.ts';
import { byName, idFor, nameKey, productKey } from './ids.ts';

type Table = 'accounts' | 'people' | 'products' | 'teams' | 'territories';
type Entry = { id: string; name: string };
type Added = { id: string; source_id: string; name: string };

/** One list of names: found by the source's id or by name, else noted as new and written with the next `flush`. */
export class Known {
  readonly table: Table;
  private readonly source: string;
  private readonly now: Date;
  private readonly byKey = new Map<string, Entry>();
  private readonly bySource = new Map<string, Entry>();
  private readonly ids = new Set<string>();
  private added: Added[] = [];
  /** How often a name was read as another spelling of a known one. */
  readonly spellings = new Map<string, { as: string; count: number }>();
  addedNames: string[] = [];

  constructor(table: Table, source: string, now: Date) {
    this.table = table;
    this.source = source;
    this.now = now;
  }

  async load(trx: Db): Promise<this> {
    const sourced = this.table !== 'teams' && this.table !== 'territories';
    const columns = sourced ? ['id', 'name', 'source', 'source_id'] : ['id', 'name'];
    for (const row of await trx(this.table).select(columns).orderBy('id')) {
      const entry = { id: row.id, name: row.name };
      this.ids.add(row.id);
      if (!this.byKey.has(this.key(row.name))) this.byKey.set(this.key(row.name), entry);
      if (row.source === this.source) this.bySource.set(row.source_id, entry);
    }
    return this;
  }

  /** The id for a name, an id of the source, or both; null for neither. */
  idOf(name: string | null, sourceId: string | null = null): string | null {
    if (name === null && sourceId === null) return null;
    const known =
      (sourceId !== null && this.bySource.get(sourceId)) || (name !== null && this.byKey.get(this.key(name)));
    if (known) {
      if (name !== null && this.table === 'products' && nameKey(known.name) !== nameKey(name))
        this.spelled(name, known.name);
      return known.id;
    }
    return this.add(name ?? sourceId ?? '', sourceId);
  }

  /** How the known one of that name writes itself. */
  nameOf(name: string | null): string | null {
    return name === null ? null : (this.byKey.get(this.key(name))?.name ?? name);
  }

  private spelled(name: string, as: string): void {
    this.spellings.set(name, { as, count: (this.spellings.get(name)?.count ?? 0) + 1 });
  }

  private add(name: string, sourceId: string | null): string {
    const key = this.key(name);
    const wanted = sourceId ?? idFor(prefixes[this.table], name);
    const id = this.ids.has(wanted) ? `${this.source}:${wanted}` : wanted;
    this.ids.add(id);
    const entry = { id, name };
    this.byKey.set(key, entry);
    if (sourceId !== null) this.bySource.set(sourceId, entry);
    this.added.push({ id, source_id: sourceId ?? byName(key), name });
    this.addedNames.push(name);
    return id;
  }

  private key(name: string): string {
    return this.table === 'products' ? productKey(name) : nameKey(name);
  }

  /** Writes the names that are new since the last time. */
  async flush(trx: Db): Promise<void> {
    if (this.added.length === 0) return;
    const rows = JSON.stringify(this.added);
    this.added = [];
    if (this.table === 'teams' || this.table === 'territories') {
      await query(
        trx,
        sql`insert into ${raw(this.table)} (id, name) select id, name from jsonb_to_recordset(${rows}::jsonb) as g(id text, name text) on conflict do nothing`,
      );
      return;
    }
    const [column, value] =
      this.table === 'people'
        ? [', roles', sql`, '{rep}'::text[]`]
        : [', changed_at', sql`, ${this.now}::timestamptz`];
    await query(
      trx,
      sql`insert into ${raw(this.table)} (id, source, source_id, name${raw(column)})
        select g.id, ${this.source}, g.source_id, g.name${value} from jsonb_to_recordset(${rows}::jsonb) as g(id text, source_id text, name text)
        on conflict do nothing`,
    );
  }
}

const prefixes: Record<Table, string> = {
  accounts: 'A',
  people: 'P',
  products: 'PR',
  teams: 'G',
  territories: 'T',
};
