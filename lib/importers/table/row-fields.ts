import { CellProblem, isMissing, type TableRow } from './cells';

interface FieldSources {
  columns: Partial<Record<string, string>>;
  constants: Partial<Record<string, string>>;
  values: Partial<Record<string, Record<string, string>>>;
}

/** A cell that does not fit its field, and the column it stands in (null for a constant of the recipe). */
export class RowProblem extends Error {
  constructor(
    readonly column: string | null,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Rows seen through a recipe, one at a time: cells by field, what stands for something else already put in its place. */
export class RowFields<Field extends string> {
  row: TableRow = new Map();
  readonly #known: ReadonlySet<string>;

  /** @param used further columns that the recipe reads */
  constructor(
    readonly recipe: FieldSources,
    used: readonly string[],
  ) {
    this.#known = new Set([...Object.values(recipe.columns).filter((name) => name !== undefined), ...used]);
  }

  /**
   * @param parse makes the field's value of a cell; null stands for an empty one
   * @throws RowProblem when the cell does not fit
   */
  read<Value>(field: Field, parse: (cell: unknown) => Value): Value {
    const column = this.recipe.columns[field] ?? null;
    try {
      return parse(this.#cell(field, column));
    } catch (error) {
      if (error instanceof CellProblem) throw new RowProblem(column, error.message);
      throw error;
    }
  }

  #cell(field: Field, column: string | null): unknown {
    const cell = column === null ? null : this.row.get(column);
    const meant = this.#meaning(field, cell);
    const constant = this.recipe.constants[field];
    return constant !== undefined && isMissing(meant) ? constant : meant;
  }

  #meaning(field: Field, cell: unknown): unknown {
    const meanings = this.recipe.values[field];
    if (!meanings || typeof cell === 'object') return cell;
    const text = String(cell ?? '').trim();
    return Object.hasOwn(meanings, text) ? meanings[text] : cell;
  }

  /** Columns that the recipe says nothing of, with what they hold in this row. */
  others(): Record<string, unknown> {
    const others: [string, unknown][] = [];
    for (const [column, cell] of this.row) {
      if (!this.#known.has(column) && worthKeeping(cell)) others.push([column, cell]);
    }
    return Object.fromEntries(others);
  }
}

/** Long lists of numbers are vectors that nobody asked for. */
const worthKeeping = (cell: unknown): boolean =>
  !isMissing(cell) && !(Array.isArray(cell) && cell.length > 64 && typeof cell[0] === 'number');
