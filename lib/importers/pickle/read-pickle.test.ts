import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersOf } from './numpy';
import { PickleRefusal } from './pickle-error';
import { readPickle } from './read-pickle';
import { toPlain } from './to-plain';
import { NumpyArray } from './values';

// The program itself: a version manager in front of it would take most of the time, sixty times over.
const asked = spawnSync('python3', ['-c', 'import sys, pickle; print(sys.executable)'], { encoding: 'utf8' });
const hasPython = asked.status === 0;
const python = asked.stdout?.trim() || 'python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy']).status === 0;

/** What Python makes of an expression, pickled. */
function pickled(expression: string, protocol: number): Buffer {
  const program = `import pickle,sys,collections,datetime\nsys.stdout.buffer.write(pickle.dumps(${expression}, ${protocol}))`;
  const { stdout, status, stderr } = spawnSync(python, ['-c', program], { maxBuffer: 1e8 });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}

const read = (bytes: Buffer) => toPlain(readPickle(bytes).value, { left: 1_000_000 });
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

const reasonOf = (data: Buffer): PickleRefusal => {
  try {
    readPickle(data);
  } catch (error) {
    if (error instanceof PickleRefusal) return error;
    throw error;
  }
  throw new Error('it was read');
};

/** Python's integers have no end; those beyond ours come out as text. */
const asPythonHasIt = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, held: unknown) =>
    Number.isInteger(held) && !Number.isSafeInteger(held) && /^-?\d+$/.test(String(held))
      ? String(held)
      : held,
  );

const protocols = [0, 1, 2, 3, 4, 5];

