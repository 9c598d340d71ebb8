import type { SpreadsheetCell, SpreadsheetEncoding } from '@musubi/standard';
import { type ReactNode, useState } from 'react';
import { download } from '../check/download.js';
import { Button } from '../ui/button.js';
import { SelectField } from '../ui/field.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { csvFile } from './csv.js';

/** Saves a list as CSV in the encoding the person's software reads. `rows` is asked for all of it, heading first. */
export function CsvButton({ name, rows }: { name: string; rows: () => Promise<SpreadsheetCell[][]> }): ReactNode {
  const tell = useTell();
  const [encoding, setEncoding] = useState<SpreadsheetEncoding>('ms932');
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      download(`${name}.csv`, csvFile(await rows(), encoding), 'text/csv');
    } catch (error) {
      tell('bad', errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="row csv-button">
      <SelectField
        label="CSV の文字コード"
        small
        value={encoding}
        onChange={({ target }) => setEncoding(target.value === 'utf-8' ? 'utf-8' : 'ms932')}
      >
        <option value="ms932">Excel・介護ソフト（MS932）</option>
        <option value="utf-8">UTF-8（BOM 付き）</option>
      </SelectField>
      <Button small icon="down" disabled={busy} onClick={() => void save()}>
        {busy ? '集めています…' : 'CSV で保存'}
      </Button>
    </div>
  );
}
