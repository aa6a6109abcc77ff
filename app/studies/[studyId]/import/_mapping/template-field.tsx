'use client';

import { useId, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { countOf } from '@/app/_components/format';
import type { Choices } from './use-choices';

/** Reads run, benchmark and attempt out of paths, and says at once which paths do not fit. */
export function TemplateField({ choices }: { choices: Choices }) {
  const id = useId();
  const [text, setText] = useState(choices.template ?? '');
  const { preview, template, busy, problem } = choices;
  const { offTemplate } = preview;
  const applied = (text.trim() || null) === template;
  return (
    <div className="space-y-2">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void choices.applyTemplate(text);
        }}
      >
        <label htmlFor={id} className="field-label">
          Split by path (optional)
        </label>
        <div className="flex flex-wrap gap-1.5">
          <input
            id={id}
            className="field min-w-0 max-w-xl flex-1 font-mono"
            value={text}
            placeholder="outputs/{condition}/{benchmark}/{attempt}"
            spellCheck={false}
            aria-describedby={`${id}-help`}
            onChange={(e) => setText(e.target.value)}
          />
          <button type="submit" className="button" disabled={busy || applied}>
            {busy ? 'Reading' : 'Read paths'}
          </button>
        </div>
      </form>
      <p id={`${id}-help`} className="max-w-prose text-xs text-muted">
        <code>{'{condition}'}</code>, <code>{'{benchmark}'}</code> and <code>{'{attempt}'}</code> mean what
        they say; any other name, such as <code>{'{run}'}</code>, splits trials by that folder; <code>*</code>{' '}
        stands for one folder.
      </p>
      {problem ? (
        <ProblemState title="The paths were not read" message={problem.message} hint={problem.hint} />
      ) : null}
      {template !== null && offTemplate.trials > 0 ? (
        <p className="text-xs text-warn" role="status">
          {countOf(offTemplate.trials, 'trial')} {offTemplate.trials === 1 ? 'does' : 'do'} not fit and{' '}
          {offTemplate.trials === 1 ? 'stays' : 'stay'} as the logs say, for example{' '}
          <span className="break-all font-mono">{offTemplate.examples[0] ?? 'trials without a file'}</span>
        </p>
      ) : null}
    </div>
  );
}