describe.skipIf(!hasPython)('what Python pickles', () => {
  it.each(protocols)('comes out as it went in, protocol %i', (protocol) => {
    const expression = `[{'a': 1, 'b': -2.5, 'c': [True, False, None], 'd': 'ü \\\\ \\n 😀', 'e': (1, (2,), ()), 'f': {3},
      'g': b'bytes\\x00', 'h': 2**70, 'i': -2**31, 'j': 70000, 'k': 255, 'l': float('inf'), 'm': '', 'n': {}, 'o': -1,
      'p': collections.OrderedDict([('x', 1)]), 'q': collections.defaultdict(list, {'y': [2]}), 'r': frozenset([4]),
      's': datetime.datetime(2026, 1, 29, 10, 3, 50, 523316), 't': datetime.date(2026, 1, 29), 'u': bytearray(b'x'),
      'v': datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc), 'w': complex(1, -2), 'x': 2**31, 'y': -300}]`;
    expect(read(pickled(expression, protocol))).toEqual([
      {
        a: 1,
        b: -2.5,
        c: [true, false, null],
        d: 'ü \\ \n 😀',
        e: [1, [2], []],
        f: [3],
        g: 'bytes\0',
        h: (2n ** 70n).toString(),
        i: -(2 ** 31),
        j: 70000,
        k: 255,
        l: Infinity,
        m: '',
        n: {},
        o: -1,
        p: { x: 1 },
        q: { y: [2] },
        r: [4],
        s: '2026-01-29T10:03:50.523316',
        t: '2026-01-29',
        u: 'x',
        v: '2026-01-02T00:00:00Z',
        w: '1-2j',
        x: 2 ** 31,
        y: -300,
      },
    ]);
  });

  it('round-trips any JSON value in any protocol', () => {
    const program = [
      'import json,pickle,sys,base64',
      'for line in sys.stdin:',
      ' protocol, value = json.loads(line)',
      ' print(base64.b64encode(pickle.dumps(value, protocol)).decode())',
    ].join('\n');
    const values = fc.sample(fc.tuple(fc.constantFrom(...protocols), fc.jsonValue({ maxDepth: 5 })), {
      numRuns: 300,
      seed: 7,
    });
    const input = values.map((value) => JSON.stringify(value)).join('\n');
    const { stdout } = spawnSync(python, ['-c', program], { input, maxBuffer: 1e8 });
    const pickles = stdout.toString().trim().split('\n');
    expect(pickles).toHaveLength(values.length);
    for (const [i, [, value]] of values.entries()) {
      expect(read(Buffer.from(pickles[i]!, 'base64'))).toEqual(asPythonHasIt(value));
    }
  });

  it('hands the items of the outermost list over as they are, whatever they share', () => {
    const expression = `(lambda v, n: [{'e': v, 'n': n, 't': (1.5, 2.5)}, {'e': v, 'n': n}, [0.5] * 40, [1, 0.5], 7, 'x', [[]], n])([i / 3 for i in range(2500)], {'k': [0.25] * 1001})`;
    for (const protocol of protocols) {
      const data = pickled(expression, protocol);
      const handed: unknown[] = [];
      const { value } = readPickle(data, (item) => handed.push(toPlain(item, { left: 1_000_000 })));
      expect(value).toEqual([]);
      expect(handed).toEqual(read(data));
      expect(handed).toHaveLength(8);
      expect((handed[0] as { e: number[] }).e).toEqual(Array.from({ length: 2500 }, (_, i) => i / 3));
    }
  });

  it('hands nothing over of what is no list, or is looked into later', () => {
    const handed: unknown[] = [];
    const of = (expression: string) => readPickle(pickled(expression, 4), (item) => handed.push(item)).value;
    expect(toPlain(of("{'a': [1, 2]}"), { left: 100 })).toEqual({ a: [1, 2] });
    expect(of('(lambda v: (v.append(v), v)[1])([1, 2])')).toHaveLength(3);
    expect(handed).toEqual([]);
    // What is around a list shows only at the end: then what was handed over counts for nothing.
    expect(Array.isArray(of('([1, 2],)'))).toBe(false);
  });

  it('keeps shared objects shared and ends at cycles', () => {
    const [a, b] = readPickle(pickled('(lambda v: [v, v])([1.5])', 4)).value as unknown[];
    expect(a).toBe(b);
    const cycle = pickled('(lambda v: (v.append(v), v)[1])([])', 2);
    expect(JSON.stringify(read(cycle))).toContain('nested too deep');
  });

  it.skipIf(!hasNumpy).each(protocols)('reads numpy arrays and numbers, protocol %i', (protocol) => {
    const expression = `(lambda np: [np.arange(6, dtype='f4').reshape(2, 3), np.asfortranarray(np.arange(6, dtype='>f8').reshape(2, 3)),
      np.array([1.5, -2, 65504], dtype='f2'), np.array([-1, 2], dtype='i8'), np.array([True, False]), np.array([7], dtype='>u2'),
      np.float64(0.5), np.bool_(True), np.int64(-3), np.zeros((0, 4))])(__import__('numpy'))`;
    const values = readPickle(pickled(expression, protocol)).value as unknown[];
    const shown = values.map((value) =>
      value instanceof NumpyArray ? [value.shape, [...numbersOf(value)]] : value,
    );
    expect(shown).toEqual([
      [
        [2, 3],
        [0, 1, 2, 3, 4, 5],
      ],
      [
        [2, 3],
        [0, 1, 2, 3, 4, 5],
      ],
      [[3], [1.5, -2, 65504]],
      [[2], [-1, 2]],
      [[2], [1, 0]],
      [[1], [7]],
      0.5,
      true,
      -3,
      [[0, 4], []],
    ]);
  });

  it.skipIf(!hasNumpy)('refuses arrays of objects', () => {
    const refusal = reasonOf(pickled(`__import__('numpy').array([None, 'x'], dtype=object)`, 2));
    expect(refusal.reason).toMatch(/numpy\.dtype was given arguments that do not fit/);
  });

  it.each(protocols)('neither makes objects of classes nor calls functions, protocol %i', (protocol) => {
    for (const expression of [
      `__import__('fractions').Fraction(1, 3)`,
      `__import__('pathlib').PurePosixPath('/x')`,
      `collections.Counter('a')`,
    ]) {
      expect(reasonOf(pickled(expression, protocol)).code).toBe('forbidden');
    }
  });
});

