/** Longer lists make addresses that some programs cut off. */
export const mostPackedLetters = 3_000;

/**
 * Ascending row numbers in few letters that an address may hold: gaps in bytes of seven bits, in base64url. Null where
 * there are more than an address carries.
 */
export function packRows(rows: Uint32Array): string | null {
  const bytes: number[] = [];
  let before = -1;
  for (const row of rows) {
    let gap = row - before - 1;
    before = row;
    for (; gap > 127; gap = Math.floor(gap / 128)) bytes.push(128 + (gap % 128));
    bytes.push(gap);
    if (bytes.length * 4 > mostPackedLetters * 3) return null;
  }
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** The rows that {@link packRows} wrote; none where the text is not its own, or a row is not below `count`. */
export function unpackRows(packed: string, count: number): Uint32Array {
  let text: string;
  try {
    text = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return new Uint32Array(0);
  }
  const rows: number[] = [];
  let [before, gap, weight] = [-1, 0, 1];
  for (const letter of text) {
    const byte = letter.charCodeAt(0);
    gap += (byte % 128) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    before += gap + 1;
    if (!(before < count)) return new Uint32Array(0);
    rows.push(before);
    [gap, weight] = [0, 1];
  }
  return Uint32Array.from(rows);
}
