/** Which domain is a company's own. Pure. */
import { isFreeMail, readDomain } from './addresses.ts';

/**
 * The domain in a web address, an e-mail address or as it stands, in ASCII and without "www."; null where it is none. Of a
 * provider of free mail it says nothing of a company: then `free`.
 */
export function readCompanyDomain(text: string): { domain: string; free: boolean } | null {
  const given = text.trim();
  const host = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`)?.hostname ?? '';
  const read = readDomain(host.replace(/^www\.(?=.*\.)/, '').replace(/\.$/, ''));
  return 'wrong' in read ? null : { domain: read.ascii, free: isFreeMail(read.ascii) };
}

type AccountDomain = { domain: string; by: 'website' | 'contacts' };

/** Of contacts at least so many share it, and so large a share of those whose domain is a company's. */
const fewest = 2;
const share = 3 / 4;

/**
 * An account's domain: of its website, else the one that clearly dominates among its contacts' addresses (at least two, and
 * three of four), free providers left out. Null: nothing certain. `addresses`: each domain in ASCII, and of how many contacts.
 */
export function accountDomain(
  website: string | null,
  addresses: { domain: string; contacts: number }[],
): AccountDomain | null {
  const site = website === null || website.trim() === '' ? null : readCompanyDomain(website);
  if (site && !site.free) return { domain: site.domain, by: 'website' };
  const business = addresses.filter(({ domain }) => !isFreeMail(domain));
  const all = business.reduce((sum, { contacts }) => sum + contacts, 0);
  const first = business.find(({ contacts }) => contacts >= fewest && contacts >= share * all);
  return first ? { domain: first.domain, by: 'contacts' } : null;
}
