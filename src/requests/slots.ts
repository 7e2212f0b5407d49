/** A command as plain names and values, for `ask --json` and for reports. */
import type {
  ApprovalSaid,
  CheckpointOf,
  Command,
  Place as CommandPlace,
  GroupPlace,
  Hours,
  ModeOf,
  NamedValue,
  Supposition,
  Until,
} from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { timeSaid } from '../policy/quiet-hours.ts';
import { resolvePeriod } from '../sales/periods.ts';
import type { Company } from './company.ts';
import { placeSlots } from './named-places.ts';
import { nameSlots, slotsOf } from './question-slots.ts';
import type { Intent, Slots } from './reply.ts';

const intents: Record<Command['do'], Intent> = {
  help: 'help',
  greet: 'greeting',
  yes: 'help',
  no: 'help',
  agent_status: 'agent_status',
  pause: 'pause_agent',
  resume: 'resume_agent',
  run: 'force_run',
  undo: 'rollback',
  undo_all: 'rollback',
  undo_of: 'rollback',
  undo_run: 'rollback',
  undo_batch: 'rollback',
  undo_version: 'rollback',
  undo_rollback: 'rollback',
  rollback_status: 'rollback_status',
  audit: 'audit',
  deal: 'show_deal',
  owner: 'show_deal',
  claim: 'claim_lead',
  close_lead: 'close_lead',
  reopen_lead: 'reopen_lead',
  merge_lead: 'merge_lead',
  assign: 'assign',
  set_threshold: 'set_threshold',
  reset_thresholds: 'reset_defaults',
  snapshot: 'snapshot',
  snapshots: 'snapshot',
  snapshot_shown: 'snapshot',
  snapshot_delete: 'snapshot',
  compare_snapshot: 'snapshot',
  // Going back to a snapshot is the way back.
  restore_snapshot: 'rollback',
  clone_config: 'clone_config',
  playbook: 'activate_playbook',
  playbooks: 'show_playbooks',
  playbook_by_itself: 'set_threshold',
  create_playbook: 'create_playbook',
  remove_playbook: 'create_playbook',
  change_playbook: 'change_playbook',
  restore_playbook: 'restore_playbook',
  explain_thing: 'explain_run',
  why_no_card: 'explain_run',
  explain_run: 'explain_run',
  explain_reply: 'explain_run',
  activity: 'agent_status',
  cost: 'cost_report',
  forecast: 'forecast_what_if',
  pipeline_changes: 'pipeline_changes',
  waiting: 'waiting',
  stage_moves: 'stage_moves',
  stage_conversion: 'stage_conversion',
  signals: 'explain_run',
  phrasings: 'review_phrasings',
  phrasing_step: 'review_phrasings',
  limits: 'show_limits',
  limit_chain: 'show_limits',
  // A rule that tells, and changes nothing.
  kpi_alert: 'create_rule',
  kpi_alerts: 'list_alerts',
  kpi_alert_stop: 'stop_alert',
  rule: 'create_rule',
  rules: 'list_rules',
  rule_step: 'change_rule',
  rules_step: 'change_rule',
  rule_shown: 'list_rules',
  workflows: 'list_workflows',
  workflow_add: 'set_workflow',
  workflow_remove: 'set_workflow',
  workflow_secret: 'set_workflow',
  start_again: 'start_again',
  agent_duty: 'set_agent',
  clean_up: 'close_out',
  nudge: 'remind_reps',
  set_preference: 'set_threshold',
  set_mode: 'set_mode',
  set_modes: 'set_mode',
  auto_off: 'set_mode',
  set_aggressiveness: 'set_aggressiveness',
  aggressiveness: 'show_limits',
  sign_mode: 'sign_mode',
  modes: 'agent_status',
  shadow_report: 'agent_status',
  checkpoint: 'set_checkpoint',
  checkpoint_stop: 'remove_checkpoint',
  checkpoints: 'list_checkpoints',
  set_role: 'set_role',
  stand_in: 'set_stand_in',
  stand_in_end: 'end_stand_in',
  stand_ins: 'list_stand_ins',
  approval: 'set_approval',
  approval_end: 'remove_approval',
  approvals: 'list_approvals',
  role_holders: 'role_holders',
  role_asked: 'role_holders',
  who_may: 'rights',
  rights: 'rights',
  preferences: 'show_limits',
  preference_of: 'show_limits',
  not_yet: 'help',
};

