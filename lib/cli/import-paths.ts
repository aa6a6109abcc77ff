import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@/lib/core/errors';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import type { ImportReport } from '@/lib/queries/imports';
import type { Backend } from './backend';
import { waitForJob } from './wait-for-job';

/** @throws AppError `not-found` for the first path at which nothing lies */
export function requirePaths(paths: readonly string[]): string[] {
  const missing = paths.find((p) => !existsSync(p));
  if (missing)
    throw new AppError('not-found', `There is nothing at ${path.resolve(missing)}.`, {
      hint: 'Check the path.',
    });
  return paths.map((p) => path.resolve(p));
}

/** Imports folders, archives and files into a study and waits for the end. */
export async function importPaths(
  backend: Backend,
  studyId: string,
  given: { paths: string[]; condition?: string | null; mapping?: StudyMapping | undefined },
): Promise<ImportReport> {
  const started = (await backend.request('POST', `/api/v1/studies/${encodeURIComponent(studyId)}/imports`, {
    condition: null,
    ...given,
  })) as { importId: string; job: { id: string } };
  await waitForJob(backend, started.job.id);
  return (await backend.request('GET', `/api/v1/imports/${started.importId}`)) as ImportReport;
}

/** The report with all of its files, which the API hands out page by page. */
export async function withAllFiles(backend: Backend, report: ImportReport): Promise<ImportReport> {
  while (report.files.length < report.fileTotal) {
    report.page++;
    const next = (await backend.request(
      'GET',
      `/api/v1/imports/${report.import.id}?page=${report.page}`,
    )) as ImportReport;
    if (next.files.length === 0) break;
    report.files.push(...next.files);
  }
  return report;
}
