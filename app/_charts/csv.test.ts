import { describe, expect, it } from 'vitest';
import { toCsv } from './csv';

describe('toCsv', () => {
  it('quotes what needs it, leaves gaps empty, and runs no formula', () => {
    const csv = toCsv({
      header: ['a', 'b, c'],
      rows: [
        ['say "x"', null],
        ['=1+1', -0.5],
      ],
    });
    expect(csv).toBe('a,"b, c"\r\n"say ""x""",\r\n\'=1+1,-0.5\r\n');
  });
});
