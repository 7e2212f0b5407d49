import { expect, test } from 'vitest';
import { batchFor } from '../../src/crew/batches.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { activePauses } from '../../src/settings/pauses.ts';
import { currentSettings } from '../../src/settings/settings.ts';
import { breakBad } from '../../src/watch/breaker.ts';
import { now } from '../support/company.ts';
import { decided } from '../support/modes.ts';
import { type House, textOf, withHouse } from './house.ts';

const cardOf = (house: House, who: string, says: RegExp) => {
  const somebody = house.workspace.as(who);
  const seen = somebody.sees(somebody.dm());
  const card = seen.find(({ text }) => says.test(text));
  if (!card) throw new Error(`No card: ${seen.map(({ text }) => text).join(' | ')}`);
  return card;
};

test('an agent that paused itself is resumed with one tap by its owner, and the message says so', () =>
  withHouse(async (house) => {
    await ensureAgents({ db: house.db, local: true });
    await decided(house.db, { rejected: 12, from: '2026-03-19' });
    await breakBad({
      db: house.db,
      now: { now: () => new Date('2026-03-19T23:00:00Z'), isSet: () => false },
    });
    await house.idle();
    const card = cardOf(house, 'oskar', /Pipeline agent paused itself/);
    expect(card.text).toContain(
      '12 of the last 12 things it did or proposed failed, were undone or were rejected',
    );
    expect(textOf(card.blocks)).toContain('Acme Platform: rejected by Mara Lind');
    await house.workspace.as('oskar').press(card, 'Resume agent');
    await house.idle();
    expect(await activePauses(house.db)).toEqual([]);
    expect(cardOf(house, 'oskar', /Pipeline agent works again/).text).toContain('It had paused itself');
  }));

test('of a batch the owner gives the rest up with one tap; the first word counts', () =>
  withHouse(async (house) => {
    const { db } = house;
    await ensureAgents({ db, local: true });
    await db('runs').insert({
      id: 'R1',
      agent: 'pipeline',
      woken_by: 'hand',
      actor_kind: 'system',
      actor_id: 't',
    });
    await inTransaction(db, async (trx) =>
      batchFor(
        trx,
        { agent: 'pipeline', count: 30, runId: 'R1' },
        { now, settings: await currentSettings(trx) },
      ),
    );
    await house.idle();
    const card = cardOf(house, 'oskar', /does 3 of 30 things first/);
    await house.workspace.as('oskar').press(card, 'Give the rest up');
    await house.workspace.as('oskar').press(card, 'Let 27 things go');
    await house.idle();
    expect(cardOf(house, 'oskar', /gave the other 27 of 30 things/).text).toContain('Oskar Weber');
    expect(await db('audit').where({ action: 'batch.dropped' })).toHaveLength(1);
  }));
