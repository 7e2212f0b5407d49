/** Draws a card as its row is now. The row is read at this moment, so the last of several wishes shows all of them. */

import type { Picture } from '../../blocks/chart.ts';
import { greetingCard } from '../../blocks/greeting.ts';
import type { Card, Here } from '../../blocks/kit.ts';
import { holdings } from '../crm/holdings.ts';
import type { Job } from '../jobs/topics.ts';
import { currentSettings, type SettingRow, textSetting } from '../settings/settings.ts';
import { audienceOf } from './audience.ts';
import { alertNow } from './cards/alert.ts';
import {
  isShown,
  needsPicture,
  type Readers,
  type RequestRow,
  replyCard,
  requestRow,
} from './cards/answer.ts';
import { changeNow } from './cards/change.ts';
import { chartOfCard, onlyAsPicture } from './cards/charts.ts';
import { correctionNow } from './cards/correction.ts';
import { dealLine } from './cards/deal.ts';
import { digestNow } from './cards/digest.ts';
import { exceptionNow } from './cards/exception.ts';
import { groupNow } from './cards/exception-group.ts';
import { findingNow } from './cards/finding.ts';
import { forecastNow } from './cards/forecast.ts';
import { leadNow, repeatsNow, unclaimedNow } from './cards/lead.ts';
import { loweredNow, modeRequestNow } from './cards/mode.ts';
import { nudgeNow } from './cards/nudge.ts';
import { phrasingNow } from './cards/phrasing.ts';
import { playbookNow } from './cards/playbook.ts';
import { batchNow, breakNow } from './cards/reach.ts';
import { reportNow } from './cards/report.ts';
import { rollbackNow } from './cards/rollback.ts';
import { floodNow, startsNow } from './cards/start.ts';
import { unmailedNow } from './cards/unmailed.ts';
import { type Can, canNow } from './drawing.ts';
import { pictureNow, pictureRefused, wantChart } from './files/chart.ts';
import { hereOf } from './here.ts';
import { cardOf, ended, type LedgerCard } from './ledger.ts';
import { type Build, type PostUse, type Shown, show } from './post.ts';
import { afterRefusal, withWhere } from './refused.ts';
import type { DoorUse } from './use.ts';

export async function draw(use: DoorUse & PostUse, job: Job<{ card: string }>): Promise<void> {
  const [kind = '', id = ''] = job.body.card.split(/:(.*)/s);
  const [ledger, settings, request] = await Promise.all([
    cardOf(use.db, job.body.card),
    currentSettings(use.db, use.clock.now()),
    kind === 'answer' ? requestRow(use.db, id) : null,
  ]);
  if (!ledger || ['held', 'gone', 'failed'].includes(ledger.state)) return;
  const of = { kind, id, settings, request };
  const drawn = await builderOf(use, ledger, of);
  if (!drawn || (await isReadByOthers(use, ledger))) return;
  const shown = await show(use, ledger, (can) => withWhere(drawn.build(can), ledger.movedFrom));
  if (shown.refused !== null) await afterRefusal(use, ledger, request, shown.refused);
  else await drawn.after?.(shown);
}

/** What a card says as plain text, drawn as it is now; null where there is nothing to say any more. */
export async function wordsOf(use: DoorUse, key: string): Promise<string | null> {
  const [kind = '', id = ''] = key.split(/:(.*)/s);
  const [ledger, settings] = await Promise.all([
    cardOf(use.db, key),
    currentSettings(use.db, use.clock.now()),
  ]);
  const drawn = ledger && (await builderOf(use, ledger, { kind, id, settings, request: null }));
  return drawn ? drawn.build(canNow()).text : null;
}

/** No card goes where another company reads, whatever channel is set; and none there is brought up to date. */
async function isReadByOthers(use: DoorUse & PostUse, ledger: LedgerCard): Promise<boolean> {
  const channel = await use.channels.idOf(ledger.channel);
  if (channel === null || channel.startsWith('D') || !(await use.channels.isShared(channel))) return false;
  use.log.error(
    { card: ledger.key, channel },
    'A card was kept out of a channel shared with another company.',
  );
  if (ledger.ts === null)
    await ended(use.db, ledger.key, 'failed', 'The channel is shared with another company.');
  return true;
}

/** How the card is drawn, and what is to be done when it stands. */
type Drawn = { build: Build; after?: (shown: Shown) => Promise<void> };

type Of = { kind: string; id: string; settings: SettingRow[]; request: RequestRow | null };

async function builderOf(use: DoorUse, ledger: LedgerCard, of: Of): Promise<Drawn | null> {
  const { settings } = of;
  const here = hereOf(use, settings);
  if (of.kind === 'answer') {
    const row = await withDealOfNow(use, of.request, here);
    const channel = (await use.channels.idOf(ledger.channel)) ?? ledger.channel;
    const place = channel.startsWith('D') ? ('private' as const) : ('channel' as const);
    return row && answerDrawn(use, row, { audience: audienceOf(settings, channel), place }, here);
  }
  if (of.kind === 'forecast') return forecastPosted(use, ledger, of, here);
  if (of.kind === 'rollback') return rollbackNow(use, Number(of.id), here);
  if (of.kind === 'report') return reportNow(use.db, Number(of.id.split(':')[0]), here);
  if (of.kind === 'finding') {
    const audience = await readersAt(use, ledger.channel, settings);
    return withPicture(use, ledger.key, await findingNow(use.db, ledger.key, here, audience));
  }
  const card = await plainCard(use, of, here);
  return card && { build: () => card };
}

