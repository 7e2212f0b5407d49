/** The fields of a web form, whatever sent it, to what a lead is made of. */

import type { Field, Loose } from './nouns.ts';
import { bare, recased } from './words.ts';

type Part = Field | 'first' | 'last';

const labels: [part: Part, called: string][] = [
  [
    'first',
    'first name|firstname|fname|first|given name|forename|vorname|prenom|nombre de pila|primeiro nome',
  ],
  [
    'last',
    'last name|lastname|lname|last|surname|family name|nachname|familienname|nom de famille|apellido|apellidos|cognome|sobrenome|achternaam',
  ],
  [
    'name',
    'name|full name|your name|contact name|contact|contact person|ansprechpartner|nom|nome|nombre|nombre completo|nome completo|naam|lead name|customer name|who are you',
  ],
  [
    'email',
    'email|e mail|mail|email address|e mail address|your email|work email|business email|company email|e mail adresse|mailadresse|courriel|adresse email|adresse e mail|correo|correo electronico|posta elettronica|mailaddress|emailaddress|from',
  ],
  [
    'company',
    'company|company name|your company|organisation|organization|org|business|business name|employer|firma|firmenname|unternehmen|societe|entreprise|empresa|azienda|societa|bedrijf|account|account name|companyname',
  ],
  [
    'title',
    'title|job title|jobtitle|role|position|function|job|job role|your role|designation|funktion|stelle|fonction|poste|cargo|puesto|ruolo|funzione|functie',
  ],
  [
    'phone',
    'phone|phone number|your phone|telephone|telephone number|tel|mobile|mobile phone|mobile number|cell|cell phone|work phone|business phone|phonenumber|telefon|telefonnummer|handy|mobil|telefono|telefone|movil|cellulare|telefoon|numero de telephone|whatsapp',
  ],
  ['country', 'country|country region|region country|land|pays|pais|paese|nation|country code'],
  [
    'message',
    'message|your message|comment|comments|note|notes|inquiry|enquiry|question|questions|details|description|request|how can we help|how can we help you|what can we help you with|tell us more|what are you looking for|nachricht|anfrage|mitteilung|kommentar|mensaje|mensagem|messaggio|richiesta|bericht|requirements|interest|text|body',
  ],
];
const meaning = new Map(
  labels.flatMap(([part, called]) => called.split('|').map((label): [string, Part] => [label, part])),
);
/** Longer labels such as "Your work e-mail (required)" and "lead[email]" hold the word that says it. */
const within: [part: Part, of: RegExp][] = [
  ['email', /\be ?mail\b/],
  ['phone', /\b(?:phone|telephone|mobile|telefon)\b/],
  ['first', /\bfirst ?name\b/],
  ['last', /\b(?:last ?name|surname)\b/],
  ['company', /\b(?:company|organi[sz]ation|business name|firma)\b/],
  ['title', /\b(?:job title|role)\b/],
  ['country', /\bcountry\b/],
  ['message', /\b(?:message|comments?|looking for|help you|anything else)\b/],
  ['name', /\bname\b/],
];

export function partOf(label: string): Part | null {
  const known = bare(label.replace(/([a-z])([A-Z])/g, '$1 $2'));
  const exact =
    meaning.get(known) ??
    meaning.get(known.replace(/^(?:your|lead|contact|form|fields?|data|work|business)\s+/, ''));
  return exact ?? within.find(([, of]) => of.test(known))?.[0] ?? null;
}

/** Pairs of label and value to the lead's loose fields; the first value of a field that says something counts. */
export function ofForm(pairs: [label: string, value: string][]): Loose {
  const found: Partial<Record<Part, string>> = {};
  const more: string[] = [];
  for (const [label, given] of pairs) {
    const part = partOf(label);
    const value = given.replace(/\r\n?/g, '\n').trim();
    if (part === null || value === '') continue;
    if (found[part] === undefined) found[part] = value;
    else if (part === 'message' && found.message !== value) more.push(value);
  }
  const full = [found.first, found.last].filter(Boolean).join(' ');
  const name = full !== '' && (found.name === undefined || found.last !== undefined) ? full : found.name;
  const loose: Loose = {};
  const put = (field: Field, value: string | undefined) => {
    if (value) loose[field] = { value, found: 'labelled' };
  };
  put('name', name && recased(name));
  put('email', found.email);
  put('company', found.company);
  put('title', found.title);
  put('phone', found.phone);
  put('country', found.country);
  put('message', found.message && [found.message, ...more].join('\n'));
  return loose;
}

/** Most pairs that one form may have. */
const most = 200;

/**
 * The pairs of whatever a form service sends: flat JSON, JSON with its fields in a list or one within another, a body in
 * URL encoding, or lines of `Label: value`. None: it is no form.
 */
export function pairsOf(body: string): [string, string][] {
  const text = body.trim();
  if (/^[[{]/.test(text)) {
    try {
      return fromJson(JSON.parse(text)).slice(0, most);
    } catch {
      return [];
    }
  }
  if (/^[\w.[\]%+-]+=[^\n]*$/.test(text) && !/\s/.test(text))
    return [...new URLSearchParams(text)].slice(0, most);
  return fromLines(text).slice(0, most);
}

const labelKeys = ['label', 'title', 'question', 'name', 'field', 'key', 'id', 'ref'];
const valueKeys = ['value', 'answer', 'text', 'email', 'phone_number', 'values'];

function fromJson(value: unknown, label = '', depth = 0): [string, string][] {
  if (value === null || value === undefined || depth > 8) return [];
  if (typeof value !== 'object') return label === '' ? [] : [[label, String(value)]];
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return label === '' ? [] : [[label, value.join(', ')]];
    return value.flatMap((one) => fromJson(one, label, depth + 1));
  }
  const of = value as Record<string, unknown>;
  const named = labelKeys.find((key) => typeof of[key] === 'string' && partOf(String(of[key])) !== null);
  const valued = valueKeys.find((key) => key !== named && ['string', 'number'].includes(typeof of[key]));
  const list = Array.isArray(of.values) ? of.values : null;
  if (named !== undefined && (valued !== undefined || list)) {
    // {"name": "Jane", "email": "…"} is a lead, not a field whose label is "Jane".
    const given = list ? list.join(', ') : String(of[valued ?? '']);
    if (partOf(named) === null || valued === 'value' || valued === 'answer' || list)
      return [[String(of[named]), given]];
  }
  return Object.entries(of).flatMap(([key, one]) => fromJson(one, key, depth + 1));
}

/** What follows a message's label belongs to it up to the next label. */
function fromLines(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (const line of text.split('\n')) {
    const [, label, value] =
      /^[ \t]*([\p{L}][\p{L}\p{M}\p{N} '()/_?*-]{0,60}?)[ \t]*:[ \t]*(.*)$/u.exec(line) ?? [];
    const last = pairs.at(-1);
    if (
      label !== undefined &&
      (partOf(label) !== null || last === undefined || partOf(last[0]) !== 'message')
    )
      pairs.push([label, value ?? '']);
    else if (last) last[1] += `\n${line}`;
  }
  return pairs;
}
