import Link from 'next/link';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import type { Average, GainsReport } from '@/lib/core/gains/report';
import { scopeTable, tieTable } from '@/lib/exporters/gains-summary-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import type { GainsQuestion } from '@/lib/queries/get-gains';
import { getConditionCosts, getScopeContrasts, getTieGroups } from '@/lib/queries/get-gains-extras';
import { CostChart } from '../_charts/cost-chart';
import { costTable, labelledPoints, toCostDrawing } from '../_charts/cost-rows';
import type { Series } from '../_charts/series';
import { NumbersPanel } from './numbers-panel';

/** More conditions times tasks than this are computed when somebody asks: they take seconds. */
const mostRows = 10_000;

/** Whether what takes longer is computed at once. */
export const computesMore = (report: GainsReport, asked: boolean): boolean =>
  asked || report.conditions.reduce((sum, c) => sum + c.totals['task-weighted'].taskCount, 0) <= mostRows;

interface Props {
  question: GainsQuestion;
  report: GainsReport;
  average: Average;
  caption: string;
  series: readonly Series[];
  provenance: Provenance;
}

/** What is left to compute in a large study, and how to ask for it. */
export function MoreLink({ href }: { href: string }) {
  return (
    <Panel title="Groups of ties, costs, and self-evolving against cross-domain">
      <p className="text-muted">
        In a study of this size these take some seconds, so they wait to be asked for.{' '}
        <Link className="link" href={href} scroll={false}>
          Compute them
        </Link>
      </p>
    </Panel>
  );
}

/** Groups of ties over all conditions. */
export async function TiesPanel({ question, report, average, provenance }: Props) {
  const ties = await getTieGroups(await getDb(), question, average);
  if (ties.groups.length < 2) return null;
  return (
    <NumbersPanel
      table={tieTable(ties, report)}
      file={`${question.studyId}-ties`}
      provenance={provenance}
      note="A group, not a ranking: within a letter the order is as likely chance."
    />
  );
}

/** Memories from other benchmarks against the benchmark's own; nothing where no type has both. */
export async function ScopesPanel({ question, report, average, caption, provenance }: Props) {
  const contrasts = await getScopeContrasts(await getDb(), question);
  if (contrasts.length === 0) return null;
  return (
    <NumbersPanel
      table={scopeTable(contrasts, report, average, [caption])}
      file={`${question.studyId}-scopes`}
      provenance={provenance}
      note="Paired on the tasks that both have; above zero, memories from other benchmarks helped more than the benchmark’s own."
    />
  );
}

/** What a trial costs against what it gains; nothing where the logs say neither tokens nor dollars. */
export async function CostsPanel({ question, report, average, caption, series, provenance }: Props) {
  const costs = await getConditionCosts(await getDb(), question);
  const drawing = toCostDrawing(report, costs, series, average);
  const known = costs.some(({ total }) => total.tokensPerTrial.value ?? total.dollarsPerTrial.value);
  if (!known) {
    return (
      <Panel title="Cost against gain">
        <p className="text-muted">
          {drawing.missing[0]?.reason ?? 'The logs say neither tokens nor dollars'}: without the tokens or
          dollars of every trial that counts there is no cost to compare.
        </p>
      </Panel>
    );
  }
  return (
    <ChartFrame
      title="Cost against gain"
      note={`Mean ${drawing.unit} of a trial to the right, gain over the baseline in percentage points up. Up and to the left is better.${drawing.points.length > labelledPoints(drawing.points).length ? ' Named are those that no cheaper one beats, and the baselines; point at others.' : ''} The table holds tasks resolved per 100,000 tokens and per dollar with their intervals.`}
      caption={`${caption} Of costs: sums over the trials that count, tasks resampled within benchmarks.`}
      table={costTable(report, costs, average, [caption])}
      provenance={provenance}
      file={`${question.studyId}-cost`}
    >
      <CostChart points={drawing.points} unit={drawing.unit} />
      {drawing.missing.length > 0 ? (
        <p className="mt-2 text-xs text-muted">
          Not drawn: {drawing.missing.map(({ label, reason }) => `${label} (${reason})`).join('; ')}.
        </p>
      ) : null}
    </ChartFrame>
  );
}
