import { TRANSMISSION_KINDS, type TransmissionQuery } from '@musubi/contract';
import type { ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useDates } from '../app/preferences.js';
import { usePartners } from '../app/queries.js';
import { SelectField, TextField } from '../ui/field.js';
import { KIND_NAMES } from '../words/kinds.js';
import { recentMonths } from '../words/months.js';

/** What a list is narrowed to; it stands in the address, which holds no personal data. */
export interface BoxFilter {
  readonly state: string;
  readonly month: string;
  readonly partner: string;
  readonly kind: string;
  /** A number the office has succeeded; empty for its own. */
  readonly office: string;
}

type StateChoice = readonly [key: string, label: string, query: Partial<TransmissionQuery>];

export const INBOX_STATES: readonly StateChoice[] = [
  ['', 'すべて', {}],
  ['new', '未開封', { unopened: 'true' }],
  ['consigned', '未取得', { delivery: 'consigned' }],
  ['handedOver', '取得済', { delivery: 'handedOver' }],
  ['accepted', '取込済', { decision: 'accepted' }],
  ['rejected', '差戻し済', { decision: 'rejected' }],
  ['expired', '期限切れ', { delivery: 'expired' }],
];

export const SENT_STATES: readonly StateChoice[] = [
  ['', 'すべて', {}],
  ['consigned', '未取得', { delivery: 'consigned' }],
  ['handedOver', '取得済', { delivery: 'handedOver' }],
  ['accepted', '取込済', { decision: 'accepted' }],
  ['rejected', '差戻し', { decision: 'rejected' }],
  ['recalled', '取消', { delivery: 'recalled' }],
  ['expired', '期限切れ', { delivery: 'expired' }],
];

export function useBoxFilter(): [BoxFilter, (change: Partial<BoxFilter>) => void] {
  const search = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  const filter: BoxFilter = {
    state: search.get('state') ?? '',
    month: search.get('month') ?? '',
    partner: search.get('partner') ?? '',
    kind: search.get('kind') ?? '',
    office: search.get('office') ?? '',
  };
  const change = (part: Partial<BoxFilter>) => {
    const entries = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== '');
    const text = new URLSearchParams(entries).toString();
    go(text ? `${path}?${text}` : path, { replace: true });
  };
  return [filter, change];
}

/** The hub's query for a filter; unknown values from an old address are left out. */
export function queryOf(
  box: 'inbox' | 'sent',
  { state, month, partner, kind, office }: BoxFilter,
): Omit<TransmissionQuery, 'cursor' | 'limit'> {
  const states = box === 'inbox' ? INBOX_STATES : SENT_STATES;
  const known = TRANSMISSION_KINDS.find((one) => one === kind);
  return {
    box,
    ...(states.find(([key]) => key === state)?.[2] ?? {}),
    ...(/^\d{6}$/.test(month) ? { month } : {}),
    ...(/^[0-9A-Z]{10}$/.test(partner) ? { partner } : {}),
    ...(known ? { kind: known } : {}),
    ...(/^[0-9A-Z]{10}$/.test(office) ? { office } : {}),
  };
}

export function BoxFilters({
  box,
  filter,
  onChange,
  search,
  onSearch,
}: {
  box: 'inbox' | 'sent';
  filter: BoxFilter;
  onChange: (change: Partial<BoxFilter>) => void;
  search: string;
  onSearch: (text: string) => void;
}): ReactNode {
  const dates = useDates();
  const { data } = usePartners();
  const predecessors = data?.value.predecessors ?? [];
  const states = box === 'inbox' ? INBOX_STATES : SENT_STATES;
  return (
    <search className="filters" aria-label="絞り込み">
      <SelectField
        small
        label="状態"
        value={filter.state}
        onChange={(event) => onChange({ state: event.target.value })}
      >
        {states.map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        small
        label="対象月"
        value={filter.month}
        onChange={(event) => onChange({ month: event.target.value })}
      >
        <option value="">すべて</option>
        {recentMonths().map((month) => (
          <option key={month} value={month}>
            {dates.month(month)}
          </option>
        ))}
      </SelectField>
      <SelectField
        small
        label="相手"
        value={filter.partner}
        onChange={(event) => onChange({ partner: event.target.value })}
      >
        <option value="">すべて</option>
        {(data?.value.partners ?? []).map(({ officeNumber, name }) => (
          <option key={officeNumber} value={officeNumber}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField small label="種類" value={filter.kind} onChange={(event) => onChange({ kind: event.target.value })}>
        <option value="">すべて</option>
        {TRANSMISSION_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_NAMES[kind]}
          </option>
        ))}
      </SelectField>
      {predecessors.length > 0 && (
        <SelectField
          small
          label="前の事業所番号の分"
          value={filter.office}
          onChange={(event) => onChange({ office: event.target.value })}
        >
          <option value="">今の番号</option>
          {predecessors.map(({ officeNumber, name }) => (
            <option key={officeNumber} value={officeNumber}>
              {name}（{officeNumber}）
            </option>
          ))}
        </SelectField>
      )}
      <TextField
        small
        type="search"
        label="利用者の氏名"
        value={search}
        onChange={(event) => onSearch(event.target.value)}
        placeholder="例: 山田"
        autoComplete="off"
      />
    </search>
  );
}
