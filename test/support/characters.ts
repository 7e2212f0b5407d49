import fc from 'fast-check';

const halves = { from: 0xd800, many: 0x800 };

/**
 * Any character of Unicode, halves of pairs aside: what fast-check calls `binary`, which first makes a table of all million of
 * them, for seconds, in each worker.
 */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff - halves.many })
  .map((n) => String.fromCodePoint(n < halves.from ? n : n + halves.many));
