import { numbersOf } from './numpy';
import {
  NumpyArray,
  NumpyDtype,
  Opaque,
  PickleDate,
  PickleSet,
  PickleTuple,
  type PickleValue,
} from './values';

/** Shared references may spell out far more nodes than a file has bytes. */
export interface NodeBudget {
  left: number;
}

const depthLimit = 100;
const arrayLimit = 64;

/** A container that was made and still has to be filled. */
interface Pending {
  from: readonly PickleValue[] | ReadonlyMap<PickleValue, PickleValue>;
  into: unknown[] | Record<string, unknown>;
  depth: number;
}

/**
 * Unpickled data as plain JSON values: tuples and sets become lists, dicts objects with text keys, bytes text. Works
 * through a list of its own, so depth overflows nothing; past the depth limit (cycles end there too) or the node budget a
 * placeholder stands in.
 */
export function toPlain(value: PickleValue, budget: NodeBudget): unknown {
  const pending: Pending[] = [];
  const result = begin(value, 0, budget, pending);
  for (let next = pending.pop(); next; next = pending.pop()) fill(next, budget, pending);
  return result;
}

/** A value, or an empty container whose filling is put off. */
function begin(value: PickleValue, depth: number, budget: NodeBudget, pending: Pending[]): unknown {
  if (--budget.left < 0) return '[too much to show]';
  const from = value instanceof Map ? value : listItems(value);
  if (!from) return leaf(value);
  if (depth > depthLimit) return '[nested too deep]';
  const into = from instanceof Map ? {} : [];
  pending.push({ from, into, depth });
  return into;
}

function fill({ from, into, depth }: Pending, budget: NodeBudget, pending: Pending[]): void {
  if (Array.isArray(into)) {
    for (const item of from as readonly PickleValue[]) into.push(begin(item, depth + 1, budget, pending));
    return;
  }
  for (const [key, held] of from as ReadonlyMap<PickleValue, PickleValue>) {
    setOwn(into, keyText(key), begin(held, depth + 1, budget, pending));
  }
}

const listItems = (value: PickleValue): readonly PickleValue[] | null =>
  Array.isArray(value)
    ? value
    : value instanceof PickleTuple || value instanceof PickleSet
      ? value.items
      : null;

/** `__proto__` as a key is data like any other. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

const keyText = (key: PickleValue): string => (typeof key === 'string' ? key : String(leaf(key)));

function leaf(value: PickleValue): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (value instanceof PickleDate) return value.text;
  if (value instanceof Opaque) return `[${value.path.slice(0, 200)}]`;
  if (value instanceof NumpyDtype) return value.code;
  if (value instanceof NumpyArray)
    return value.length <= arrayLimit ? [...numbersOf(value)] : `[array of ${value.shape.join(' × ')}]`;
  return typeof value === 'object' && value !== null ? '[…]' : value;
}
