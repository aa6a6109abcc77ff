'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { type Average, averageLabel, type GainsCell, type GainsReport } from '@/lib/core/gains/report';
import { gainLines, rateLines } from './cell-lines';
import { fetchReport, isSame, type ReportSource } from './fetch-report';

/** The one card that all numbers of a table open. */
export const cellCardId = 'cell-card';

/** A cell of a report: of a condition, and of a benchmark or the average. */
interface CellPlace {
  condition: string;
  benchmark: string | null;
}

/**
 * A table whose numbers open a card with everything behind them; the page itself carries none of that. Which number was
 * pressed, the card reads off the button's data.
 */
export function CellCard({
  source,
  average,
  children,
}: {
  /** Of the report that the card reads when it is opened. */
  source: ReportSource;
  average: Average;
  children: ReactNode;
}) {
  const [place, setPlace] = useState<CellPlace | null>(null);
  const [read, setRead] = useState<{ source: ReportSource; report: GainsReport } | null>(null);
  const [problem, setProblem] = useState('');
  const open = (event: MouseEvent) => {
    const button = (event.target as Element).closest<HTMLElement>(`[popovertarget="${cellCardId}"]`);
    if (!button) return;
    setPlace({ condition: button.dataset.condition ?? '', benchmark: button.dataset.benchmark ?? null });
    setProblem('');
    fetchReport(source)
      .then((report) => setRead({ source, report }))
      .catch((error: Error) => setProblem(error.message));
  };
  const report = read && isSame(read.source, source) ? read.report : null;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: what is pressed are its buttons */}
      <div onClick={open}>{children}</div>
      <div
        id={cellCardId}
        popover="auto"
        className="m-auto max-h-[80vh] max-w-md overflow-y-auto rounded-lg border border-line-strong bg-raised p-4 text-left text-sm text-ink shadow-lg [position-area:bottom_span-left] [position-try-fallbacks:flip-inline,flip-block] supports-[position-area:bottom]:m-1"
      >
        {report && place ? (
          <Content report={report} place={place} average={average} />
        ) : (
          <p className="text-muted" aria-live="polite">
            {problem || 'Being read…'}
          </p>
        )}
      </div>
    </>
  );
}

function cellOf(report: GainsReport, { condition, benchmark }: CellPlace, average: Average) {
  const own = report.conditions.find((one) => one.condition === condition);
  const cell: GainsCell | undefined =
    benchmark === null ? own?.totals[average] : own?.cells.find((one) => one.benchmark === benchmark);
  return own && cell && { own, cell };
}

function Content({ report, place, average }: { report: GainsReport; place: CellPlace; average: Average }) {
  const pathname = usePathname();
  const address = new URLSearchParams(useSearchParams());
  const found = cellOf(report, place, average);
  if (!found) return <p className="text-muted">These numbers have changed; reload the page.</p>;
  const { own, cell } = found;
  const { settings } = report;
  const lines = [...rateLines(cell, settings), ...(cell.gain ? gainLines(cell.gain, settings) : [])];
  const flips = cell.gain?.flips;
  address.set('flips', own.condition);
  if (place.benchmark === null) address.delete('in');
  else address.set('in', place.benchmark);
  return (
    <>
      <p className="mb-2 font-semibold">
        {own.label}, {place.benchmark ?? averageLabel(average)}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {lines.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      {!own.isBaseline && flips && flips.gained + flips.lost > 0 ? (
        <Link className="link mt-2 inline-block" href={`${pathname}?${address}#flips`}>
          The {flips.gained + flips.lost} tasks that flipped: {flips.gained} gained, {flips.lost} lost
        </Link>
      ) : null}
    </>
  );
}
