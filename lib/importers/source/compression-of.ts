const marks: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['LZ4', [0x04, 0x22, 0x4d, 0x18]],
];

/** How a file is compressed, of the ways that are not read here, by its first bytes; null for none of them. */
export function compressionOf(head: Uint8Array): string | null {
  const found = marks.find(([, magic]) => magic.every((byte, i) => head[i] === byte));
  // A text may well begin with `BZh`; bzip2 goes on with a block size and a mark of its own.
  if (found?.[0] === 'bzip2' && !(head[3]! >= 0x31 && head[3]! <= 0x39 && head[4] === 0x31)) return null;
  return found?.[0] ?? null;
}
