import { sendJson } from '@/app/_components/send-json';
import type { GainsReport } from '@/lib/core/gains/report';

let last: { address: string; report: Promise<GainsReport> } | null = null;

/**
 * The whole report behind a page, when more of it is wanted than the page shows: fetched once, and again after a failure.
 *
 * @throws Error with a sentence for whoever asked
 */
export function fetchReport(address: string): Promise<GainsReport> {
  if (last?.address === address) return last.report;
  const report = sendJson<GainsReport>('GET', address).then((answer) => {
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value;
  });
  const asked = { address, report };
  last = asked;
  report.catch(() => {
    if (last === asked) last = null;
  });
  return report;
}
