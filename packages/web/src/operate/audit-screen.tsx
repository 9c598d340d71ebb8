import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { download } from '../check/download.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SelectField, TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { auditColumns, usePeriod } from './audit-parts.js';
import { PagedTable } from './columns.js';

const FORMATS = {
  ms932: { label: 'CSV（MS932）', format: 'csv', encoding: 'ms932', ending: 'csv' },
  utf8: { label: 'CSV（UTF-8、BOM 付き）', format: 'csv', encoding: 'utf-8', ending: 'csv' },
  ndjson: { label: 'NDJSON', format: 'ndjson', encoding: 'utf-8', ending: 'ndjson' },
} as const;
type Format = keyof typeof FORMATS;
const isFormat = (text: string): text is Format => Object.hasOwn(FORMATS, text);

/** 監査記録: who did what, by period and office; written out as a stream by the hub, which records that too. */
export default function AuditScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [params] = useSearchParams();
  const [office, setOffice] = useState(params.get('office') ?? '');
  const period = usePeriod();
  const [chosen, setChosen] = useState<Format>('ms932');
  const isWhole = office === '' || /^[0-9A-Z]{10}$/.test(office);
  const filter = {
    ...(office && isWhole ? { officeNumber: office } : {}),
    ...period.filter,
  };
  const exporting = useMutation({
    mutationFn: async () => {
      const { format, encoding, ending } = FORMATS[chosen];
      const file = await desk.hub.download('operatorExportAudit', { query: { ...filter, format, encoding } });
      download(`監査記録_${period.from}_${period.to}.${ending}`, file, 'application/octet-stream');
    },
  });
  return (
    <Page title="監査記録">
      <p>だれがいつ何をしたかの記録です。書きかえも削除もできません。見たこと、書き出したことも記録されます。</p>
      {exporting.error && <Failure error={exporting.error} />}
      <div className="filters">
        <TextField
          label="事業所番号（空ならすべて）"
          value={office}
          error={isWhole ? null : '10桁で入力してください。'}
          onChange={({ target }) => setOffice(target.value.normalize('NFKC').trim())}
        />
        {period.fields}
        <SelectField
          label="書き出す形"
          value={chosen}
          onChange={({ target }) => isFormat(target.value) && setChosen(target.value)}
        >
          {Object.entries(FORMATS).map(([key, { label }]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </SelectField>
        <Button look="main" icon="down" disabled={exporting.isPending || !isWhole} onClick={() => exporting.mutate()}>
          {exporting.isPending ? '書き出しています…' : '期間のすべてを書き出す'}
        </Button>
      </div>
      {isWhole && (
        <PagedTable
          label="監査記録の一覧"
          fileName={null}
          queryKey={['operate', 'audit', filter]}
          load={(page) => desk.hub.call('operatorListAudit', { query: { ...filter, ...page } })}
          columns={auditColumns(dates)}
          keyOf={({ id }) => id}
          empty="この期間の記録はありません。"
        />
      )}
    </Page>
  );
}
