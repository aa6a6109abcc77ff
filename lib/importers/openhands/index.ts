import { defineImporter } from '../importer';
import { asObject, type JsonObject } from '../json-values';
import { unlike } from '../pools/define-pool';
import { isListOf } from '../pools/first-entries';
import { folderOf, inFolder } from '../source/disk-tree';
import { jsonAt } from '../source/json-at';
import { jsonRecords } from '../source/json-records';
import { toTrial } from './to-trial';

const isOutput = (fields: JsonObject) => 'instance_id' in fields && asObject(fields.test_result) !== null;

/** The predictions that OpenHands makes of its own output for the harness of SWE-bench. */
const converted = /(?:^|\/)output\.swebench\.jsonl$/;

/**
 * What OpenHands' evaluation writes: a line per instance with its events and cost (`output.jsonl`), and the same with the
 * verdict once it was graded (`output.swebench_eval.jsonl`). Both tell of one trial.
 */
export const openHands = defineImporter({
  id: 'openhands',
  label: 'OpenHands evaluation output',

  recognises: async (file, tree) =>
    (await isListOf(file, isOutput)) ||
    (converted.test(file.path) && tree.has(inFolder(folderOf(file.path), 'output.jsonl'))),

  async *read(file, { tree }) {
    const folder = folderOf(file.path);
    if (!(await isListOf(file, isOutput))) {
      yield { kind: 'part-of', path: inFolder(folder, 'output.jsonl'), role: 'its patches once more' };
      return;
    }
    const path = inFolder(folder, 'metadata.json');
    const settings = asObject(await jsonAt(tree, path));
    if (settings) yield { kind: 'claims', path, role: 'settings of the run' };
    for await (const record of jsonRecords(file)) {
      const { where, problem } = record;
      const fields = problem === undefined ? asObject(record.value) : null;
      if (fields && isOutput(fields))
        yield toTrial(fields, settings, { path: file.path, where, treeName: tree.name });
      else yield { kind: 'rejection', where, reason: problem ?? unlike(fields) };
    }
  },
});
