import Form from 'next/form';
import Link from 'next/link';
import type { Planning } from '@/lib/queries/planning';
import { fieldText, plannerFields } from './planner-fields';

const sourceWord = { given: 'your figure', study: 'from the study', usual: 'usual figure' } as const;

/** The assumptions of a plan. What is filled in stands in the address; what is emptied comes from the study again. */
export function PlannerForm({
  path,
  planning,
  kept,
}: {
  path: string;
  planning: Planning;
  /** Other choices of the page, which stay as they are. */
  kept: Record<string, string | undefined>;
}) {
  const { plan, sources } = planning;
  const rest = Object.entries(kept).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return (
    <Form action={path} replace scroll={false} aria-label="Assumptions">
      {rest.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-4">
        {plannerFields.map((field) => {
          const { name, assumption, label, hint, unit, min, max, whole } = field;
          const source = sources[assumption];
          const text = fieldText(field, plan.assumptions[assumption]);
          return (
            <label key={name} className="block min-w-0">
              <span className="field-label">
                {label}
                {unit ? `, ${unit}` : ''}
              </span>
              <input
                // A new figure from the study replaces what the field showed.
                key={`${text} ${source}`}
                name={name}
                type="number"
                className="field w-full tabular"
                min={min}
                max={max}
                step={whole ? 1 : 'any'}
                defaultValue={source === 'given' ? text : ''}
                placeholder={text}
              />
              <span className="mt-0.5 block text-2xs text-muted">
                {hint}; <span className={source === 'given' ? 'text-accent' : ''}>{sourceWord[source]}</span>
              </span>
            </label>
          );
        })}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-3 no-print">
        <button type="submit" className="button button-primary">
          Work it out
        </button>
        <Link
          href={rest.length > 0 ? `${path}?${new URLSearchParams(rest.map(([n, v]) => [n, v]))}` : path}
          className="link"
          replace
          scroll={false}
        >
          Back to the study&apos;s figures
        </Link>
      </div>
    </Form>
  );
}
