/** "Add the workflow customer onboarding at https://…", "show workflows", "new secret for the workflow …", "try start 12 again". */
import { fold } from '../text.ts';
import { asTyped, type CommandRead, command } from './read.ts';

const address = '<?(?<url>https?://[^\\s<>|]+)(?:\\|[^\\s>]*)?>?';
const called = '(?:named |called )?["“]?(?<name>[^"”]{1,60}?)["”]?';
const kind = '(?:an? |the |our |new |outside |another )*(?:workflow|webhook)';
const adds = [
  new RegExp(
    `^(?:add|register|create|set up|connect|make|define) ${kind} ${called},? (?:at|to|with|on|under|via|:)(?: the)?(?: address| url)?:? ${address}$`,
  ),
  new RegExp(`^(?:add|register|connect) ${address} as (?:the |a )?(?:workflow|webhook) ${called}$`),
  new RegExp(
    `^(?:add|register|create|set up|connect) (?:an? |the )?(?<name>[^"”]{1,60}?) (?:workflow|webhook),? (?:at|to|with|on|under|:)(?: the)?(?: address| url)?:? ${address}$`,
  ),
];
const one = `(?:${kind} ${called}|(?:the |our )?(?<named>[^"”]{1,60}?) (?:workflow|webhook))`;
const removes = new RegExp(`^(?:remove|delete|drop|forget|unregister|disconnect|take away) ${one}$`);
const secrets = [
  new RegExp(`^(?:rotate|renew|replace|change|reset|refresh) (?:the )?secret (?:of|for) ${one}$`),
  new RegExp(
    `^(?:make |create |give me |get )?(?:an? |the )?(?:new|other|another|fresh) secret (?:of|for) ${one}$`,
  ),
];
const lists =
  /^(?:(?:list|show(?: me)?|which|what(?: are)?|see) )?(?:the |all |all the |our |my )?(?:workflows|webhooks)(?: (?:are there|do we have|there are|are registered|exist|can be started))?$/;
// "Again" at the end has gone with the manners.
const again =
  /^(?:try|retry|repeat|send|call|make) (?:the )?start (?:number |no\.? )?#?(?<start>\d{1,9})(?: again| once more)?$/;

export function workflows(text: string, bare: string): CommandRead | null {
  if (lists.test(bare)) return command({ do: 'workflows' });
  const retried = again.exec(bare)?.groups;
  if (retried) return command({ do: 'start_again', start: Number(retried.start) });
  for (const shape of adds) {
    const found = shape.exec(bare)?.groups;
    if (found)
      return command({ do: 'workflow_add', name: typed(text, found.name), url: typed(text, found.url) });
  }
  const removed = removes.exec(bare)?.groups;
  if (removed) return command({ do: 'workflow_remove', name: typed(text, removed.name ?? removed.named) });
  for (const shape of secrets) {
    const found = shape.exec(bare)?.groups;
    if (found) return command({ do: 'workflow_secret', name: typed(text, found.name ?? found.named) });
  }
  return null;
}

/** An address and a name have capitals of their own. */
const typed = (text: string, words = ''): string => asTyped(text, words, fold) ?? words;
