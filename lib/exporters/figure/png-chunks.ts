const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const metresPerInch = 0.0254;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 as PNG asks for it (ISO 3309), unsigned. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}

function pixelDensity(dotsPerInch: number): Uint8Array {
  const content = new Uint8Array(9);
  const view = new DataView(content.buffer);
  const perMetre = Math.round(dotsPerInch / metresPerInch);
  view.setUint32(0, perMetre);
  view.setUint32(4, perMetre);
  content[8] = 1;
  return chunk('pHYs', content);
}

/** Keyword, two bytes "not compressed", no language, no translated keyword, the text in UTF-8. */
const internationalText = (keyword: string, text: string): Uint8Array =>
  chunk('iTXt', new TextEncoder().encode(`${keyword}\0\0\0\0\0${text}`));

export interface PngNotes {
  dotsPerInch: number;
  /** Texts by keyword: 1 to 79 printable Latin letters. */
  texts: Record<string, string>;
}

/**
 * A PNG with its size in print and texts written into it, right behind its header. What it says of either already
 * stays where it is.
 *
 * @throws RangeError where the bytes are no PNG
 * @see W3C, Portable Network Graphics (Third Edition), 11.3
 */
export function withPngNotes(png: Uint8Array, { dotsPerInch, texts }: PngNotes): Uint8Array<ArrayBuffer> {
  if (png.length < 33 || signature.some((byte, i) => png[i] !== byte))
    throw new RangeError('these bytes are no PNG');
  const headerEnd = signature.length + 25;
  const notes = [
    pixelDensity(dotsPerInch),
    ...Object.entries(texts).map(([keyword, text]) => internationalText(keyword, text)),
  ];
  const parts = [png.subarray(0, headerEnd), ...notes, png.subarray(headerEnd)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
