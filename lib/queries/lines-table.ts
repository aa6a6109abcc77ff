import type { Db } from '@/db/client';
import { isShown, type ShownOutcomes } from '@/lib/core/gains/ledger';
import { handJudge, lossCauseLabels } from '@/lib/core/gains/loss-causes';
import { linesTable } from '@/lib/exporters/ledger-tables';
import type { ExportTable } from '@/lib/exporters/table/export-table';
import { getLedger, type LedgerLine, type LedgerQuestion, nameMemories } from './get-ledger';

/** What a person said first, else what a model did. */
const causeOf = ({ causes }: LedgerLine): string => {
  const said = causes.find(({ judge }) => judge === handJudge) ?? causes[0];
  return said ? lossCauseLabels[said.cause] : '';
};

/**
 * Every line of the ledger that ended so, with conditions and memories by name.
 *
 * @throws AppError as getLedger
 */
export async function getLinesTable(
  db: Db,
  question: LedgerQuestion,
  shown: ShownOutcomes,
): Promise<ExportTable> {
  const { lines, conditions } = await getLedger(db, question);
  const told = lines.filter(({ outcome }) => isShown(outcome, shown));
  const named = await nameMemories(
    db,
    told.flatMap(({ memories }) => memories),
  );
  const labels = new Map(conditions.map(({ id, label }) => [id, label]));
  return linesTable(
    told.map((line) => ({
      ...line,
      label: labels.get(line.condition) ?? line.condition,
      cause: causeOf(line),
      memories: line.memories.map((id) => named.get(id)?.title ?? id),
    })),
    [],
  );
}
