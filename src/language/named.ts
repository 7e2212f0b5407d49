/** Names in a sentence → limits: which field they limit, and which of several they mean. */
import type { FieldName } from '../sales/fields.ts';
import type { NameKind } from './kinds.ts';
import type { Lexicon } from './lexicon.ts';
import type { Entry } from './names.ts';
import { namesOfField, type Piece } from './pieces.ts';
import type { Option } from './request.ts';
import { isBetweenStages, stageSpan } from './stage-spans.ts';
import { assume, clause, type State, skip, take, unread } from './state.ts';
import { squash } from './text.ts';
import { fieldNamed } from './vocabulary.ts';

type NamePiece = Extract<Piece, { is: 'name' }>;
type Meant = { kind: NameKind; entries: Entry[]; field: FieldName };

/** Which field of a deal a name of this kind limits. */
export const fieldOfKind: Partial<Record<NameKind, FieldName>> = {
  person: 'owner',
  team: 'team',
  territory: 'territory',
  stage: 'stage',
  product: 'product',
  account: 'account',
  tag: 'account.tags',
};

/** One name, or several of a kind joined by "and", "or", commas. Gives the place to go on from. */
export function nameRun(s: State, at: number): number {
  const first = meantAt(s, at);
  if (!first) return at + 1;
  const names = [...first.entries];
  let end = afterName(s, at);
  const spans = isBetweenStages(s, at - 1);
  for (let place = next(s, end); place !== null && !spans; place = next(s, end)) {
    const other = meantAt(s, place, first.field);
    if (!other || other.field !== first.field) break;
    names.push(...other.entries);
    end = afterName(s, place);
  }
  const span = first.field === 'stage' && names.length === 1 && names[0] ? stageSpan(s, end, names[0]) : null;
  if (span) {
    names.splice(0, 1, ...span.entries);
    end = span.end;
  }
  const values = [...new Map(names.map(({ id, name }) => [id, { id, name }])).values()];
  const not = s.not;
  s.not = false;
  const same = s.frame.clauses.find(
    (one) => one.says === 'names' && one.field === first.field && one.not === not,
  );
  if (same?.says === 'names' && names.every((one) => same.names.some((known) => known.id === one.id)))
    return end;
  const said = { says: 'names', field: first.field, kind: first.kind, names: values, not } as const;
  // "In EMEA in AMER" is nothing that is in both; after "compare" it is the other side.
  if (same && !not && first.field !== 'account.tags') {
    if (!s.asked.has('compare')) return unread(s, at, end);
    s.frame.other = [...(s.frame.other ?? []), said];
    return end;
  }
  clause(s, said);
  return end;
}

/** The name after a joint, if the joint joins names. */
function next(s: State, end: number): number | null {
  let place = end;
  let joined = false;
  for (
    let piece = s.list[place];
    piece && (/^(?:\+|plus)$/i.test(piece.text) || ['and', 'or', 'filler', 'prep'].includes(piece.is));
    piece = s.list[place]
  ) {
    if (/^(?:\+|plus|an)$/i.test(piece.text) || piece.is === 'and' || piece.is === 'or') joined = true;
    place += 1;
  }
  return joined && s.list[place]?.is === 'name' ? place : null;
}

// "East region", "Negotiation stage", "Priya's team": the word after the name belongs to it.
function afterName(s: State, at: number): number {
  const piece = s.list[at];
  // "With price as loss reason"
  const role = /^as$/i.test(s.list[at + 1]?.text ?? '') ? skip(s, at + 2, ['filler']) : at + 1;
  const after = s.list[role];
  if (after?.is !== 'field' || piece?.is !== 'name') return at + 1;
  const fits = piece.match.entries.some((entry) => namesOfField(after.field).includes(entry.kind));
  const then = s.list[skip(s, role + 1)];
  const lacks = then?.is === 'missing' && s.list[skip(s, skip(s, role + 1) + 1, ['filler'])]?.is !== 'field';
  if (!fits || then?.is === 'compare' || lacks) return at + 1;
  for (let place = at + 1; place <= role; place++) take(s, place);
  return role + 1;
}

