import { describe, expect, it } from 'vitest';
import { isShown } from '@/lib/core/gains/ledger';
import { chosenSetting, ledgerView, memoryAddress, settingChoices } from './ledger-view';

describe('ledgerView', () => {
  it('takes any address, and what makes no sense for not asked', () => {
    expect(ledgerView.parse({})).toMatchObject({ k: 1, solved: 'any', outcome: 'flips', page: 1 });
    expect(ledgerView.parse({ k: 'x', memory: 'x', outcome: 'x', page: '-1', solved: 'x' })).toEqual(
      ledgerView.parse({}),
    );
  });

  it('tells conditions that do not say their type from any type', () => {
    const [any, none] = settingChoices(['']);
    expect(chosenSetting(any!.value)).toBeUndefined();
    expect(chosenSetting(none!.value)).toBe('');
    expect(chosenSetting('insight')).toBe('insight');
  });

  it('shows the flips unless asked otherwise', () => {
    const shown = (of: Parameters<typeof isShown>[1]) =>
      (['gained', 'lost', 'same'] as const).filter((outcome) => isShown(outcome, of));
    expect(shown('flips')).toEqual(['gained', 'lost']);
    expect(shown('lost')).toEqual(['lost']);
    expect(shown('every')).toEqual(['gained', 'lost', 'same']);
  });

  it('keeps the other choices when a memory is chosen, and begins at the first page', () => {
    const href = memoryAddress('/ledger', { k: '2', page: '3', memory: 'old' });
    expect(href('new')).toBe('/ledger?k=2&memory=new');
    expect(href(null)).toBe('/ledger?k=2');
    expect(memoryAddress('/ledger', { memory: 'old' })(null)).toBe('/ledger');
  });
});
