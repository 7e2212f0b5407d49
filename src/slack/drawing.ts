/** What this workspace draws: learnt from what it refused, and kept for all later cards of this connection. */
import type { Card } from '../../blocks/kit.ts';
import { type Drawing, drawings } from '../../blocks/table.ts';

export type Can = {
  table: Drawing;
  /** Slack's own chart block. */
  ownChart: boolean;
  /** A picture that was uploaded before. It is this one that was refused, so nothing is learnt from that. */
  picture: boolean;
};

const everything: Can = { table: 'data_table', ownChart: true, picture: true };
let best: Can = everything;
export const canNow = (): Can => best;

/** Of another workspace nothing is known yet. */
export const learnAnew = (): void => {
  best = everything;
};

const aboutBlocks = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']);

/** What to try instead; null where a plainer drawing would not help. The newest kinds of block go first, unless Slack names one. */
export function plainer(
  can: Can,
  card: Card,
  refused: { because: string; details: string },
): { can: Can; without: 'own chart' | 'picture' | 'table' } | null {
  if (!aboutBlocks.has(refused.because)) return null;
  // One card may be too long for a workspace that draws everything.
  const learn = refused.because === 'msg_blocks_too_long' ? (next: Can) => next : learnt;
  const at = /json-pointer:\/blocks\/(\d+)/.exec(refused.details)?.[1];
  const named: string | undefined = at === undefined ? undefined : card.blocks[Number(at)]?.type;
  const blames = (type: string): boolean =>
    card.blocks.some((block) => (block.type as string) === type) && (named === undefined || named === type);
  if (can.ownChart && blames('data_visualization'))
    return { can: learn({ ...can, ownChart: false }), without: 'own chart' };
  if (can.picture && blames('image')) return { can: { ...can, picture: false }, without: 'picture' };
  const table = drawings[drawings.indexOf(can.table) + 1];
  return table ? { can: learn({ ...can, table }), without: 'table' } : null;
}

function learnt(can: Can): Can {
  best = { ...can, picture: true };
  return can;
}
