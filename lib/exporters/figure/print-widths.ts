/** A width that figures are printed in. */
export interface PrintWidth {
  label: string;
  /** Of the printed figure. */
  inches: number;
  /**
   * The width at which the figure is laid out, in CSS pixels of 1/96 inch. Paper is laid out at its own size, so that
   * letters of 11 pixels come out at 8 points; a slide is laid out narrower and enlarged, for readers far away.
   */
  layoutWidth: number;
}

const paper = (inches: number): Pick<PrintWidth, 'inches' | 'layoutWidth'> => ({
  inches,
  layoutWidth: Math.round(inches * 96),
});

/** The widths that figures are asked for in: columns of a conference paper, and a slide of 13.3 inches with margins. */
export const printWidths = {
  single: { label: 'Single column, 3.3 in', ...paper(3.3) },
  double: { label: 'Double column, 7 in', ...paper(7) },
  slide: { label: 'Slide, 12 in', inches: 12, layoutWidth: 720 },
} satisfies Record<string, PrintWidth>;

export type PrintWidthId = keyof typeof printWidths;

/** Sharp in print. */
export const dotsPerInch = 300;

/**
 * How large a drawing is when it is printed in a width.
 *
 * @param drawing in units of its own, both above 0
 * @returns inches, and pixels at {@link dotsPerInch}, never 0
 */
export function printSize(drawing: { width: number; height: number }, { inches }: PrintWidth) {
  const height = (inches * drawing.height) / drawing.width;
  const pixels = (length: number): number => Math.max(1, Math.round(length * dotsPerInch));
  return { inches: { width: inches, height }, pixels: { width: pixels(inches), height: pixels(height) } };
}
