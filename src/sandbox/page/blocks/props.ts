import type { SlackBlock } from '../../page-api.ts';
import type { Drawn } from '../html.ts';

/** `draw` draws blocks inside this block. */
export type BlockProps = { block: SlackBlock; draw: (blocks: unknown) => Drawn };
