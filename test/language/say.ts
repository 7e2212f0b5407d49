/** A reading in one line, as the corpus writes it. */
import { emptyLexicon, type Lexicon } from '../../src/language/lexicon.ts';
import { type ReadWith, read } from '../../src/language/reader.ts';
import type {
  CheckpointOf,
  Command,
  Frame,
  ModeOf,
  Place,
  PlaybookValue,
  Reading,
  Until,
  Wish,
} from '../../src/language/request.ts';
import { understanding } from '../../src/language/understanding.ts';

/** Friday, 20 March 2026. */
export const on = (lexicon: Lexicon, thread: Frame | null = null): ReadWith => ({
  lexicon,
  now: new Date('2026-03-20T10:00:00Z'),
  zone: 'UTC',
  calendar: { fiscalYearStart: 1, weekStart: 1 },
  companyCurrency: 'USD',
  thread,
});

/** What the last of these turns of one thread is read as. */
export function last(lexicon: Lexicon, ...turns: string[]): string {
  let thread: Frame | null = null;
  let said = '';
  for (const turn of turns) {
    const reading = read(turn, on(lexicon, thread));
    if (reading.say === 'question') thread = reading.frame;
    said = say(reading, lexicon);
  }
  return said;
}

/** `? which` asks back · `~` partly read, with what was not · `-` not read · `! why` refused · `> ` a command. */
export function say(reading: Reading, lexicon: Lexicon): string {
  const use = on(lexicon);
  switch (reading.say) {
    case 'question':
      return understanding(reading.frame, use);
    case 'partly':
      return `~ ${understanding(reading.frame, use)} | ${reading.unread.join(' | ')}`;
    case 'which':
      return `? ${reading.question} ${reading.options.map((option) => option.label).join(' | ')}`;
    case 'refused':
      return `! ${reading.why}`;
    case 'command':
      return `> ${told(reading.command)}`;
    case 'lacks':
      return `> ? ${reading.question}`;
    case 'unread':
      return '-';
  }
}

export const readAs = (text: string, lexicon: Lexicon): string => say(read(text, on(lexicon)), lexicon);

