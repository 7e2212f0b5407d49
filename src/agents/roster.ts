/** The crew as it stands. */
import { BadInput } from '../errors.ts';
import type { AgentName, SignalKind } from '../policy/nouns.ts';
import { analytics } from './analytics/agent.ts';
import { forecasting } from './forecasting/agent.ts';
import { intake } from './intake/agent.ts';
import type { Agent } from './nouns.ts';
import { pipeline } from './pipeline/agent.ts';

export const roster: readonly Agent[] = [pipeline, forecasting, analytics, intake];

/** The agent of that name, or an error that says who there is. */
export function agentNamed(name: string): Agent {
  const wanted = name
    .trim()
    .toLowerCase()
    .replace(/\s+agent$/, '');
  const found = roster.find((agent) => agent.name === wanted);
  if (!found) {
    throw new BadInput(`There is no agent "${name.slice(0, 40)}".`, {
      fix: `The agents are: ${roster.map((agent) => agent.name).join(', ')}.`,
    });
  }
  return found;
}

/** "Pipeline agent", also for an agent that has left the roster. */
export const agentLabel = (name: string): string =>
  roster.find((agent) => agent.name === name)?.label ??
  `${name.charAt(0).toUpperCase()}${name.slice(1)} agent`;

/** Whether it looks for something by itself; else it works when something comes in, and there is nothing to run. */
export const looksForSomething = ({ triggers, figures, report }: Agent): boolean =>
  triggers.length + figures.length > 0 || report !== undefined;

/** The agents that are woken by it. */
export const hearersOf = (kind: SignalKind): AgentName[] =>
  roster.filter(({ hears }) => hears.includes(kind)).map(({ name }) => name);
