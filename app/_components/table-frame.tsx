import type { ReactNode } from 'react';

/** A table that scrolls inside its own frame, its first column staying in view. */
export function TableFrame({
  caption,
  captionHidden = true,
  children,
}: {
  caption: string;
  captionHidden?: boolean;
  children: ReactNode;
}) {
  return (
    // Positioned, so that visually hidden text inside scrolls along instead of widening the page.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling frame has to be reachable by keyboard
    <section className="relative overflow-x-auto" aria-label={caption} tabIndex={0}>
      <table className="data-table">
        <caption className={captionHidden ? 'sr-only' : 'pb-2 text-left text-xs text-muted'}>
          {caption}
        </caption>
        {children}
      </table>
    </section>
  );
}
