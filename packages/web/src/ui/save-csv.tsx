import type { SpreadsheetCell } from '@musubi/standard';
import { type ReactNode, useState } from 'react';
import { download } from '../check/download.js';
import { Button } from './button.js';
import { type CsvEncoding, csvBytes, csvText } from './csv.js';
import { Failure } from './failure.js';
import { SelectField } from './field.js';

type Rows = readonly (readonly SpreadsheetCell[])[];

/** Saves a list as CSV in the encoding the person's software takes. `rows` gives heading and rows when asked. */
export function SaveCsv({
  name,
  rows,
  onSaved,
  small = false,
  disabled = false,
}: {
  /** File name without ending. */
  name: string;
  rows: () => Promise<Rows> | Rows;
  /** Runs when the file is saved; its failure is shown. */
  onSaved?: () => Promise<void>;
  /** Only the button, in the encoding of spreadsheets: for a list that is one part of a screen. */
  small?: boolean;
  disabled?: boolean;
}): ReactNode {
  const [encoding, setEncoding] = useState<CsvEncoding>('utf-8');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const save = async () => {
    setBusy(true);
    setFailure(null);
    try {
      download(`${name}.csv`, csvBytes(csvText(await rows()), encoding), 'text/csv');
      await onSaved?.();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="save-csv" role="group" aria-label={`${name} の CSV`}>
        {!small && (
          <SelectField
            small
            label="CSV の文字コード"
            value={encoding}
            onChange={(event) => setEncoding(event.target.value === 'ms932' ? 'ms932' : 'utf-8')}
          >
            <option value="utf-8">UTF-8（今の Excel 向け）</option>
            <option value="ms932">MS932（介護ソフトなど向け）</option>
          </SelectField>
        )}
        <Button small={small} icon="down" disabled={busy || disabled} onClick={() => void save()}>
          {busy ? '集めています…' : '一覧を CSV で保存'}
        </Button>
      </div>
      {failure !== null && <Failure error={failure} />}
    </>
  );
}