/** "09:00". */
const hoursSlots = ({ from, to }: Hours): Slots => ({
  ...(from === null ? {} : { time_from: timeSaid(from) }),
  ...(to === null ? {} : { time_to: timeSaid(to) }),
});

/** A limit without a value goes back to its default. */
export function intentOfCommand(command: Command): Intent {
  if (command.do === 'set_threshold' && command.value === null) return 'reset_defaults';
  return command.do === 'playbook' && !command.on ? 'deactivate_playbook' : intents[command.do];
}

const approvalSlots = ({ of, over, currency, whom, at }: ApprovalSaid): Slots => ({
  threshold_name: of === 'amount' ? 'approval_amount' : 'discount_limit',
  value: over,
  ...(currency ? { currency } : {}),
  fields: whom,
  ...groupSlot(at),
});
const groupSlot = (at: GroupPlace | undefined): Slots =>
  at ? { [at.scope === 'team' ? 'team' : 'region']: [at.of.name] } : {};

/** `by` and `company` say who "I" and "my team" are. */
export function slotsOfCommand(command: Command, by: Person, company: Company): Slots {
  switch (command.do) {
    case 'pause':
      return {
        ...subjects(command),
        ...untilSlot(command.until),
        ...(command.because ? { reason: command.because } : {}),
      };
    case 'resume':
      return subjects(command);
    case 'run':
      return { agent: [command.agent.id] };
    case 'agent_status':
      return agentSlot(command.agent);
    case 'deal':
    case 'owner':
      return { name: command.name };
    case 'undo':
      return { n_actions: command.last };
    case 'undo_all':
      return {
        ...(command.of === 'me' ? {} : { agent: [command.of.id] }),
        ...(command.last === null
          ? { period: periodSlot(command.period, company) }
          : { n_actions: command.last }),
        ...(command.hours ? hoursSlots(command.hours) : {}),
      };
    case 'audit':
      return {
        ...(command.of.kind === 'agent'
          ? { agent: [command.of.id] }
          : command.of.kind === 'person'
            ? { owner: [command.of.name] }
            : command.of.kind === 'everything'
              ? {}
              : { value: command.of.name }),
        ...saidPeriod(command.period, company),
      };
    case 'undo_run':
      return { value: command.run };
    case 'undo_version':
      return { agent: [command.agent.id], version: command.version };
    case 'undo_batch':
      return command.batch === null ? {} : { value: command.batch };
    case 'undo_rollback':
    case 'rollback_status':
      return command.rollback === null ? {} : { value: command.rollback };
    case 'undo_of':
      return { n_actions: 1, value: command.thing.name };
    case 'claim':
      return command.lead ? { value: command.lead.name } : {};
    case 'close_lead':
      return { value: command.lead.name, ...(command.reason ? { rule_text: command.reason } : {}) };
    case 'reopen_lead':
      return { value: command.lead.name };
    case 'merge_lead':
      return { value: command.lead.name, into: command.into.name };
    case 'assign':
      return assignSlots(command, by, company);
    case 'set_threshold':
      return thresholdSlots(command, by, company);
    case 'reset_thresholds':
      return placeSlot(command.place, by, company);
    case 'snapshot':
    case 'snapshot_shown':
    case 'snapshot_delete':
    case 'restore_snapshot':
      return command.name ? { value: command.name } : {};
    case 'clone_config':
      return cloneSlots(command);
    case 'playbook':
      return {
        ...(command.name ? { playbook: command.name } : {}),
        ...untilSlot(command.until),
        ...placeSlots(command.places),
      };
    case 'playbook_by_itself':
      return {
        playbook: command.name,
        value: typeof command.when === 'string' ? command.when : command.when.over,
      };
    case 'create_playbook':
    case 'remove_playbook':
    case 'change_playbook':
    case 'restore_playbook':
      return { playbook: command.name };
    case 'playbooks':
      return command.name ? { playbook: command.name } : {};
    case 'compare_snapshot':
      return namesSlot(command.names);
    case 'limit_chain':
      return thresholdSlots(
        { ...command, do: 'set_threshold', value: command.said, until: null },
        by,
        company,
      );
    case 'limits':
      return command.threshold ? { threshold_name: command.threshold } : {};
    case 'explain_thing':
    case 'why_no_card':
      return { value: command.thing.name };
    case 'explain_run':
      return command.run ? { value: command.run } : agentSlot(command.agent);
    case 'activity':
      return { ...agentSlot(command.agent), ...saidPeriod(command.period, company) };
    case 'kpi_alert':
    case 'rule':
      return { rule_text: command.text };
    case 'rule_step':
    case 'rule_shown':
      return { value: command.rule };
    case 'workflow_add':
    case 'workflow_remove':
    case 'workflow_secret':
      return { value: command.name };
    case 'start_again':
      return { value: command.start };
    case 'clean_up':
      return {
        ...(command.who ? { owner: [command.who.id === 'me' ? 'me' : command.who.name] } : {}),
        ...(command.where ? placeSlots([command.where]) : {}),
        ...(command.except?.length ? { except: command.except } : {}),
      };
    case 'nudge':
      return slotsOf(command.what, company);
    case 'set_preference':
      return {
        threshold_name: command.preference,
        ...(command.value === null ? {} : { value: command.value }),
        ...preferenceOf(command.place),
      };
    case 'preference_of':
      return { threshold_name: command.preference, ...preferenceOf(command.place) };
    case 'agent_duty':
      return {
        ...agentSlot(command.agent),
        [command.duty]: command.duty === 'metric' ? command.metric : command.person.name,
      };
    case 'set_aggressiveness':
      return { ...agentSlot(command.agent), ...regionSlot(command.territory), value: command.level };
    case 'aggressiveness':
      return { ...agentSlot(command.agent), ...regionSlot(command.territory) };
    case 'set_mode':
      return {
        ...modeSlots(command),
        value: command.mode,
        ...(command.because ? { reason: command.because } : {}),
      };
    case 'set_modes':
      return { value: command.mode, ...(command.because ? { reason: command.because } : {}) };
    case 'auto_off':
      return {
        ...agentSlot(command.agent),
        value: 'suggest',
        ...(command.because ? { reason: command.because } : {}),
      };
    case 'sign_mode':
      return 'request' in command ? { value: command.request } : modeSlots(command);
    case 'modes':
    case 'shadow_report':
      return modeSlots(command);
    case 'checkpoint':
      return { ...checkpointSlots(command.on), ...(command.because ? { reason: command.because } : {}) };
    case 'set_role':
      return {
        owner: command.people.map(({ name }) => name),
        value: command.role,
        status: command.give ? 'given' : 'taken',
        ...groupSlot(command.at),
      };
    case 'role_asked':
      return { owner: command.people.map(({ name }) => name), value: command.role };
    case 'who_may':
      return command.who && command.who.id !== 'me' ? { owner: [command.who.name] } : {};
    case 'stand_in':
      return {
        from_owner: [command.who.name],
        owner: [command.by.name],
        ...(command.from ? { from: command.from.at } : {}),
        until: command.until.at,
      };
    case 'stand_in_end':
      return { from_owner: [command.who.name] };
    case 'approval':
      return approvalSlots(command);
    case 'approval_end':
      return command.approval === null ? approvalSlots(command.said) : { value: command.approval };
    case 'role_holders':
      return { value: command.role };
    case 'rights':
      return command.who.id === 'me' ? {} : { owner: [command.who.name] };
    case 'checkpoint_stop':
      return typeof command.which === 'object' ? checkpointSlots(command.which) : { value: command.which };
    case 'kpi_alert_stop':
      return typeof command.alert === 'number' ? { value: command.alert } : {};
    case 'phrasing_step':
      return { value: command.phrasing };
    case 'forecast':
      return suppositionSlots(command.supposed, by);
    case 'pipeline_changes':
      return { ...slotsOf(command.of, company), ...saidPeriod(command.period, company) };
    case 'stage_moves':
    case 'stage_conversion': {
      const stages = [command.from, command.to].flatMap((stage) => (stage ? [stage.name] : []));
      return {
        ...slotsOf(command.of, company),
        ...(stages.length > 0 ? { stage: stages } : {}),
        ...saidPeriod(command.period, company),
      };
    }
    case 'signals':
      return command.run ? { value: command.run } : saidPeriod(command.period, company);
    case 'cost':
      return {
        ...agentSlot(command.agent),
        ...(command.by ? { group_by: [command.by] } : {}),
        ...saidPeriod(command.period, company),
      };
    default:
      return {};
  }
}

