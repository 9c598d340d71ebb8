import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk, useSession } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { noteOutput } from '../app/output.js';
import { useDates } from '../app/preferences.js';
import { usePartners } from '../app/queries.js';
import { download } from '../check/download.js';
import { Banner, Progress } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, SelectField, TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { errorText } from '../words/errors.js';
import { makeArchive, sealArchive } from './archive.js';
import { ArchiveReader } from './archive-reader.js';
import { collect, type RecordEntry, type Wanted } from './collect.js';
import { InspectionDialog } from './inspection-dialog.js';
import { recordTable } from './record-csv.js';
import { RecordTable } from './record-table.js';

const day = (date: Date) => {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

function lastThreeMonths(): Pick<Wanted, 'from' | 'to'> {
  const now = new Date();
  return { from: day(new Date(now.getFullYear(), now.getMonth() - 2, 1)), to: day(now) };
}

/** 記録と保存: what passed in a period as proof for an inspection, and as an archive for the years the law asks for. */
export default function RecordsScreen(): ReactNode {
  const desk = useDesk();
  const { data: partners } = usePartners();
  const [wanted, setWanted] = useKept<Wanted>('records/wanted', { ...lastThreeMonths(), partner: '', client: '' });
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [entries, setEntries] = useState<readonly RecordEntry[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const gather = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    setEntries(null);
    setProgress({ done: 0, total: 1 });
    try {
      setEntries(await collect(desk, wanted, (done, total) => setProgress({ done, total })));
    } catch (error) {
      setFailure(error);
    } finally {
      setProgress(null);
    }
  };
  return (
    <Page title="記録と保存">
      <p>
        いつ・誰に・何を送り、いつ取得・開封されたかを、期間と利用者で集めます。運営指導での提示や、法令で決められた期間の保存に使えます。
      </p>
      <form className="card stack" onSubmit={(event) => void gather(event)}>
        <div className="filters">
          <TextField
            small
            label="いつから"
            type="date"
            required
            value={wanted.from}
            onChange={(event) => setWanted({ ...wanted, from: event.target.value })}
          />
          <TextField
            small
            label="いつまで"
            type="date"
            required
            min={wanted.from}
            value={wanted.to}
            onChange={(event) => setWanted({ ...wanted, to: event.target.value })}
          />
          <SelectField
            small
            label="相手"
            value={wanted.partner}
            onChange={(event) => setWanted({ ...wanted, partner: event.target.value })}
          >
            <option value="">すべて</option>
            {(partners?.value.partners ?? []).map(({ officeNumber, name }) => (
              <option key={officeNumber} value={officeNumber}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField
            small
            label="利用者（氏名か番号の一部）"
            value={wanted.client}
            autoComplete="off"
            onChange={(event) => setWanted({ ...wanted, client: event.target.value })}
          />
        </div>
        <div>
          <Button look="main" type="submit" disabled={progress !== null}>
            集める
          </Button>
        </div>
      </form>
      {progress && <Progress label="集めています" {...progress} />}
      {failure !== null && <Failure error={failure} />}
      {entries && <Collected entries={entries} wanted={wanted} />}
      <ArchiveReader />
    </Page>
  );
}

function Collected({ entries, wanted }: { entries: readonly RecordEntry[]; wanted: Wanted }): ReactNode {
  const dates = useDates();
  const period = `${dates.date(`${wanted.from}T00:00:00`)}〜${dates.date(`${wanted.to}T00:00:00`)}`;
  const closed = entries.filter(({ content }) => content === null);
  const [trouble] = closed.filter((entry) => entry.trouble !== null);
  if (entries.length === 0) return <p className="empty">この期間に、該当する送受信はありません。</p>;
  return (
    <section className="stack" aria-label="集めた記録">
      <h2>{entries.length}件を集めました</h2>
      {closed.length > 0 && (
        <Banner tone="care" title={`中身を含められないものが${closed.length}件あります。`}>
          <p>
            まだ取得していないもの、取り消されたもの、保存期間が過ぎたものです。送受信の記録は含まれます。
            {trouble ? errorText(trouble.trouble) : ''}
          </p>
        </Banner>
      )}
      <Saving entries={entries} wanted={wanted} period={period} />
      <RecordTable entries={entries} />
    </section>
  );
}

function Saving({
  entries,
  wanted,
  period,
}: {
  entries: readonly RecordEntry[];
  wanted: Wanted;
  period: string;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const { office } = useSession();
  const [isSealed, setSealed] = useState(true);
  const [isInspection, setInspection] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const transmissions = entries.map(({ transmission }) => transmission);
  const about = { office: office.name, period, madeAt: new Date().toISOString() };
  const saveAll = async () => {
    setDone(0);
    setFailure(null);
    try {
      const zip = await makeArchive(desk, entries, about, dates, setDone);
      const bytes = isSealed ? await sealArchive(desk, office.officeNumber, zip) : zip;
      const name = `連携データ一式_${period}.${isSealed ? 'p7m' : 'zip'}`;
      download(name, new Uint8Array(bytes), 'application/octet-stream');
      await noteOutput(desk, 'files-saved', { transmissions });
    } catch (error) {
      setFailure(error);
    } finally {
      setDone(null);
    }
  };
  return (
    <div className="stack-s">
      {failure !== null && <Failure error={failure} />}
      <div className="row">
        <Button icon="file" look="main" onClick={() => setInspection(true)}>
          運営指導のための記録（署名つきPDF）
        </Button>
        <Button icon="down" disabled={done !== null} onClick={() => void saveAll()}>
          一式を保存（ファイル・証跡・一覧）
        </Button>
        <CheckBox
          label="自事業所の証明書で暗号化する"
          checked={isSealed}
          onChange={(event) => setSealed(event.target.checked)}
        />
      </div>
      <SaveCsv
        name={`送受信の記録_${period}`}
        rows={() => recordTable(entries, dates)}
        onSaved={() => noteOutput(desk, 'list-saved', { transmissions })}
      />
      {done !== null && <Progress label="まとめています" done={done} total={entries.length} />}
      {isInspection && (
        <InspectionDialog entries={entries} wanted={wanted} period={period} onClose={() => setInspection(false)} />
      )}
    </div>
  );
}
