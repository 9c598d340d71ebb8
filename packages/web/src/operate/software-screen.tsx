import type { Software } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { SOFTWARE_STATES } from '../public/words.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { dayText } from '../words/days.js';
import { editionNames } from '../words/directory.js';
import { actsColumn, type Column, csvRows, DataTable } from './columns.js';
import { SoftwareForm } from './software-form.js';

const KEY = ['software'];

function columns(
  dates: Dates,
  edit: (software: Software) => void,
  remove: (software: Software) => void,
): Column<Software>[] {
  return [
    { head: 'メーカー', text: ({ maker }) => maker },
    { head: '製品', text: ({ product }) => product },
    { head: '製品の版', text: ({ version }) => version },
    { head: '標準仕様', text: ({ editions }) => editionNames(editions) },
    {
      head: '状態',
      text: ({ status }) => SOFTWARE_STATES[status].text,
      cell: ({ status }) => <Badge tone={SOFTWARE_STATES[status].tone}>{SOFTWARE_STATES[status].text}</Badge>,
    },
    { head: '確かめた日', text: ({ testedOn }) => dayText(testedOn, dates) },
    { head: '確かめた内容', text: ({ tested }) => tested },
    actsColumn((one) => (
      <span className="row">
        <Button small onClick={() => edit(one)} aria-label={`${one.product} ${one.version}を直す`}>
          直す
        </Button>
        <Button small look="danger" onClick={() => remove(one)} aria-label={`${one.product} ${one.version}を消す`}>
          消す…
        </Button>
      </span>
    )),
  ];
}

/** 対応ソフト: the public list, kept by the operators. */
export default function SoftwareScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const [edited, setEdited] = useKept<Software | 'new' | null>('operate/software', null);
  const [leaving, setLeaving] = useState<Software | null>(null);
  const { data, error } = useQuery({ queryKey: KEY, queryFn: () => desk.hub.call('listSoftware', {}) });
  const removing = useMutation({
    mutationFn: ({ id }: Software) => desk.hub.call('operatorRemoveSoftware', { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
    onSettled: () => setLeaving(null),
  });
  const rows = data?.software ?? [];
  const all = columns(dates, setEdited, setLeaving);
  const failure = error ?? removing.error;
  return (
    <Page
      title="対応ソフト"
      actions={
        <Button look="main" onClick={() => setEdited('new')}>
          ソフトを加える
        </Button>
      }
    >
      <p>だれでも見られる「対応ソフト」のページに、そのまま載ります。</p>
      {failure && <Failure error={failure} />}
      {data && rows.length === 0 && <p className="empty">まだ載っているソフトはありません。</p>}
      {rows.length > 0 && (
        <>
          <SaveCsv name="対応ソフト" rows={() => csvRows(all, rows)} />
          <DataTable label="対応ソフトの一覧" columns={all} rows={rows} keyOf={({ id }) => id} />
        </>
      )}
      {edited && (
        <SoftwareForm
          software={edited === 'new' ? null : edited}
          onDone={() => queries.invalidateQueries({ queryKey: KEY })}
          onClose={() => setEdited(null)}
        />
      )}
      {leaving && (
        <Confirm
          title={`「${leaving.product} ${leaving.version}」を消します`}
          action="消す"
          danger
          busy={removing.isPending}
          onConfirm={() => removing.mutate(leaving)}
          onClose={() => setLeaving(null)}
        >
          <p>公開のページからも消えます。販売が終わっただけなら、状態を「提供終了」にして残せます。</p>
        </Confirm>
      )}
    </Page>
  );
}
