/** "Average deal size": what a deal was won at. */
import type { Piece } from './pieces.ts';

const sized =
  /^(?:deal|contract|opportunity|opp|ticket|order) (?:sizes?|values?)$|^(?:acv|arpa|asp|average selling price|contract size|(?:sales?|selling|deal) price)$/i;

/** "Deal size", "average deal": the field names what it is of. */
export const saysSize = (list: readonly Piece[]): boolean =>
  list.some(
    (piece, at) =>
      (piece.is === 'field' && sized.test(piece.text)) ||
      (piece.is === 'noun' &&
        /^(?:deal|opportunity|opp)$/i.test(piece.text) &&
        /^(?:average|median)$/.test(list[at - 1]?.is ?? '')),
  );
