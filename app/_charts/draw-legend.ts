import { flowEntries, type LegendMark } from './legend';
import { resolveColor } from './resolve-color';

const legendRow = 18;
const legendFont = 12;

/** An element of SVG with its attributes and children. */
export function element(
  name: string,
  attributes: Record<string, string | number>,
  ...children: (Element | string)[]
): Element {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** The legend as part of the drawing, below it: on the page it is text beside the drawing. */
export function drawLegend(
  marks: readonly LegendMark[],
  width: number,
  top: number,
  within: Element,
): { group: Element; height: number } {
  const group = element('g', { transform: `translate(8 ${top + 6})` });
  const { fontFamily } = getComputedStyle(document.body);
  const pen = document.createElement('canvas').getContext('2d')!;
  pen.font = `${legendFont}px ${fontFamily}`;
  const places = flowEntries(
    marks.map((m) => 18 + pen.measureText(m.label).width),
    width - 16,
    16,
  );
  for (const [i, mark] of marks.entries()) {
    const { x, row } = places[i]!;
    const color = resolveColor(mark.color, within);
    const box = { x, y: row * legendRow, width: 12, height: 12, stroke: color };
    if (mark.hatched) {
      const id = `legend-hatch-${i}`;
      group.append(
        element(
          'pattern',
          { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
          element('rect', { width: 6, height: 6, fill: color, 'fill-opacity': 0.28 }),
          element('rect', { width: 2.6, height: 6, fill: color }),
        ),
        element('rect', { ...box, fill: `url(#${id})` }),
      );
    } else group.append(element('rect', { ...box, fill: color }));
    const text = {
      x: x + 18,
      y: row * legendRow + 10.5,
      'font-size': legendFont,
      'font-family': fontFamily,
      fill: resolveColor('var(--text-muted)', within),
    };
    group.append(element('text', text, mark.label));
  }
  return { group, height: ((places.at(-1)?.row ?? -1) + 1) * legendRow + 10 };
}
