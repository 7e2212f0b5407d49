import type { Names } from '../../src/outside/mail-domain.ts';

type Answer = string[] | Error;
/** What a resolver says: the hosts, or the code of what went wrong. */
export const failing = (code: string): Error => Object.assign(new Error(code), { code });

/**
 * A resolver that knows these names and no others, strict: whoever asks for another fails the test, by way of `asked`.
 * `mx`, `a` and `aaaa` by domain; a record that is left out is there without data.
 */
export function namesOf(known: Record<string, { mx?: Answer; a?: Answer; aaaa?: Answer }>): Names & {
  asked: string[];
} {
  const asked: string[] = [];
  const answer = async (of: 'mx' | 'a' | 'aaaa', domain: string): Promise<string[]> => {
    asked.push(`${of} ${domain}`);
    const here = known[domain];
    if (!here) throw new Error(`Nobody was to be asked for ${domain}.`);
    const found = here[of] ?? failing('ENODATA');
    if (found instanceof Error) throw found;
    return found;
  };
  return {
    asked,
    resolveMx: async (domain) =>
      (await answer('mx', domain)).map((exchange, n) => ({ exchange, priority: n * 10 })),
    resolve4: (domain) => answer('a', domain),
    resolve6: (domain) => answer('aaaa', domain),
    resolveNs: async () => ['a.gtld-servers.net'],
  };
}

const unreachable = () => Promise.reject(failing('ECONNREFUSED'));
/** A machine without a network. */
export const offline: Names = {
  resolveMx: unreachable,
  resolve4: unreachable,
  resolve6: unreachable,
  resolveNs: unreachable,
};
