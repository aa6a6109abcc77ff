import type { ComponentProps } from 'react';
import { Labelled } from '@/app/_components/labelled';

/** A number of a form, whole where no other step is given. */
export function NumberInput({
  label,
  width = 'w-20',
  ...input
}: { label: string; width?: string } & Pick<
  ComponentProps<'input'>,
  'name' | 'min' | 'max' | 'step' | 'defaultValue'
>) {
  return (
    <Labelled label={label}>
      <input type="number" step={1} required className={`field ${width}`} {...input} />
    </Labelled>
  );
}
