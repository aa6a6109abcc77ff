import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settled } from './camera';
import { mostPackedLetters, packRows, unpackRows } from './pack-rows';
import { changeView, readView, writeView } from './view';

const map = { id: 'one', count: 1_000 };
const rows = fc.uniqueArray(fc.nat(999_999), { maxLength: 300 }).map((list) => Uint32Array.from(list).sort());

describe('a selection in an address', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(rows, (picked) => {
        expect([...unpackRows(packRows(picked)!, 1_000_000)]).toEqual([...picked]);
      }),
    );
  });
  it('is short: a neighbour takes little more than a letter', () => {
    expect(packRows(Uint32Array.from({ length: 100 }, (_, i) => i * 7))!.length).toBeLessThan(136);
  });
  it('is not written when it is too long, and nonsense selects nothing', () => {
    const many = Uint32Array.from({ length: mostPackedLetters }, (_, i) => i * 2);
    expect(packRows(many)).toBeNull();
    expect([...unpackRows('%%%', 10)]).toEqual([]);
    expect([...unpackRows(packRows(Uint32Array.of(3, 12))!, 10)]).toEqual([]);
  });
});

describe('the view of a map', () => {
  const usual = readView(new URLSearchParams(), map);
  it('is read from the address that it was written to', () => {
    const view = [
      { do: 'color', coloring: 'uplift' } as const,
      { do: 'size', size: 'uses' } as const,
      { do: 'outline', outline: true } as const,
      { do: 'halo', halo: true } as const,
      { do: 'toggle', name: 'a,b & c' } as const,
      { do: 'toggle', name: 'd' } as const,
      { do: 'search', search: 'read the tests' } as const,
      { do: 'pick', rows: Uint32Array.of(5, 900), merge: false } as const,
      { do: 'look', camera: { x: 0.25, y: -0.5, zoom: 3, yaw: 0, pitch: 0 } } as const,
      { do: 'query', task: '00000000-0000-4000-8000-00000000000a', ablation: null } as const,
    ].reduce(changeView, usual);
    const params = writeView(view, map.id, new URLSearchParams('model=m'));
    expect(params.get('model')).toBe('m');
    expect(readView(new URLSearchParams(params.toString()), map)).toEqual(view);
  });
  it('tells how a map of three dimensions is turned, which one of two cannot be', () => {
    const solid = { ...map, solid: true };
    const camera = settled({ x: 0.1, y: 0, zoom: 1.2345678, yaw: Math.PI, pitch: -Math.PI / 2 });
    const view = changeView(usual, { do: 'look', camera });
    const params = writeView(view, map.id, new URLSearchParams());
    expect(params.get('at')).toBe('0.1,0,1.2346,3.14159,-1.5708');
    expect(readView(params, solid).camera).toEqual(camera);
    expect(readView(params, map).camera).toEqual({ x: 0.1, y: 0, zoom: 1.2346, yaw: 0, pitch: 0 });
    const bad = new URLSearchParams({ map: map.id, at: '0,0,1,9,0' });
    expect(readView(bad, solid).camera).toBeNull();
  });
  it('leaves an address as it is when it is as usual', () => {
    expect(writeView(usual, map.id, new URLSearchParams('model=m&pick=AA&map=one&hide=x')).toString()).toBe(
      'model=m',
    );
  });
  it('drops the places of another map, and what makes no sense', () => {
    const params = new URLSearchParams('map=other&pick=AAAA&at=0,0,2&color=taste&hide=a');
    expect(readView(params, map)).toEqual({ ...usual, hidden: new Set(['a']) });
    for (const at of ['', '1', '0,0,NaN', '9,0,1', '0,0,0']) {
      expect(readView(new URLSearchParams({ map: 'one', at }), map).camera).toBeNull();
    }
  });
});

describe('changes of a view', () => {
  const view = readView(new URLSearchParams(), map);
  it('forget hidden entries with their legend, and show all again', () => {
    const hidden = changeView(view, { do: 'toggle', name: 'a' });
    expect([...hidden.hidden]).toEqual(['a']);
    expect([...changeView(hidden, { do: 'toggle', name: 'a' }).hidden]).toEqual([]);
    expect([...changeView(hidden, { do: 'color', coloring: 'type' }).hidden]).toEqual([]);
    expect([...changeView(hidden, { do: 'show-all' }).hidden]).toEqual([]);
  });
  it('pick in place of what was picked, or beside it, in order', () => {
    const first = changeView(view, { do: 'pick', rows: Uint32Array.of(9, 20), merge: false });
    const more = changeView(first, { do: 'pick', rows: Uint32Array.of(3, 9), merge: true });
    expect([...more.picked]).toEqual([3, 9, 20]);
    expect([...changeView(more, { do: 'pick-one', row: 9 }).picked]).toEqual([3, 20]);
    expect([...changeView(more, { do: 'pick-one', row: 10 }).picked]).toEqual([3, 9, 10, 20]);
  });
});
