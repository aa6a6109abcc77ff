import { harborFile } from '../harbor/foreign';
import { placeOfTrial } from '../harbor/trial';
import type { ImportContext } from '../importer';
import { asObject } from '../json-values';
import { inFolder } from '../source/disk-tree';
import { jsonAt } from '../source/json-at';

export interface JudgedTrial {
  source: string;
  externalId: string;
  benchmark: string;
  task: string;
}

/** The trial that a job folder holds, when it is one: a verdict in the folder of a job with several is about none of them. */
export async function judgedTrial(jobFolder: string, context: ImportContext): Promise<JudgedTrial | null> {
  const found: JudgedTrial[] = [];
  for (const folder of context.tree.folders(jobFolder)) {
    const path = inFolder(folder, 'result.json');
    const result = asObject(await jsonAt(context.tree, path));
    if (!result || harborFile(result) !== 'trial-result') continue;
    const config = asObject(result.config) ?? {};
    const { source, externalId, benchmark, task } = placeOfTrial({ result, config }, path, context);
    found.push({ source, externalId, benchmark, task });
  }
  return found.length === 1 ? found[0]! : null;
}
