import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { countOf, formatBytes, formatCount, formatDate } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Pagination } from '@/app/_components/pagination';
import { Panel } from '@/app/_components/panel';
import { Stat } from '@/app/_components/stat';
import { TableFrame } from '@/app/_components/table-frame';
import { UrlSearch, UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import type { ImportOutcome } from '@/db/schema';
import { filesPerPage, getImportReport } from '@/lib/queries/imports';
import { FileTable, outcomeBadge, outcomeWords } from '../_components/file-table';
import { Reason } from '../_components/reason';
import { TryAgain } from '../_components/try-again';
import { UndoImport } from '../_components/undo-import';

export const metadata = { title: 'Import report' };

const search = z.object({
  outcome: z
    .enum(['understood', 'part', 'unchanged', 'later', 'ignored', 'refused'])
    .optional()
    .catch(undefined),
  search: z.string().optional().catch(undefined),
  page: z.coerce.number().int().min(1).optional().catch(undefined),
});

/** What every import has, and what this one has. */
const shownOutcomes = (files: Partial<Record<ImportOutcome, number>>): ImportOutcome[] =>
  (['understood', 'part', 'unchanged', 'later', 'ignored', 'refused'] as const).filter(
    (outcome) => files[outcome] || outcome === 'understood' || outcome === 'refused' || outcome === 'part',
  );

const kinds = ['trial', 'memory', 'retrieval', 'judgement', 'task'] as const;
const kindWords: Partial<Record<string, string>> = { memory: 'memories', judgement: "judge's verdicts" };

export default async function ImportReportPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/import/[importId]'>) {
  const { studyId, importId } = await params;
  const filter = search.parse(await searchParams);
  const report = z.uuid().safeParse(importId).success
    ? await getImportReport(await getDb(), importId, filter)
    : null;
  if (!report || report.studyId !== studyId) notFound();
  const { import: run } = report;
  const total = Object.values(run.files).reduce((a, b) => a + b, 0);
  const ended = !run.job || !['queued', 'running'].includes(run.job.state);
  const toTry = (run.files.refused ?? 0) + (run.files.later ?? 0);
  const { matches } = report;
  const logged = matches.name + matches.exact + matches.near + matches.none;
  const touched = Object.values(run.totals).some((t) => t.added + t.changed > 0);

  return (
    <div className="space-y-5">
      <PageHeader
        title={<span className="break-all">{run.label}</span>}
        question={`Imported ${formatDate(run.createdAt)}${run.conditionLabel ? `, every trial under “${run.conditionLabel}”` : ''}.`}
        badge={run.undoneAt ? <Badge tone="warn">undone {formatDate(run.undoneAt)}</Badge> : undefined}
        actions={
          <>
            <Link className="button" href={`/studies/${studyId}/import/mapping`}>
              Name the conditions
            </Link>
            {total > 0 ? (
              <a className="button" href={`/api/v1/imports/${importId}/report.csv`} download>
                Download CSV
              </a>
            ) : null}
            {ended && !run.undoneAt && total > 0 ? (
              <UndoImport importId={importId} label={run.label} />
            ) : null}
          </>
        }
      />
      {run.job && run.job.state !== 'done' ? (
        <Panel title="Import">
          <JobProgress job={run.job} onEnd="refresh" />
        </Panel>
      ) : null}
      {total === 0 ? (
        run.job && run.job.state !== 'done' ? null : (
          <EmptyState title="No file was read">
            What was brought in holds no file, or its records were generated rather than read.
          </EmptyState>
        )
      ) : (
        <>
          <Panel>
            <dl className="grid grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
              <Stat label="Files" value={formatCount(total)} note={formatBytes(run.bytes)} />
              {shownOutcomes(run.files).map((o) => (
                <Stat key={o} label={outcomeWords[o]} value={formatCount(run.files[o] ?? 0)} />
              ))}
            </dl>
          </Panel>
          <Panel
            title="What it did to the study"
            note={
              !touched && run.finishedAt && total > 0
                ? 'Everything in it was there already: nothing changed.'
                : undefined
            }
          >
            <TableFrame caption="Records by kind">
              <thead>
                <tr>
                  <th scope="col">Records</th>
                  <th scope="col" className="num">
                    Added
                  </th>
                  <th scope="col" className="num">
                    Changed
                  </th>
                  <th scope="col" className="num">
                    Unchanged
                  </th>
                </tr>
              </thead>
              <tbody>
                {kinds.map((kind) => (
                  <tr key={kind}>
                    <th scope="row">{kindWords[kind] ?? `${kind}s`}</th>
                    <td className="num">{formatCount(run.totals[kind]?.added ?? 0)}</td>
                    <td className="num">{formatCount(run.totals[kind]?.changed ?? 0)}</td>
                    <td className="num">{formatCount(run.totals[kind]?.unchanged ?? 0)}</td>
                  </tr>
                ))}
              </tbody>
            </TableFrame>
            {logged > 0 ? (
              <p className="mt-3 max-w-prose text-xs text-muted">
                Of {countOf(logged, 'memory', 'memories')} in logged prompts {formatCount(matches.name)} were
                found in a pool by name, {formatCount(matches.exact)} by their exact text and{' '}
                {formatCount(matches.near)} as near-duplicates; {formatCount(matches.none)}{' '}
                {matches.none === 1 ? 'matches' : 'match'} no imported memory.
              </p>
            ) : null}
          </Panel>
          <div className="grid gap-5 lg:grid-cols-2">
            <Panel title="By format">
              <TableFrame caption="Files by format">
                <thead>
                  <tr>
                    <th scope="col">Format</th>
                    <th scope="col">Outcome</th>
                    <th scope="col" className="num">
                      Files
                    </th>
                    <th scope="col" className="num">
                      Trials
                    </th>
                    <th scope="col" className="num">
                      Memories
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {report.byFormat.map((f) => (
                    <tr key={`${f.format} ${f.outcome}`}>
                      <th scope="row" className="min-w-36">
                        {f.format}
                      </th>
                      <td>{outcomeBadge(f.outcome)}</td>
                      <td className="num">{formatCount(f.files)}</td>
                      <td className="num">{f.read.trial ? formatCount(f.read.trial) : ''}</td>
                      <td className="num">{f.read.memory ? formatCount(f.read.memory) : ''}</td>
                    </tr>
                  ))}
                </tbody>
              </TableFrame>
            </Panel>
            <Panel
              title="Why not"
              note="Files that brought nothing in, grouped by reason."
              actions={
                ended && toTry > 0 && !run.undoneAt ? (
                  <TryAgain studyId={studyId} importId={importId} files={toTry} />
                ) : undefined
              }
            >
              {report.reasons.length === 0 ? (
                <p className="text-muted">Every file was understood.</p>
              ) : (
                <ul className="space-y-3">
                  {report.reasons.map((r) => (
                    <Reason key={`${r.outcome} ${r.reason}`} importId={importId} reason={r} />
                  ))}
                </ul>
              )}
            </Panel>
          </div>
          <Panel
            title="Files"
            actions={
              <>
                <UrlSelect
                  name="outcome"
                  label="Outcome"
                  value={filter.outcome ?? ''}
                  options={[
                    { value: '', label: 'all' },
                    ...Object.entries(outcomeWords).map(([value, label]) => ({ value, label })),
                  ]}
                />
                <UrlSearch name="search" label="Path contains" value={filter.search ?? ''} />
              </>
            }
          >
            <FileTable files={report.files} />
            <Pagination page={report.page} pageSize={filesPerPage} total={report.fileTotal} />
          </Panel>
        </>
      )}
    </div>
  );
}
