/** What is asked of a contact's data: an address that is well formed, a number that can be dialled from anywhere. Pure. */
import { domainOf, readAddress } from './addresses.ts';
import { phoneTrouble, readPhone } from './phones.ts';

/**
 * `fine`: as it should be. `mendable`: what it should be follows from what it says, and stands in `mended`. `wrong`: only
 * somebody who knows it can say. `because` is a sentence for whoever is asked.
 */
export type Contract =
  | { is: 'fine' }
  | { is: 'mendable'; mended: string; because: string }
  | { is: 'wrong'; because: string };

/** An e-mail address, and the domain in ASCII that would have to take mail; null where there is none. */
export function emailContract(text: string): Contract & { domain: string | null } {
  const read = readAddress(text);
  if (!('wrong' in read) && text === text.trim()) return { is: 'fine', domain: domainIn(read.address) };
  const mended = bareAddress(text);
  const again = readAddress(mended);
  const shown = shortened(text.trim());
  if ('wrong' in again) {
    const because =
      /[.@]$/.test(mended) || !mended.includes('@') ? again.wrong : missing(again.wrong, mended);
    return { is: 'wrong', because: sentence(shown, because), domain: null };
  }
  const because = `${shown} has more in it than the address.`;
  return { is: 'mendable', mended, because, domain: domainIn(again.address) };
}

/** Of the mailbox itself, tags and all: the identity of an address may lie at another domain. */
const domainIn = (address: string): string =>
  URL.parse(`http://${domainOf(address)}/`)?.hostname ?? domainOf(address);

/** Without what programs put around an address: "Jane Roe <mailto:jane@acme.com>;" */
function bareAddress(text: string): string {
  const inner = /<([^<>]+)>[\s,;.]*$/.exec(text)?.[1] ?? text;
  return inner
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/[\s,;.]+$/, '')
    .trim();
}

function missing(because: string, address: string): string {
  const [local = '', domain = ''] = address.split(/@(?=[^@]*$)/);
  const example = `${local}@${domain.replace(/\.+$/, '')}.com`;
  return because.includes('incomplete') && !('wrong' in readAddress(example))
    ? `has no domain. Example: ${example}`
    : because;
}

const sentence = (shown: string, because: string): string =>
  because.startsWith('has ') ? `${shown} ${because}.` : `${shown} is no e-mail address: ${because}.`;

/** A number as it is dialled from anywhere: +49891234567, with its extension. `region`, an ISO 3166 code, is where one without a country is dialled. */
export function phoneContract(text: string, region: string | null): Contract {
  const found = readPhone(text, region);
  const shown = shortened(text.trim());
  if (!found) return { is: 'wrong', because: phoneTrouble(shown, text, region) };
  const mended = found.ext === null ? found.e164 : `${found.e164} ext. ${found.ext}`;
  return mended === text ? { is: 'fine' } : { is: 'mendable', mended, because: `${shown} is not in E.164.` };
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
