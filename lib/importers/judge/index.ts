import { contentHash } from '../content-hash';
import { placementOf } from '../harbor/placement';
import { defineImporter, type ImportContext, type ImportedRecord, type SourceFile } from '../importer';
import { asFlag, asList, asName, asObject, type JsonObject } from '../json-values';
import { folderOf } from '../source/disk-tree';
import { readForeignTrajectory } from '../steps/foreign-trajectory';
import { taskTextOf } from '../steps/task-text';
import { judgedTrial } from './judged-trial';

const judge = 'llm-judge';

const isVerdict = (root: JsonObject): boolean => typeof root.llm_judgement_bool === 'boolean';
const isStudy = (root: JsonObject): boolean => Array.isArray(root.preds) && Array.isArray(root.gts);

/**
 * Verdicts of the paper's judge: `llm_judgement.json` in the folder of a job, and studies that compare a list of
 * verdicts with what the verifiers said. They stand beside the verifier's truth and never take its place.
 */
export const llmJudge = defineImporter({
  id: 'llm-judge',
  label: "Verdicts of the paper's judge",

  async recognises(file) {
    const root = file.kind === 'json' ? asObject(await file.json()) : null;
    return root !== null && (isVerdict(root) || isStudy(root));
  },

  async *read(file, context) {
    const root = asObject(await file.json()) ?? {};
    if (isStudy(root)) yield* readStudy(root, file);
    else yield await readVerdict(root, file, context);
  },
});

async function readVerdict(
  root: JsonObject,
  file: SourceFile,
  context: ImportContext,
): Promise<ImportedRecord> {
  const folder = folderOf(file.path);
  const trial = await judgedTrial(folder, context);
  const jobFolders = [context.tree.name, ...folder.split('/')].filter(Boolean);
  const agent = { agent: null, model: null };
  const place = placementOf({ jobFolders, loggedJobFolder: null, dataset: null, agent, settings: {} });
  const steps = readForeignTrajectory(root.input)?.steps ?? [];
  return {
    kind: 'judgement',
    judge,
    externalId: [context.tree.name, file.path].filter(Boolean).join('/'),
    benchmark: trial?.benchmark ?? place.benchmark,
    task: trial?.task ?? taskIn(steps),
    trial: trial && { source: trial.source, externalId: trial.externalId },
    verdict: asFlag(root.llm_judgement_bool)!,
    truth: asFlag(root.gt_verifier),
    response: asName(root.llm_judgement),
  };
}

/** The judge was shown the whole trajectory; a task is told only where its text names one. */
const taskIn = (steps: Parameters<typeof taskTextOf>[0]): string | null =>
  /\b[\w.-]+__[\w.-]+-\d+\b/.exec(taskTextOf(steps) ?? '')?.[0] ?? null;

function* readStudy(root: JsonObject, file: SourceFile): Generator<ImportedRecord> {
  const predictions = asList(root.preds) ?? [];
  const truths = asList(root.gts) ?? [];
  const cases = asList(root.cases) ?? [];
  const benchmark = benchmarkOf(file.path);
  const study = contentHash([benchmark, predictions, truths]).slice(0, 16);
  if (predictions.length !== truths.length) {
    const message = `it lists ${predictions.length} verdicts and ${truths.length} truths; those without a partner were left out`;
    yield { kind: 'warning', where: file.path, message };
  }
  for (let i = 0; i < Math.min(predictions.length, truths.length); i++) {
    const told = asObject(cases[i]);
    const verdict = asFlag(predictions[i]);
    const truth = asFlag(truths[i]);
    if (verdict === null) {
      yield { kind: 'rejection', where: `preds[${i}]`, reason: 'it is neither true nor false' };
      continue;
    }
    // Cases are listed in the same order. Fewer of them are a choice, of which nobody says which verdicts they tell.
    const gt = told === null ? null : asFlag(told.gt);
    const same =
      told !== null &&
      cases.length === predictions.length &&
      asFlag(told.pred) === verdict &&
      (gt === null || gt === truth);
    yield {
      kind: 'judgement',
      judge,
      externalId: `${study}/${i + 1}`,
      benchmark,
      task: same ? asName(told.id) : null,
      trial: null,
      verdict,
      truth,
      response: same ? asName(told.response) : null,
    };
  }
}

/** `llm_judge_<benchmark>.json`, where `-new` and the like tell versions of the study apart. */
function benchmarkOf(path: string): string {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
  return stem.replace(/^llm_judge_/, '').replace(/-(?:new|old|v\d+)$/, '') || 'unassigned';
}
