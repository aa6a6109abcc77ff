import { flowEntries, type LegendMark } from './legend';
import { resolveColor, toHex } from './resolve-color';

/** Presentation that a drawing gets from style sheets and loses when it leaves the page. */
const properties = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'fill-opacity',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
  'visibility',
];
const pixelsPerUnit = 3;

function copyStyle(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of properties) {
    const value = style.getPropertyValue(name);
    // A reference to a pattern of this drawing must stay a reference.
    if (value && !value.startsWith('url(')) (to as SVGElement).style.setProperty(name, toHex(value));
  }
  for (const [i, child] of [...from.children].entries()) {
    const twin = to.children[i];
    if (twin) copyStyle(child, twin);
  }
}

/** Size in the drawing's own units, the same whatever room the page gives it. */
function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const box = svg.viewBox.baseVal;
  return box && box.width > 0 ? box : svg.getBoundingClientRect();
}

function element(name: string, attributes: Record<string, string | number>, ...children: Element[]): Element {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

const legendRow = 18;
const legendFont = 12;

/** The legend as part of the drawing, below it: on the page it is text beside the drawing. */
function drawLegend(
  marks: readonly LegendMark[],
  width: number,
  top: number,
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
    const color = resolveColor(mark.color);
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
    const text = element('text', {
      x: x + 18,
      y: row * legendRow + 10.5,
      'font-size': legendFont,
      'font-family': fontFamily,
      fill: resolveColor('var(--text-muted)'),
    });
    text.textContent = mark.label;
    group.append(text);
  }
  return { group, height: ((places.at(-1)?.row ?? -1) + 1) * legendRow + 10 };
}

/** The drawing as a file of its own: colours, fonts and legend written into it, on the page's background. */
export function toSvgText(svg: SVGSVGElement, legend: readonly LegendMark[] = []): string {
  const { width, height } = sizeOf(svg);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copyStyle(svg, copy);
  const below = legend.length > 0 ? drawLegend(legend, width, height) : null;
  if (below) copy.append(below.group);
  const whole = height + (below?.height ?? 0);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(whole));
  copy.setAttribute('viewBox', `0 0 ${width} ${whole}`);
  // What made it fit the page would make it fill the screen elsewhere.
  for (const name of ['width', 'height', 'max-width']) copy.style.removeProperty(name);
  copy.removeAttribute('class');
  const ground = element('rect', {
    width: '100%',
    height: '100%',
    fill: resolveColor('var(--surface-raised)'),
  });
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** The drawing as a PNG, three pixels to the unit: sharp in print. */
export async function toPng(svg: SVGSVGElement, legend: readonly LegendMark[] = []): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(toSvgText(svg, legend))}`;
  await image.decode();
  const { width, height } = image;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * pixelsPerUnit);
  canvas.height = Math.round(height * pixelsPerUnit);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser made no picture'))),
      'image/png',
    ),
  );
}

/** Offers a file for download. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