function told(command: Command): string {
  switch (command.do) {
    case 'pause':
    case 'resume': {
      const whom =
        command.what === 'everything' ? 'everything' : command.subjects.map((one) => one.name).join(', ');
      return `${command.do} ${whom}${command.do === 'pause' ? `${end(command.until)}${command.because ? `, because ${command.because}` : ''}` : ''}`;
    }
    case 'run':
      return `run ${command.agent.name}`;
    case 'deal':
    case 'owner':
      return `${command.do} ${command.name}`;
    case 'agent_status':
      return `status ${command.agent?.name ?? 'of all'}`;
    case 'help':
      return `help ${command.about}`;
    case 'undo':
      return command.last === 1 ? 'undo' : `undo ${command.last}`;
    case 'undo_all':
      return `undo ${command.last ?? 'all'} of ${command.of === 'me' ? 'me' : command.of.name}, ${command.period}${command.hours ? ` ${command.hours.from ?? ''}-${command.hours.to ?? ''}` : ''}`;
    case 'audit':
      return `audit of ${command.of.kind}${'name' in command.of ? ` ${command.of.name}` : ''}, ${command.period ?? 'lately'}`;
    case 'undo_run':
      return `undo run ${command.run}`;
    case 'undo_batch':
      return `undo batch ${command.batch ?? 'last'}`;
    case 'undo_version':
      return `undo version ${command.version} of ${command.agent.name}`;
    case 'undo_rollback':
      return `undo rollback ${command.rollback ?? 'last'}`;
    case 'rollback_status':
      return `status of rollback ${command.rollback ?? 'last'}`;
    case 'undo_of':
      return `undo of ${command.thing.name}`;
    case 'kpi_alert':
      return `alert ${alerted(command)}`;
    case 'kpi_alerts':
      return 'alerts';
    case 'nudge':
      return `remind of ${understanding(command.what, on(emptyLexicon))}`;
    case 'clean_up':
      return `clean up ${command.who?.name ?? command.where?.name ?? 'all'}`;
    case 'set_preference':
      return `${command.preference} ${command.value ?? 'as before'} for ${'of' in command.place && typeof command.place.of !== 'string' ? command.place.of.name : command.place.scope}`;
    case 'preference_of':
      return `${command.preference} of ${whereSaid(command.place)}`;
    case 'preferences':
      return 'preferences';
    case 'agent_duty':
      return `${command.duty} of ${command.agent.id} ${command.duty === 'metric' ? command.metric : command.person.name}`;
    case 'kpi_alert_stop':
      return `stop alert ${command.alert ?? '?'}`;
    case 'limits':
      return `limits ${command.threshold ?? 'all'}`;
    case 'claim':
      return `claim ${command.lead?.name ?? 'some lead'}`;
    case 'assign': {
      const what =
        'clauses' in command.what
          ? understanding(command.what, on(emptyLexicon))
          : `${command.what.kind} ${command.what.id ?? command.what.name}`;
      return `assign ${what} to ${command.to.name}${command.because ? ` because ${command.because}` : ''}`;
    }
    case 'set_threshold': {
      const { threshold, value, place, stage, until } = command;
      const where = place ? ` for ${whereSaid(place)}` : '';
      const fields = value?.text ?? (value?.fields && (value.fields.join(', ') || 'none'));
      const to = value ? `= ${fields ?? `${value.number} ${value.unit}`}` : 'back';
      return `${threshold} ${to}${where}${stage ? ` in ${stage.name}` : ''}${end(until)}`;
    }
    case 'explain_thing':
      return `why ${command.thing.kind} ${command.thing.id ?? command.thing.name}`;
    case 'explain_run':
      return `why run ${command.run ?? `last of ${command.agent?.name ?? 'all'}`}`;
    case 'activity':
      return `activity of ${command.agent?.name ?? 'all'}, ${command.period ?? 'usual'}`;
    case 'cost':
      return `cost of ${command.agent?.name ?? 'all'}${command.by ? ` by ${command.by}` : ''}, ${command.period ?? 'usual'}`;
    case 'pipeline_changes':
      return `pipeline_changes${command.only ? ` (${command.only})` : ''}${command.waits ? ' and what waits' : ''}, ${command.period ?? 'usual'}, ${understanding(command.of, on(emptyLexicon))}`;
    case 'stage_moves':
    case 'stage_conversion': {
      const stages = [command.from, command.to].map((stage) => stage?.name ?? 'any').join(' to ');
      const more =
        command.do === 'stage_moves'
          ? `${command.way ? ` ${command.way}` : ''}${command.list ? ' (list)' : ''}`
          : '';
      return `${command.do} ${stages}${more}, ${command.period ?? 'usual'}, ${understanding(command.of, on(emptyLexicon))}`;
    }
    case 'signals':
      return `signals ${command.run ?? command.period ?? 'usual'}`;
    case 'snapshot':
    case 'restore_snapshot':
      return `${command.do}${command.name ? ` ${command.name}` : ''}${'preferences' in command && command.preferences ? ' with preferences' : ''}`;
    case 'compare_snapshot':
      return ['compare_snapshot', ...command.names].join(' ');
    case 'clone_config': {
      const to = command.to.map(({ name }) => name).join(' and ');
      const but = command.but.map(
        ({ threshold, value }) => ` but ${threshold} ${value.number} ${value.unit}`,
      );
      return `clone ${command.from?.name ?? '?'} to ${to || '?'}${but.join('')}${command.unread ? ` (unread: ${command.unread})` : ''}`;
    }
    case 'playbook': {
      const where =
        command.places.length > 0 ? ` for ${command.places.map(({ name }) => name).join(' and ')}` : '';
      return `playbook ${command.name} ${command.on ? 'on' : 'off'}${where}${command.from ? ` from ${command.from.said}` : ''}${end(command.until)}${command.unread ? ` (unread: ${command.unread})` : ''}`;
    }
    case 'playbooks':
      return `playbooks${command.name ? ` ${command.name}` : ''}`;
    case 'create_playbook':
      return `create ${command.name}: ${bundled(command)}${command.from ? ` from ${Object.values(command.from).join('')}` : ''}`;
    case 'change_playbook':
      return `change ${command.name}: ${[bundled(command), ...command.without.map((name) => `without ${name}`), ...command.withoutRules.map((rule) => `without rule ${rule}`)].filter(Boolean).join(', ')}`;
    case 'restore_playbook':
      return `restore the playbook ${command.name}`;
    case 'remove_playbook':
      return `remove ${command.name}`;
    case 'playbook_by_itself':
      return `itself ${command.name} ${typeof command.when === 'string' ? command.when : `> ${command.when.over}`}`;
    case 'limit_chain': {
      const where = command.place ? ` for ${whereSaid(command.place)}` : '';
      const said = command.said ? ` said ${command.said.number} ${command.said.unit}` : '';
      return `why ${command.threshold}${where}${command.stage ? ` in ${command.stage.name}` : ''}${said}`;
    }
    case 'set_aggressiveness':
      return `${command.level} ${command.agent.name}${command.territory ? ` in ${command.territory.name}` : ''}`;
    case 'aggressiveness':
      return `aggressiveness of ${command.agent.name}${command.territory ? ` in ${command.territory.name}` : ''}`;
    case 'set_mode':
      return `mode ${command.mode ?? 'as around'} of ${command.agent?.name ?? 'whoever does it'}${ofMode(command.of)}${command.because ? ` because ${command.because}` : ''}`;
    case 'set_role':
      return `${command.give ? 'give' : 'take'} ${command.role}: ${command.people.map(({ name }) => name).join(' + ')}${command.at ? ` at ${command.at.of.name}` : ''}`;
    case 'role_asked':
      return `${command.role}? ${command.people.map(({ name }) => name).join(' + ')}`;
    case 'who_may':
      return `who may ${command.actions.join(' or ')}${command.who ? `: ${command.who.name}?` : ''}`;
    case 'stand_ins':
      return 'stand-ins';
    case 'stand_in':
      return `${command.by.name} for ${command.who.name}${command.from ? ` from ${command.from.at.slice(0, 10)}` : ''} until ${command.until.at.slice(0, 10)}`;
    case 'stand_in_end':
      return `end the stand-in of ${command.who.name}`;
    case 'approvals': {
      const { of, over, currency, at, whom, many } = command.about ?? {};
      const much = of ? ` ${of} > ${over}${currency ?? '%'}` : '';
      return `approvals${much}${many ? ` of ${many}` : ''}${whom ? ` by ${whom}` : ''}${at ? ` at ${at.of.name}` : ''}`;
    }
    case 'approval':
      return `approval ${command.of} > ${command.over}${command.currency ?? '%'}: ${command.whom.join(command.inOrder ? ', then ' : ' + ')}${command.at ? ` at ${command.at.of.name}` : ''}`;
    case 'approval_end': {
      if (command.approval !== null) return `end approval ${command.approval}`;
      const { of, over, currency, whom, at } = command.said;
      return `end approval ${of} > ${over}${currency ?? '%'}: ${whom.join(' + ')}${at ? ` at ${at.of.name}` : ''}`;
    }
    case 'role_holders':
      return `holders of ${command.role}`;
    case 'rights':
      return `rights of ${command.who.name}`;
    case 'checkpoints':
      return 'checkpoints';
    case 'checkpoint':
      return `checkpoint ${onCheckpoint(command.on)}${command.because ? ` because ${command.because}` : ''}`;
    case 'checkpoint_stop':
      return `end checkpoint ${typeof command.which === 'object' ? onCheckpoint(command.which) : command.which}`;
    case 'shadow_report':
      return `shadow of ${command.agent?.name}${ofMode(command.of)}`;
    case 'modes':
      return `modes of ${command.agent?.name ?? 'all'}${ofMode(command.of)}`;
    case 'sign_mode':
      return `${command.say} auto ${'request' in command ? command.request : `of ${command.agent?.name ?? 'whoever does it'}${ofMode(command.of)}`}`;
    case 'rule':
      return `rule "${command.text}"`;
    case 'rule_step':
      return `${command.step} rule ${command.rule}`;
    case 'rules_step':
      return `${command.step} all rules`;
    case 'rule_shown':
      return `show rule ${command.rule}`;
    case 'why_no_card':
      return `why ${command.of === 'card' ? 'no card about' : 'not told of'} ${command.thing.kind} ${command.thing.id ?? command.thing.name}`;
    case 'set_modes':
      return `mode ${command.mode} of all${command.because ? ` because ${command.because}` : ''}`;
    case 'auto_off':
      return `auto off for ${command.agent?.name ?? 'all'}${command.because ? ` because ${command.because}` : ''}`;
    case 'not_yet':
      return `not yet: ${wished(command.wish)}`;
    case 'reset_thresholds':
      return `reset_thresholds${command.place ? ` for ${whereSaid(command.place)}` : ''}`;
    default:
      return command.do;
  }
}

