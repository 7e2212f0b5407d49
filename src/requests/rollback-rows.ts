/** What a rollback leaves, field by field: the deal, what would be put back, what stands there, who changed it and when. */
import type { Edited } from '../changes/rollback-plan.ts';
import type { Stay } from '../changes/rollback-state.ts';
import type { Db } from '../db/pool.ts';
import { personById } from '../people/people.ts';
import type { Person, SubjectKind } from '../policy/nouns.ts';
import { fieldNamed } from '../sales/fields.ts';
import { count, instant } from '../story/format.ts';
import type { Company } from './company.ts';
import type { ThingsTable } from './reply.ts';
import { valueSaid } from './undo-lines.ts';

type Use = { db: Db; company: Company; by: Person };

const shownEdits = 3;

/** "3 fields were changed by people since and stay: close date of Acme Platform, Priya Nair set 30 Mar 2026; …" */
export async function staysSaid(use: Use, edited: Edited[]): Promise<string> {
  if (edited.length === 0) return '';
  const shown = await Promise.all(
    edited.slice(0, shownEdits).map(async (one) => {
      const { name, currency } = await recordNamed(use.db, one.of, one.subjectId);
      const now = valueSaid(one.now, { ...one, currency }, use.company);
      return `${label(one)} of ${name}, ${await whoSaid(use, one.by)} set ${now}`;
    }),
  );
  const more = edited.length > shownEdits ? `; and ${edited.length - shownEdits} more` : '';
  const [were, stay] = edited.length === 1 ? ['was', 'stays'] : ['were', 'stay'];
  return `${count(edited.length, 'field')} ${were} changed since and ${stay}: ${shown.join('; ')}${more}.`;
}

/** Those that are decided are told with who said it. */
export async function staysTable(use: Use, stays: Stay[]): Promise<ThingsTable> {
  const rows = await Promise.all(
    stays.map(async (one) => {
      const { name, currency } = await recordNamed(use.db, one.of, one.subjectId);
      const said = (value: Edited['now']): string => valueSaid(value, { ...one, currency }, use.company);
      return [
        name,
        fieldNamed(one.of, one.field).label,
        said(one.wanted),
        said(one.now),
        await whoSaid(use, one.by),
        one.at ? instant(one.at, use.by.tz ?? use.company.zone, use.company.now) : '',
        await decidedSaid(use, one),
      ];
    }),
  );
  return {
    caption: 'What stays, field by field',
    head: ['Record', 'Field', 'Would be', 'Is now', 'Changed by', 'When', 'Decided'],
    rows,
  };
}

async function decidedSaid(use: Use, { decided }: Stay): Promise<string> {
  if (!decided) return 'open';
  const name = await whoSaid(use, `person:${decided.byId}`);
  return decided.say === 'keep' ? `kept by ${name}` : `restored by ${name}`;
}

/** A lead has fields of its own. */
const label = ({ of, field }: Edited): string => fieldNamed(of, field).label.toLowerCase();

/** Of a deal, a lead, a contact or an account. */
export async function recordNamed(
  db: Db,
  of: SubjectKind,
  id: string,
): Promise<{ name: string; currency: string | null }> {
  const table = { deal: 'deals', lead: 'leads', contact: 'contacts', account: 'accounts' }[of];
  const row = await db(table)
    .where({ id })
    .first<{ name: string | null; currency?: string | null } | undefined>('*');
  return { name: row?.name ?? id, currency: row?.currency ?? null };
}

/** "Priya Nair", "an import", "Pipeline agent". */
export async function whoSaid(use: { db: Db }, by: string | null): Promise<string> {
  if (by === null) return 'somebody';
  if (by === 'import') return 'an import';
  const [kind, id = ''] = by.split(':');
  if (kind === 'person') return (await personById(use.db, id))?.name ?? id;
  return kind === 'agent' ? `${id.charAt(0).toUpperCase()}${id.slice(1)} agent` : by;
}
