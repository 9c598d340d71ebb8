import type { ScheduleSheet } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SelectField, TextField } from '../ui/field.js';

export interface PlannedOffice {
  readonly officeNumber: string;
  readonly officeName: string;
}

/** The offices that the month's rows are about, each once. */
export function officesIn(sheet: ScheduleSheet): PlannedOffice[] {
  const all = sheet.clients.flatMap(({ rows }) =>
    rows.map(({ officeNumber, officeName }) => [officeNumber, { officeNumber, officeName }] as const),
  );
  return [...new Map(all).values()];
}

/** Which office provides the service: one of this month's, one of the hub's, or by number. */
export function OfficeFields({
  known,
  office,
  onChange,
}: {
  known: readonly PlannedOffice[];
  office: PlannedOffice;
  onChange: (office: PlannedOffice) => void;
}): ReactNode {
  const desk = useDesk();
  const [search, setSearch] = useState('');
  const wanted = search.trim();
  const found = useQuery({
    queryKey: ['search-offices', wanted],
    queryFn: () => desk.hub.call('searchOffices', { query: { search: wanted, limit: 20 } }),
    enabled: wanted.length >= 2,
  });
  return (
    <div className="stack-s">
      {known.length > 0 && (
        <SelectField
          label="事業所"
          value={known.some((one) => one.officeNumber === office.officeNumber) ? office.officeNumber : ''}
          onChange={({ target }) => {
            const chosen = known.find((one) => one.officeNumber === target.value);
            if (chosen) onChange(chosen);
          }}
        >
          <option value="">今月の事業所から選ぶ</option>
          {known.map((one) => (
            <option key={one.officeNumber} value={one.officeNumber}>
              {one.officeName || one.officeNumber}
            </option>
          ))}
        </SelectField>
      )}
      <div className="filters">
        <TextField
          label="ほかの事業所をさがす"
          hint="名前の一部か番号（2文字から）"
          value={search}
          autoComplete="off"
          onChange={(event) => setSearch(event.target.value)}
        />
        <TextField
          label="事業所番号"
          value={office.officeNumber}
          pattern="[0-9A-Z]{10}"
          maxLength={10}
          required
          onChange={(event) => onChange({ ...office, officeNumber: event.target.value })}
        />
        <TextField
          label="事業所名"
          value={office.officeName}
          required
          onChange={(event) => onChange({ ...office, officeName: event.target.value })}
        />
      </div>
      {found.error && <Failure error={found.error} />}
      {found.data && found.data.items.length > 0 && (
        <ul className="plain-list pick">
          {found.data.items.map(({ officeNumber, name }) => (
            <li key={officeNumber}>
              <Button
                small
                onClick={() => {
                  onChange({ officeNumber, officeName: name });
                  setSearch('');
                }}
              >
                {name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {found.data?.items.length === 0 && (
        <p role="status">このハブには見つかりません。事業所番号と事業所名を入力してください。</p>
      )}
    </div>
  );
}
