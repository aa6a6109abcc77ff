import { defineImporter } from '../importer';
import { asList, asObject, type JsonObject } from '../json-values';
import { isInstanceDetails, readInstanceDetails } from './instance-details';
import { readInstanceReport } from './instance-report';
import { isLeaderboard, readLeaderboard, resultsDescribedBy } from './leaderboard';
import { readRunReport } from './run-report';

const isRunReport = (root: JsonObject): boolean =>
  Array.isArray(root.resolved_ids) && Array.isArray(root.submitted_ids);

const isInstanceReport = (root: JsonObject): boolean => {
  const verdicts = Object.values(root).slice(0, 5).map(asObject);
  return (
    verdicts.length > 0 &&
    verdicts.every((verdict) => verdict !== null && 'patch_successfully_applied' in verdict)
  );
};

/** Reports of the SWE-bench harness and of its evaluation service: which instances a run resolved. */
export const sweBenchReport = defineImporter({
  id: 'swe-bench-report',
  label: 'SWE-bench report',

  async recognises(file, tree) {
    if (file.kind === 'text') return resultsDescribedBy(file.path, tree) !== null;
    const root = file.kind === 'json' ? asObject(await file.json()) : null;
    return (
      root !== null &&
      (isRunReport(root) || isLeaderboard(root) || isInstanceReport(root) || isInstanceDetails(root))
    );
  },

  async *read(file, context) {
    const described = file.kind === 'text' ? resultsDescribedBy(file.path, context.tree) : null;
    if (described) {
      yield { kind: 'part-of', path: described, role: 'description of the submission' };
      return;
    }
    const root = asObject(await file.json())!;
    if (isRunReport(root)) yield* readRunReport(root, file.path, context);
    else if (isLeaderboard(root)) yield* readLeaderboard(root, file.path, context);
    else if (isInstanceDetails(root)) yield* readInstanceDetails(root, file.path, context);
    else yield* readInstanceReport(root, file.path, context);
    const submitted = asList(root.submitted_ids);
    if (submitted?.length === 0)
      yield { kind: 'warning', where: file.path, message: 'nothing was submitted in this run' };
  },
});