async function readersAt(use: DoorUse, channel: string, settings: SettingRow[]): Promise<'all' | 'totals'> {
  if (channel.startsWith('dm:')) return 'all';
  return audienceOf(settings, (await use.channels.idOf(channel)) ?? channel);
}

async function forecastPosted(use: DoorUse, ledger: LedgerCard, of: Of, here: Here): Promise<Drawn | null> {
  const audience = await readersAt(use, ledger.channel, of.settings);
  return withPicture(use, ledger.key, await forecastNow(use.db, Number(of.id), { audience, here }));
}

/** The card does not wait for its picture: drawn without, and again when it is there. */
async function withPicture(
  use: DoorUse,
  card: string,
  drawn: { build: (can: Can, picture: Picture | null) => Card } | null,
): Promise<Drawn | null> {
  if (!drawn) return null;
  const pictured = await chartOfCard(use, card);
  const needed = pictured !== null && onlyAsPicture(pictured.chart, canNow()) ? pictured : null;
  const picture = needed && (await pictureNow(use.db, needed));
  const ready = picture === 'wanted' ? null : picture;
  return {
    build: (can) => drawn.build(can, can.picture ? ready : null),
    after: async (shown) => {
      const now = needed ?? (pictured && onlyAsPicture(pictured.chart, canNow()) ? pictured : null);
      if (!now) return;
      if (shown.without === 'picture') await pictureRefused(use.db, now);
      // What this workspace draws may have been learnt with this very card.
      else if (picture === 'wanted' || !needed) await wantChart(use.db, now);
    },
  };
}

async function answerDrawn(
  use: DoorUse,
  row: RequestRow,
  readers: Readers,
  here: Here,
): Promise<Drawn | null> {
  if (!isShown(row, readers)) return null;
  const pictured = await chartOfCard(use, `answer:${row.id}`);
  const picture = pictured && (await pictureNow(use.db, pictured));
  const ready = picture === 'wanted' ? null : picture;
  return {
    build: (can) =>
      replyCard(row, readers, here, can, can.picture ? ready : null) ?? {
        text: 'Nothing to show.',
        blocks: [],
      },
    // The answer does not wait for its picture.
    after: async (shown) => {
      if (!pictured) return;
      if (shown.without === 'picture') await pictureRefused(use.db, pictured);
      else if (picture === 'wanted' && needsPicture(row, readers, canNow()))
        await wantChart(use.db, pictured);
    },
  };
}

/** A deal that was shown is shown as it is now, so that an edit is seen on its card. */
async function withDealOfNow(use: DoorUse, row: RequestRow | null, here: Here): Promise<RequestRow | null> {
  if (row?.reply?.kind !== 'deal') return row;
  const deal = await dealLine(use.db, row.reply.deal.id, here);
  return deal ? { ...row, reply: { ...row.reply, deal, asOf: here.now.toISOString() } } : row;
}

function plainCard(use: DoorUse, { kind, id, settings }: Of, here: Here) {
  switch (kind) {
    case 'exception':
      return exceptionNow(use, Number(id), here);
    case 'group':
      return groupNow(use, Number(id), here);
    case 'lead':
      return leadNow(use.db, id, here);
    case 'unclaimed':
      return unclaimedNow(use.db, id);
    case 'repeats':
      return repeatsNow(use.db, Number(id), here);
    case 'alert':
      return alertNow(use.db, Number(id.split(':')[0]), here);
    case 'change':
      return changeNow(use.db, Number(id), here);
    case 'nudge':
      return nudgeNow(use, Number(id), here);
    case 'digest':
      return digestNow(use, `${kind}:${id}`, here);
    // Of one reviewer: the id of the phrasing, and theirs.
    case 'phrasing':
      return phrasingNow(use, Number(id.split(':')[0]), here);
    case 'mode':
      return modeRequestNow(use, Number(id.split(':')[0]), here);
    case 'lowered':
      return loweredNow(use, Number(id), here);
    case 'batch':
      return batchNow(use.db, id, here);
    case 'break':
      return breakNow(use.db, Number(id), here);
    case 'correction':
      return correctionNow(use.db, Number(id), here);
    case 'start':
      return startsNow(use.db, Number(id), here);
    case 'flood':
      return floodNow(use.db, Number(id), here);
    case 'playbook':
      return playbookNow(use, id, here);
    case 'unmailed':
      return unmailedNow(use.db, Number(id), here);
    case 'greeting': {
      const dealsChannel = textSetting(settings, 'deals_channel') || null;
      return greeted(use, dealsChannel);
    }
    default:
      return null;
  }
}

async function greeted(use: DoorUse, dealsChannel: string | null) {
  const local = use.local ? { sample: (await holdings(use.db)) === 'sample' } : null;
  return greetingCard({ dealsChannel, local });
}
