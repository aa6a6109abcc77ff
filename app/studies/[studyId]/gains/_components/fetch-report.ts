import { sendJson } from '@/app/_components/send-json';
import type { GainsReport } from '@/lib/core/gains/report';

/** Where the whole report behind a page is read. */
export interface ReportSource {
  address: string;
  /** Of the data that the page shows: another report is behind it once they have changed. */
  dataHash: string | null;
}

export const isSame = (a: ReportSource, b: ReportSource): boolean =>
  a.address === b.address && a.dataHash === b.dataHash;

let last: { source: ReportSource; report: Promise<GainsReport> } | null = null;

/**
 * The whole report behind a page, when more of it is wanted than the page shows: fetched once, and again after a failure.
 *
 * @throws Error with a sentence for whoever asked
 */
export function fetchReport(source: ReportSource): Promise<GainsReport> {
  if (last && isSame(last.source, source)) return last.report;
  const report = sendJson<GainsReport>('GET', source.address).then((answer) => {
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value;
  });
  const asked = { source, report };
  last = asked;
  report.catch(() => {
    if (last === asked) last = null;
  });
  return report;
}
