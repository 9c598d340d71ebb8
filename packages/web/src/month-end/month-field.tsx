import type { ReactNode } from 'react';
import { useDates } from '../app/preferences.js';
import { SelectField } from '../ui/field.js';
import { recentMonths } from '../words/months.js';

/** 対象月 among the recent ones. */
export function MonthField({ month, onChange }: { month: string; onChange: (month: string) => void }): ReactNode {
  const dates = useDates();
  return (
    <SelectField small label="対象月" value={month} onChange={(event) => onChange(event.target.value)}>
      {recentMonths().map((one) => (
        <option key={one} value={one}>
          {dates.month(one)}
        </option>
      ))}
    </SelectField>
  );
}
