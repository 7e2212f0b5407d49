/** "Take a snapshot called pre-q2", "back up the settings", "roll back to the snapshot pre-q2". */
import { fold } from '../text.ts';
import { asTyped, type CommandRead, command } from './read.ts';

const kept =
  '(?:settings?|config(?:uration)?s?|thresholds?|limits?|rules?|set-?up|state|everything|preferences)';
const naming =
  '(?:called|named|name it|call it|and (?:call|name|label) it|as|labell?ed|tagged|titled|under (?:the name )?|with the name|with name|:|-)';

const restores =
  /^(?:restore|go back|roll ?back|revert|load|return|switch back|reset|apply|bring back|use|undo|recover|reinstate|take us back|put (?:everything|it|us) back)\b.*\bsnap-?shots?\b\s*(?:called|named|of|from|:)?\s*(.*)$/;
const restoresState = new RegExp(
  `^(?:restore|go|roll|switch|get|bring|put|take|revert)\\b.{0,30}\\b(?:back )?(?:to )?(?:the |our )?${kept} (?:of|from|as of|before|we had|as they were)\\b(?!.*\\b(?:run|batch|version|undo) ).+$`,
);
const compares =
  /^(?:compare|diff|difference|what(?:'s| has| is)? (?:changed|different|the difference)|what changed)\b.*\bsnap-?shots?\b\s*(?:called|named|:)?\s*(.*)$/;
const two =
  /\bsnap-?shots?\s+(?:called\s+|named\s+)?(\S.*?)\s+(?:with|to|and|vs\.?|versus|against|from)\s+(?:the\s+)?(?:snap-?shot\s+)?(?:called\s+|named\s+)?(\S.*)$/;
const today =
  /^(?:(?:the|our|what|how) )*(?:now|today|(?:current|present|existing)(?: (?:settings?|config(?:uration)?|state|limits?|thresholds?))?|settings?|holds(?: now)?|it is(?: now)?)$/;
const lists =
  /^(?:(?:list|show|which|what|what are|give)\b.*\bsnap-?shots\b(?: (?:are there|do we have|exist|there are))?|(?:(?:all|my|our|the) )*snap-?shots)$/;
const takes = new RegExp(
  `^(?:(?:take|make|create|save|keep|store|do|grab|get|record|new|add|i need|need|want|have)\\s+(?:me )?(?:a |an |the |another |one |new |quick )*(?:(?:${kept}|full)\\s+)?)?snap-?shot\\b\\s*(.*)$`,
);
const saves = new RegExp(
  `^(?:save|store|keep|back ?up|freeze|remember|archive|record|preserve)\\s+(?:a (?:copy|backup|snap-?shot) of\\s+)?(?:(?:the|our|my|all|current|present|existing|state of|of)\\s+)*${kept}\\b\\s*(.*)$`,
);
const about = new RegExp(`^(?:of\\s+)?(?:(?:the|our|my|all|current|these|those|of)\\s+)*${kept}\\b\\s*`);
const when = /^(?:(?:now|today|right now|first|please|before .*|so that .*|just in case)\s*)+$/;

const shows =
  /^(?:show|open|display|see|describe|look at|what(?:'s| is| was) in|what does)\s+(?:me )?(?:the |our )?snap-?shot\s+(?:called |named |:)?\s*(\S.*?)(?: (?:hold|keep|contain|say))?$/;
const deletes =
  /^(?:delete|remove|drop|discard|erase|get rid of)\s+(?:the |our |my |all )*snap-?shots?\b\s*(?:called |named |:)?\s*(.*)$/;
/** "…, with preferences": what people have set for themselves, too. */
const withPreferences =
  /,? (?:with|including|incl\.?|along with|and)(?: (?:the|all|also|everybody's|everyone's|people's|their|own|personal))* preferences$/;
/** A name alone, where nothing else is called so: what is no word of its own. */
const restoresName =
  /^(?:restore|go back to|roll back to|revert to|return to|load)\s+(?:the )?"?([\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)+)"?$/u;

/** "Restore pre-q2": read last, as deals and rules are restored as well. */
export function snapshotNamed(text: string, bare: string): CommandRead | null {
  const name = restoresName.exec(bare)?.[1];
  return name === undefined ? null : command({ do: 'restore_snapshot', name: typed(text, name) });
}

export function snapshot(text: string, bare: string): CommandRead | null {
  const shown = typed(text, shows.exec(bare)?.[1] ?? '');
  if (shown !== null) return command({ do: 'snapshot_shown', name: shown });
  const gone = deletes.exec(bare);
  if (gone) return command({ do: 'snapshot_delete', name: typed(text, gone[1] ?? '') });
  if (lists.test(bare)) return command({ do: 'snapshots' });
  const compared = comparing(text, bare);
  if (compared) return compared;
  const plainly = bare.replace(withPreferences, '');
  const restored = restores.exec(plainly);
  if (restored)
    return command({
      do: 'restore_snapshot',
      name: whichOne(text, plainly, restored[1] ?? ''),
      ...(plainly === bare ? {} : { preferences: true }),
    });
  // "Take a snapshot of the settings before I change them" takes one.
  if (restoresState.test(bare) && !takes.test(bare)) return command({ do: 'restore_snapshot', name: null });
  const taken = takes.exec(bare) ?? saves.exec(bare);
  if (!taken) return null;
  const rest = (taken[1] ?? '')
    .replace(about, '')
    .replace(/^[\s,;]+/, '')
    .trim();
  const name = new RegExp(`^(?:now\\s+)?${naming}\\s*(?:a snap-?shot\\s*(?:called|named)?\\s*)?(.*)$`).exec(
    rest,
  )?.[1];
  const quoted = /^"([^"]+)"$/.exec(rest)?.[1];
  if (name === undefined && quoted === undefined && rest !== '' && !when.test(rest)) return null;
  // "Called pre-q2, I want to change some limits": more was said than a name.
  if (quoted === undefined && /[,;.]\s|\s(?:and|then|so|because) /.test(name ?? '')) return null;
  const called = (quoted ?? name ?? '').replace(/\s+(?:before|now|please)\b(?!-).*$/, '');
  return command({ do: 'snapshot', name: typed(text, called) });
}

/** "Compare with the snapshot pre-q2", "compare the snapshots a and b", "compare snapshot a with what holds now". */
function comparing(text: string, bare: string): CommandRead | null {
  const found = compares.exec(bare);
  if (!found) return null;
  const [, first, second] = two.exec(bare) ?? [null, whichOne(text, bare, found[1] ?? ''), ''];
  const names = [first, second].flatMap((name) =>
    name && !today.test(name) ? (typed(text, name) ?? []) : [],
  );
  return command({ do: 'compare_snapshot', names });
}

const latest = /\b(?:last|latest|newest|most recent)\b.*\bsnap-?shots?\b/;
const whichOne = (text: string, bare: string, name: string): string | null =>
  typed(text, name) ?? (latest.test(bare) ? 'last' : null);

const typed = (text: string, folded: string): string | null => {
  const name = folded.replace(/^["'\s]+|["'\s.]+$/g, '').replace(/^(?:called|named|the|a)\s+/, '');
  return name === '' ? null : asTyped(text, name, fold);
};
