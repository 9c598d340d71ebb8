import type { Campaign } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Badge, type Tone } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { SaveCsv } from '../ui/save-csv.js';
import { dayBefore, dayText } from '../words/days.js';
import { yen } from '../words/money.js';
import { CAMPAIGNS, CampaignForm } from './campaign-form.js';
import { actsColumn, type Column, csvRows, DataTable } from './columns.js';

/** How long it lasts for who takes it, e.g. 利用を始めた日から6か月. */
const lengthText = ({ endsOn, months }: Campaign, dates: Dates) =>
  endsOn ? `${dayText(endsOn, dates)}まで` : `利用を始めた日から${months}か月`;

function stateOf({ appliesFrom, appliesUntil }: Campaign, today: string): readonly [Tone, string] {
  if (today < appliesFrom) return ['info', 'これから'];
  return today > appliesUntil ? ['quiet', '受付終了'] : ['good', '受付中'];
}

/** Campaigns: for how long an office uses the hub at which price, and when it may apply. */
export function Campaigns(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const [edited, setEdited] = useKept<Campaign | 'new' | null>('operate/campaign', null);
  const [leaving, setLeaving] = useState<Campaign | null>(null);
  const { data, error } = useQuery({
    queryKey: CAMPAIGNS,
    queryFn: async () => (await desk.hub.call('operatorListCampaigns', {})).campaigns,
  });
  const removing = useMutation({
    mutationFn: ({ code }: Campaign) => desk.hub.call('operatorRemoveCampaign', { params: { campaignCode: code } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: CAMPAIGNS }),
    onSettled: () => setLeaving(null),
  });
  const columns = campaignColumns(dates, dayBefore(0), setEdited, setLeaving);
  const failure = error ?? removing.error;
  return (
    <section className="stack" aria-label="キャンペーン">
      <h2>キャンペーン（無料・割引の期間）</h2>
      {failure && <Failure error={failure} />}
      <div className="row spread">
        <Button look="main" onClick={() => setEdited('new')}>
          キャンペーンを加える
        </Button>
        {data && data.length > 0 && <SaveCsv name="キャンペーン" rows={() => csvRows(columns, data)} />}
      </div>
      {data?.length === 0 && <p className="empty">キャンペーンはありません。事業所は年間ライセンスで申し込みます。</p>}
      {data && data.length > 0 && (
        <DataTable label="キャンペーンの一覧" columns={columns} rows={data} keyOf={({ code }) => code} />
      )}
      {edited && <CampaignForm campaign={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {leaving && (
        <Confirm
          title={`「${leaving.name}」を消します`}
          action="消す"
          danger
          busy={removing.isPending}
          onConfirm={() => removing.mutate(leaving)}
          onClose={() => setLeaving(null)}
        >
          <p>
            だれも使っていないものだけを消せます。使われたものは、申し込みの最後の日を過ぎた日にして終えてください。
          </p>
        </Confirm>
      )}
    </section>
  );
}

function campaignColumns(
  dates: Dates,
  today: string,
  edit: (campaign: Campaign) => void,
  remove: (campaign: Campaign) => void,
): Column<Campaign>[] {
  return [
    { head: '名前', text: ({ name }) => name },
    { head: '記号', text: ({ code }) => code },
    { head: '利用料', text: ({ priceYen }) => yen(priceYen) },
    { head: '使える期間', text: (campaign) => lengthText(campaign, dates) },
    {
      head: '申し込み',
      text: ({ appliesFrom, appliesUntil }) => `${dayText(appliesFrom, dates)}〜${dayText(appliesUntil, dates)}`,
    },
    {
      head: '状態',
      text: (campaign) => stateOf(campaign, today)[1],
      cell: (campaign) => {
        const [tone, text] = stateOf(campaign, today);
        return <Badge tone={tone}>{text}</Badge>;
      },
    },
    actsColumn((campaign) => (
      <span className="row">
        <Button small onClick={() => edit(campaign)} aria-label={`${campaign.name}を直す`}>
          直す
        </Button>
        <Button small look="danger" onClick={() => remove(campaign)} aria-label={`${campaign.name}を消す`}>
          消す…
        </Button>
      </span>
    )),
  ];
}
