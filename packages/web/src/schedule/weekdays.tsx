import type { ReactNode } from 'react';
import { CheckBox } from '../ui/field.js';

const NAMES = ['月', '火', '水', '木', '金', '土', '日'] as const;

/** The week that the month follows: 0 Monday … 6 Sunday. */
export function Weekdays({
  chosen,
  onChange,
}: {
  chosen: readonly number[];
  onChange: (weekdays: readonly number[]) => void;
}): ReactNode {
  return (
    <fieldset>
      <legend className="legend">毎週の曜日</legend>
      <div className="row">
        {NAMES.map((name, weekday) => (
          <CheckBox
            key={name}
            label={name}
            checked={chosen.includes(weekday)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, weekday].toSorted() : chosen.filter((one) => one !== weekday))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
