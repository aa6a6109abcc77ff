/** One entry of a legend. */
export interface LegendMark {
  label: string;
  /** A CSS colour. */
  color: string;
  hatched: boolean;
}

/** Places entries of the given widths in rows: left edge and row of each. */
export function flowEntries(
  widths: readonly number[],
  available: number,
  gap: number,
): { x: number; row: number }[] {
  let x = 0;
  let row = 0;
  return widths.map((width) => {
    if (x > 0 && x + width > available) {
      x = 0;
      row++;
    }
    const place = { x, row };
    x += width + gap;
    return place;
  });
}

const swatch = (mark: LegendMark): string =>
  mark.hatched
    ? `repeating-linear-gradient(135deg, ${mark.color} 0 2px, color-mix(in srgb, ${mark.color} 28%, transparent) 2px 4.5px)`
    : mark.color;

/** What the marks of a chart mean; stays in view while a wide chart is scrolled. */
export function Legend({ marks }: { marks: readonly LegendMark[] }) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted" aria-label="Legend">
      {marks.map((mark) => (
        <li key={mark.label} className="inline-flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className="size-3 rounded-[2px] print:[print-color-adjust:exact]"
            style={{ background: swatch(mark), outline: `1px solid ${mark.color}`, outlineOffset: -1 }}
          />
          {mark.label}
        </li>
      ))}
    </ul>
  );
}
