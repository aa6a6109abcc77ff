'use client';

import Link from 'next/link';
import { type Dispatch, useId } from 'react';
import { formatCount, formatNumber } from '@/app/_components/format';
import type { MapQuery, MapTask } from '@/lib/queries/query-on-map';
import type { Answer } from '../_map/use-answer';
import type { MapView, ViewChange } from '../_map/view';
import { lineLook } from './query-lines';

export interface QueryChoices {
  tasks: readonly MapTask[];
  ablations: readonly { id: string; name: string }[];
}

interface Props extends QueryChoices {
  studyId: string;
  view: MapView;
  change: Dispatch<ViewChange>;
  state: Answer<MapQuery>;
  hidden: ReadonlySet<number>;
  onToggle(n: number): void;
}

/** Chooses the task whose query is put on the map, and says what each line stands for. */
export function QueryPicker({ studyId, tasks, ablations, view, change, state, hidden, onToggle }: Props) {
  const id = useId();
  const { task, ablation } = view.query;
  if (tasks.length === 0) return null;
  const benchmarks = [...new Set(tasks.map((t) => t.benchmark))];
  return (
    <div className="mt-3 space-y-2">
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <div className="min-w-0">
          <label className="field-label" htmlFor={`${id}-task`}>
            Query of a task
          </label>
          <select
            id={`${id}-task`}
            className="field max-w-80"
            value={task ?? ''}
            onChange={(e) => change({ do: 'query', task: e.target.value || null, ablation })}
          >
            <option value="">none</option>
            {benchmarks.map((benchmark) => (
              <optgroup key={benchmark} label={benchmark}>
                {tasks
                  .filter((t) => t.benchmark === benchmark)
                  .map((t) => (
                    <option key={t.id} value={t.id}>
                      {t.externalId}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </div>
        <div className="min-w-0">
          <label className="field-label" htmlFor={`${id}-arms`}>
            Lines to what is retrieved by
          </label>
          <select
            id={`${id}-arms`}
            className="field max-w-64"
            value={ablation ?? ''}
            disabled={!task}
            onChange={(e) => change({ do: 'query', task, ablation: e.target.value || null })}
          >
            <option value="">three settings, now</option>
            {ablations.map((a) => (
              <option key={a.id} value={a.id}>
                arms of {a.name}
              </option>
            ))}
          </select>
        </div>
        {state.pending ? <p className="min-h-8 text-xs text-muted">looking it up</p> : null}
      </div>
      {state.problem ? <p className="text-xs text-bad">{state.problem.message}</p> : null}
      {state.found ? <Found {...{ studyId, found: state.found, hidden, onToggle }} /> : null}
    </div>
  );
}

function Found({
  studyId,
  found: { task, place, nearest, reason, retrievals },
  hidden,
  onToggle,
}: Pick<Props, 'studyId' | 'hidden' | 'onToggle'> & { found: MapQuery }) {
  return (
    <>
      <ul className="flex flex-wrap gap-x-1 gap-y-1" aria-label="Lines; press one to hide or show it">
        {retrievals.map(({ label, rows, offMap, reason: why }, n) => {
          const { color, dash } = lineLook(n);
          return (
            <li key={label}>
              <button
                type="button"
                aria-pressed={!hidden.has(n)}
                onClick={() => onToggle(n)}
                title={why ?? undefined}
                className="inline-flex items-center gap-1.5 rounded px-1.5 py-0.5 text-xs hover:bg-sunken aria-[pressed=false]:line-through aria-[pressed=false]:opacity-50"
              >
                <svg width="22" height="6" aria-hidden="true">
                  <line x1="0" x2="22" y1="3" y2="3" stroke={color} strokeWidth="2" strokeDasharray={dash} />
                </svg>
                {label}
                <span className="tabular text-faint">
                  {why ? 'nothing' : formatCount(rows.length)}
                  {offMap > 0 ? `, ${formatCount(offMap)} not on this map` : ''}
                </span>
              </button>
            </li>
          );
        })}
        {retrievals.length === 0 ? (
          <li className="text-xs text-muted">No arm of this ablation has searched for this task.</li>
        ) : null}
      </ul>
      <p className="text-xs text-muted">
        <Link className="link" href={`/studies/${studyId}/tasks/${task.id}`}>
          {task.externalId}
        </Link>{' '}
        {reason ? `lands nowhere: ${reason}` : wherePlaced(place, nearest)}
      </p>
    </>
  );
}

/** How the square came to its place, as the end of a sentence. */
function wherePlaced(place: MapQuery['place'], { rows, cosines }: MapQuery['nearest']): string {
  const [most = 0, least = most] = [cosines[0], cosines.at(-1)];
  const range = `cosine ${formatNumber(least)} to ${formatNumber(most)}`;
  if (place.coordinates === null) {
    return `is drawn as a square at the mean place of its ${rows.length} nearest memories (${range}), since ${place.reason}. A mean may lie where no memory is.`;
  }
  const { neighbors, known, missing, isCopy } = place;
  const left = missing > 0 ? `; ${formatCount(missing)} have no vector any more` : '';
  const how = isCopy
    ? 'in the place of a memory with the same vector'
    : `held by its ${neighbors} nearest of ${formatCount(known)} memories${left}, which stay in their places, with the parameters and the seed of the map`;
  return `is drawn as a square where UMAP’s transform puts it: ${how}. Its ${rows.length} nearest memories: ${range}.`;
}
