import {
  changePerson,
  copyWeek,
  personOf,
  problemsOf,
  removeClient,
  type ScheduleSheet,
  type SheetClient,
  setCount,
  weeksOf,
} from '@musubi/standard';
import { type ReactNode, useMemo } from 'react';
import { useKept } from '../app/kept.js';
import type { Charges } from '../app/reference.js';
import { useKnowledge } from '../app/use-reference.js';
import { DayGrid, type Spot } from '../entry/day-grid.js';
import { InsurerButton } from '../entry/insurer-button.js';
import { nameOfClient, Problems } from '../entry/parts.js';
import type { EntryWork } from '../entry/use-entry.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { SelectField } from '../ui/field.js';
import { AddPlanned } from './add-planned.js';
import { AnnexTable } from './annex-table.js';
import { withService } from './charges.js';
import { LimitLine } from './limit-line.js';
import { PersonDialog } from './person-dialog.js';
import { RowEditor } from './row-editor.js';

type Open = 'service' | 'person' | 'remove' | null;

/** One client's month: the days of 第6表, and what they come to on 第7表. */
export function ClientForm({
  client,
  work,
  charges,
  onRemoved,
}: {
  client: SheetClient;
  work: EntryWork<ScheduleSheet>;
  charges: Charges;
  onRemoved: () => void;
}): ReactNode {
  const { sheet, edit } = work;
  const [spot, setSpot] = useKept<Spot | null>(`schedule/spot/${work.sheet.month}/${client.key}`, null);
  const [open, setOpen] = useKept<Open>(`schedule/open/${work.sheet.month}/${client.key}`, null);
  const knowledge = useKnowledge();
  const problems = useMemo(() => problemsOf(sheet, client.key), [sheet, client.key]);
  const row = client.rows.find(({ id }) => id === spot?.row);
  const close = () => setOpen(null);
  return (
    <section className="stack" aria-label={nameOfClient(client)}>
      <div className="row">
        <h2>{nameOfClient(client)}</h2>
        <Button small look="main" onClick={() => setOpen('service')}>
          サービスを加える
        </Button>
        <Button small onClick={() => setOpen('person')}>
          利用者の情報
        </Button>
        <CopyWeek
          month={sheet.month}
          onCopy={(from, to) => edit((now) => copyWeek(now, client.key, from, to, knowledge))}
        />
        <InsurerButton client={client} edit={edit} />
        <Button small look="text" onClick={() => setOpen('remove')}>
          この月から外す
        </Button>
      </div>
      <LimitLine sheet={sheet} client={client} />
      <Problems problems={problems} />
      {client.rows.length > 0 && (
        <>
          <DayGrid
            kind="予定"
            month={sheet.month}
            client={client}
            spot={spot}
            problems={problems}
            onSpot={setSpot}
            onCount={(at, count) => edit((now) => setCount(now, client.key, at.row, at.day, count || null))}
          />
          <p className="weak">矢印で移動、数字で回数、スペースで「1回／なし」、Delete で消します。</p>
        </>
      )}
      {row && spot && (
        <RowEditor key={`${row.id} ${row.start} ${row.units}`} {...{ client, row, spot, edit }} month={sheet.month} />
      )}
      <AnnexTable sheet={sheet} client={client} prices={charges.prices} edit={edit} />
      {open === 'service' && (
        <AddPlanned
          client={client.key}
          sheet={sheet}
          prices={charges.prices}
          onAdd={(planned) => edit((now) => withService(now, charges.prices, client.key, planned))}
          onClose={close}
        />
      )}
      {open === 'person' && (
        <PersonDialog
          numbers={client}
          person={personOf(sheet, client.key)}
          limits={charges.limits}
          onSave={(_, person) => edit((now) => changePerson(now, client.key, person))}
          onClose={close}
        />
      )}
      {open === 'remove' && (
        <Confirm
          title="この月から外しますか"
          action="外す"
          danger
          onClose={close}
          onConfirm={() => {
            edit((now) => removeClient(now, client.key));
            onRemoved();
          }}
        >
          <p>{nameOfClient(client)}さんの予定を、この月から取り除きます。「元に戻す」で戻せます。</p>
          <p>この月の予定をすでに送っているときは、相手に届いた予定は残ります。連絡で取りやめを伝えてください。</p>
        </Confirm>
      )}
    </section>
  );
}

function CopyWeek({ month, onCopy }: { month: string; onCopy: (from: number, to: number) => void }): ReactNode {
  return (
    <SelectField
      small
      label="前の週を写す"
      value=""
      onChange={(event) => {
        const week = Number(event.target.value);
        if (week > 1) onCopy(week - 1, week);
      }}
    >
      <option value="">どの週へ</option>
      {weeksOf(month)
        .slice(1)
        .map(({ from, to }, at) => (
          <option key={from} value={at + 2}>
            {from}日〜{to}日
          </option>
        ))}
    </SelectField>
  );
}
