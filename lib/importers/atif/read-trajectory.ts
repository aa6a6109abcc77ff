import type { Step } from '@/lib/core/vocabulary';
import { asAmount, asList, asName, asObject, type JsonObject } from '../json-values';
import { stepSums } from '../steps/step-sums';
import { Oddities } from './oddities';
import { readSteps, referenceLabel } from './read-steps';

/** Finds the files that belong to a trajectory, inside the import only. */
export interface Neighbours {
  /** The file that a reference names. */
  resolve(reference: string): Promise<{ path: string; root: unknown } | null>;
  /** The file whose name says that it goes on where one ends (the trajectory's own, if no path is given). */
  next(path?: string): Promise<{ path: string; root: unknown } | null>;
}

export interface Trajectory {
  format: string;
  agent: string | null;
  agentVersion: string | null;
  model: string | null;
  sessionId: string | null;
  steps: Step[];
  subagents: { label: string; steps: Step[] }[];
  inputTokens: number | null;
  outputTokens: number | null;
  cachedTokens: number | null;
  costUsd: number | null;
  /** Files that were read as part of this trajectory. */
  parts: { path: string; role: string }[];
  warnings: string[];
}

const newestMinor = 8;
const chainLimit = 1000;

export const isAtif = (value: unknown): value is JsonObject =>
  (asName(asObject(value)?.schema_version) ?? '').startsWith('ATIF-');

/**
 * Reads an ATIF trajectory of any version: a chain of continuation files as one, sub-agents whether embedded or
 * in files of their own. Lenient: what departs from the format becomes a warning.
 */
export async function readTrajectory(root: JsonObject, neighbours: Neighbours): Promise<Trajectory> {
  const oddities = new Oddities();
  const warnings: string[] = versionWarning(asName(root.schema_version));
  const chain = await readChain(root, neighbours, warnings);
  const steps = chain.roots.flatMap((part) => readSteps(asList(part.steps) ?? [], oddities));
  const found = await readSubagents(chain.roots, neighbours, oddities);
  const agent = asObject(root.agent) ?? {};
  // A continuation counts on from the file before it, so the last totals are those of the whole.
  const totals =
    chain.roots.map((part) => asObject(part.final_metrics)).findLast((metrics) => metrics !== null) ?? {};
  const sums = stepSums(steps);
  return {
    format: asName(root.schema_version) ?? 'ATIF',
    agent: asName(agent.name),
    agentVersion: asName(agent.version),
    model: asName(agent.model_name) ?? steps.find((step) => step.model)?.model ?? null,
    sessionId: asName(root.session_id) ?? asName(root.trajectory_id),
    steps,
    subagents: found.subagents,
    inputTokens: asAmount(totals.total_prompt_tokens) ?? asAmount(totals.prompt_tokens) ?? sums.inputTokens,
    outputTokens:
      asAmount(totals.total_completion_tokens) ?? asAmount(totals.completion_tokens) ?? sums.outputTokens,
    cachedTokens: asAmount(totals.total_cached_tokens) ?? sums.cachedTokens,
    costUsd: asAmount(totals.total_cost_usd) ?? sums.costUsd,
    parts: [...chain.parts, ...found.parts],
    warnings: [...warnings, ...oddities.inWords()],
  };
}

function versionWarning(version: string | null): string[] {
  const minor = Number(/^ATIF-v1\.(\d+)$/.exec(version ?? '')?.[1] ?? Number.NaN);
  if (minor <= newestMinor) return [];
  return [
    `${version ?? 'no version'} is not a known version of ATIF; read as far as it resembles v1.${newestMinor}`,
  ];
}

async function readChain(root: JsonObject, { resolve, next }: Neighbours, warnings: string[]) {
  const roots = [root];
  const parts: Trajectory['parts'] = [];
  const visited = new Set<string>();
  for (let last = root, at: string | undefined; roots.length < chainLimit; ) {
    const reference = asName(last.continued_trajectory_ref);
    const found = reference === null ? await next(at) : await resolve(reference);
    const continued = asObject(found?.root);
    if (!found || !continued) {
      if (reference !== null)
        warnings.push(`its continuation ${reference} is missing; the trajectory ends early`);
      break;
    }
    if (visited.has(found.path)) break;
    visited.add(found.path);
    roots.push(continued);
    parts.push({ path: found.path, role: 'continuation of the trajectory' });
    if (reference === null) warnings.push(`${found.path} was joined by its name: nothing refers to it`);
    last = continued;
    at = found.path;
  }
  return { roots, parts };
}

/** Every sub-agent once, embedded ones first; those of sub-agents too. */
async function readSubagents(roots: readonly JsonObject[], { resolve }: Neighbours, oddities: Oddities) {
  const subagents: Trajectory['subagents'] = [];
  const parts: Trajectory['parts'] = [];
  const seen = new Set<string>();
  const pending = [...roots];
  for (let root = pending.shift(); root && subagents.length < chainLimit; root = pending.shift()) {
    const embedded = (asList(root.subagent_trajectories) ?? []).map(asObject).filter((sub) => sub !== null);
    const embeddedIds = new Set(embedded.map((sub) => asName(sub.trajectory_id)));
    for (const sub of embedded) {
      subagents.push({ label: labelOf(sub), steps: readSteps(asList(sub.steps) ?? [], oddities) });
      pending.push(sub);
    }
    for (const ref of referencesOf(root)) {
      const file = asName(ref.trajectory_path);
      const id = asName(ref.trajectory_id);
      if (id !== null && embeddedIds.has(id)) continue;
      const found = file === null ? null : await resolve(file);
      const sub = asObject(found?.root);
      if (!found || !sub) {
        oddities.add('sub-agent is referred to and its trajectory is not here');
        continue;
      }
      if (seen.has(found.path)) continue;
      seen.add(found.path);
      parts.push({ path: found.path, role: 'sub-agent of the trajectory' });
      subagents.push({
        label: referenceLabel(ref) ?? labelOf(sub),
        steps: readSteps(asList(sub.steps) ?? [], oddities),
      });
      pending.push(sub);
    }
  }
  return { subagents, parts };
}

const labelOf = (root: JsonObject): string =>
  asName(root.trajectory_id) ?? asName(asObject(root.agent)?.name) ?? asName(root.session_id) ?? 'sub-agent';

/** References to sub-agents in the observations of one file. */
export function referencesOf(root: JsonObject): JsonObject[] {
  return (asList(root.steps) ?? []).flatMap((step) =>
    (asList(asObject(asObject(step)?.observation)?.results) ?? []).flatMap((result) => {
      const refs = asObject(result)?.subagent_trajectory_ref;
      return (asList(refs) ?? [refs]).map(asObject).filter((ref) => ref !== null);
    }),
  );
}
