import { describe, expect, it } from 'vitest';
import { LlmError } from './llm-error';
import { Patience } from './patience';

const overloaded = () => new LlmError('overloaded', 'not now');

describe('patience', () => {
  it('ends at once at what every question would meet', () => {
    const patience = new Patience();
    const noKey = new LlmError('no-key', 'no key');
    patience.failed(noKey);
    patience.failed(new LlmError('quota', 'used up'));
    expect(patience.end).toBe(noKey);
  });
  it('ends at the fifth overload in a row', () => {
    const patience = new Patience();
    for (let i = 0; i < 4; i++) patience.failed(overloaded());
    expect(patience.end).toBeNull();
    const fifth = overloaded();
    patience.failed(fifth);
    expect(patience.end).toBe(fifth);
  });
  it.each<[string, (patience: Patience) => void]>([
    ['an answer', (patience) => patience.answered()],
    ['a refusal', (patience) => patience.failed(new LlmError('refused', 'no'))],
  ])('begins anew at %s: the service is there', (_, event) => {
    const patience = new Patience();
    for (let i = 0; i < 4; i++) patience.failed(overloaded());
    event(patience);
    for (let i = 0; i < 4; i++) patience.failed(overloaded());
    expect(patience.end).toBeNull();
  });
  it('leaves what is no failure of a model to others', () => {
    const patience = new Patience();
    patience.failed(new Error('the disk is full'));
    expect(patience.end).toBeNull();
  });
});
