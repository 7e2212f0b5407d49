import type { Block, Message } from './nouns.ts';
import type { Store } from './store.ts';

/** Remembers who sees the pictures of these blocks: the members of a channel, or one person. */
export function noteShown(use: { store: Store }, blocks: Block[] | undefined, to: string): void {
  if (!blocks) return;
  const text = JSON.stringify(blocks);
  if (!text.includes('"slack_file"')) return;
  for (const [, id = ''] of text.matchAll(/\b(F[0-9A-Z]{10})\b/g)) {
    const file = use.store.files.get(id);
    if (file && !file.shownTo.includes(to))
      use.store.files.put(id, { ...file, shownTo: [...file.shownTo, to] });
  }
}

/** A message that is deleted no longer shares its files; the files themselves stay. */
export function forgetShares(use: { store: Store }, message: Message): void {
  for (const { id } of message.files ?? []) {
    const file = use.store.files.get(id);
    if (!file) continue;
    const shares = file.shares.filter(({ channel, ts }) => channel !== message.channel || ts !== message.ts);
    use.store.files.put(id, { ...file, shares });
  }
}
