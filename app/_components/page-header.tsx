import type { ReactNode } from 'react';

/** A page's name and the one question it answers. */
export function PageHeader({
  title,
  question,
  actions,
  badge,
}: {
  title: ReactNode;
  question?: ReactNode;
  actions?: ReactNode;
  badge?: ReactNode;
}) {
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 break-words">
          {title}
          {badge ? <span className="text-sm font-normal tracking-normal">{badge}</span> : null}
        </h1>
        {question ? <p className="mt-0.5 max-w-prose text-muted">{question}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-end gap-2">{actions}</div> : null}
    </div>
  );
}
