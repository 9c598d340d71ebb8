import type { ReactNode } from 'react';
import { SelectField } from '../ui/field.js';

/** Narrows a list to one state of those it knows; empty for all. */
export function StateFilter<S extends string>({
  states,
  value,
  onChange,
}: {
  states: Readonly<Record<S, { readonly text: string }>>;
  value: S | '';
  onChange: (state: S | '') => void;
}): ReactNode {
  const isState = (text: string): text is S => Object.hasOwn(states, text);
  return (
    <SelectField
      label="状態"
      value={value}
      onChange={({ target }) => onChange(isState(target.value) ? target.value : '')}
    >
      <option value="">すべて</option>
      {Object.entries<{ readonly text: string }>(states).map(([key, { text }]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </SelectField>
  );
}
