/** A change that a person asked for, and no agent's card shows: how it ended, and what can be decided about it. */
import { about, actions } from '../../../blocks/ids.ts';
import { button, type Card, type Here, row, section } from '../../../blocks/kit.ts';
import { bold, data, md, spoken } from '../../../blocks/text.ts';
import { changeById } from '../../changes/nouns.ts';
import type { Db } from '../../db/pool.ts';
import { toldFields } from '../../exceptions/view.ts';
import type { FieldChange } from '../../policy/nouns.ts';
import { notApplied, settled, type ToldField, told, whoChanged } from '../../story/change.ts';
import { list } from '../../story/format.ts';
import { note } from '../say.ts';

/** The card `change:<id>`: of that change, or of the last one that came in its place. */
export async function changeNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const last = await db('changes')
    .where({ card: `change:${id}` })
    .max<{ id: number | null } | undefined>('id as id')
    .first();
  return last?.id ? changeEnd(db, Number(last.id), here) : null;
}

/** How the change of a deal ended, for whoever asked for it; null while it is under way. */
export async function changeEnd(db: Db, changeId: number, here: Here): Promise<Card | null> {
  const change = await changeById(db, changeId);
  if (change?.wants.kind !== 'change') return note('This change is no longer there.');
  const { kind, id } = change.subject;
  const deal =
    kind === 'contact' || kind === 'account'
      ? await db('records').where({ kind, id }).first('name')
      : await db('deals').where({ id }).first('name', 'currency');
  const name: string = deal?.name ?? id;
  const shown = (fields: FieldChange[]) => toldFields(db, fields, deal?.currency ?? null, kind);
  if (change.state === 'applied') {
    const sentence = settled('You', await shown(change.wants.fields), name, here.currency);
    return {
      text: spoken(sentence),
      blocks: [
        section(md`✅ ${bold(data(sentence))}`),
        ...row(
          button(actions.undo, 'Undo', { value: about('change', changeId), label: `Undo: edit of ${name}` }),
        ),
      ],
    };
  }
  if (change.state === 'conflict') {
    const clashes = change.conflict?.clashes ?? [];
    const fields = await shown(
      clashes.map(({ field, expected, found }) => ({ field, before: expected, after: found })),
    );
    const found = await Promise.all(
      fields.map(async (field, n) => ({ field, by: await nameIn(db, clashes[n]?.by ?? null) })),
    );
    const why =
      found.length > 0 ? notApplied(found, here.currency) : 'Not applied: it is no longer in the CRM.';
    const wished = (await shown(change.wants.fields)).map((field) => wish(field, here.currency));
    const sentence = why.replace('Not applied:', `Not applied to ${name}:`);
    return {
      text: spoken(sentence),
      blocks: [
        section(md`⚠️ ${bold(data(sentence))}`),
        section(md`${data(`You wanted ${list(wished)}.`)}`),
        ...(found.length > 0
          ? row(
              button(actions.useOurs, 'Use mine', {
                value: about('change', changeId),
                label: `Use my values: ${name}`,
              }),
              button(actions.keepTheirs, 'Keep theirs', {
                value: about('change', changeId),
                label: `Keep: ${whoChanged(found, here.currency)}`,
              }),
            )
          : []),
      ],
    };
  }
  if (change.conflict?.resolved) return note('Left as it is. Nothing was changed.');
  if (change.state === 'failed' || change.state === 'abandoned')
    return note(`Not done: ${change.error ?? 'the CRM refused it'} Nothing was changed.`);
  if (change.state === 'unknown')
    return note('The answer of the CRM was lost. Look at the deal before you try again.');
  return null;
}

/** "Tom Reyes as the owner". */
const wish = (field: ToldField, currency: string): string =>
  `${told(field, 'after', currency)} as the ${field.label.toLowerCase()}`;

async function nameIn(db: Db, by: string | null): Promise<string | null> {
  if (!by) return null;
  if (by === 'import') return 'an import';
  const person = await db('people')
    .where({ id: by.replace(/^person:/, '') })
    .first('name');
  return person?.name ?? by;
}
