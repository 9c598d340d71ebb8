import type { IndexedClient } from '@musubi/client';
import { knownClientKey } from '@musubi/standard';
import { type ReactNode, useMemo, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { noteOutput } from '../app/output.js';
import { useDates } from '../app/preferences.js';
import { download } from '../check/download.js';
import { Progress } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, RadioGroup, SelectField } from '../ui/field.js';
import { SaveCsv } from '../ui/save-csv.js';
import { clientText, isMeant, type RecordEntry, type Wanted } from './collect.js';
import { makeInspectionPack } from './inspection-pack.js';
import { recordTable } from './record-csv.js';
import { type Chosen, chosenEntries, clientsIn, makeSignedReport } from './signed-report.js';

/** 運営指導のための記録: whom it is about, then as a signed PDF or as CSV. */
export function InspectionDialog({
  entries,
  wanted,
  period,
  onClose,
}: {
  entries: readonly RecordEntry[];
  wanted: Wanted;
  period: string;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const clients = useMemo(() => clientsIn(entries), [entries]);
  const [by, setBy] = useKept<Chosen['by']>('records/by', clients.length > 0 ? 'client' : 'partner');
  const meant = clients.filter((client) => isMeant(client, wanted.client)).map(knownClientKey);
  const [picked, setPicked] = useKept<ReadonlySet<string>>('records/picked', new Set(meant));
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [month, setMonth] = useKept('records/month', '');
  const months = [...new Set(entries.flatMap(({ transmission }) => transmission.serviceMonth ?? []))].sort();
  const chosen: Chosen = { by, clients: by === 'client' ? picked : new Set(meant), month };
  const shown = chosenEntries(entries, chosen);
  const toggle = (key: string) => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    setPicked(next);
  };
  const note = (kind: 'inspection-saved' | 'list-saved') =>
    noteOutput(desk, kind, { transmissions: shown.map(({ transmission }) => transmission) });
  const save = async (as: 'pdf' | 'zip') => {
    setFailure(null);
    setProgress({ done: 0, total: shown.length });
    const onProgress = (done: number, total: number) => setProgress({ done, total });
    try {
      if (as === 'pdf') {
        const { pdf } = await makeSignedReport(desk, entries, wanted, chosen, dates, onProgress);
        download(`送受信の記録_${period}.pdf`, new Uint8Array(pdf), 'application/pdf');
      } else {
        const pack = await makeInspectionPack(desk, entries, wanted, chosen, dates, onProgress);
        download(`運営指導の一式_${period}.zip`, new Uint8Array(pack), 'application/zip');
      }
      await note('inspection-saved');
    } catch (error) {
      setFailure(error);
    } finally {
      setProgress(null);
    }
  };
  return (
    <Dialog title="運営指導のための記録" onClose={onClose}>
      <p>
        {period}
        に送受信したものを表にし、この事業所の証明書で電子署名したPDFにします。証跡も添付されるので、渡された人は連携基盤につながなくても確かめられます。
      </p>
      <RadioGroup
        legend="まとめ方"
        value={by}
        options={[
          ['client', '利用者ごと'],
          ['partner', '相手の事業所ごと'],
        ]}
        onChange={setBy}
      />
      <SelectField small label="対象月" value={month} onChange={(event) => setMonth(event.target.value)}>
        <option value="">すべての月</option>
        {months.map((one) => (
          <option key={one} value={one}>
            {dates.month(one)}分
          </option>
        ))}
      </SelectField>
      {by === 'client' && (
        <fieldset className="stack-s">
          <legend className="legend">
            利用者（{clients.length}人のうち{picked.size}人）
          </legend>
          <div className="row">
            <Button small onClick={() => setPicked(new Set(clients.map(knownClientKey)))}>
              すべて選ぶ
            </Button>
            <Button small onClick={() => setPicked(new Set())}>
              すべて外す
            </Button>
          </div>
          {clients.map((client) => (
            <CheckBox
              key={knownClientKey(client)}
              label={client.name ? `${client.name}（${shownNumber(client, clients)}）` : clientText(client)}
              checked={picked.has(knownClientKey(client))}
              onChange={() => toggle(knownClientKey(client))}
            />
          ))}
          <p className="weak">中身を開けないものは、だれについてのものかわからないため含まれません。</p>
        </fieldset>
      )}
      {failure !== null && <Failure error={failure} />}
      {progress && <Progress label="作っています" {...progress} />}
      <p role="status">{shown.length === 0 ? '記録に入るものがありません。' : `${shown.length}件が入ります。`}</p>
      <SaveCsv
        name={`送受信の記録_${period}`}
        rows={() => recordTable(shown, dates)}
        onSaved={() => note('list-saved')}
        disabled={shown.length === 0}
      />
      <div className="row row-end">
        <Button icon="down" disabled={progress !== null || shown.length === 0} onClick={() => void save('zip')}>
          一式を保存（PDF・CSV・JSON・証跡・確かめ方）
        </Button>
        <Button
          icon="down"
          look="main"
          disabled={progress !== null || shown.length === 0}
          onClick={() => void save('pdf')}
        >
          署名つきPDFを保存
        </Button>
      </div>
    </Dialog>
  );
}

/** The number alone, or with the insurer where two of the clients have it. */
function shownNumber({ insurerNumber, insuredNumber }: IndexedClient, all: readonly IndexedClient[]): string {
  const isShared = all.filter((one) => one.insuredNumber === insuredNumber).length > 1;
  return isShared && insurerNumber ? `${insurerNumber} ${insuredNumber}` : insuredNumber;
}
