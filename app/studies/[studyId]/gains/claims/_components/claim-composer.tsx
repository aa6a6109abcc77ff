'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { Labelled } from '@/app/_components/labelled';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { claimSentence, claimStatement } from '@/lib/core/gains/claim';
import { type MissingReward, missingLabels, missingRules } from '@/lib/core/gains/missing';

interface Props {
  studyId: string;
  conditions: readonly string[];
  /** The baseline that the form begins with. */
  baseline: string;
  benchmarks: readonly string[];
  start: { passK: number; average: 'task-weighted' | 'macro'; missing: MissingReward };
}

interface Draft {
  condition: string;
  baseline: string;
  /** Empty for all. */
  benchmark: string;
  average: string;
  passK: string;
  missing: string;
  relation: string;
  points: string;
  test: string;
  alpha: string;
}

const decimal = (text: string): number =>
  text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.').replace('−', '-'));

const toStatement = ({ benchmark, passK, points, alpha, ...rest }: Draft) =>
  claimStatement.safeParse({
    ...rest,
    benchmark: benchmark === '' ? null : benchmark,
    passK: decimal(passK),
    margin: decimal(points) / 100,
    alpha: decimal(alpha),
  });

/** What a field is called where its content does not fit. */
const called: Record<string, string> = { margin: 'Points', alpha: 'α', passK: 'k' };

/** Composes a claim field by field, reads it back as a sentence, and saves it. */
export function ClaimComposer({ studyId, conditions, baseline, benchmarks, start }: Props) {
  const router = useRouter();
  const [draft, setDraft] = useState<Draft>({
    condition: conditions.find((label) => label !== baseline) ?? '',
    baseline,
    benchmark: '',
    average: start.average,
    passK: String(start.passK),
    missing: start.missing,
    relation: 'at-least',
    points: '2',
    test: 'bca',
    alpha: '0.05',
  });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const parsed = toStatement(draft);
  const issue = parsed.success ? null : parsed.error.issues[0]!;
  const save = async () => {
    if (!parsed.success) return;
    setBusy(true);
    const answer = await sendJson('POST', `/api/v1/studies/${studyId}/claims`, parsed.data);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) router.refresh();
    setBusy(false);
  };
  const field = (name: keyof Draft) => ({
    className: 'field max-w-56',
    value: draft[name],
    onChange: (e: { target: { value: string } }) => setDraft({ ...draft, [name]: e.target.value }),
  });
  const choice = (name: keyof Draft, label: string, options: ReactNode) => (
    <Labelled label={label}>
      <select {...field(name)}>{options}</select>
    </Labelled>
  );
  const labels = conditions.map((label) => <option key={label}>{label}</option>);
  return (
    <form
      className="space-y-3"
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2.5">
        {choice('condition', 'Condition', labels)}
        {choice(
          'relation',
          'Its gain is',
          <>
            <option value="at-least">at least</option>
            <option value="at-most">at most</option>
            <option value="differs">apart from zero by at least</option>
          </>,
        )}
        <Labelled label="Points">
          <input {...field('points')} className="field w-20" inputMode="decimal" maxLength={8} />
        </Labelled>
        {choice('baseline', 'Over', labels)}
        {choice(
          'benchmark',
          'On',
          <>
            <option value="">all benchmarks</option>
            {benchmarks.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </>,
        )}
        {draft.benchmark === ''
          ? choice(
              'average',
              'Average',
              <>
                <option value="task-weighted">task-weighted</option>
                <option value="macro">macro</option>
              </>,
            )
          : null}
        <Labelled label="k of pass@k">
          <input {...field('passK')} className="field w-16" inputMode="numeric" maxLength={4} />
        </Labelled>
        {choice(
          'missing',
          'Trials without a reward',
          missingRules.map((rule) => (
            <option key={rule} value={rule}>
              {missingLabels[rule]}
            </option>
          )),
        )}
        {choice(
          'test',
          'Bounds',
          <>
            <option value="bca">BCa bootstrap</option>
            <option value="percentile">percentile bootstrap</option>
          </>,
        )}
        <Labelled label="α">
          <input {...field('alpha')} className="field w-20" inputMode="decimal" maxLength={8} />
        </Labelled>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <button type="submit" className="button button-primary" disabled={busy || !parsed.success}>
          Save and judge
        </button>
        <output className={`min-w-0 break-words ${issue ? 'text-bad' : 'text-muted'}`}>
          {parsed.success
            ? `${claimSentence(parsed.data)}.`
            : `${called[String(issue!.path[0])] ? `${called[String(issue!.path[0])]}: ` : ''}${issue!.message}`}
        </output>
      </div>
      {problem ? <ProblemState title="The claim was not saved" {...problem} /> : null}
    </form>
  );
}
