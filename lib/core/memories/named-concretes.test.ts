import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedConcretes } from './named-concretes';

const source = [
  'Fix the crash in src/shop/cart_total.py when apply_discount() gets an empty basket. See issue shop__basket-412.',
  `$ pytest tests/test_cart.py -k discount
E   AssertionError: expected total 0 but got None
class BasketReader: rows = self.loadRows(path)
shop.pricing.round_up(total)
$ cat README.md && git status && pg_dump shop && ls node_modules && run --with mode=fast;retry=3
ValueError: the basket must not be empty when totals are taken
read/write access was lost; the first step is to look at the tests before changing anything`,
];
const pieces = (content: string) =>
  namedConcretes({ title: '', description: '', content }, source).map(({ kind, text }) => `${kind} ${text}`);

describe('namedConcretes', () => {
  it.each([
    ['Look at cart_total.py first.', ['file cart_total.py']],
    [
      'Open `src/shop/cart_total.py`, then run tests/test_cart.py.',
      ['file src/shop/cart_total.py', 'file tests/test_cart.py'],
    ],
    ['Guard apply_discount() against empty input.', ['identifier apply_discount()']],
    ['Guard (apply_discount) against empty input.', ['identifier apply_discount']],
    ['BasketReader and loadRows keep state.', ['identifier BasketReader', 'identifier loadRows']],
    ['Rounding belongs into shop.pricing.round_up.', ['identifier shop.pricing.round_up']],
    [
      'The message "the basket must not be empty when totals are taken" names the cause.',
      ['literal the basket must not be empty when totals are taken'],
    ],
    ['Set "mode=fast;retry=3" only once.', ['literal mode=fast;retry=3']],
  ])('finds what is named in: %s', (content, expected) => {
    expect(pieces(content)).toEqual(expected);
  });

  it.each([
    'Reproduce the failure with a failing test before changing code, then run the whole suite.',
    'Read README.md and run git status before anything else; expect an AssertionError or a ValueError.',
    'Look at the tests before changing anything; check read/write access and empty input.',
    'Prefer `git status` and `cat README.md` for a first look; GitHub and JavaScript projects differ.',
    'Name the "first step" and check that "empty" is handled.',
    'Look into node_modules, and dump the database with pg_dump before migrating.',
    // Looks like a name, but the source does not hold it.
    'Guard parse_header() and src/other/module.py; HttpParser raises.',
    // Part of a longer name there.
    'Keep cart_tot and BasketRead apart, e.g. in rows.py.',
  ])('leaves general advice alone: %s', (content) => {
    expect(pieces(content)).toEqual([]);
  });

  it('looks at title and description too, and names each piece once', () => {
    const insight = {
      title: 'Test apply_discount',
      description: 'Before apply_discount runs',
      content: 'Use apply_discount.',
    };
    expect(namedConcretes(insight, source)).toEqual([{ kind: 'identifier', text: 'apply_discount' }]);
  });

  const plainWord = fc.stringMatching(/^[a-z]{1,12}$/);
  const plainText = fc.array(plainWord, { minLength: 1, maxLength: 30 }).map((words) => words.join(' '));

  it('never marks plain words, even when the source holds them letter for letter', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        expect(namedConcretes({ title: text, description: text, content: `${text}.` }, [text])).toEqual([]);
      }),
    );
  });

  it('marks a planted name in any sentence, whatever stands around it', () => {
    const name = fc.stringMatching(/^[a-z]{3,8}_[a-z]{3,8}_[a-z]{2,6}$/);
    const around = fc.constantFrom(
      ['', ''],
      ['(', ')'],
      ['`', '`'],
      ['"', '",'],
      ['', '.'],
      ["'", "'"],
      ['', ':'],
    );
    fc.assert(
      fc.property(plainText, name, plainText, around, (before, planted, after, [open, close]) => {
        const content = `${before} ${open}${planted}${close} ${after}`;
        const held = [`def ${planted}(rows):`];
        expect(namedConcretes({ title: '', description: '', content }, held)).toEqual([
          { kind: 'identifier', text: planted },
        ]);
      }),
    );
  });

  it('gives evidence: every piece stands in the insight and in the source', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'ab_A.(/)`" 1'), maxLength: 80 });
    fc.assert(
      fc.property(soup, soup, (content, held) => {
        for (const { text } of namedConcretes({ title: '', description: '', content }, [held])) {
          expect(content).toContain(text);
          expect(held).toContain(text.replace(/\(.*\)$/, ''));
        }
        expect(namedConcretes({ title: '', description: '', content }, [])).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
