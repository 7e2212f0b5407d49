/** Everything that explains one thing, from the rows that were kept when it happened. */
import type { Db } from '../db/pool.ts';
import { NotFound } from '../errors.ts';
import { inScope } from '../people/scope.ts';
import type { Reason, Scope, Verdict } from '../policy/nouns.ts';
import { cost, count, instant, percent } from '../story/format.ts';
import { cameFrom, wentTo } from '../story/signal.ts';
import { whatHappened } from './after.ts';
import type { Behind } from './behind.ts';
import { behindDigest } from './behind-digest.ts';
import { behindFinding } from './behind-figure.ts';
import { behindGroup } from './behind-group.ts';
import { behindLead } from './behind-lead.ts';
import { behindProposal } from './behind-proposal.ts';
import { behindForecast, behindReport } from './behind-report.ts';
import { behindRequest } from './behind-request.ts';
import { behindAlert, behindRun } from './behind-run.ts';
import { chainOf, signalsBehind } from './signals.ts';

export type WhyAbout = {
  kind:
    | 'exception'
    | 'group'
    | 'request'
    | 'lead'
    | 'alert'
    | 'finding'
    | 'forecast'
    | 'report'
    | 'digest'
    | 'change'
    | 'run';
  id: string;
};
export type WhyLine = {
  label: 'Because' | 'Read' | 'Decided' | 'Woken by' | 'Versions' | 'After' | 'Like it';
  text: string;
};
export type Why = {
  headline: string;
  lines: WhyLine[];
  notes: string[];
  /** `change:<id>` that can be undone from here. */
  undo: string | null;
  runId: string | null;
  /** The rows it rests on, as they were then. */
  evidence: unknown;
  /** Set when it is not this reader's to see; then there is nothing else. */
  hidden: string | null;
};
/** Who reads, and in which zone times are written. Without a reader nothing is hidden (command line, tests). */
export type Reader = { scope: Scope; personId?: string | null; zone: string; now?: Date };

/** Why this is as it is. Throws NotFound for what does not exist. */
export async function whyOf(db: Db, about: WhyAbout, reader?: Reader): Promise<Why> {
  const behind = await behindOf(db, about);
  if (!behind)
    throw new NotFound(`There is no ${about.kind} ${about.id}.`, {
      fix: 'The card may be out of date; open it again.',
    });
  const hidden = reader ? hiddenFrom(reader, behind) : null;
  if (hidden)
    return { headline: 'Why', lines: [], notes: [], undo: null, runId: null, evidence: null, hidden };
  const zone = reader?.zone ?? 'UTC';
  const after = await whatHappened(db, behind, { zone, now: reader?.now });
  // Which deal another agent has changed is not for everybody who may see what came of it.
  const openly = reader === undefined || 'everything' in reader.scope;
  const heard = behind.run
    ? (await signalsBehind(db, behind.run.id)).map((signal) => cameFrom(signal, openly))
    : [];
  const ofRun = about.kind === 'run' || about.kind === 'finding';
  const told = behind.run && ofRun ? await chainAfter(db, behind.run.id) : [];
  const lines: WhyLine[] = [
    { label: 'Because', text: behind.because.join(' ') },
    { label: 'Read', text: behind.read.join(', ') },
    { label: 'Decided', text: behind.verdict ? decided(behind.verdict) : behind.decided },
    { label: 'Woken by', text: behind.run ? wokenBy(behind.run, zone, heard) : '' },
    { label: 'Versions', text: behind.run ? versions(behind.run) : '' },
    { label: 'After', text: [...after.sentences, ...told].join(' · ') },
    { label: 'Like it', text: behind.like ? likeIt(behind.like) : '' },
  ];
  return {
    headline: behind.headline,
    lines: lines.filter((line) => line.text !== ''),
    notes: notes(behind),
    undo: after.undo,
    runId: behind.run?.id ?? null,
    evidence: behind.evidence,
    hidden: null,
  };
}

/** What this run told others, and what these told on, to the end of the chain. */
async function chainAfter(db: Db, runId: string): Promise<string[]> {
  const chain = await chainOf(db, runId);
  const said: string[] = [];
  const seen = new Set([runId]);
  for (const signal of chain) {
    const from = signal.causes.find(({ run }) => seen.has(run));
    if (!from) continue;
    if (signal.run !== null) seen.add(signal.run);
    const told = wentTo(signal);
    said.push(
      from.run === runId
        ? told
        : `The ${from.agent} agent (run ${from.run}) ${told.charAt(0).toLowerCase()}${told.slice(1)}`,
    );
  }
  return said;
}

