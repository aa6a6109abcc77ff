import { expect, it } from 'vitest';
import { likePattern } from './like-pattern';

it('takes wildcards and backslashes of the text literally', () => {
  expect(likePattern('100%_\\')).toBe('%100\\%\\_\\\\%');
  expect(likePattern('plain')).toBe('%plain%');
});
