import type { ReactNode } from 'react';

/** What stands above a piece of a page: its title and what its numbers mean, and what can be done with it beside them. */
export function PanelHead({
  title,
  note,
  children,
}: {
  title?: ReactNode;
  note?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3">
      <div className="min-w-0 flex-1 basis-72">
        {title ? <h2>{title}</h2> : null}
        {note ? <p className="max-w-4xl text-xs text-muted">{note}</p> : null}
      </div>
      {children}
    </div>
  );
}

/** A titled piece of a page. */
export function Panel({
  title,
  note,
  actions,
  children,
  id,
}: {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section id={id} className="min-w-0 rounded-lg border border-line bg-raised">
      {title || actions ? (
        <PanelHead title={title} note={note}>
          {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
        </PanelHead>
      ) : null}
      <div className="px-4 pb-4 pt-3">{children}</div>
    </section>
  );
}
