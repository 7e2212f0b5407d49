/** Why a limit is what it is in one place: from the narrowest level to the widest, who set it there, and which one counts. */
import { accountsInScope } from '../crm/accounts.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import type { SetValue } from '../settings/differences.ts';
import { type Activation, activePlaybooks } from '../settings/playbooks.ts';
import type { Setting, SettingScope, SettingValue } from '../settings/setting.ts';
import { settingValue } from '../settings/settings.ts';
import { valuesNow } from '../settings/snapshots.ts';
import { count, instant } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { inItsUnit, shown, type Where, whereOf, wrongWith } from './limits.ts';
import { type Outcome, outcome } from './outcome.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; company: Company; by: Person };
type Chain = Extract<Command, { do: 'limit_chain' }>;
type Level = { scope: SettingScope; scopeId: string; name: string };

type Holds = ReturnType<typeof settingValue>;

export async function limitChain(use: Use, command: Chain): Promise<Outcome> {
  const { company } = use;
  const setting = settingNamed(command.threshold);
  const where = await placeAsked(use, setting, command);
  if (typeof where === 'string') return lacking(where);
  const hidden = await notToSee(use, where);
  if (hidden)
    return refusing(`"${setting.label}" of ${where.said} is not for you to see: that needs ${hidden}.`);
  const holds = settingValue(company.settings, setting.name, where.at);
  const values = (await valuesNow(use.db, company.now)).filter(({ name }) => name === setting.name);
  const books = (await activePlaybooks(use.db, company.now)).filter((one) => setting.name in one.values);
  const names = new Map((await use.db('people').select('id', 'name')).map(({ id, name }) => [id, name]));
  const by = (one: SetValue): string => bySaid(use, one, names.get(one.by) ?? one.by);
  const lines = levels(company, where).flatMap((level) =>
    linesOf(company, { setting, where, level, values, books, holds, by }),
  );
  const standard = `Standard value: ${shown(setting, setting.default, company)}.${holds.version === 0 ? ' This counts.' : ''}`;
  const of =
    where.scope === 'everyone' && where.stage === '' ? '' : ` for ${where.said}`.replace(' for in ', ' in ');
  const is = `${setting.label} is ${shown(setting, holds.value, company)}${of}${instead(company, setting, command, holds.value)}`;
  return told(`${is}: ${bookSaid(use, holds, books, names) ?? basis(company, values, where, holds, by)}.`, [
    ...lines,
    standard,
    ...narrower(company, setting, where, values, by),
  ]);
}

/** Asked of everyone: where something else holds. What is set for one person or one customer is counted, not named. */
function narrower(
  company: Company,
  setting: Setting,
  { scope, stage }: Where,
  values: SetValue[],
  by: (one: SetValue) => string,
): string[] {
  if (scope !== 'everyone') return [];
  const there = values.filter(
    (one) => one.scope !== 'everyone' && (stage === '' || one.stage === '' || one.stage === stage),
  );
  const all: Partial<Record<SettingScope, { id: string; name: string }[]>> = {
    territory: company.lexicon.territories,
    team: company.lexicon.teams,
    agent: company.lexicon.agents,
  };
  const named = there.flatMap((one) => {
    const name = all[one.scope]?.find(({ id }) => id === one.scopeId)?.name;
    return name ? [{ ...one, place: `${name}${one.stage === '' ? '' : ` in ${one.stage}`}` }] : [];
  });
  const others = there.filter(({ scope }) => all[scope] === undefined).length;
  return [
    ...named
      .toSorted((a, b) => a.place.localeCompare(b.place))
      .map((one) => `Elsewhere, ${one.place}: ${shown(setting, one.value, company)}, ${by(one)}.`),
    ...(others > 0 ? [`Elsewhere, ${count(others, 'value')} of single people or customers.`] : []),
  ];
}

async function placeAsked(use: Use, setting: Setting, { place, stage }: Chain): Promise<Where | string> {
  const me = place?.scope === 'person' && place.of.id === 'me';
  const meant = me ? { scope: place.scope, of: { id: use.by.id, name: use.by.name } } : place;
  try {
    const where = await whereOf(use, setting, meant, stage);
    if (!where.at.teamId || where.at.territoryId) return where;
    const team = await use.db('teams').where({ id: where.at.teamId }).first('territory_id');
    return { ...where, at: { ...where.at, territoryId: team?.territory_id ?? null } };
  } catch (error) {
    const wrong = wrongWith(error);
    if (wrong === null) throw error;
    return wrong;
  }
}

/** What holds for a single person is for them and who may set it; of a customer for whoever may know of it. */
async function notToSee({ db, by }: Use, { scope, scopeId, place }: Where): Promise<string | null> {
  if (scope === 'account')
    return (await accountsInScope(db, [scopeId], scopeOf(by))).has(scopeId) ? null : 'who looks after it';
  if (scope !== 'person' || scopeId === by.id) return null;
  return maySet(by, { authority: false, place });
}