function behindOf(db: Db, about: WhyAbout): Promise<Behind | null> {
  if (about.kind === 'exception' || about.kind === 'change') return behindProposal(db, about.kind, about.id);
  if (about.kind === 'group') return behindGroup(db, about.id);
  if (about.kind === 'request') return behindRequest(db, about.id);
  if (about.kind === 'lead') return behindLead(db, about.id);
  if (about.kind === 'alert') return behindAlert(db, about.id);
  if (about.kind === 'finding') return behindFinding(db, about.id);
  if (about.kind === 'forecast') return behindForecast(db, about.id);
  if (about.kind === 'report') return behindReport(db, about.id);
  if (about.kind === 'digest') return behindDigest(db, about.id);
  return behindRun(db, about.id);
}

function hiddenFrom(reader: Reader, behind: Behind): string | null {
  if ('nothing' in reader.scope) return 'Hidden: you have no role in Steward yet.';
  if (behind.askedBy !== undefined) {
    const own = behind.askedBy !== null && behind.askedBy === reader.personId;
    return own || 'everything' in reader.scope ? null : 'Hidden: somebody else asked this.';
  }
  if (!behind.place || behind.handedTo?.includes(reader.personId ?? '')) return null;
  const places = [behind.place, ...(behind.otherPlaces ?? [])];
  return places.every((place) => inScope(reader.scope, place)) ? null : 'Hidden: outside your territory.';
}

const says: Record<Verdict['say'], string> = {
  allow: 'Allowed',
  ask: 'Ask a person',
  hold: 'Hold',
  shadow: 'Only record it',
  refuse: 'Refuse',
};

function decided(verdict: Verdict): string {
  return [`${says[verdict.say]}:`, ...verdict.because.map(reason)].join(' ');
}

const reason = ({ sentence, restsOn }: Reason): string =>
  restsOn.kind === 'mode' || sentence.includes(`v${restsOn.version}`)
    ? sentence
    : `${sentence.replace(/\.$/, '')} (${restsOn.kind} ${restsOn.name.replaceAll('_', ' ')}${restsOn.version > 0 ? `, v${restsOn.version}` : ''}).`;

/** `heard`: what other agents had told, the nearest first. */
function wokenBy(run: NonNullable<Behind['run']>, zone: string, heard: string[]): string {
  const how = {
    schedule: 'Schedule',
    change: 'A change',
    threshold: 'A threshold',
    question: 'A question',
    signal: 'Another agent',
    hand: run.by ? `${run.by}, by hand` : 'By hand',
  }[run.wokenBy];
  const seconds = ((run.latencyMs ?? 0) / 1000).toFixed(1);
  const means = run.model
    ? `${run.model} · ${cost(run.latencyMs ?? 0, run.model, run.costUsd)}`
    : `rules only, no model · ${seconds} s, $0`;
  const chain = heard.length > 0 ? ` · Heard from the ${heard.join(' ← ')}` : '';
  return `${[how, instant(run.startedAt, zone), `run ${run.id}`, means].join(' · ')}${chain}`;
}

function versions(run: NonNullable<Behind['run']>): string {
  const { program, agent, prompts = {}, rules = {}, settings } = run.versions;
  return [
    program ? `Steward ${program}` : null,
    agent ? `agent v${agent}` : null,
    ...Object.entries(prompts).map(([name, version]) => `prompt ${name} v${version}`),
    ...Object.entries(rules).map(([name, version]) => `rule ${name} v${version}`),
    settings !== undefined ? `settings v${settings}` : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function likeIt({ cases, accepted, edited, rejected, undone }: NonNullable<Behind['like']>): string {
  if (cases === 0) return 'No case was decided yet.';
  const ways = [
    `${accepted} accepted`,
    `${edited} edited`,
    `${rejected} rejected`,
    undone > 0 && `${undone} undone`,
  ];
  return `${count(cases, 'case')}: ${ways.filter(Boolean).join(', ')} (${percent(accepted / cases)} accepted).`;
}

function notes(behind: Behind): string[] {
  const { run } = behind;
  return [
    ...behind.notes,
    run?.model
      ? `Read by ${run.model}; personal data is replaced before it is sent, unless a setting says otherwise.`
      : null,
    run?.inputDeleted ? `Raw input was deleted after ${count(run.keptDays, 'day')}, as set.` : null,
    run?.error ? `The run failed: ${run.error}` : null,
  ].filter((note) => note !== null);
}
