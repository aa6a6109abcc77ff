import type { ReactNode } from 'react';

/** The one card of a page that all numbers of its table open. */
export const cellCardId = 'cell-card';

/** A number of the table that opens a card with everything behind it. Which it is, the card reads off the button. */
export function CellButton({
  condition,
  benchmark,
  label,
  children,
}: {
  condition: string;
  /** Null: the average. */
  benchmark: string | null;
  /** As it is read out in place of the content. */
  label: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      popoverTarget={cellCardId}
      data-condition={condition}
      data-benchmark={benchmark ?? undefined}
      className="-mx-1 rounded px-1 hover:bg-sunken"
      aria-label={`${label}: details`}
    >
      {children}
    </button>
  );
}
