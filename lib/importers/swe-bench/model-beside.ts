import type { SourceTree } from '../importer';
import { asName, asObject } from '../json-values';
import { isMiniRun, readRun } from '../mini-swe-agent/read-run';
import { inFolder } from '../source/disk-tree';
import { jsonAt } from '../source/json-at';
import { configOf, modelOf } from '../swe-agent/configuration';
import { isInstanceId, modelFromFileName } from './identity';

/** A run whose first trajectories name no model names it in none of its hundreds. */
const trajectoriesTried = 5;

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/**
 * The model of a run whose report does not name it: that of the trajectories in the run's folder, of the settings that
 * OpenHands leaves there, of the predictions beside it, or the only folder of a model with instances in it, as the harness lays out its logs.
 *
 * Trajectories and reports of instances name their model, and become one trial with the report only under the same.
 */
export async function modelBeside(folder: string, tree: SourceTree): Promise<string | null> {
  const folders = tree.folders(folder);
  const instances = folders.filter((inner) => isInstanceId(nameOf(inner)));
  for (const instance of instances.slice(0, trajectoriesTried)) {
    const model = await modelOfTrajectory(inFolder(instance, nameOf(instance)), tree);
    if (model) return model;
  }
  const settings = asObject(await jsonAt(tree, inFolder(folder, 'metadata.json')));
  const configured = asName(asObject(settings?.llm_config)?.model);
  if (configured) return configured;
  const [prediction] = Object.values(asObject(await jsonAt(tree, inFolder(folder, 'preds.json'))) ?? {});
  const predicted = asName(asObject(prediction)?.model_name_or_path);
  if (predicted) return predicted;
  const models = folders.filter((inner) => tree.folders(inner).some((below) => isInstanceId(nameOf(below))));
  return models.length === 1 ? modelFromFileName(nameOf(models[0]!)) : null;
}

async function modelOfTrajectory(stem: string, tree: SourceTree): Promise<string | null> {
  const run = asObject(await jsonAt(tree, `${stem}.traj`));
  if (run) return modelOf(configOf(run));
  const mini = await jsonAt(tree, `${stem}.traj.json`);
  return isMiniRun(mini) ? readRun(mini).model : null;
}
