import { agentLabel } from '../condition-label';
import { defineImporter, type ImportContext, type SourceFile, type TrialRecord } from '../importer';
import { asAmount, asFlag, asList, asName, asObject, type JsonObject } from '../json-values';
import { splitRepetition } from '../repetition';
import { jsonAt } from '../source/json-at';
import { settingsWithoutSecrets } from '../without-secrets';

const fileName = '.aider.results.json';

/**
 * One exercise of Aider's benchmark. Its tries are not attempts, since the second sees the output of the first's tests:
 * the reward is whether any try passed, and `pass_1`, `pass_2` are kept beside it.
 */
export const aider = defineImporter({
  id: 'aider',
  label: 'Aider benchmark result',

  async recognises(file) {
    const root = file.kind === 'json' ? asObject(await file.json()) : null;
    if (!root) return false;
    // After a crash Aider writes nothing but the exception, and only the file's name says whose it is.
    return Array.isArray(root.tests_outcomes) || (file.path.endsWith(fileName) && 'exception' in root);
  },

  async *read(file, context) {
    const root = asObject(await file.json()) ?? {};
    const crashed = !Array.isArray(root.tests_outcomes);
    const facts = crashed ? await factsOfRun(file, context) : root;
    const trial = toTrial(root, facts, file, context);
    if (trial) yield trial;
    else yield { kind: 'rejection', where: 'testcase', reason: 'it does not say which exercise it was' };
  },
});

/** A crashed exercise does not say which model it was; another of its run does. */
async function factsOfRun(file: SourceFile, { tree }: ImportContext): Promise<JsonObject> {
  const { runFolder } = placeOf(file.path, tree.name);
  for (const path of tree.paths) {
    if (!path.endsWith(`/${fileName}`) || path === file.path || !path.startsWith(runFolder)) continue;
    const other = asObject(await jsonAt(tree, path));
    if (other && asName(other.model)) return { model: other.model, edit_format: other.edit_format };
  }
  return {};
}

/** `<run>/<language>/exercises/practice/<exercise>/`; the run is named `<time>--<name>`. */
function placeOf(path: string, treeName: string) {
  const parts = path.split('/').slice(0, -1);
  const at = parts.lastIndexOf('exercises');
  const inTree = at >= 1 && parts[at + 1] === 'practice';
  const folders = inTree ? parts.slice(0, at - 1) : parts.slice(0, -1);
  const run = folders.at(-1) ?? treeName;
  return {
    language: inTree ? parts[at - 1]! : null,
    exercise: parts.at(-1) ?? null,
    run,
    runFolder: folders.length > 0 ? `${folders.join('/')}/` : '',
  };
}

function toTrial(
  root: JsonObject,
  facts: JsonObject,
  file: SourceFile,
  { tree }: ImportContext,
): TrialRecord | null {
  const place = placeOf(file.path, tree.name);
  const exercise = asName(root.testcase) ?? place.exercise;
  if (!exercise) return null;
  const task = place.language ? `${place.language}/${exercise}` : exercise;
  const model = asName(facts.model);
  const { label, attempt, basis } = conditionOf(place.run, model);
  const outcomes = (asList(root.tests_outcomes) ?? []).map(asFlag).filter((one) => one !== null);
  const seconds = asAmount(root.duration);
  const exception = asName(root.exception);
  const {
    testdir: _place,
    chat_hashes: _hashes,
    tests_outcomes: _tries,
    exception: _told,
    ...details
  } = root;
  return {
    kind: 'trial',
    source: 'aider',
    externalId: `${place.run}/${task}`,
    benchmark: place.language ? 'aider-polyglot' : 'aider',
    task,
    attempt,
    condition: {
      label,
      basis,
      settings: { agent: 'aider', model, editFormat: asName(facts.edit_format), run: place.run },
    },
    reward: outcomes.length === 0 ? null : Number(outcomes.includes(true)),
    rewards:
      outcomes.length === 0
        ? null
        : { pass_1: Number(outcomes[0]), pass_2: Number(outcomes.slice(0, 2).includes(true)) },
    exception: exception === null ? null : { type: errorType(exception), message: exception },
    finished: true,
    inputTokens: asAmount(root.prompt_tokens),
    outputTokens: asAmount(root.completion_tokens),
    costUsd: asAmount(root.cost),
    durationMs: seconds === null ? null : Math.round(seconds * 1000),
    details: { tries: outcomes, ...settingsWithoutSecrets(details) },
  };
}

function conditionOf(run: string, model: string | null) {
  const named = /^\d{4}(?:-\d\d){5}--(.+)$/.exec(run)?.[1] ?? run;
  const { base, attempt } = splitRepetition(named);
  const cut = attempt === null ? '' : `; its ending is taken as attempt ${attempt}`;
  return { label: agentLabel(base, model), attempt, basis: `name of the run, ${run}, and model${cut}` };
}

/** The last line of a Python traceback begins with the class of the exception. */
const errorType = (traceback: string): string =>
  /^([A-Za-z_][\w.]*)(?::|$)/.exec(traceback.trimEnd().split('\n').at(-1) ?? '')?.[1] ?? 'Exception';
