/**
 * Compact letter display: letters such that two conditions share one exactly when they do not differ significantly.
 * Whether they do is decided before, by p-values that allow for the number of comparisons.
 *
 * Insert and absorb: all conditions start in one column; each significant pair splits every column that holds both into
 * one without the first and one without the second; columns within another are absorbed. Letters go to the columns in
 * the order of their first member, so the first condition has an a.
 *
 * @param count              conditions, integer ≥ 0; give them in the order of the table, best first
 * @param significantPairs   pairs of positions that differ; order and repetition do not matter
 * @returns per condition its letters, ascending: a to z, then aa, ab, …
 * @throws RangeError when a pair names a condition that is not there, or one twice
 * @complexity O(pairs · columns² · count); columns are at most the 3^(count/3) largest sets without a significant pair,
 *   and few where conditions lie on a line
 * @see Piepho 2004, J. Comput. Graph. Stat. 13
 * @example compactLetters(3, [[0, 2]]) // [['a'], ['a', 'b'], ['b']]
 */
export function compactLetters(
  count: number,
  significantPairs: readonly (readonly [number, number])[],
): string[][] {
  let columns: Set<number>[] = count > 0 ? [new Set(Array.from({ length: count }, (_, i) => i))] : [];
  for (const [first, second] of significantPairs) {
    for (const position of [first, second]) {
      if (!Number.isInteger(position) || position < 0 || position >= count)
        throw new RangeError(`there are ${count} conditions, but a pair names number ${position}`);
    }
    if (first === second) throw new RangeError(`condition ${first} cannot differ from itself`);
    columns = absorbed(
      columns.flatMap((column) =>
        column.has(first) && column.has(second)
          ? [without(column, first), without(column, second)]
          : [column],
      ),
    );
  }
  const ordered = columns.map((column) => [...column].sort((a, b) => a - b)).sort(byMembers);
  const letters: string[][] = Array.from({ length: count }, () => []);
  ordered.forEach((column, i) => {
    for (const member of column) letters[member]!.push(letter(i));
  });
  return letters;
}

function without(column: Set<number>, member: number): Set<number> {
  const rest = new Set(column);
  rest.delete(member);
  return rest;
}

/** Columns that lie in no other; of equal ones the first. */
function absorbed(columns: Set<number>[]): Set<number>[] {
  return columns.filter(
    (column, i) => !columns.some((other, j) => lies(column, other) && (column.size < other.size || j < i)),
  );
}

function lies(column: Set<number>, other: Set<number>): boolean {
  if (column.size > other.size) return false;
  for (const member of column) if (!other.has(member)) return false;
  return true;
}

function byMembers(a: number[], b: number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

function letter(position: number): string {
  const last = String.fromCharCode(97 + (position % 26));
  return position < 26 ? last : letter(Math.floor(position / 26) - 1) + last;
}
