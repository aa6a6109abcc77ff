import type { ReactNode } from 'react';
import { CommandLine } from './command-line';

/** Nothing here yet, and what to do about it. */
export function EmptyState({
  title,
  children,
  command,
}: {
  title: string;
  children?: ReactNode;
  command?: string;
}) {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-6 py-10 text-center">
      <h2>{title}</h2>
      {children ? <div className="mx-auto mt-1 max-w-prose text-muted">{children}</div> : null}
      {command ? (
        <div className="mx-auto mt-4 max-w-xl">
          <CommandLine text={command} />
        </div>
      ) : null}
    </div>
  );
}

/** Something could not be done: what, and what helps. */
export function ProblemState({
  title,
  message,
  hint,
  children,
}: {
  title: string;
  message?: string;
  hint?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <div role="alert" className="rounded-lg border border-bad/40 bg-bad-soft px-4 py-3">
      <p className="font-semibold text-bad">{title}</p>
      {message ? <p className="mt-0.5 break-words">{message}</p> : null}
      {hint ? <p className="mt-0.5 break-words text-muted">{hint}</p> : null}
      {children}
    </div>
  );
}
