import { isAppError } from '@/lib/core/errors';
import { besides } from '../atif/folder-references';
import { isAtif, readTrajectory } from '../atif/read-trajectory';
import type { LoggedRetrieval, SourceTree, TrialRecord } from '../importer';
import { asObject, sumKnown } from '../json-values';
import { isMiniRun, readRun } from '../mini-swe-agent/read-run';
import { inFolder } from '../source/disk-tree';
import { readForeignTrajectory } from '../steps/foreign-trajectory';
import { memoriesInPrompt } from '../steps/prompt-memories';
import { readAgentSession } from './agent-session';
import { poolNotFound, readRetrievalLog } from './retrieval-log';

export interface AgentLogs {
  trajectory: TrialRecord['trajectory'];
  totals: {
    inputTokens: number | null;
    outputTokens: number | null;
    cachedTokens: number | null;
    costUsd: number | null;
  } | null;
  retrieval: LoggedRetrieval | null;
  warnings: string[];
  parts: { path: string; role: string }[];
}

/** Beyond this a log is some other program's output; the retrieval stands in the first lines anyway. */
const logLimit = 64 * 1024 * 1024;

/**
 * The logs of a trial. Where a task has several steps, what the agent left is moved to a folder per step
 * (`steps/<name>/agent/`); their trajectories follow one another.
 */
export async function readTrialLogs(
  tree: SourceTree,
  trialFolder: string,
  stepNames: readonly string[],
): Promise<AgentLogs> {
  const logs = await readAgentLogs(tree, trialFolder);
  for (const name of logs.trajectory ? [] : stepNames) {
    append(logs, await readAgentLogs(tree, inFolder(trialFolder, `steps/${name}`)));
  }
  return logs;
}

function append(logs: AgentLogs, { trajectory, totals, retrieval, warnings, parts }: AgentLogs): void {
  if (trajectory) {
    const { format, steps, subagents } = logs.trajectory ?? { ...trajectory, steps: [], subagents: [] };
    logs.trajectory = {
      format,
      steps: [...steps, ...trajectory.steps],
      subagents: [...(subagents ?? []), ...(trajectory.subagents ?? [])],
    };
  }
  const sum = (key: keyof NonNullable<AgentLogs['totals']>) => sumKnown([logs.totals?.[key], totals?.[key]]);
  logs.totals = {
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    cachedTokens: sum('cachedTokens'),
    costUsd: sum('costUsd'),
  };
  logs.retrieval ??= retrieval;
  logs.warnings.push(...warnings);
  logs.parts.push(...parts);
}

/** What the agent left in its folder of a trial: the trajectory in whatever form, and the memories it was given. */
async function readAgentLogs(tree: SourceTree, trialFolder: string): Promise<AgentLogs> {
  const logs: AgentLogs = { trajectory: null, totals: null, retrieval: null, warnings: [], parts: [] };
  const at = (name: string) => inFolder(trialFolder, `agent/${name}`);
  for (const name of ['trajectory.json', 'mini-swe-agent.trajectory.json']) {
    if (!tree.has(at(name))) continue;
    try {
      const readHere = logs.trajectory === null && (await readOne(tree, at(name), logs));
      logs.parts.push({
        path: at(name),
        role: readHere ? 'trajectory of the trial' : 'same trajectory in another form',
      });
    } catch (error) {
      // A broken trajectory does not cost the trial its outcome; the file is met again and refused by itself.
      if (!isAppError(error)) throw error;
      logs.warnings.push(`its trajectory could not be read: ${error.message}`);
    }
  }
  if (!logs.trajectory) await takeSession(tree, inFolder(trialFolder, 'agent'), logs);
  logs.retrieval = await readRetrieval(tree, at, logs);
  return logs;
}

async function takeSession(tree: SourceTree, agentFolder: string, logs: AgentLogs): Promise<void> {
  const session = await readAgentSession(tree, agentFolder);
  if (!session) return;
  const { inputTokens = null, outputTokens = null, cachedTokens = null, costUsd = null } = session.trial;
  logs.trajectory = session.trial.trajectory;
  logs.totals = { inputTokens, outputTokens, cachedTokens, costUsd };
  logs.parts.push({ path: session.path, role: 'session of the trial' });
}

async function readOne(tree: SourceTree, path: string, logs: AgentLogs): Promise<boolean> {
  const file = await tree.open(path);
  if (file.kind !== 'json') {
    logs.warnings.push(`${path} is no JSON document`);
    return false;
  }
  const value = await file.json();
  const root = asObject(value);
  if (root && isAtif(value)) {
    const { format, steps, subagents, parts, warnings, ...rest } = await readTrajectory(
      root,
      besides(tree, path),
    );
    const { inputTokens, outputTokens, cachedTokens, costUsd } = rest;
    logs.trajectory = { format, steps, subagents };
    logs.totals = { inputTokens, outputTokens, cachedTokens, costUsd };
    logs.parts.push(...parts);
    logs.warnings.push(...warnings);
  } else if (isMiniRun(value)) {
    const { format, steps, inputTokens, outputTokens, cachedTokens, costUsd } = readRun(value);
    logs.trajectory = { format, steps };
    logs.totals = { inputTokens, outputTokens, cachedTokens, costUsd };
  } else {
    const foreign = readForeignTrajectory(value);
    if (foreign) logs.trajectory = foreign;
    logs.warnings.push(
      foreign
        ? `${path} is no ATIF but ${foreign.format}; shown as far as it goes`
        : `${path} is no known kind of trajectory`,
    );
  }
  return logs.trajectory !== null;
}

/** The printed record has scores; the system prompt shows what the model saw. The first of them that is there. */
async function readRetrieval(
  tree: SourceTree,
  at: (name: string) => string,
  logs: AgentLogs,
): Promise<LoggedRetrieval | null> {
  for (const name of ['mini-swe-agent.txt', 'command-0/stdout.txt']) {
    const path = at(name);
    if (!tree.has(path)) continue;
    const file = await tree.open(path);
    if (file.size > logLimit || file.kind === 'empty') continue;
    const text = await file.text();
    const found = readRetrievalLog(text);
    logs.parts.push({ path, role: found ? 'retrieval of the trial' : 'output of the agent' });
    if (found) return found;
    if (poolNotFound(text)) logs.warnings.push('the agent found no memory pool and ran without memories');
  }
  return logs.trajectory ? memoriesInPrompt(logs.trajectory.steps) : null;
}
