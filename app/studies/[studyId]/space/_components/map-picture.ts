import { flowEntries } from '@/app/_charts/legend';
import { resolveColor } from '@/app/_charts/resolve-color';
import type { LegendEntry } from './parse-points';

/** The map as a PNG with its legend below, on the page's background, and its width in pixels. */
export async function pictureOf(
  map: ImageData,
  shownWidth: number,
  legend: readonly LegendEntry[],
): Promise<{ png: Blob; width: number }> {
  const scale = map.width / shownWidth;
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d')!;
  const font = `${12 * scale}px ${getComputedStyle(document.body).fontFamily}`;
  pen.font = font;
  const margin = 12 * scale;
  const places = flowEntries(
    legend.map((e) => 16 * scale + pen.measureText(e.name).width),
    map.width - 2 * margin,
    16 * scale,
  );
  const rowHeight = 18 * scale;
  canvas.width = map.width;
  canvas.height = Math.ceil(map.height + 2 * margin + ((places.at(-1)?.row ?? -1) + 1) * rowHeight);
  pen.fillStyle = resolveColor('var(--surface-raised)');
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.putImageData(map, 0, 0);
  // Changing the size of a canvas resets its pen.
  pen.font = font;
  pen.textBaseline = 'middle';
  for (const [i, entry] of legend.entries()) {
    const x = margin + places[i]!.x;
    const y = map.height + margin + (places[i]!.row + 0.5) * rowHeight;
    pen.fillStyle = resolveColor(entry.color);
    pen.beginPath();
    pen.arc(x + 5 * scale, y, 5 * scale, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = resolveColor('var(--text-muted)');
    pen.fillText(entry.name, x + 16 * scale, y);
  }
  const png = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser made no picture'))),
      'image/png',
    ),
  );
  return { png, width: canvas.width };
}