describe('hostile pickles', () => {
  it.each<[string, Buffer, RegExp]>([
    ['os.system by REDUCE', bytes('cos\nsystem\n(Vecho\ntR.'), /wants to call os\.system/],
    ['os.system by INST', bytes('(Vecho\nios\nsystem\n.'), /object of os\.system/],
    ['os.system by OBJ', bytes('(cos\nsystem\nVecho\no.'), /object of a class/],
    ['a class by NEWOBJ', bytes([0x80, 2], 'cos\nsystem\n)', [0x81, 0x2e]), /object of os\.system/],
    ['a class by NEWOBJ_EX', bytes([0x80, 4], 'cos\nsystem\n)}', [0x92, 0x2e]), /object of os\.system/],
    ['the constructor of a JavaScript object', bytes('c__proto__\nconstructor\n)R.'), /wants to call/],
    ['a list called', bytes(']', ')R.'), /no name/],
    ['state of a dict', bytes('}}b.'), /state of an object/],
    ['state of a name', bytes('cos\nsystem\n}b.'), /state of an object/],
    ['appending to a name', bytes('cos\nsystem\nNa.'), /no list/],
    ['items of a name', bytes('cos\nsystem\nNNs.'), /no dict/],
    ['a persistent id', bytes('Pid\n.'), /persistent id/],
    ['an extension', bytes([0x80, 2, 0x83, 1, 0, 0x2e]), /extension/],
    ['an outside buffer', bytes([0x80, 5, 0x97, 0x2e]), /outside/],
  ])('%s is forbidden', (_, data, reason) => {
    const refusal = reasonOf(data);
    expect(refusal).toMatchObject({ code: 'forbidden', reason: expect.stringMatching(reason) });
    expect(refusal.toAppError('x.pkl').message).toMatch(/^x\.pkl: .* \(byte \d+\)\.$/);
  });

  it.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /empty/],
    ['no end', bytes(']'), /before its STOP/],
    ['a stack that runs dry', bytes('0.'), /more from its stack/],
    ['reaching below a mark', bytes('N(0a.'), /stack/],
    ['a missing mark', bytes('t.'), /mark/],
    ['a missing memo', bytes('g7\n.'), /memo 7/],
    ['an unknown opcode', bytes([0xff, 0x2e]), /0xff is no pickle opcode/],
    ['a later protocol', bytes([0x80, 6, 0x4e, 0x2e]), /protocol 6/],
    ['a terabyte of text', bytes([0x80, 4, 0x8d, 0, 0, 0, 0, 0, 1, 0, 0, 0x2e]), /bytes were announced/],
    ['a negative length', bytes('T', [0xff, 0xff, 0xff, 0xff], '.'), /negative/],
    ['a key without a value', bytes('(Nd.'), /key without a value/],
    ['a number of a million digits', bytes('L', '9'.repeat(1_000_000), 'L\n.'), /too many digits/],
    ['a name of numbers', bytes([0x80, 4, 0x4b, 1, 0x4b, 2, 0x93, 0x2e]), /name is no text/],
  ])('%s is refused', (_, data, reason) => {
    expect(reasonOf(data).reason).toMatch(reason);
  });

  it.each<[string, Buffer]>([
    ['dicts', Buffer.alloc(5_000_000, '}')],
    ['tuples', Buffer.alloc(5_000_000, ')')],
    ['memory of one value', Buffer.concat([bytes('Nq\0'), Buffer.alloc(4_000_000, 0x94)])],
  ])('takes only so many %s, each of which costs a byte to ask for', (_, data) => {
    expect(reasonOf(data)).toMatchObject({ code: 'limit-exceeded' });
  });

  it('charges for copies, so that a short pickle cannot fill the memory', () => {
    const list = bytes('(', 'N'.repeat(50_000), 'lp0\n0');
    const copies = Array.from({ length: 200 }, () => bytes('c__builtin__\nlist\n(g0\ntR'));
    expect(reasonOf(Buffer.concat([list, ...copies, bytes('.')]))).toMatchObject({ code: 'limit-exceeded' });
  });

  it('spells out no more of shared data than its budget', () => {
    const level = (n: number) => bytes('(', `g${n - 1}\n`.repeat(10), `lp${n}\n0`);
    const data = Buffer.concat([
      bytes('(lp0\n0'),
      ...Array.from({ length: 40 }, (_, n) => level(n + 1)),
      bytes('g40\n.'),
    ]);
    const budget = { left: 10_000 };
    expect(JSON.stringify(toPlain(readPickle(data).value, budget))).toContain('too much to show');
    expect(budget.left).toBeLessThan(0);
  });

  it('keeps __proto__ a key like any other', () => {
    const value = read(bytes('}V__proto__\n}VisAdmin\nI01\nss.')) as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  it('reads or refuses whatever bytes it is given, and never anything else', () => {
    const opcodes = fc.constantFrom(
      ...'().012FGIJKLMNPQRSTUVX]abcdeghijlopqrstu}'.split('').map((c) => c.charCodeAt(0)),
      0x80,
      0x85,
      0x8c,
      0x91,
      0x93,
      0x94,
      0x95,
      0x96,
    );
    const soup = fc.array(
      fc.oneof({ weight: 4, arbitrary: opcodes }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(soup, (codes) => {
        try {
          toPlain(readPickle(Buffer.from([...codes, 0x2e])).value, { left: 1000 });
        } catch (error) {
          if (!(error instanceof PickleRefusal)) throw error;
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('survives mutations of a real pool', () => {
    const valid = bytes(
      [0x80, 4, 0x95, 40, 0, 0, 0, 0, 0, 0, 0],
      ']',
      [0x94],
      '}',
      [0x94],
      '(',
      [0x8c, 4],
      'type',
      [0x94, 0x8c, 7],
      'insight',
      [0x94, 0x8c, 4],
      'task',
      [0x94],
      ']',
      [0x94],
      '(',
      'G',
      [0x3f, 0xe0, 0, 0, 0, 0, 0, 0],
      'K',
      [1],
      'ea',
      [0x2e],
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        (changes) => {
          const mutated = Buffer.from(valid);
          for (const [at, byte] of changes) mutated[at] = byte;
          try {
            toPlain(readPickle(mutated).value, { left: 1000 });
          } catch (error) {
            if (!(error instanceof PickleRefusal)) throw error;
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});