const checkpointSlots = ({ account, tag, action }: CheckpointOf): Slots => ({
  ...(account ? { account: [account.name] } : {}),
  ...(tag ? { tags: [tag] } : {}),
  ...(action ? { kind: action } : {}),
});

const modeSlots = ({ agent, of }: { agent: NamedValue | null; of: ModeOf }): Slots => ({
  ...agentSlot(agent),
  ...(of.trigger ? { trigger: of.trigger.id } : {}),
  ...(of.field ? { fields: [of.field] } : of.kind ? { kind: of.kind } : {}),
  ...(of.territory ? { region: [of.territory.name] } : {}),
  ...(of.upTo ? { amount_max: of.upTo.value } : {}),
  ...(of.upTo?.currency ? { currency: of.upTo.currency } : {}),
});

const preferenceOf = (place: CommandPlace): Slots => {
  if (!('of' in place)) return {};
  if (place.scope === 'mine') return { [nameSlots[place.of] ?? place.of]: ['me'] };
  const slot = place.scope === 'person' ? 'owner' : (nameSlots[place.scope] ?? place.scope);
  return { [slot]: [place.of.id === 'me' ? 'me' : place.of.name] };
};

function suppositionSlots(supposed: Supposition | null, by: Person): Slots {
  if (supposed === null) return {};
  if (supposed.is === 'win rate') return { value: supposed.to };
  if (supposed.is === 'without largest') return { limit: supposed.count };
  return { owner: [supposed.who.id === 'me' ? by.name : supposed.who.name] };
}

