'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useOptimistic, useState } from 'react';
import { Badge } from '@/app/_components/badge';
import { ProblemState } from '@/app/_components/empty-state';
import { formatCount } from '@/app/_components/format';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { TableFrame } from '@/app/_components/table-frame';
import { type ConditionSettings, memoryTypes, scopes } from '@/lib/core/vocabulary';
import type { ConditionRow } from '@/lib/queries/conditions';

interface Change {
  label?: string;
  baseline?: true;
  settings?: ConditionSettings;
}

/** The rows as they will be once the server has agreed; names wait for it, since it may merge two rows. */
function withChange(rows: ConditionRow[], { id, change }: { id: string; change: Change }): ConditionRow[] {
  return rows.map((row) => {
    const own = row.id === id;
    return {
      ...row,
      isBaseline: change.baseline ? own : row.isBaseline,
      settings: own ? { ...row.settings, ...change.settings } : row.settings,
    };
  });
}

/** The study's conditions with the ways to name, merge and describe them. */
export function ConditionTable({ conditions }: { conditions: ConditionRow[] }) {
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState('');
  const [shown, show] = useOptimistic(conditions, withChange);
  const change = (c: ConditionRow, body: Change) =>
    startTransition(async () => {
      show({ id: c.id, change: body });
      const answer = await sendJson<{ condition: { label: string; mergedInto: string | null } }>(
        'PATCH',
        `/api/v1/conditions/${c.id}`,
        body,
      );
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) {
        const { label, mergedInto } = answer.value.condition;
        setSaid(mergedInto ? `“${c.label}” was merged into “${label}”.` : `“${label}” was saved.`);
      }
      router.refresh();
    });
  return (
    <div className="space-y-3">
      {problem ? (
        <ProblemState title="The condition was not changed" message={problem.message} hint={problem.hint} />
      ) : null}
      <TableFrame caption="Conditions">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Named after</th>
            <th scope="col">Memory type</th>
            <th scope="col">Scope</th>
            <th scope="col" className="num">
              Trials
            </th>
            <th scope="col" className="num">
              Tasks
            </th>
            <th scope="col">Baseline</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((c) => (
            <tr key={c.id} className="*:align-middle!">
              <th scope="row">
                <ConditionName key={c.label} label={c.label} rename={(label) => change(c, { label })} />
              </th>
              <td className="min-w-44 text-muted">
                {c.basis ? (
                  <>
                    <Badge>proposed</Badge> {c.basis}
                  </>
                ) : (
                  'named by hand'
                )}
                {c.aliases.length > 0 ? (
                  <span className="block text-xs">was: {c.aliases.join(', ')}</span>
                ) : null}
              </td>
              <td>
                <select
                  aria-label={`Memory type of ${c.label}`}
                  className="field"
                  value={c.settings.memoryType ?? ''}
                  onChange={(e) =>
                    change(c, {
                      settings: { memoryType: (e.target.value || null) as ConditionSettings['memoryType'] },
                    })
                  }
                >
                  <option value="">not said</option>
                  <option value="none">none</option>
                  {memoryTypes.map((t) => (
                    <option key={t}>{t}</option>
                  ))}
                </select>
              </td>
              <td>
                <select
                  aria-label={`Scope of ${c.label}`}
                  className="field"
                  value={c.settings.scope ?? ''}
                  onChange={(e) =>
                    change(c, { settings: { scope: (e.target.value || null) as ConditionSettings['scope'] } })
                  }
                >
                  <option value="">not said</option>
                  {scopes.map((s) => (
                    <option key={s}>{s}</option>
                  ))}
                </select>
              </td>
              <td className="num">{formatCount(c.trialCount)}</td>
              <td className="num">{formatCount(c.taskCount)}</td>
              <td>
                <input
                  type="radio"
                  name="baseline"
                  className="mx-auto block size-4 accent-accent"
                  aria-label={`${c.label} is the baseline`}
                  checked={c.isBaseline}
                  onChange={() => change(c, { baseline: true })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      <p aria-live="polite" className="min-h-5 text-xs text-good">
        {said}
      </p>
    </div>
  );
}

/** A condition's name, to write over; the button comes with the first change. */
function ConditionName({ label, rename }: { label: string; rename: (label: string) => void }) {
  const [text, setText] = useState(label);
  const changed = text.trim() !== label && text.trim() !== '';
  return (
    <form
      className="flex flex-wrap gap-1.5 sm:flex-nowrap"
      onSubmit={(e) => {
        e.preventDefault();
        if (changed) rename(text.trim());
      }}
    >
      <input
        name="label"
        aria-label={`Name of ${label}`}
        title={label}
        className="field w-36 min-w-0 sm:w-80"
        value={text}
        onChange={(e) => setText(e.target.value)}
        required
      />
      <button type="submit" className={`button ${changed ? '' : 'max-sm:hidden sm:invisible'}`}>
        Rename
      </button>
    </form>
  );
}
