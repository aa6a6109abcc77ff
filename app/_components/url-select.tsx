'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useId, useOptimistic, useTransition } from 'react';

export interface Choice {
  value: string;
  label: string;
}

/** The address of this page with one of its settings changed; changing a setting goes back to the first page. */
export function useSetParam(): (name: string, value: string | null) => void {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  return (name, value) => {
    const next = new URLSearchParams(params);
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
    if (name !== 'page') next.delete('page');
    const query = next.toString();
    router.replace(query ? `${pathname}?${query}` : pathname, { scroll: false });
  };
}

/** The chosen value at once, while the page that it leads to is still on its way. */
export function useChosen(name: string, value: string) {
  const setParam = useSetParam();
  const [chosen, show] = useOptimistic(value);
  const [pending, start] = useTransition();
  const choose = (next: string) =>
    start(() => {
      show(next);
      setParam(name, next);
    });
  return { chosen, pending, choose };
}

/** A choice that lives in the address. */
export function UrlSelect({
  name,
  label,
  value,
  options,
}: {
  name: string;
  label: string;
  value: string;
  options: Choice[];
}) {
  const id = useId();
  const { chosen, pending, choose } = useChosen(name, value);
  return (
    <div>
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <select
        id={id}
        className="field max-w-56"
        value={chosen}
        aria-busy={pending}
        onChange={(e) => choose(e.target.value)}
      >
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A few choices side by side that live in the address. */
export function UrlSwitch({
  name,
  label,
  value,
  options,
}: {
  name: string;
  label: string;
  value: string;
  options: Choice[];
}) {
  const { chosen, choose } = useChosen(name, value);
  return (
    <fieldset>
      <legend className="field-label">{label}</legend>
      <div className="inline-flex rounded-md border border-line-strong bg-sunken p-0.5">
        {options.map((o) => (
          <label
            key={o.value}
            className={`rounded px-2.5 py-[3px] text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent ${o.value === chosen ? 'bg-raised font-medium shadow-xs' : 'text-muted hover:text-ink'}`}
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              value={o.value}
              checked={o.value === chosen}
              onChange={() => choose(o.value)}
            />
            {o.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A search text that lives in the address; sent with Enter. */
export function UrlSearch({
  name,
  label,
  value,
  placeholder,
}: {
  name: string;
  label: string;
  value: string;
  placeholder?: string;
}) {
  const id = useId();
  const setParam = useSetParam();
  const [, start] = useTransition();
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        const text = String(new FormData(e.currentTarget).get(name) ?? '').trim();
        start(() => setParam(name, text));
      }}
    >
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <input
        id={id}
        name={name}
        type="search"
        className="field w-56 max-w-full"
        defaultValue={value}
        key={value}
        placeholder={placeholder}
      />
    </form>
  );
}
