/** "Create a playbook called Summer: stale 45 days, rule 3", "change the playbook Summer: stale 20 days", "restore the playbook Summer". */
import type { PlaybookValue } from '../request.ts';
import { fold } from '../text.ts';
import { overrides } from './clones.ts';
import { playbooksKnown } from './naming.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { thresholdIn } from './threshold-words.ts';

const makes = '(?:create|make|define|build|add|set up|new|write)';
const called = `${makes}\\s+(?:me )?(?:a |an |the )?(?:new |custom |own )?playbook\\s+(?:called |named |as )?["']?(?<name>[^:"']{2,40}?)["']?`;
const copies = new RegExp(
  `^${called}\\s+(?:from|like|based on|as a copy of|out of|with (?:the )?values of)\\s+(?:the |our )?(?:(?<kind>snap-?shot|playbook)\\s+)?["']?(?<from>[^:,"']{2,60}?)["']?(?:\\s*(?:[:,]|,? but(?: with)?|,? and|,? with)\\s+(?<said>.+))?$`,
);
const creates = new RegExp(`^${called}\\s*(?::| -| with| that sets| which sets| setting)\\s+(?<said>.+)$`);
const names = [
  `(?:the |our |my )?playbook\\s+(?:called |named )?["']?(?<name>[^:"']{2,40}?)["']?`,
  `(?:the |our |my )?["']?(?<name>[^:"']{2,40}?)["']?\\s+playbook`,
];
const changes = names.flatMap((name) => [
  new RegExp(
    `^(?:change|edit|update|adjust|modify|set) ${name}\\s*(?::| -| to| with| so that it sets)\\s+(?<said>.+)$`,
  ),
  new RegExp(`^(?:add|put|set) (?<said>.+?) (?:to|into|in) ${name}$`),
]);
const drops = names.map(
  (name) => new RegExp(`^(?:take|remove|drop|delete|leave) (?<said>.+?) (?:out of|from|off) ${name}$`),
);
const removes =
  /^(?:delete|remove|drop|get rid of|discard)\s+(?:the |our |my )?(?:playbook\s+(?:called |named )?(.+)|(.+?)\s+playbook)$/;
const restores =
  /^(?:restore|bring back|undelete|recover|get back)\s+(?:the |our |my )?(?:playbook\s+(?:called |named )?(.+)|(.+?)\s+playbook)$/;
const perDay =
  /^(?:at most |max(?:imum)? )?(?:(\d{1,3}) cards? (?:per|a|each) day|cards? (?:per|a|each) day(?: at most)?(?: of| to|:)? ?(\d{1,3}))$/;

/** Null: it is about no bundle. */
export function bundle(text: string, bare: string, talk: Talk): CommandRead | null {
  const typed = (said: string): string => asTyped(text, said.trim(), fold) ?? said.trim();
  const copied = copies.exec(bare)?.groups;
  const from = copied && source(copied, typed, talk);
  if (copied && from) {
    const parts = partsIn(copied.said ?? '', talk);
    return 'unread' in parts
      ? parts
      : command({ do: 'create_playbook', name: typed(copied.name ?? ''), ...parts, from });
  }
  const created = creates.exec(bare)?.groups;
  if (created) {
    const parts = partsIn(created.said ?? '', talk);
    return 'unread' in parts
      ? parts
      : command({ do: 'create_playbook', name: typed(created.name ?? ''), ...parts, from: null });
  }
  const dropped = drops.map((shape) => shape.exec(bare)?.groups).find((found) => found !== undefined);
  if (dropped) return without(typed(dropped.name ?? ''), dropped.said ?? '');
  for (const shape of changes) {
    const said = shape.exec(bare)?.groups;
    if (!said) continue;
    const parts = partsIn(said.said ?? '', talk);
    return 'unread' in parts
      ? parts
      : command({
          do: 'change_playbook',
          name: typed(said.name ?? ''),
          ...parts,
          without: [],
          withoutRules: [],
        });
  }
  const gone = removes.exec(bare);
  if (gone) return command({ do: 'remove_playbook', name: typed(gone[1] ?? gone[2] ?? '') });
  const back = restores.exec(bare);
  return back && command({ do: 'restore_playbook', name: typed(back[1] ?? back[2] ?? '') });
}

type Parts = { values: PlaybookValue[]; rules: number[] };

const isRule = /^(?:and )?(?:the )?rules? (?:number |no\.? ?|#)?(\d{1,6})(?: on)?$/;

/** Each part a limit with its value, a rule by its number, or cards a day; the first that is none of these is not read. */
function partsIn(said: string, talk: Talk): Parts | { unread: string } {
  const found: Parts = { values: [], rules: [] };
  let rules = false;
  for (const part of said.split(/\s*(?:,|;|\band\b)\s*/).filter((one) => one !== '')) {
    const rule: string | undefined =
      isRule.exec(part)?.[1] ?? (rules ? /^(\d{1,6})$/.exec(part)?.[1] : undefined);
    rules = rule !== undefined;
    if (rule !== undefined) {
      found.rules.push(Number(rule));
      continue;
    }
    const cards = perDay.exec(part);
    const [one] = cards ? [] : (overrides(part, talk) ?? []);
    if (cards)
      found.values.push({
        setting: 'cards_per_day',
        value: { number: Number(cards[1] ?? cards[2]), unit: 'plain' },
      });
    else if (one) found.values.push({ setting: one.threshold, value: one.value });
    else return { unread: part };
  }
  return found;
}

function without(name: string, said: string): CommandRead {
  const parts = said.split(/\s*(?:,|;|\band\b)\s*/).filter((one) => one !== '');
  const out: PlaybookValue['setting'][] = [];
  const withoutRules: number[] = [];
  for (const part of parts) {
    const rule = isRule.exec(part)?.[1];
    const setting = /^(?:the )?cards? (?:per|a|each) day$/.test(part)
      ? 'cards_per_day'
      : thresholdIn(part)?.threshold;
    if (rule) withoutRules.push(Number(rule));
    else if (setting) out.push(setting);
    else return { unread: part };
  }
  return command({ do: 'change_playbook', name, values: [], rules: [], without: out, withoutRules });
}

/** A snapshot where it is called one, or where no playbook bears the name. */
function source(
  { kind, from = '' }: Record<string, string | undefined>,
  typed: (said: string) => string,
  { lexicon }: Talk,
): { playbook: string } | { snapshot: string } | null {
  const known = playbooksKnown(lexicon).find(
    (one) =>
      fold(one) === from || fold(one).replace(/[^\p{L}\p{N}]/gu, '') === from.replace(/[^\p{L}\p{N}]/gu, ''),
  );
  if (kind?.startsWith('snap')) return { snapshot: typed(from) };
  if (known) return { playbook: known };
  return kind === 'playbook' ? { playbook: typed(from) } : null;
}
