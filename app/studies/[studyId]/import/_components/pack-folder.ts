/** A file of a folder, by its path below it. */
export interface PackedFile {
  path: string;
  file: Blob & { lastModified?: number };
}

const block = 512;
const encoder = new TextEncoder();

/**
 * A folder as one tar archive, so that it travels as one upload and keeps its shape. Nothing is copied: the archive is
 * made of short headers and the files themselves, which the browser reads while it sends them.
 */
export function packFolder(files: readonly PackedFile[]): Blob {
  const parts: BlobPart[] = [];
  for (const { path, file } of files) {
    if (encoder.encode(path).length > 100) {
      const record = paxRecord('path', path);
      parts.push(header('PaxHeader', record.length, 'x', 0), record, padding(record.length));
    }
    const seconds = Math.floor((file.lastModified ?? 0) / 1000);
    parts.push(header(path, file.size, '0', seconds), file, padding(file.size));
  }
  // Two empty blocks end an archive.
  parts.push(new Uint8Array(2 * block));
  return new Blob(parts, { type: 'application/x-tar' });
}

const padding = (bytes: number) => new Uint8Array((block - (bytes % block)) % block);

/** A ustar header; a longer name stands in the record before it. */
function header(name: string, size: number, type: '0' | 'x', seconds: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(block);
  const put = (at: number, text: string, length: number) =>
    bytes.set(encoder.encode(text).subarray(0, length), at);
  const octal = (at: number, value: number, digits: number) =>
    put(at, `${value.toString(8).padStart(digits, '0')}\0`, digits + 1);
  put(0, name, 100);
  octal(100, 0o644, 7);
  octal(108, 0, 7);
  octal(116, 0, 7);
  if (size < 8 ** 11) octal(124, size, 11);
  else putLarge(bytes, 124, size);
  octal(136, Math.min(seconds, 8 ** 11 - 1), 11);
  put(148, '        ', 8);
  put(156, type, 1);
  put(257, 'ustar\u000000', 8);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `, 8);
  return bytes;
}

/** Sizes of 8 GB and more do not fit the octal field and are written as a number in base 256. */
function putLarge(bytes: Uint8Array, at: number, size: number): void {
  bytes[at] = 0x80;
  let rest = size;
  for (let i = 11; i > 0; i--) {
    bytes[at + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

/** `<length> key=value\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Uint8Array<ArrayBuffer> {
  const body = encoder.encode(` ${key}=${value}\n`).length;
  let length = body;
  while (length !== body + String(length).length) length = body + String(length).length;
  return encoder.encode(`${length} ${key}=${value}\n`) as Uint8Array<ArrayBuffer>;
}
