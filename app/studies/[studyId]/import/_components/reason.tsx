'use client';

import { useState } from 'react';
import { countOf } from '@/app/_components/format';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { Excerpt } from '@/lib/core/excerpt';
import type { ReasonGroup } from '@/lib/queries/imports';
import { outcomeBadge } from './file-table';

/** The path stands below the reason: once is enough. */
const withoutPath = (reason: string, path: string | undefined): string =>
  path !== undefined && reason.startsWith(`${path}: `) ? reason.slice(path.length + 2) : reason;

/** Why some files brought nothing in, with a few of them and the bytes in question. */
export function Reason({ importId, reason: group }: { importId: string; reason: ReasonGroup }) {
  const { outcome, reason, files, examples } = group;
  return (
    <li className="min-w-0">
      <div className="flex items-baseline gap-2">
        {outcomeBadge(outcome)}
        <span className="min-w-0 break-words">{withoutPath(reason, examples[0])}</span>
      </div>
      <ul>
        {examples.map((path) => (
          <li key={path}>
            {outcome === 'refused' ? (
              <InContext importId={importId} path={path} />
            ) : (
              <span className="break-all font-mono text-xs text-muted">{path}</span>
            )}
          </li>
        ))}
      </ul>
      {files > examples.length ? (
        <p className="text-xs text-muted">and {countOf(files - examples.length, 'more file')}</p>
      ) : null}
    </li>
  );
}

/** A path that opens onto the bytes around the place that could not be read. */
function InContext({ importId, path }: { importId: string; path: string }) {
  const [excerpt, setExcerpt] = useState<Excerpt | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = async () => {
    const url = `/api/v1/imports/${importId}/excerpt?path=${encodeURIComponent(path)}`;
    const answer = await sendJson<{ excerpt: Excerpt }>('GET', url);
    if (answer.ok) setExcerpt(answer.value.excerpt);
    else setProblem(answer.problem);
  };
  return (
    <details
      onToggle={(e) => {
        if (e.currentTarget.open && !excerpt) void load();
      }}
    >
      <summary className="break-all font-mono text-xs text-muted">{path}</summary>
      {excerpt ? (
        <figure className="my-1.5">
          <pre className="max-h-48 overflow-auto whitespace-pre-wrap break-all rounded-md bg-sunken p-2.5 font-mono text-xs">
            {excerpt.before}
            <mark className="rounded-sm bg-bad-soft px-0.5 text-bad">
              {excerpt.at || (excerpt.before ? '⟨end of file⟩' : '⟨empty⟩')}
            </mark>
            {excerpt.as === 'hex' ? ' ' : ''}
            {excerpt.after}
          </pre>
          <figcaption className="mt-0.5 text-2xs text-faint">
            from byte {excerpt.from}
            {excerpt.as === 'hex' ? ', hexadecimal' : ', control characters made visible'}
          </figcaption>
        </figure>
      ) : problem ? (
        <p className="text-xs text-muted">
          {problem.message} {problem.hint}
        </p>
      ) : (
        <p className="text-xs text-muted">Reading</p>
      )}
    </details>
  );
}
