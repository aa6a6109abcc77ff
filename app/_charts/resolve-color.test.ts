import { expect, it } from 'vitest';
import { toHex } from './resolve-color';

it('writes plain and mixed colours as hexadecimal', () => {
  expect(toHex('rgb(42, 91, 215)')).toBe('#2a5bd7');
  expect(toHex('color(srgb 1 0.5 0)')).toBe('#ff8000');
  expect(toHex('color(srgb 1.2 1e-7 -0.1)')).toBe('#ff0000');
  expect(toHex('none')).toBe('none');
});
