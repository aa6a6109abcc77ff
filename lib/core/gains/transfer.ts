import { AppError } from '@/lib/core/errors';
import { groupBy } from '@/lib/core/group-by';
import { baselineOf } from './compute-gains';
import { compareMethods } from './methods';
import { scalingPoints } from './scaling';
import { transferMatrix } from './transfer-matrix';
import type { TransferInput, TransferReport } from './transfer-report';
import { sharesByTask, toUplifts } from './uplifts';
import { writerMatrix } from './writer-matrix';

/**
 * Where memories come from and what that does: by source benchmark, by writer, by the size of the pool, by the retrieval
 * method. All by shares of passed attempts (avg pass@1), and all observational beside the comparison of methods, since
 * a retrieval chose the memories because of the task.
 *
 * @throws AppError `invalid-input` when the baseline is not among the conditions
 * @throws RangeError when level or resamples make no sense
 * @complexity see its parts
 */
export function describeTransfer(input: TransferInput): TransferReport {
  const { trials, conditions, baseline, baselines = {}, memoryType, ...rest } = input;
  if (!conditions.some(({ id }) => id === baseline)) {
    throw new AppError('invalid-input', 'The baseline is not a condition of this study.', {
      hint: 'Choose one of its conditions as the baseline.',
      where: 'baseline',
    });
  }
  const compared = { baseline, baselines };
  const shown = conditions.filter(
    ({ id, ...one }) =>
      baselineOf(id, compared) !== id && (memoryType === undefined || one.memoryType === memoryType),
  );
  const own = groupBy(trials, ({ condition }) => condition);
  const shares = new Map<string, ReadonlyMap<string, number>>();
  const sharesFor = (condition: string): ReadonlyMap<string, number> => {
    const reference = baselineOf(condition, compared);
    const known = shares.get(reference) ?? sharesByTask(own.get(reference) ?? [], input);
    shares.set(reference, known);
    return known;
  };
  const uplifts = shown.flatMap(({ id }) => toUplifts(own.get(id) ?? [], sharesFor(id), input));
  const withMemory = new Set(shown.filter((one) => one.memoryType !== 'none').map(({ id }) => id));
  return {
    settings: { ...compared, memoryType, ...rest },
    matrix: transferMatrix(
      uplifts.filter(({ condition }) => withMemory.has(condition)),
      input,
    ),
    writers: writerMatrix(input),
    scaling: {
      poolFraction: scalingPoints(uplifts, conditions, 'poolFraction', input),
      sourceDomains: scalingPoints(uplifts, conditions, 'sourceDomains', input),
    },
    methods: compareMethods(shown, sharesFor, input),
  };
}