/** From the place itself to everyone: a person's team and territory, a customer's territory. */
function levels({ lexicon }: Company, { scope, at }: Where): Level[] {
  const named = (
    level: SettingScope,
    id: string | null | undefined,
    all: { id: string; name: string }[],
  ): Level[] =>
    id ? [{ scope: level, scopeId: id, name: all.find((one) => one.id === id)?.name ?? id }] : [];
  return [
    ...(scope === 'agent' ? named('agent', at.agent, lexicon.agents) : []),
    ...named('account', at.accountId, lexicon.accounts),
    ...named('person', at.personId, lexicon.people),
    ...named('team', at.teamId, lexicon.teams),
    ...named('territory', at.territoryId, lexicon.territories),
    { scope: 'everyone', scopeId: '', name: 'Everyone' },
  ];
}

type Of = {
  setting: Setting;
  where: Where;
  level: Level;
  values: SetValue[];
  books: Activation[];
  holds: Holds;
  by: (one: SetValue) => string;
};

/** A playbook first; then what is set, for the stage that is asked about and for all stages, or for each where none is. */
function linesOf(company: Company, { setting, where, level, values, books, holds, by }: Of): string[] {
  if (level.scope !== 'everyone' && !setting.scopes.includes(level.scope)) return [];
  const isHere = (one: { scope: string; scopeId: string }): boolean =>
    one.scope === level.scope && one.scopeId === level.scopeId;
  const counts = holds.version > 0 && isHere(holds);
  const asked = values
    .filter((one) => isHere(one) && (where.stage === '' || one.stage === '' || one.stage === where.stage))
    .toSorted((a, b) => Number(b.stage !== '') - Number(a.stage !== '') || a.stage.localeCompare(b.stage));
  const own = asked.find(({ stage }) => stage === where.stage) ?? asked.find(({ stage }) => stage === '');
  const marked = (line: string, isIt: boolean): string =>
    `${level.name}${line}.${counts && isIt ? ' This counts.' : ''}`;
  const here = books.filter(isHere).toReversed();
  const lines = [
    ...here.map(({ values: sets, label }, n) =>
      marked(`: ${shown(setting, sets[setting.name] ?? '', company)}, the playbook ${label}`, n === 0),
    ),
    ...asked.map((one) => {
      const stage = one.stage === '' ? '' : ` in ${one.stage}`;
      return marked(
        `${stage}: ${shown(setting, one.value, company)}, ${by(one)}`,
        !holds.playbook && one === own,
      );
    }),
  ];
  return lines.length > 0 ? lines : [`${level.name}: no value of its own.`];
}

/** "the playbook Quarter-end push is on there since 20 Mar, 11:00 CET, by Mara Lind". */
function bookSaid(
  { company, by }: Use,
  holds: Holds,
  books: Activation[],
  names: Map<string, string>,
): string | null {
  const book = books.find(({ id }) => holds.playbook !== undefined && id === holds.version);
  if (!book) return null;
  const said = (at: Date): string => instant(at, by.tz ?? company.zone, company.now);
  const who = book.by.kind === 'person' ? (names.get(book.by.id) ?? book.by.id) : 'itself';
  const until = book.until ? `, until ${said(book.until)}` : '';
  return `the playbook ${book.label} is on there since ${said(book.at)}, by ${who}${until}`;
}

/** "set by Mara Lind on 18 Mar, 11:00 CET (v2): Asked for in words, until 1 Apr, 00:00 CET". */
function bySaid({ company, by }: Use, { version, at, until, reason }: SetValue, who: string): string {
  const said = (iso: string): string => instant(new Date(iso), by.tz ?? company.zone, company.now);
  const because = reason ? ` (${reason.replace(/\.$/, '')})` : '';
  return `set by ${who} on ${said(at)}${because}, v${version}${until ? `, until ${said(until)}` : ''}`;
}

/** In one clause why it is that. */
function basis(
  { lexicon }: Company,
  values: SetValue[],
  { scope, scopeId, stage }: Where,
  holds: Holds,
  by: (one: SetValue) => string,
): string {
  if (holds.version === 0) return 'nobody has set it, so the standard value holds';
  const rows = values.filter((one) => one.scope === holds.scope && one.scopeId === holds.scopeId);
  const row =
    rows.find((one) => one.stage !== '' && one.stage === stage) ?? rows.find((one) => one.stage === '');
  const wider = holds.scope !== scope || holds.scopeId !== scopeId;
  const all = { territory: lexicon.territories, team: lexicon.teams } as Record<
    string,
    { id: string; name: string }[]
  >;
  const name =
    holds.scope === 'everyone' ? 'everyone' : all[holds.scope]?.find(({ id }) => id === holds.scopeId)?.name;
  return `${row ? by(row) : 'it is set'}${wider && name ? ` for ${name}` : ''}`;
}

/** "Why is it 14", where it is 30. */
function instead(company: Company, setting: Setting, { said }: Chain, holds: SettingValue): string {
  if (!said) return '';
  try {
    const taken = inItsUnit(setting, said);
    return taken === holds ? '' : `, not ${shown(setting, taken, company)}`;
  } catch (error) {
    if (wrongWith(error) === null) throw error;
    return '';
  }
}

const told = (sentence: string, lines: string[]): Outcome =>
  outcome({ kind: 'text', sentence, lines, next: suggestions(['show the limits']) }, 'show_limits', {
    understood: 'What the limit rests on',
  });
