import type { ImportContext, ImportedRecord, SourceTree, TrialRecord } from '../importer';
import { asList, asName, asNumber, asObject, type JsonObject } from '../json-values';
import { folderOf, inFolder } from '../source/disk-tree';
import { jsonAt } from '../source/json-at';
import { type AgentFacts, configuredAgent, harborFile } from './foreign';
import { type ListedTrial, listTrials } from './listed-trials';
import { datasetName, placementOf } from './placement';
import { chooseReward } from './reward';
import { cutLength, fullName, readSiblings, type Siblings } from './siblings';
import { readTrialResult } from './trial';

/**
 * The trials of a job that have no folder of their own here, from the lists in its result. A trial may be in the list of
 * rewards and in that of exceptions; it is one trial with both.
 */
export async function* readJobResult(
  job: JsonObject,
  path: string,
  context: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const folder = folderOf(path);
  const { tree } = context;
  const config = asObject(await jsonAt(tree, inFolder(folder, 'config.json')));
  if (config && harborFile(config) === 'job-config') {
    yield { kind: 'claims', path: inFolder(folder, 'config.json'), role: 'settings of the job' };
  }
  if (tree.has(inFolder(folder, 'job.log')))
    yield { kind: 'claims', path: inFolder(folder, 'job.log'), role: 'log of the job' };

  const listed = listTrials(job);
  const whole = wholeResults(job).filter(({ name }) => !hasFolder(tree, folder, name));
  for (const { name, result } of whole)
    yield* readTrialResult(result, inFolder(folder, `${name}/result.json`), context);
  const known = new Set(whole.map(({ name }) => name));
  const alone = listed.filter(({ name }) => !known.has(name) && !hasFolder(tree, folder, name));
  if (alone.length > 0) {
    const siblings = await readSiblings(tree, folder, listed);
    const cut: string[] = [];
    for (const trial of alone) {
      const stem = trial.name.replace(/__[^_]*$/, '');
      const full = fullName(stem, siblings);
      if (stem.length >= cutLength && full === null) cut.push(trial.name);
      yield toTrial(trial, full ?? stem, { job, config, siblings, folder }, context);
    }
    yield* remarksOnNames(alone.length, listed.length, cut, path);
  }
  const planned = asNumber(job.n_total_trials) ?? listed.length;
  if (planned > listed.length && listed.length + foldersOf(tree, folder) > 0) {
    const message = `${planned} trials were planned and ${listed.length} are in the result; the others did not end`;
    yield { kind: 'warning', where: path, message };
  }
}

function* remarksOnNames(
  alone: number,
  listed: number,
  cut: readonly string[],
  where: string,
): Generator<ImportedRecord> {
  const warning = (message: string): ImportedRecord => ({ kind: 'warning', where, message });
  yield warning(
    `${alone} of ${listed} trials have no folder here: name, reward and exception type are all that is known of them`,
  );
  if (cut.length > 0) {
    yield warning(
      `the task names of ${cut.length} trials may be cut at ${cutLength} characters: ${cut.slice(0, 5).join(', ')}${cut.length > 5 ? ', …' : ''}`,
    );
  }
}

/** Results of trials that the job's own holds in full, as it does when it comes from a server. */
const wholeResults = (job: JsonObject): { name: string; result: JsonObject }[] =>
  (asList(job.trial_results) ?? []).flatMap((value) => {
    const result = asObject(value);
    const name = asName(result?.trial_name);
    return result && name && harborFile(result) === 'trial-result' ? [{ name, result }] : [];
  });

const hasFolder = (tree: SourceTree, folder: string, name: string): boolean =>
  tree.has(inFolder(folder, `${name}/result.json`)) || tree.has(inFolder(folder, `${name}/config.json`));

/** How many trial folders lie in the job's: the folders directly below it that hold a config. */
const foldersOf = (tree: SourceTree, folder: string): number =>
  tree.folders(folder).filter((below) => tree.has(inFolder(below, 'config.json'))).length;

interface JobFacts {
  job: JsonObject;
  config: JsonObject | null;
  siblings: Siblings;
  folder: string;
}

function toTrial(trial: ListedTrial, task: string, facts: JobFacts, context: ImportContext): TrialRecord {
  const { config, siblings } = facts;
  const { agent, dataset } = matchEval(trial.evalKey, config, siblings);
  const jobsDir = asName(config?.jobs_dir);
  const jobName = asName(config?.job_name);
  const { attempt, benchmark, condition } = placementOf({
    jobFolders: [context.tree.name, ...facts.folder.split('/')].filter(Boolean),
    loggedJobFolder: jobName === null ? null : `${jobsDir ?? ''}/${jobName}`,
    dataset,
    agent,
    settings: { evaluation: trial.evalKey },
  });
  const outcome = chooseReward(trial.rewards);
  return {
    kind: 'trial',
    source: 'harbor',
    externalId: `${asName(facts.job.id) ?? jobName ?? context.tree.name}/${trial.name}`,
    benchmark,
    task,
    attempt,
    condition: condition,
    reward: outcome.reward,
    rewards: outcome.rewards,
    exception: trial.exception ? { type: trial.exception, message: '' } : null,
    // It is in the lists because it ended.
    finished: true,
    details: { trialName: trial.name, evaluation: trial.evalKey, knownFrom: 'job result' },
  };
}

/**
 * Which agent and data set of the job's settings an evaluation belongs to. The key joins the names of agent, model and data
 * set with `__`, which they may hold themselves. So the ending is put together for each pair and compared, the longest
 * first; what stands before it is the agent's name, as the results have it and not the settings of a custom agent.
 */
function matchEval(
  evalKey: string,
  config: JsonObject | null,
  siblings: Siblings,
): { agent: AgentFacts; dataset: string | null } {
  const agents = (asList(config?.agents) ?? []).map((agent) => configuredAgent(asObject(agent)));
  const datasets = (asList(config?.datasets) ?? []).map((dataset) => datasetName(asObject(dataset)));
  const pairs = agents.flatMap((agent) =>
    (datasets.length > 0 ? datasets : [null]).map((dataset) => ({ agent, dataset })),
  );
  const [found] = pairs
    .map((pair) => ({ ...pair, ending: `__${endingOf(pair)}` }))
    .filter(({ ending }) => evalKey.endsWith(ending) && evalKey.length > ending.length)
    .sort((a, b) => b.ending.length - a.ending.length);
  if (found) {
    const agent = evalKey.slice(0, -found.ending.length);
    return { agent: { agent, model: found.agent.model }, dataset: found.dataset };
  }
  return {
    agent: siblings.agent ?? agents[0] ?? { agent: evalKey, model: null },
    dataset: siblings.source ?? datasets[0] ?? null,
  };
}

/** How an evaluation's key ends: the model without its provider, if there is one, and the data set. */
function endingOf({ agent, dataset }: { agent: AgentFacts; dataset: string | null }): string {
  const model = agent.model?.slice(agent.model.indexOf('/') + 1) ?? null;
  const parts = [model, dataset ?? 'adhoc'].filter((part) => part !== null);
  return parts.map((part) => part.replaceAll('/', '-')).join('__');
}
