import { clock, type SheetRow } from '@musubi/standard';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function CodeField({ value, onChange }: FieldProps): ReactNode {
  return (
    <TextField
      label="サービスコード（6文字）"
      value={value}
      pattern="[0-9A-Z]{6}"
      maxLength={6}
      required
      onChange={(event) => onChange(event.target.value.toUpperCase())}
    />
  );
}

/** 単位数; where it is not required, an empty field leaves it open. */
export function UnitsField({
  value,
  small = false,
  required = false,
  onChange,
}: FieldProps & { small?: boolean; required?: boolean }): ReactNode {
  return (
    <TextField
      small={small}
      label="単位数"
      inputMode="numeric"
      pattern="\d{0,6}"
      value={value}
      required={required}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** 開始 and 終了 as clocks write them; '' while open. */
export interface Times {
  readonly start: string;
  readonly end: string;
}

const timeText = (minutes: number | null) => (minutes === null ? '' : clock(minutes).padStart(5, '0'));

/** Minutes since midnight, as sheets keep them, as the fields show them. */
export function timesOf({ start, end }: Pick<SheetRow, 'start' | 'end'>): Times {
  return { start: timeText(start), end: timeText(end) };
}

export function minutesOf({ start, end }: Times): Pick<SheetRow, 'start' | 'end'> {
  return { start: minutesIn(start), end: minutesIn(end) };
}

const CLOCK = /^(\d{1,2}):(\d\d)$/;

/** 9:05 → minutes since midnight; null for an empty field. */
function minutesIn(text: string): number | null {
  const [, hours, minutes] = CLOCK.exec(text) ?? [];
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
}

/** What was typed as units; null while open. */
export const unitsOf = (typed: string): number | null => (typed === '' ? null : Number(typed));

export function TimeFields({
  times,
  small = false,
  onChange,
}: {
  times: Times;
  small?: boolean;
  onChange: (times: Times) => void;
}): ReactNode {
  const field = (label: string, key: keyof Times) => (
    <TextField
      small={small}
      label={label}
      type="time"
      value={times[key]}
      onChange={(event) => onChange({ ...times, [key]: event.target.value })}
    />
  );
  return (
    <>
      {field('開始', 'start')}
      {field('終了', 'end')}
    </>
  );
}

/** The end of a dialog that adds something. */
export function AddButtons({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <div className="row row-end">
      <Button onClick={onClose}>やめる</Button>
      <Button look="main" type="submit">
        加える
      </Button>
    </div>
  );
}