function meantAt(s: State, at: number, like?: FieldName): Meant | null {
  const piece = s.list[at];
  if (piece?.is !== 'name') return null;
  const hint = hintAt(s, at) ?? (like ? { field: like, after: false } : null);
  const found = pick(s, at, piece, hint?.field ?? null);
  const [first] = found;
  if (!first) return null;
  if (piece.corrected !== null)
    s.assumptions.push(`Read "${piece.text}" as ${found.map((entry) => entry.name).join(' or ')}.`);
  // The customer who is called just so may be one that the asker does not see.
  else if (first.kind === 'account' && piece.match.how === 'part' && found.length === 1)
    s.assumptions.push(`"${piece.text}" = ${first.name}.`);
  const led = first.kind === 'person' && hint?.field === 'owner.manager' ? overOf(s, at, found) : null;
  if (led) return led;
  if (first.kind === 'person' && (hint?.field === 'team' || ledBy(s, at, first))) return teamOf(s, first);
  const field =
    first.kind === 'value'
      ? first.field
      : hint && namesOfField(hint.field).includes(first.kind)
        ? hint.field
        : fieldOfKind[first.kind];
  return field ? { kind: first.kind, entries: found, field } : null;
}

/** The field word beside a name that says what kind of name it is. */
function hintAt(s: State, at: number): { field: FieldName; after: boolean } | null {
  const after = s.list[at + 1];
  const piece = s.list[at];
  const fits = (field: FieldName): boolean =>
    piece?.is === 'name' && piece.match.entries.some((entry) => namesOfField(field).includes(entry.kind));
  if (after?.is === 'field' && fits(after.field)) return { field: after.field, after: true };
  const before = s.list
    .slice(0, at)
    .findLast((one) => one.is !== 'filler' && one.is !== 'prep' && one.is !== 'except');
  const field = before?.is === 'field' ? fieldNamed(before.field) : undefined;
  if (before?.is === 'field' && (field?.names || field?.type === 'text') && fits(before.field))
    return { field: before.field, after: false };
  return null;
}

/** "Rocco's reps": those whom he leads. */
function ledBy(s: State, at: number, person: Entry): boolean {
  const piece = s.list[at];
  const after = s.list[at + 1];
  const reps = /^(?:reps?|people|sellers|salespeople|guys|folks|crew|squad|sales reps|agents)$/i;
  if (piece?.is !== 'name' || !piece.possessive || !reps.test(after?.text ?? '')) return false;
  const known = s.about.lexicon.people.find((one) => one.id === person.id);
  return known?.roles.includes('manager') === true;
}