function assignSlots(
  { what, to, because }: Extract<Command, { do: 'assign' }>,
  by: Person,
  company: Company,
): Slots {
  const owner = to.id === 'me' ? by.name : to.name;
  const reason = because ? { reason: because } : {};
  if (!('clauses' in what)) return { value: what.id ?? what.name, owner: [owner], ...reason };
  const { owner: from, status, ...said } = slotsOf(what, company);
  // Open deals are meant where nothing else is said.
  const slots = JSON.stringify(status) === '["open"]' || !status ? said : { ...said, status };
  return { ...slots, ...(from ? { from_owner: from } : {}), owner: [owner], ...reason };
}

function thresholdSlots(
  { threshold, value, place, stage, until }: Extract<Command, { do: 'set_threshold' }>,
  by: Person,
  company: Company,
): Slots {
  return {
    threshold_name: threshold,
    ...(value?.fields ? { fields: value.fields } : value ? { value: value.text ?? value.number } : {}),
    ...placeSlot(place, by, company),
    ...(stage ? { stage: [stage.name] } : {}),
    ...untilSlot(until),
  };
}

function placeSlot(place: CommandPlace | null, by: Person, company: Company): Slots {
  if (!place || place.scope === 'everyone') return {};
  if (place.scope === 'agent') return { agent: [place.of.id] };
  if (place.scope === 'mine') {
    const list = place.of === 'team' ? company.lexicon.teams : company.lexicon.territories;
    const id = place.of === 'team' ? by.teamId : by.territoryId;
    return {
      [place.of === 'team' ? 'team' : 'region']: list.filter((one) => one.id === id).map(({ name }) => name),
    };
  }
  const slot = { territory: 'region', team: 'team', person: 'owner', account: 'account' }[place.scope];
  return { [slot]: [place.of.name] };
}

/** Name, first and last day. */
function periodSlot(name: string, company: Company): Slots {
  const days = resolvePeriod(name, { ...company.calendar, now: company.now, zone: company.zone });
  return { name, from: days?.from ?? null, to: days?.to ?? null };
}

const saidPeriod = (name: string | null, company: Company): Slots =>
  name === null ? {} : { period: periodSlot(name, company) };

function cloneSlots({ from, to, but }: Extract<Command, { do: 'clone_config' }>): Slots {
  const [own] = but;
  return {
    ...placeSlots([...(from ? [from] : []), ...to]),
    ...(own && but.length === 1 ? { threshold_name: own.threshold, value: own.value.number } : {}),
  };
}
const namesSlot = ([first, second]: string[]): Slots => ({
  ...(first ? { value: first } : {}),
  ...(second ? { compare_to: second } : {}),
});
const regionSlot = (territory: NamedValue | null): Slots => (territory ? { region: [territory.name] } : {});
const agentSlot = (agent: NamedValue | null): Slots => (agent ? { agent: [agent.id] } : {});
const untilSlot = (until: Until | null): Slots => (until ? { until: until.at } : {});
const subjects = (command: Extract<Command, { do: 'pause' | 'resume' }>): Slots => {
  if (command.what === 'everything') return { agent: ['everything'] };
  if (command.all) return { agent: ['all'] };
  return command.what === 'agents'
    ? { agent: command.subjects.map((one) => one.id) }
    : { account: command.subjects.map((one) => one.name) };
};
