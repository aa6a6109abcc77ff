import type { SourceTree, TrialRecord } from '../importer';
import { inFolder } from '../source/disk-tree';
import { readIfWhole } from './reward';

const raised = /^(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)(?::\s*(.*))?$/;
const namedForFailure = /(?:Error|Exception|Timeout|Interrupt|Exit|Cancelled)$/;

/**
 * Why a trial broke off that never came to write its result: Harbor leaves the traceback in `exception.txt`. The last
 * line that names an exception says which it was; a message of several lines may go on below it.
 *
 * @returns null when there is no such file, or nothing in it
 */
export async function recoverException(
  tree: SourceTree,
  trialFolder: string,
): Promise<TrialRecord['exception']> {
  const path = inFolder(trialFolder, 'exception.txt');
  const text = (await readIfWhole(tree, path, (file) => file.text(1024 * 1024)))?.trim();
  if (!text) return null;
  const lines = text.split(/\r?\n/);
  const at = lines.findLastIndex((line) => namedForFailure.test(raised.exec(line)?.[1] ?? ''));
  if (at === -1) return { type: 'Exception', message: lines.at(-1)! };
  const [, type, message = ''] = raised.exec(lines[at]!)!;
  return { type: type!, message: [message, ...lines.slice(at + 1)].join('\n').trim() };
}
