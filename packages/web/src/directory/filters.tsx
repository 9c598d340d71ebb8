import { SERVICE_TYPES } from '@musubi/standard';
import { type ReactNode, useEffect, useState } from 'react';
import { CheckBox, SelectField, TextField } from '../ui/field.js';
import type { DirectoryFilter } from './filter.js';
import { usePlaces } from './places.js';

const PAUSE_MS = 300;
const SERVICES = [...SERVICE_TYPES].filter(([code]) => /^[1-7]/.test(code));

/** What to look for: words go out when the person pauses, everything else at once. */
export function Filters({
  filter,
  onChange,
}: {
  filter: DirectoryFilter;
  onChange: (change: Partial<DirectoryFilter>) => void;
}): ReactNode {
  const { data: places } = usePlaces();
  const [search, setSearch] = useState(filter.search);
  useEffect(() => {
    if (search === filter.search) return;
    const timer = setTimeout(() => onChange({ search }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search, filter.search, onChange]);
  const towns = places?.municipalities.filter(({ code }) => code.startsWith(filter.prefecture)) ?? [];
  return (
    <search className="filters" aria-label="事業所を探す">
      <div className="directory-words">
        <TextField
          type="search"
          label="事業所名・カナ・事業所番号"
          value={search}
          placeholder="例: ひまわり、1375400014"
          autoComplete="off"
          maxLength={100}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <SelectField
        small
        label="都道府県"
        value={filter.prefecture}
        onChange={(event) => onChange({ prefecture: event.target.value, municipality: '' })}
      >
        <option value="">全国</option>
        {places?.prefectures.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        small
        label="市区町村"
        value={filter.municipality}
        disabled={filter.prefecture === ''}
        onChange={(event) => onChange({ municipality: event.target.value })}
      >
        <option value="">すべて</option>
        {filter.prefecture !== '' &&
          towns.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
      </SelectField>
      <SelectField
        small
        label="サービスの種類"
        value={filter.service}
        onChange={(event) => onChange({ service: event.target.value })}
      >
        <option value="">すべて</option>
        {SERVICES.map(([code, { name }]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        small
        label="受け取れる版"
        value={filter.edition}
        onChange={(event) => onChange({ edition: event.target.value })}
      >
        <option value="">すべて</option>
        <option value="4.1">第4.1版</option>
        <option value="3">第3版</option>
      </SelectField>
      <CheckBox
        label="参加中だけ"
        checked={filter.only === 'yes'}
        onChange={(event) => onChange({ only: event.target.checked ? 'yes' : '' })}
      />
    </search>
  );
}
