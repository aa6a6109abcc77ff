import { expect, it } from 'vitest';
import { operationsOf } from './pickle-mutations';

it('follows a pickle from its first operation to its last', () => {
  const pickle = Buffer.from(
    '\x80\x04\x95\x10\0\0\0\0\0\0\0]\x94(X\x02\0\0\0abI12\ncos\nsystem\ne.',
    'latin1',
  );
  const pieces = operationsOf(pickle).map(({ from, to }) => pickle.toString('latin1', from, to));
  expect(pieces.join('')).toBe(pickle.toString('latin1'));
  expect(pieces.map((piece) => piece[0]).join('')).toBe('\x80\x95]\x94(XIce.');
});

it('stops where nothing can be followed', () => {
  expect(operationsOf(Buffer.from('N\xffN', 'latin1'))).toEqual([{ from: 0, to: 1 }]);
  expect(operationsOf(Buffer.from('X\xff\xff\xff\xffab', 'latin1'))).toEqual([]);
  expect(operationsOf(Buffer.from('I12', 'latin1'))).toEqual([]);
});
