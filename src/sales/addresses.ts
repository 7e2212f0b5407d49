/**
 * E-mail addresses: which are well formed, and which are the same mailbox. Pure; whether a domain takes mail is not asked
 * here. The form is that of RFC 5321 with names of RFC 6531, stricter on purpose: no comments, no folding, no escapes in
 * quotes, no address of a machine in place of a domain, since nobody types those into a lead form.
 */

export type Address = {
  /** As a person would type it, in small letters. */
  address: string;
  /** In Unicode where it is an international name. */
  domain: string;
  /** Equal for two spellings of one mailbox: small letters, no plus-tag, the domain in ASCII, no dots where its provider ignores them. */
  identity: string;
  /** Of a provider where anybody gets one, so that the domain says nothing of the company. */
  freeMail: boolean;
  /** info@, sales@: of an office, not of a person. */
  role: boolean;
};

const atext = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]";
const dotted = new RegExp(`^${atext}+(?:\\.${atext}+)*$`, 'u');
const quoted = /^"[^"\\\p{Cc}]+"$/u;
const fullwidthAscii = /[\uFF01-\uFF5E\uFE50-\uFE6B]/;

/** The address in these characters and nothing else; or why they are none, as a few words for people. */
export function readAddress(text: string): Address | { wrong: string } {
  if (/[\r\n]/.test(text)) return { wrong: 'it goes over a line' };
  const given = text.trim().normalize('NFC');
  const at = given.lastIndexOf('@');
  if (at < 0) return { wrong: 'it has no @' };
  if (at === 0) return { wrong: 'nothing stands before the @' };
  const local = given.slice(0, at).toLowerCase();
  // Where the name is plain, an international one beside it would be a look-alike of another.
  if (fullwidthAscii.test(local) || !(dotted.test(local) || quoted.test(local)))
    return { wrong: 'what stands before the @ cannot be a mailbox' };
  if (octets(local) > 64) return { wrong: 'what stands before the @ is too long' };
  const domain = readDomain(given.slice(at + 1));
  if ('wrong' in domain) return domain;
  if (octets(local) + 1 + domain.ascii.length > 254) return { wrong: 'it is too long' };
  return {
    address: `${local}@${domain.name}`,
    domain: domain.name,
    identity: `${mailbox(local, domain.ascii)}@${sameAs[domain.ascii] ?? domain.ascii}`,
    freeMail: isFreeMail(domain.ascii),
    role: roles.has(mailbox(local, domain.ascii).replace(/[-_.]?\d+$/, '')),
  };
}

/** The domain of an address in ASCII, as it is compared: of `buchhaltung@münchen.example` xn--mnchen-3ya.example. */
export const domainOf = (identity: string): string => identity.slice(identity.lastIndexOf('@') + 1);

const octets = (text: string): number => new TextEncoder().encode(text).length;

/** A name of the internet as people write it, and in ASCII; or why it is none. */
export function readDomain(given: string): { name: string; ascii: string } | { wrong: string } {
  const name = given.toLowerCase();
  const wrong = { wrong: 'what stands after the @ is no domain' };
  if (!name.includes('.')) return { wrong: 'its domain is incomplete' };
  if (fullwidthAscii.test(name) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(name)) return wrong;
  // The platform's own parser of web addresses knows international names.
  const ascii = URL.parse(`http://${name}/`)?.hostname ?? '';
  const labels = ascii.split('.');
  const fits = (label: string) =>
    label.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label) && !/^(?!xn).{2}--/.test(label);
  if (ascii.length > 253 || !labels.every(fits) || /^\d+$/.test(labels.at(-1) ?? '')) return wrong;
  return { name, ascii };
}

/** Providers that ignore the dots before the @, and the name under which the same mailboxes are reached. */
const sameAs: Record<string, string> = { 'googlemail.com': 'gmail.com' };
const ignoresDots = new Set(['gmail.com', 'googlemail.com']);

function mailbox(local: string, ascii: string): string {
  const bare = quoted.test(local) && dotted.test(local.slice(1, -1)) ? local.slice(1, -1) : local;
  if (quoted.test(bare)) return bare;
  const untagged = bare.replace(/(?<=.)\+.*$/su, '');
  return ignoresDots.has(ascii) ? untagged.replaceAll('.', '') : untagged;
}

const freeNames = new Set(
  (
    'gmail googlemail outlook hotmail live msn yahoo ymail rocketmail icloud me mac aol gmx web t-online freenet proton protonmail pm ' +
    'tutanota tuta mail inbox yandex qq 163 126 sina naver hanmail daum rediffmail orange wanadoo free laposte sfr libero ' +
    'virgilio tiscali uol bol terra zoho fastmail hey btinternet comcast verizon att sbcglobal bluewin telenet skynet ' +
    'ziggo kpnmail seznam wp o2 interia onet'
  ).split(' '),
);
const freeEnds =
  /^(?:com|net|de|at|ch|fr|it|es|nl|be|pl|cz|ru|cn|in|me|uk|jp|ca|au|br|mx|co\.(?:uk|in|jp|kr|nz)|com\.(?:br|ar|mx|au|tr)|pt|se|dk|no|fi|ie|eu|org)$/;

/** Of a provider where anybody gets an address. */
export function isFreeMail(ascii: string): boolean {
  const [, name = '', end = ''] = /^([^.]+)\.(.+)$/.exec(ascii) ?? [];
  return freeNames.has(name) && freeEnds.test(end) && !(name === 'free' && end !== 'fr');
}

const roles = new Set(
  (
    'info sales contact kontakt contacto contato office hello hi mail post admin support service help helpdesk team ' +
    'procurement purchasing purchase einkauf achats compras acquisti vertrieb ventas vendite marketing billing accounts ' +
    'accounting buchhaltung finance invoices orders order enquiries inquiries enquiry inquiry hr jobs careers press ' +
    'webmaster postmaster hostmaster noreply no-reply donotreply reception sekretariat bestellung verkauf it'
  ).split(' '),
);
