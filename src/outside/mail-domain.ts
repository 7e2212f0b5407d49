/** The one door to the names of the internet: whether a domain takes mail. */
import { Resolver } from 'node:dns/promises';

/** The look-ups of a resolver that are needed; node's own has them. */
export type Names = {
  resolveMx(domain: string): Promise<{ exchange: string; priority: number }[]>;
  resolve4(domain: string): Promise<string[]>;
  resolve6(domain: string): Promise<string[]>;
  resolveNs(domain: string): Promise<string[]>;
};

/** `maybe`: nobody could say. `because` is a sentence for whoever is asked about an address there. */
export type TakesMail = { takes: 'yes' | 'maybe'; because: null } | { takes: 'no'; because: string };

/** Asks the resolvers of this machine, each once and for two seconds. */
export const systemNames = (): Names => new Resolver({ timeout: 2_000, tries: 2 });

/**
 * Of a name that is reserved for examples and tests, which nobody is asked for (RFC 6761): `.invalid` exists nowhere. Null
 * for every other.
 */
export function reserved(domain: string): TakesMail | null {
  const top = domain.split('.').at(-1) ?? '';
  if (top === 'invalid') return none(domain, 'does not exist');
  const isReserved = ['example', 'test', 'localhost', 'local', 'onion'].includes(top);
  return isReserved || /(^|\.)example\.(com|net|org)$/.test(domain) ? maybe : null;
}

/**
 * Whether the domain, in ASCII, takes mail: by its MX records; one that is a single dot says that it takes none (RFC 7505);
 * without any the address of the domain itself counts (RFC 5321, section 5.1). A name that does not exist takes none; an
 * answer that did not come, or not for certain, is a maybe.
 */
export async function takesMail(names: Names, domain: string): Promise<TakesMail> {
  const exchanges = await asked(names.resolveMx(domain));
  if (exchanges === 'no such name') return none(domain, 'does not exist');
  if (exchanges === 'unknown') return maybe;
  const [first] = exchanges;
  if (exchanges.length === 1 && first && first.exchange.replace(/\.$/, '') === '')
    return none(domain, 'says that it takes no mail');
  if (exchanges.length > 0) return yes;
  const [v4, v6] = await Promise.all([asked(names.resolve4(domain)), asked(names.resolve6(domain))]);
  if ([v4, v6].some((found) => Array.isArray(found) && found.length > 0)) return yes;
  return v4 === 'unknown' || v6 === 'unknown' ? maybe : none(domain, 'has no server for mail');
}

/** Whether names are looked up at all: some resolvers without a network say of every name that there is none. */
export const isConnected = async (names: Names): Promise<boolean> =>
  Array.isArray(await asked(names.resolveNs('com')));

const yes: TakesMail = { takes: 'yes', because: null };
const maybe: TakesMail = { takes: 'maybe', because: null };
const none = (domain: string, because: string): TakesMail => ({
  takes: 'no',
  because: `${domain} ${because}.`,
});

/** An empty list: the name exists, and has none of what was asked for. */
async function asked<T>(look: Promise<T[]>): Promise<T[] | 'no such name' | 'unknown'> {
  try {
    return await look;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === null) throw error;
    if (code === 'ENODATA') return [];
    return code === 'ENOTFOUND' ? 'no such name' : 'unknown';
  }
}
