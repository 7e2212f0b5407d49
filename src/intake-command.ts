/** `steward intake`: a mail or a form from a file, taken in like one that came by HTTP. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { whyUnreadable } from './agents/intake/read.ts';
import { asTyped, type Given, here, print, word } from './commands.ts';
import type { Db } from './db/pool.ts';
import { BadInput, NotFound } from './errors.ts';
import { type Arrived, takeIn } from './exceptions/arriving.ts';
import { languageModels } from './language-models.ts';
import { mailKey } from './lead-door.ts';
import { count } from './story/format.ts';

const mostBytes = 25_000_000;

export async function intakeHere(given: Given): Promise<number> {
  const path = asTyped(word(given, 0));
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EISDIR') throw new BadInput(`${path} is a folder.`, { fix: 'Give the file of one mail.' });
    throw new NotFound(`${path} cannot be read.`, { fix: 'Check the path.' });
  });
  if (bytes.length === 0)
    throw new BadInput(`${path} is empty.`, { fix: 'Give the text of a mail, or the fields of a form.' });
  if (bytes.length > mostBytes)
    throw new BadInput(`${path} is too long for a mail.`, { fix: 'Give a file of at most 25 MB.' });
  const form = /^\s*[[{]/.test(bytes.subarray(0, 200).toString('utf8'));
  const raw = bytes.toString(form ? 'utf8' : 'latin1').slice(0, 1_000_000);
  const unreadable = await whyUnreadable(form ? 'form' : 'email', raw);
  if (unreadable !== null) throw new BadInput(`${path} cannot be read as a lead.`, { fix: unreadable });
  return here(async (use) => {
    const models = await languageModels(use);
    const arrived = await takeIn(
      { ...use, models },
      {
        channel: form ? 'form' : 'email',
        raw,
        key: form ? `form:${createHash('sha256').update(raw).digest('hex')}` : mailKey(raw),
        cameAt: use.now.now(),
        by: { kind: 'system', id: 'command line' },
      },
    );
    const { runId, reading, via, stored } = arrived;
    const { isLead, lead, identity, uncertain, confidence, needsReview } = reading;
    print(
      given,
      { run_id: runId, ...stored, isLead, lead, identity, uncertain, confidence, needsReview, via },
      told(arrived, await keptAs(use.db, stored)),
    );
    return 0;
  });
}

type KeptLead = { company: string | null; uncertain: string[] };

/** The lead as it is now: its company may be one that only an account or the directory says. */
const keptAs = async (db: Db, stored: Arrived['stored']): Promise<KeptLead | undefined> =>
  'leadId' in stored ? db('leads').where({ id: stored.leadId }).first('company', 'uncertain') : undefined;

function told({ reading, stored }: Arrived, kept: KeptLead | undefined): string {
  if (stored.say === 'no lead')
    return `It is kept, and no lead: ${stored.because.charAt(0).toLowerCase()}${stored.because.slice(1)}`;
  if (stored.say === 'before')
    return `This came in before${stored.leadId ? `, as lead ${stored.leadId}` : ''}. Nothing was changed.`;
  const { lead } = reading;
  const said = [
    ['Name', lead.name],
    ['E-mail', lead.email],
    ['Company', lead.company ?? kept?.company ?? 'Unknown'],
    ['Title', lead.title],
    ['Phone', lead.phone && `${lead.phone}${lead.phoneExt ? ` ext. ${lead.phoneExt}` : ''}`],
  ].flatMap(([label, value]) => (value ? [`  ${label}: ${value}`] : []));
  const head =
    stored.say === 'new'
      ? `Lead ${stored.leadId} is new.`
      : `Merged into lead ${stored.leadId}, which came ${count(stored.times, 'time')} this week${stored.filled.length > 0 ? `; ${stored.filled.join(', ')} filled in` : ''}.`;
  const signs =
    reading.signs.length > 0 ? [`  Probably not a lead: ${reading.signs.join('; ')}. It gets no card.`] : [];
  const open = kept?.uncertain ?? reading.uncertain;
  const doubts = reading.needsReview && open.length > 0 ? [`  Needs Review: ${open.join('; ')}.`] : [];
  return [head, ...said, ...signs, ...doubts].join('\n');
}
