/**
 * What a pickle can hold, as inert data. Lists are arrays, dicts are Maps, None is null, bytes are Buffers, long
 * integers beyond 2^53 are bigints; the rest are the classes below.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Buffer
  | PickleValue[]
  | PickleDict
  | PickleTuple
  | PickleSet
  | NumpyArray
  | NumpyDtype
  | PickleDate
  | Opaque;

export type PickleDict = Map<PickleValue, PickleValue>;

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

export class PickleSet {
  constructor(readonly items: PickleValue[]) {}
}

/** A date, time or duration as text. */
export class PickleDate {
  constructor(readonly text: string) {}
}

/** A name that the pickle refers to. It stands for nothing: it cannot be called, built or looked into. */
export class Opaque {
  readonly path: string;

  constructor(module: string, name: string) {
    this.path = `${module}.${name}`;
  }
}

export class NumpyDtype {
  littleEndian = true;

  /** @param code  kind and item size as numpy writes them: f4, i8, b1, … */
  constructor(readonly code: string) {}

  get itemSize(): number {
    return Number(this.code.slice(1));
  }
}

/** A dense array; empty until its state is known. */
export class NumpyArray {
  shape: readonly number[] = [0];
  dtype: NumpyDtype | null = null;
  fortran = false;
  /** As they lie in the pickle: a view, not a copy. */
  data: Buffer = Buffer.alloc(0);

  get length(): number {
    return this.shape.reduce((product, n) => product * n, 1);
  }
}
