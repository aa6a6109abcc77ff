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

/** One row seen through a recipe: cells by field, what stands for something else already put in its place. */
export class RowFields<Field extends string> {
  constructor(
    readonly recipe: FieldSources,
    readonly row: TableRow,
  ) {}

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
  others(used: readonly string[] = []): Record<string, unknown> {
    const known = new Set([...Object.values(this.recipe.columns), ...used]);
    return Object.fromEntries(
      [...this.row].filter(([column, cell]) => !known.has(column) && worthKeeping(cell)),
    );
  }
}

/** Long lists of numbers are vectors that nobody asked for. */
const worthKeeping = (cell: unknown): boolean =>
  !isMissing(cell) && !(Array.isArray(cell) && cell.length > 64 && typeof cell[0] === 'number');
