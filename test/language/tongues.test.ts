import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { inEnglish } from '../../src/language/tongues/tongues.ts';
import { cast } from './companies.ts';
import { last, on, readAs } from './say.ts';

describe('a question in German, French or Spanish is read like the same one in English', () => {
  test.each([
    ['Wie viele offene Deals hat Tom?', 'how many open deals does Tom have'],
    ['Welche Deals schließen diesen Monat?', 'deals closing this month'],
    ['wieviele Deals hab ich im Angebot', 'how many deals do i have in proposal'],
    ['meine Deals, die diese Woche abschließen sollen', 'my deals closing this week'],
    ['Gewonnene Deals seit Januar, nach Betrag sortiert', 'won deals since january, sorted by amount'],
    ['Wer hat dieses Quartal am meisten verkauft?', 'who won the most this quarter'],
    ["mes affaires en négociation, les plus grosses d'abord", 'my deals in negotiation, biggest first'],
    ["combien d'affaires perdues au premier trimestre", 'how many deals lost in q1'],
    ['¿cuánto vendimos en febrero?', 'how much did we win in february'],
    ['quién vendió más este mes', 'who won the most this month'],
    ['Zeig mir alle Deals ohne nächsten Schritt', 'deals without next step'],
    ['Umsatz letztes Quartal pro Verkäufer', 'revenue last quarter per rep'],
    ['Deals mit mehr als 30 Tagen in der Verhandlung', 'deals in negotiation for more than 30 days'],
    ['Deals, die vor dem 1. Mai schließen', 'deals closing before 1 May'],
    ['Deals ab 20.000 €', 'deals of at least 20.000 €'],
    ['die 5 größten Deals in EMEA', 'the 5 biggest deals in EMEA'],
    ['Gewinnquote von Priya dieses Jahr', 'win rate of Priya this year'],
    ["combien d'affaires gagnées ce trimestre ?", 'how many deals won this quarter'],
    ['affaires perdues le mois dernier par commercial', 'deals lost last month by rep'],
    ['affaires entre 20 000 et 50 000 €', 'deals between 20 000 and 50 000 €'],
    ['affaires sans activité depuis 30 jours', 'deals without activity for 30 days'],
    ['cuántos negocios ganamos el mes pasado', 'how many deals won last month'],
    ['los 10 negocios más grandes en AMER', 'the 10 biggest deals in AMER'],
    ['negocios en propuesta desde hace más de 20 días', 'deals in proposal for more than 20 days'],
  ])('%s', (foreign, english) => {
    const said = readAs(english, cast);
    expect(said).not.toMatch(/^[-~?]/);
    expect(readAs(foreign, cast)).toBe(said);
  });

  test.each([
    ['Deals nicht in Verhandlung', 'Open deals not in Negotiation'],
    ['Deals die nicht von Tom sind', 'Open deals not of Tom Reyes'],
    ['affaires qui ne sont pas en négociation', 'Open deals not in Negotiation'],
    ['deals que no son de Tom', 'Open deals not of Tom Reyes'],
  ])('what is denied stays denied: %s', (foreign, expected) => {
    expect(readAs(foreign, cast)).toBe(expected);
  });

  test('the answer says in which words it was read', () => {
    const { assumptions } = read('Wie viele offene Deals hat Tom?', on(cast));
    expect(assumptions).toContain('Read from German: "how many open deals has Tom?".');
  });

  test('a reply in a thread may be in another language than the question', () => {
    expect(last(cast, 'open deals over 20k', 'nur EMEA', 'sans Tom')).toBe(
      'Open deals in EMEA not of Tom Reyes over $20,000',
    );
  });

  test('a command is one too, and what is dangerous is refused', () => {
    expect(readAs('Bitte alle Agenten bis Montag 8 Uhr pausieren', cast)).toBe(
      readAs('pause all agents until Monday 8:00', cast),
    );
    expect(readAs('Lösche alle Deals', cast)).toBe('! delete');
  });
});

describe('a sentence that is only half known is not guessed', () => {
  test.each([
    'Deals, die mich nerven',
    'Deals von Tom, die Bauchschmerzen machen',
    'affaires qui me font peur',
    'negocios que dan miedo',
    'wie viele Deals hat Tom beinahe gewonnen',
  ])('%s', (text) => {
    expect(['unread', 'partly', 'which']).toContain(read(text, on(cast)).say);
  });

  test('English is left alone, and so is a name', () => {
    for (const text of [
      'the deals that die in stage two',
      'was Tom the man',
      'how many deals does he have',
      'deals with Zoë Müller',
    ])
      expect(inEnglish(text, cast)).toBeNull();
    expect(inEnglish('Deals ohne Support', { ...cast, products: [{ id: 'S', name: 'Support' }] })?.text).toBe(
      'deals without Support',
    );
  });
});
