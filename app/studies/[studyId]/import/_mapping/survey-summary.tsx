import { countOf, formatBytes, formatCount } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { Stat } from '@/app/_components/stat';
import type { Survey } from '@/lib/jobs/import/survey-tally';

/** What looking through the files has found, before anything is written. */
export function SurveySummary({ survey }: { survey: Survey }) {
  const { files, formats, refused } = survey;
  const total = Object.values(files).reduce((sum, n) => sum + n, 0);
  const memories = survey.memories.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title="What is in it" note="Nothing has been written to the study yet.">
      <dl className="grid grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
        <Stat label="Trials" value={formatCount(survey.trials)} note={countOf(survey.tasks, 'task')} />
        <Stat label="Memories" value={formatCount(memories)} />
        <Stat label="Judge's verdicts" value={formatCount(survey.judgements)} />
        <Stat label="Files" value={formatCount(total)} note={formatBytes(survey.bytes)} />
        {files.waiting ? (
          <Stat label="Tables to explain" value={formatCount(files.waiting)} note="below" />
        ) : null}
        <Stat label="Left out" value={formatCount((files.ignored ?? 0) + (files.later ?? 0))} />
        <Stat label="Refused" value={formatCount(files.refused ?? 0)} />
      </dl>
      {formats.length > 0 ? (
        <p className="mt-3 max-w-4xl text-xs text-muted">
          {formats.map(({ format, files: n }) => `${format} (${formatCount(n)})`).join(', ')}
        </p>
      ) : null}
      {refused.length > 0 ? (
        <details className="mt-3 text-xs">
          <summary>{countOf(files.refused ?? refused.length, 'file')} cannot be read</summary>
          <ul className="mt-2 space-y-1">
            {refused.map(({ path, reason }) => (
              <li key={path}>
                <span className="break-all font-mono">{path}</span>{' '}
                <span className="text-muted">{reason}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Panel>
  );
}