const onCheckpoint = ({ account, tag, action }: CheckpointOf): string =>
  [action, account?.name, tag && `tag ${tag}`].filter(Boolean).join(', ');

const ofMode = ({ trigger, kind, field, territory, upTo }: ModeOf): string =>
  [
    trigger?.id,
    field ?? kind,
    territory?.name,
    upTo && `<= ${upTo.value}${upTo.currency ? ` ${upTo.currency}` : ''}`,
  ]
    .filter(Boolean)
    .map((part) => `, ${part}`)
    .join('');

const whereSaid = (place: Place): string =>
  'of' in place
    ? typeof place.of === 'string'
      ? `my ${place.of}`
      : `${place.scope} ${place.of.name}`
    : 'everyone';

const bundled = ({ values, rules }: { values: PlaybookValue[]; rules: number[] }): string =>
  [
    ...values.map(({ setting, value }) => `${setting} ${value.number} ${value.unit}`),
    ...rules.map((rule) => `rule ${rule}`),
  ].join(', ');
const end = (until: Until | null): string => (until ? ` until ${until.said}` : '');

function wished(wish: Wish): string {
  return `${wish.kind} "${wish.text}"`;
}

function alerted({ to, watched }: Extract<Command, { do: 'kpi_alert' }>): string {
  const { of, over, including, limit, currency } = watched;
  const whom = to.who === 'me' ? 'me' : to.who === 'channel' ? `#${to.channel}` : to.of.name;
  const side = `${over ? '>' : '<'}${including ? '=' : ''}`;
  return `${whom}: ${understanding(of, on(emptyLexicon))} ${side} ${limit}${currency ? ` ${currency}` : ''}`;
}
