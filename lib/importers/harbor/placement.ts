import { agentLabel } from '../condition-label';
import type { ConditionProposal } from '../importer';
import { asName, type JsonObject } from '../json-values';
import { isClockName, splitRepetition } from '../repetition';
import { unnamedBenchmark } from '../unnamed-benchmark';
import type { AgentFacts } from './foreign';

export interface Placement {
  benchmark: string;
  attempt: number | null;
  condition: ConditionProposal;
}

export interface Whereabouts {
  /** Folders of the job, from what was brought in down to the job's own. */
  jobFolders: readonly string[];
  /** The job folder as the logs call it, e.g. `outputs/T-SE_run2/aider-polyglot/17`: used where ours is cut short. */
  loggedJobFolder: string | null;
  dataset: string | null;
  agent: AgentFacts;
  /** Settings worth keeping beside agent, model and dataset. */
  settings: JsonObject;
}

/**
 * Which benchmark and condition a trial belongs to.
 *
 * In the layout of the paper (`<run>/<benchmark>/<index>/`, one job per task) both are folder names and nowhere else:
 * the data set's own name differs and every condition carries the same agent. In an ordinary job they are the data
 * set and the agent with its model; a job that somebody named is a setting of its own.
 */
export function placementOf(where: Whereabouts): Placement {
  const { agent, dataset } = where;
  const settings = { ...agent, dataset, ...where.settings };
  const paper = paperLayout(where);
  if (paper) {
    const { base, attempt } = splitRepetition(paper.run);
    const cut = attempt === null ? '' : `; its ending is taken as attempt ${attempt}`;
    const condition = { label: base, basis: `folder of the run, ${paper.run}${cut}`, settings };
    return { benchmark: paper.benchmark, attempt, condition };
  }
  const name = where.loggedJobFolder?.split(/[\\/]/).at(-1) ?? '';
  const named = name !== '' && !isClockName(name) && !/^\d+$/.test(name);
  const { base, attempt } = splitRepetition(name);
  const label = agentLabel(agent.agent, agent.model);
  return {
    benchmark: dataset ?? unnamedBenchmark,
    attempt: named ? attempt : null,
    condition: {
      label: named ? `${base} · ${label}` : label,
      basis: named ? `name (${name}), agent and model of the job` : 'agent and model of the job',
      settings,
    },
  };
}

function paperLayout({
  jobFolders,
  loggedJobFolder,
}: Whereabouts): { run: string; benchmark: string } | null {
  const logged = loggedJobFolder?.split(/[\\/]/).filter(Boolean) ?? [];
  for (const folders of [jobFolders, logged]) {
    const [run, benchmark, index] = folders.slice(-3);
    if (run && benchmark && index && /^\d{1,6}$/.test(index) && !isClockName(benchmark))
      return { run, benchmark };
  }
  return null;
}

/** The data set of a job or trial: its registered name, else the last folder of its path. */
export function datasetName(dataset: JsonObject | null): string | null {
  const path = asName(dataset?.path);
  return asName(dataset?.name) ?? path?.split(/[\\/]/).filter(Boolean).at(-1) ?? null;
}
