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

interface Pending {
  from: PickleValue;
  depth: number;
  put: (value: unknown) => void;
}

/**
 * Unpickled data as plain JSON values: tuples and sets become lists, dicts objects with text keys, bytes text. Works
 * through a list of its own, so depth overflows nothing; past the depth limit (cycles end there too) or the node budget a
 * placeholder stands in.
 */
export function toPlain(value: PickleValue, budget: NodeBudget): unknown {
  let result: unknown;
  const pending: Pending[] = [{ from: value, depth: 0, put: (made) => (result = made) }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { from, depth, put } = next;
    const items = listItems(from);
    if (--budget.left < 0) put('[too much to show]');
    else if (depth > depthLimit && (items || from instanceof Map)) put('[nested too deep]');
    else if (items) {
      const list: unknown[] = new Array(items.length);
      put(list);
      for (const [i, item] of items.entries()) {
        pending.push({ from: item, depth: depth + 1, put: (made) => setItem(list, i, made) });
      }
    } else if (from instanceof Map) {
      const object: Record<string, unknown> = {};
      put(object);
      for (const [key, held] of from) {
        const name = keyText(key);
        pending.push({ from: held, depth: depth + 1, put: (made) => setOwn(object, name, made) });
      }
    } else put(leaf(from));
  }
  return result;
}

const listItems = (value: PickleValue): readonly PickleValue[] | null =>
  Array.isArray(value)
    ? value
    : value instanceof PickleTuple || value instanceof PickleSet
      ? value.items
      : null;

const setItem = (list: unknown[], index: number, value: unknown) => {
  list[index] = value;
};

/** `__proto__` as a key is data like any other. */
const setOwn = (object: Record<string, unknown>, key: string, value: unknown) =>
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });

const keyText = (key: PickleValue): string => (typeof key === 'string' ? key : String(leaf(key)));

function leaf(value: PickleValue): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (value instanceof PickleDate) return value.text;
  if (value instanceof Opaque) return `[${value.path.slice(0, 200)}]`;
  if (value instanceof NumpyDtype) return value.code;
  if (value instanceof NumpyArray)
    return value.values.length <= arrayLimit ? [...value.values] : `[array of ${value.shape.join(' × ')}]`;
  return typeof value === 'object' && value !== null ? '[…]' : value;
}
