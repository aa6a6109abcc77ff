import { withPngNotes } from '@/lib/exporters/figure/png-chunks';
import { dotsPerInch, type PrintWidth, printSize } from '@/lib/exporters/figure/print-widths';
import { validXml } from '@/lib/exporters/figure/valid-xml';
import { type Provenance, provenanceKey } from '@/lib/exporters/provenance';
import { drawLegend, element } from './draw-legend';
import { fontsOf } from './embed-fonts';
import type { LegendMark } from './legend';
import { resolveColor, toHex } from './resolve-color';

/** Presentation that a drawing gets from style sheets and loses when it leaves the page. All but opacity is inherited. */
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

/** What only a page understands, or runs. */
const pageOnly = ['class', 'style', 'tabindex'];

/**
 * Writes into a copy how the original looks, and leaves out what only its page understands.
 *
 * @param above how the parent looks; what is the same needs no word
 */
function copyLook(from: Element, to: Element, above?: CSSStyleDeclaration): void {
  const style = getComputedStyle(from);
  const said = (name: string, value: string) =>
    name === 'opacity' ? value === '1' : value === above?.getPropertyValue(name);
  const twins = [...to.children];
  for (const { name, value } of [...to.attributes])
    if (pageOnly.includes(name) || name.startsWith('on') || value.includes('var(')) to.removeAttribute(name);
  for (const name of properties) {
    const value = style.getPropertyValue(name);
    // A reference to a pattern of this drawing must stay a reference.
    if (value && !said(name, value) && !value.startsWith('url('))
      (to as SVGElement).style.setProperty(name, toHex(value));
  }
  for (const [i, child] of [...from.children].entries()) {
    const twin = twins[i];
    if (twin && /^(script|foreignObject|style)$/.test(twin.localName)) twin.remove();
    else if (twin) copyLook(child, twin, style);
  }
}

/** Size in the drawing's own units, the same whatever room the page gives it. */
export function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const box = svg.viewBox.baseVal;
  return box && box.width > 0 ? box : svg.getBoundingClientRect();
}

/** What a printed figure is made of, beside the drawing. */
export interface Figure {
  legend?: readonly LegendMark[] | undefined;
  width: PrintWidth;
  provenance: Provenance | null;
}

interface Copy {
  svg: SVGSVGElement;
  /** In units of the drawing. */
  size: { width: number; height: number };
}

function copyDrawing(drawing: SVGSVGElement, { legend = [], provenance }: Figure): Copy {
  const { width, height } = sizeOf(drawing);
  const svg = drawing.cloneNode(true) as SVGSVGElement;
  copyLook(drawing, svg);
  const within = drawing.parentElement ?? document.body;
  const below = legend.length > 0 ? drawLegend(legend, width, height, within) : null;
  if (below) svg.append(below.group);
  const size = { width, height: height + (below?.height ?? 0) };
  const ground = { width: '100%', height: '100%', fill: resolveColor('var(--surface-raised)', within) };
  svg.prepend(element('rect', ground));
  if (provenance) svg.prepend(element('metadata', { id: provenanceKey }, JSON.stringify(provenance)));
  return { svg, size };
}

/**
 * The drawing as a file of its own in a width of print: colours, fonts, legend and provenance written into it, nothing
 * that runs, nothing that is fetched.
 */
export async function toSvgText(drawing: SVGSVGElement, figure: Figure): Promise<string> {
  const { svg, size } = copyDrawing(drawing, figure);
  const fonts = element('style', {}, await fontsOf(svg));
  svg.prepend(element('defs', {}, fonts));
  const { inches } = printSize(size, figure.width);
  svg.setAttribute('role', 'img');
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('width', `${inches.width}in`);
  svg.setAttribute('height', `${Number(inches.height.toFixed(4))}in`);
  svg.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  return validXml(new XMLSerializer().serializeToString(svg));
}

/** A picture of the browser's as a PNG file that knows its size in print and where it comes from. */
async function toPngFile(picture: Blob, dots: number, provenance: Provenance | null): Promise<Blob> {
  const texts: Record<string, string> = provenance ? { [provenanceKey]: JSON.stringify(provenance) } : {};
  const bytes = withPngNotes(new Uint8Array(await picture.arrayBuffer()), { dotsPerInch: dots, texts });
  return new Blob([bytes], { type: 'image/png' });
}

/** The drawing as a PNG of 300 dots to the inch, made from its SVG. */
export async function toPng(drawing: SVGSVGElement, figure: Figure): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await toSvgText(drawing, figure))}`;
  await image.decode();
  const { pixels } = printSize(image, figure.width);
  const canvas = document.createElement('canvas');
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext('2d')!.drawImage(image, 0, 0, pixels.width, pixels.height);
  const picture = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser made no picture'))),
      'image/png',
    ),
  );
  return toPngFile(picture, dotsPerInch, figure.provenance);
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
