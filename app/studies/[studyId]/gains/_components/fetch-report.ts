import type { GainsReport } from '@/lib/core/gains/report';

let last: { address: string; report: Promise<GainsReport> } | null = null;

/**
 * The whole report behind a page, when more of it is wanted than the page shows: fetched once, and again after a failure.
 *
 * @throws Error with a sentence for whoever asked
 */
export function fetchReport(address: string): Promise<GainsReport> {
  if (last?.address === address) return last.report;
  const report = fetch(address).then(async (answer) => {
    if (!answer.ok) throw new Error(`The numbers could not be read (status ${answer.status}).`);
    return (await answer.json()) as GainsReport;
  });
  const asked = { address, report };
  last = asked;
  report.catch(() => {
    if (last === asked) last = null;
  });
  return report;
}
