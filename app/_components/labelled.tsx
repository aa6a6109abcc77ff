import type { ReactNode } from 'react';

/** A control with its label above it. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="block">
      <span className="field-label">{label}</span>
      {children}
    </label>
  );
}
