import { dateFrom, durationFrom, zoneFrom } from './dates';
import { fillArray, makeDtype, makeScalar } from './numpy';
import { NumpyArray, type Opaque, PickleSet, PickleTuple, type PickleValue } from './values';

/** What a constructor may cost: copies are charged, so that a short pickle cannot make a long one of itself. */
export interface Budget {
  charge(units: number): void;
}

type Construct = (args: readonly PickleValue[], budget: Budget) => PickleValue | undefined;

/**
 * Every callable that a pickle may name in a REDUCE. Each builds plain data from plain data; nothing else is ever
 * called. `undefined` says that the arguments do not fit.
 */
const constructors: Record<string, Construct> = {
  'numpy.core.multiarray._reconstruct': () => new NumpyArray(),
  'numpy._core.multiarray._reconstruct': () => new NumpyArray(),
  'numpy.core.numeric._frombuffer': fromBuffer,
  'numpy._core.numeric._frombuffer': fromBuffer,
  'numpy.core.multiarray.scalar': scalar,
  'numpy._core.multiarray.scalar': scalar,
  'numpy.dtype': (args) => makeDtype(args) ?? undefined,
  '_codecs.encode': encode,
  'builtins.set': (args, budget) => asSet(args, budget),
  'builtins.frozenset': (args, budget) => asSet(args, budget),
  'builtins.list': (args, budget) => itemsOf(args[0], budget),
  'builtins.dict': (args, budget) => dictFrom(args[0], budget),
  'builtins.bytearray': bytesFrom,
  'builtins.bytes': bytesFrom,
  'builtins.complex': ([re, im]) =>
    typeof re === 'number' && typeof im === 'number' ? `${re}${im < 0 ? '' : '+'}${im}j` : undefined,
  'collections.OrderedDict': (args, budget) => dictFrom(args[0], budget),
  // The default factory is a name and stays one.
  'collections.defaultdict': (args, budget) => dictFrom(args[1], budget),
  'datetime.datetime': dateFrom,
  'datetime.date': dateFrom,
  'datetime.timedelta': durationFrom,
  'datetime.timezone': zoneFrom,
};

const byPath = new Map(
  Object.entries(constructors).flatMap(([path, construct]) => [
    [path, construct],
    // Python 2 calls its builtins by another name.
    [path.replace(/^builtins\./, '__builtin__.'), construct],
  ]),
);

export const constructorOf = (callable: Opaque): Construct | null => byPath.get(callable.path) ?? null;

function fromBuffer(
  [bytes, dtype, shape, order]: readonly PickleValue[],
  budget: Budget,
): PickleValue | undefined {
  if (Buffer.isBuffer(bytes)) budget.charge(bytes.length);
  const array = new NumpyArray();
  return fillArray(array, { shape, dtype, fortran: order === 'F', bytes }) === null ? array : undefined;
}

function scalar(args: readonly PickleValue[]): PickleValue | undefined {
  return makeScalar(args) ?? undefined;
}

/** How protocols 0 to 2 write bytes: text whose characters are the bytes. */
function encode([text, encoding]: readonly PickleValue[], budget: Budget): PickleValue | undefined {
  if (typeof text !== 'string' || (encoding !== 'latin1' && encoding !== 'latin-1')) return undefined;
  budget.charge(text.length);
  return Buffer.from(text, 'latin1');
}

function bytesFrom([given, encoding]: readonly PickleValue[], budget: Budget): PickleValue | undefined {
  if (given === undefined) return Buffer.alloc(0);
  if (typeof given === 'string') return encode([given, encoding ?? 'latin1'], budget);
  if (!Buffer.isBuffer(given)) return undefined;
  budget.charge(given.length);
  return Buffer.from(given);
}

function asSet([given]: readonly PickleValue[], budget: Budget): PickleValue | undefined {
  const items = itemsOf(given, budget);
  return items ? new PickleSet(items) : undefined;
}

function itemsOf(given: PickleValue | undefined, budget: Budget): PickleValue[] | undefined {
  if (given === undefined) return [];
  const items = Array.isArray(given)
    ? given
    : given instanceof PickleTuple || given instanceof PickleSet
      ? given.items
      : null;
  if (!items) return undefined;
  budget.charge(items.length);
  return [...items];
}

function dictFrom(given: PickleValue | undefined, budget: Budget): PickleValue | undefined {
  if (given === undefined) return new Map();
  if (given instanceof Map) {
    budget.charge(given.size);
    return new Map(given);
  }
  const dict = new Map<PickleValue, PickleValue>();
  for (const pair of itemsOf(given, budget) ?? [null]) {
    const items = Array.isArray(pair) ? pair : pair instanceof PickleTuple ? pair.items : [];
    if (items.length !== 2) return undefined;
    dict.set(items[0]!, items[1]!);
  }
  return dict;
}
