import { defineImporter, type ImportContext, type ImportedRecord, type SourceTree } from '../importer';
import { asName, asObject, type JsonObject } from '../json-values';
import { folderOf, inFolder } from '../source/disk-tree';
import { jsonAt } from '../source/json-at';
import { harborFile } from './foreign';
import { readJobResult } from './job';
import { readTrialResult, readUnfinishedTrial } from './trial';

/** Harbor jobs: of the paper's fork and of upstream, whole folders as well as single files of one. */
export const harbor = defineImporter({
  id: 'harbor',
  label: 'Harbor job folder',

  async recognises(file) {
    return file.kind === 'json' && harborFile(await file.json()) !== null;
  },

  async *read(file, context) {
    const root = asObject(await file.json())!;
    switch (harborFile(root)) {
      case 'trial-result':
        yield* readTrialResult(root, file.path, context);
        break;
      case 'job-result':
        yield* readJobResult(root, file.path, context);
        break;
      case 'trial-config':
        yield* readTrialConfig(root, file.path, context);
        break;
      default:
        yield* readJobConfig(root, file.path, context);
    }
  },
});

/** The settings of a trial are part of its result; alone they are the trace of one that never ended. */
async function* readTrialConfig(
  config: JsonObject,
  path: string,
  context: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const result = inFolder(folderOf(path), 'result.json');
  if (path !== result && (await isHarbor(context.tree, result))) {
    yield { kind: 'part-of', path: result, role: 'settings of the trial' };
  } else yield* readUnfinishedTrial(config, path, context);
}

async function* readJobConfig(
  config: JsonObject,
  path: string,
  { tree }: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const result = inFolder(folderOf(path), 'result.json');
  if (path !== result && (await isHarbor(tree, result))) {
    yield { kind: 'part-of', path: result, role: 'settings of the job' };
    return;
  }
  const message = `job ${asName(config.job_name) ?? ''} has no readable result.json: it was killed or still runs; its trials are read one by one`;
  yield { kind: 'warning', where: path, message };
}

const isHarbor = async (tree: SourceTree, path: string): Promise<boolean> =>
  harborFile(await jsonAt(tree, path)) !== null;