const manager = /^(?:manager|boss|supervisor|team lead|line manager|sales manager|lead)(?:'s?)?$/i;

/** "Priya's manager", "the boss of Priya": not those whom she manages, but whoever manages her. */
function overOf(s: State, at: number, found: Entry[]): Meant | null {
  const piece = s.list[at];
  const [before, joint] = [s.list[at - 2], s.list[at - 1]];
  const theirs = piece?.is === 'name' && piece.possessive && manager.test(s.list[at + 1]?.text ?? '');
  const of = /^of$/i.test(joint?.text ?? '') && manager.test(before?.text ?? '');
  const [person, ...more] = found;
  if (!person || !(theirs || of)) return null;
  const over = more.length === 0 ? managerOf(s, person) : null;
  // Whose manager nobody knows is not answered for somebody else.
  if (!over) s.lacking = true;
  else s.assumptions.push(`${person.name}'s manager: ${over.name}.`);
  const next = theirs ? at + 2 : at + 1;
  const team = /^(?:teams?|reps?|people)(?:'s?)?$/i.test(s.list[next]?.text ?? '');
  if (team) take(s, next);
  const entries: Entry[] = over ? [{ kind: 'person', id: over.id, name: over.name, tokens: [] }] : [person];
  return { kind: 'person', entries, field: team ? 'owner.manager' : 'owner' };
}

/** As the CRM has it, else the one manager of the team. */
function managerOf(s: State, { id }: Entry): Lexicon['people'][number] | null {
  const { people } = s.about.lexicon;
  const own = people.find((one) => one.id === id);
  const known = people.find((one) => one.id === own?.managerId);
  if (known || !own?.teamId) return known ?? null;
  const leads = people.filter((one) => one.teamId === own.teamId && one.roles.includes('manager'));
  return leads.length === 1 && leads[0]?.id !== id ? (leads[0] ?? null) : null;
}

function teamOf(s: State, person: Entry): Meant {
  const known = s.about.lexicon.people.find((one) => one.id === person.id);
  const team = s.about.lexicon.teams.find((one) => one.id === known?.teamId);
  if (known?.roles.includes('manager') || !team)
    return { kind: 'person', entries: [person], field: 'owner.manager' };
  return {
    kind: 'team',
    entries: [{ kind: 'team', id: team.id, name: team.name, tokens: [] }],
    field: 'team',
  };
}

/** Which of the entries the words mean; asks back where that is not sure. */
function pick(s: State, at: number, piece: NamePiece, hint: FieldName | null): Entry[] {
  let entries = piece.match.entries.filter((entry) => entry.kind !== 'agent');
  const words = squash(piece.text.replace(/'s?$/i, ''));
  const chosen = s.choices.find((choice) => choice.words === words);
  if (chosen) return entries.filter((entry) => entry.kind === chosen.kind && chosen.ids.includes(entry.id));
  if (hint) {
    const kinds = namesOfField(hint);
    const fitting = entries.filter(
      (entry) => kinds.includes(entry.kind) && (entry.kind !== 'value' || entry.field === hint),
    );
    const teams = fitting.filter((entry) => entry.kind === 'team');
    if (fitting.length > 0) entries = hint === 'team' && teams.length > 0 ? teams : fitting;
  } else entries = likelier(s, at, piece, entries);
  if (entries.length > 1) {
    s.which ??= {
      question: `Which ${piece.text.replace(/'s?$/i, '')}?`,
      options: entries.slice(0, 25).map((entry) => option(words, entry, entries)),
    };
  }
  return entries;
}

function likelier(s: State, at: number, piece: NamePiece, entries: Entry[]): Entry[] {
  const of = (kind: NameKind): Entry[] => entries.filter((entry) => entry.kind === kind);
  if (entries.length < 2) return entries;
  const [territory, ...otherTerritories] = of('territory');
  const teams = of('team');
  const onlyPlaces = entries.every((entry) => entry.kind === 'territory' || entry.kind === 'team');
  if (territory && otherTerritories.length === 0 && teams.length > 0 && onlyPlaces) {
    assume(s, `"${piece.text}" = the territory ${territory.name}, not the team.`);
    return [territory];
  }
  const before = s.list[at - 1];
  // "Tagged Partner", "accounts tagged Partner"
  if (before?.is === 'prep' && /^tagged/i.test(before.text) && of('tag').length > 0) return of('tag');
  // "Partner accounts": those that are tagged so.
  const after = s.list[at + 1];
  if (after?.is === 'field' && after.field === 'account' && of('tag').length > 0) return of('tag');
  // "Pipeline from partners": where it came from.
  const sources = entries.filter((entry) => entry.kind === 'value' && entry.field === 'lead_source');
  if (/^(?:from|via|through)$/i.test(before?.text ?? '') && sources.length === 1) return sources;
  const owning =
    piece.possessive ||
    before?.is === 'by' ||
    (before?.is === 'prep' && /(owned|assigned|held|worked|handled|sold) /.test(before.text));
  return owning && of('person').length > 0 ? of('person') : entries;
}

const option = (words: string, entry: Entry, all: Entry[]): Option => ({
  label: entry.name,
  kind: entry.kind,
  fact: all.some((one) => one !== entry && one.name === entry.name) ? whatItIs(entry) : null,
  choice: { words, kind: entry.kind, ids: [entry.id] },
});

/** Of two that are called the same: the one is a tag, the other a lead source. */
const whatItIs = (entry: Entry): string | null => {
  const field = entry.kind === 'value' ? entry.field : fieldOfKind[entry.kind];
  return (field && fieldNamed(field)?.label.toLowerCase()) ?? null;
};
