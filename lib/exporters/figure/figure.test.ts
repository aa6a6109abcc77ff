import { deflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedFace, type FontFace, facesFor, inUnicodeRange } from './font-faces';
import { crc32, withPngNotes } from './png-chunks';
import { dotsPerInch, printSize, printWidths } from './print-widths';
import { validXml } from './valid-xml';

interface Chunk {
  type: string;
  content: Buffer;
}

/** The chunks of a PNG, their checksums checked by zlib's. */
function chunksOf(png: Uint8Array): Chunk[] {
  const bytes = Buffer.from(png);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(zlibCrc32(body));
    chunks.push({ type: body.subarray(0, 4).toString('latin1'), content: body.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(zlibCrc32(body));
  return Buffer.concat([length, body, sum]);
}

/** One grey pixel. */
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
  chunk('IEND', Buffer.alloc(0)),
]);

describe('withPngNotes', () => {
  it('sums as zlib does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      }),
    );
  });

  it('says the size in print and the texts, before the picture and with right checksums', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const chunks = chunksOf(withPngNotes(png, { dotsPerInch: 300, texts: { carryover: text } }));
        expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'pHYs', 'iTXt', 'IDAT', 'IEND']);
        // 300 / 0.0254, as every program rounds it.
        expect([chunks[1]!.content.readUInt32BE(0), chunks[1]!.content[8]]).toEqual([11811, 1]);
        expect(chunks[2]!.content.toString('utf8')).toBe(`carryover\0\0\0\0\0${text}`);
      }),
    );
  });

  it('refuses other bytes', () => {
    expect(() => withPngNotes(Buffer.from('GIF89a'.padEnd(64)), { dotsPerInch: 300, texts: {} })).toThrow(
      RangeError,
    );
  });
});

describe('printSize', () => {
  it('keeps proportions at 300 dots to the inch', () => {
    for (const width of Object.values(printWidths)) {
      const { inches, pixels } = printSize({ width: 760, height: 380 }, width);
      expect(inches).toEqual({ width: width.inches, height: width.inches / 2 });
      expect(pixels.width).toBe(Math.round(width.inches * dotsPerInch));
      expect(Math.abs(pixels.height - pixels.width / 2)).toBeLessThanOrEqual(1);
    }
  });

  it('never prints letters of 11 units below 7 points', () => {
    for (const { inches, layoutWidth } of Object.values(printWidths))
      expect((11 / layoutWidth) * inches * 72).toBeGreaterThan(7);
  });
});

describe('fonts', () => {
  const face = (unicodeRange: string, others: Partial<FontFace> = {}): FontFace => ({
    family: '"Inter Variable"',
    weight: '100 900',
    style: 'normal',
    unicodeRange,
    address: unicodeRange,
    ...others,
  });

  it('reads ranges of CSS', () => {
    expect(inUnicodeRange(0x41, 'U+0000-00FF, U+0131')).toBe(true);
    expect(inUnicodeRange(0x131, 'U+0000-00FF, U+0131')).toBe(true);
    expect(inUnicodeRange(0x130, 'U+0000-00FF, U+0131')).toBe(false);
    expect(inUnicodeRange(0x4ab, 'u+4??')).toBe(true);
    expect(inUnicodeRange(0x500, 'U+4??')).toBe(false);
    expect(inUnicodeRange(0x500, '')).toBe(true);
  });

  it('takes the files that the text needs and no other', () => {
    const faces = [
      face('U+0000-00FF'),
      face('U+0400-04FF'),
      face('U+0000-00FF', { style: 'italic' }),
      face('U+0000-00FF', { family: 'Other' }),
    ];
    const inter = ['"Inter Variable", sans-serif'];
    expect(facesFor('pass@1', inter, faces)).toEqual([faces[0]]);
    expect(facesFor('да', inter, faces)).toEqual([faces[1]]);
    expect(facesFor('', inter, faces)).toEqual([]);
    expect(facesFor('a', ['serif'], faces)).toEqual([]);
    expect(embeddedFace(faces[0]!, 'AAAA')).toContain('url(data:font/woff2;base64,AAAA)');
  });
});

it('leaves out what no XML can hold', () => {
  expect(validXml('a\u0000b\u000bc\ud800d🙂\n\ufffe')).toBe('abcd🙂\n');
});
