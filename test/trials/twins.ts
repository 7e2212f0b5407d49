/**
 * Broken twins: worlds in which one guarantee is broken on purpose, by a client of the CRM that promises too much or by a
 * trigger in the trial's own database. The same trials and the same checker must notice each of them.
 */
import type { Guarantee, Violation } from './checker.ts';
import { runEvents } from './events.ts';
import { type Kill, runKills } from './kills.ts';
import { runMeddling } from './meddling.ts';
import { runRaces } from './races.ts';
import type { CrmMode } from './terms.ts';
import type { World, WorldWanted } from './world.ts';

export type Twin = {
  name: string;
  breaks: Guarantee;
  mode: CrmMode;
  client?: WorldWanted['client'];
  sabotage?: string;
  direct?: boolean;
  try: (world: World) => Promise<{ violations: Violation[] }>;
};

const trigger = (table: string, event: string, body: string): string =>
  `create function sabotage_${table}() returns trigger language plpgsql as $$ begin ${body} return new; end $$;
   create trigger sabotage before ${event} on ${table} for each row execute function sabotage_${table}();`;

const kill = (flow: Kill['flow'], label: string, when: Kill['when'], fault: Kill['fault'] = null): Kill => ({
  flow,
  label,
  k: 1,
  when,
  fault,
});
/** Nobody is killed: only the fault acts. */
const nowhere = (fault: Kill['fault']): Kill => ({ ...kill('approve', 'nowhere', 'before', fault), k: 0 });
const SHORTLY_MS = 12_000;
const killed =
  (one: Kill, deadlineMs = 40_000) =>
  (world: World) =>
    runKills(world, [one], { deadlineMs });

export const twins: Twin[] = [
  {
    name: 'the client says that its CRM honours keys, and it does not',
    breaks: 'once',
    mode: 'none',
    client: { claims: 'keys' },
    try: killed(nowhere('crm lands late')),
  },
  {
    name: 'the house forgets that it has called the CRM',
    breaks: 'once',
    mode: 'none',
    sabotage: trigger('changes', 'update', 'new.called_at := null;'),
    try: killed(nowhere('crm lands late')),
  },
  {
    name: 'the client leaves out the condition of a write',
    breaks: 'others',
    mode: 'version',
    client: { forgetsExpectations: true },
    try: (world) => runMeddling(world, 2),
  },
  {
    name: 'the ledger forgets that a card is being posted',
    breaks: 'card',
    mode: 'keys',
    sabotage: trigger('cards', 'update', "if new.state = 'sending' then new.state := 'wanted'; end if;"),
    try: killed(kill('sweep', 'slack chat.postMessage', 'after')),
  },
  {
    name: 'redrawing a card is forgotten once a change is applied',
    breaks: 'shows',
    mode: 'keys',
    sabotage: `create function sabotage_outbox() returns trigger language plpgsql as $$ begin
        if new.topic = 'draw' and exists (select 1 from changes c where 'exception:' || c.exception_id = new.key and c.state = 'applied')
        then return null; end if; return new; end $$;
      create trigger sabotage before insert on outbox for each row execute function sabotage_outbox();`,
    try: killed(nowhere(null)),
  },
  {
    name: 'the inbox acknowledges clicks and loses them',
    breaks: 'click',
    mode: 'keys',
    sabotage: trigger(
      'inbox',
      'insert',
      "if new.kind = 'action' then new.done_at := clock_timestamp(); end if;",
    ),
    try: killed(nowhere(null), SHORTLY_MS),
  },
  {
    name: 'the record of an applied change is left out',
    breaks: 'audit',
    mode: 'keys',
    sabotage: trigger('audit', 'insert', "if new.action = 'change.applied' then return null; end if;"),
    try: killed(kill('approve', 'crm write', 'before')),
  },
  {
    name: 'the lease of a dead worker never ends',
    breaks: 'ends',
    mode: 'keys',
    sabotage: trigger(
      'outbox',
      'update',
      "if new.lease_until is not null then new.lease_until := 'infinity'; end if;",
    ),
    try: killed(kill('approve', 'crm write', 'before'), SHORTLY_MS),
  },
  {
    name: 'of several decisions the last one counts',
    breaks: 'told',
    mode: 'keys',
    sabotage: `${trigger('decisions', 'insert', 'delete from decisions where exception_id = new.exception_id;')}
      ${trigger('exceptions', 'update', "if new.closed_as = 'decided' then new.closed_at := null; new.closed_as := null; end if;")}`,
    direct: true,
    try: (world) => runRaces(world, 'approve', 8, { clickers: 60, patienceMs: 8_000, untilWrong: true }),
  },
  {
    name: 'that a lead is claimed is forgotten',
    breaks: 'told',
    mode: 'keys',
    sabotage: trigger('lead_claims', 'insert', 'return null;'),
    direct: true,
    try: (world) => runRaces(world, 'claim', 8, { clickers: 60, patienceMs: 8_000, untilWrong: true }),
  },
  {
    name: 'a copy of an event looks new to the inbox',
    breaks: 'heard',
    mode: 'keys',
    sabotage: trigger('inbox_keys', 'insert', "new.key := left(new.key, 360) || ':' || gen_random_uuid();"),
    direct: true,
    try: (world) => runEvents(world, 8),
  },
];
