/** Which addresses a workflow may have: https, at a host that the environment names, and nothing hidden in it. */

/** `host` is written as the environment writes it: with its port where that is not the usual one. */
export type WorkflowAddress = { url: string; host: string } | { because: string };

const controls = /[\p{Cc}\s\\]/u;

/** `because` is a sentence that names what is wrong and, where there is one, the fix. */
export function workflowAddress(given: string, hosts: readonly string[]): WorkflowAddress {
  const url = controls.test(given) ? null : URL.parse(given);
  if (!url || url.hostname === '') return { because: 'That is no address: it begins with https://.' };
  if (url.protocol !== 'https:')
    return { because: `A workflow is called over https alone, not over ${url.protocol.replace(':', '')}.` };
  if (url.username !== '' || url.password !== '')
    return { because: 'An address with a name or a password in it is not called: leave them out.' };
  if (!hosts.includes(url.host))
    return {
      because: `${url.host} is none of the hosts that may be called (${hosts.length > 0 ? hosts.join(', ') : 'none is named'}). Whoever runs Steward names it in STEWARD_WORKFLOW_HOSTS.`,
    };
  url.hash = '';
  return { url: url.href, host: url.host };
}
