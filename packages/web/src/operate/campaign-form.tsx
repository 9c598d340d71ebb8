import type { Campaign } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKeptForm } from '../app/kept.js';
import { RadioGroup, TextField } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { dayBefore } from '../words/days.js';

/** The query of all campaigns: asked again when one has changed. */
export const CAMPAIGNS = ['operate', 'campaigns'];

type Length = 'months' | 'day';
const lengthOf = (campaign: Campaign | null): Length => (campaign?.endsOn ? 'day' : 'months');

/** Makes or changes a campaign; licences already given under it stay as they are. */
export function CampaignForm({ campaign, onClose }: { campaign: Campaign | null; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [form, change] = useKeptForm(`operate/campaign/${campaign?.code ?? 'new'}`, {
    code: campaign?.code ?? '',
    name: campaign?.name ?? '',
    priceYen: String(campaign?.priceYen ?? 0),
    length: lengthOf(campaign),
    months: String(campaign?.months ?? 12),
    endsOn: campaign?.endsOn ?? '',
    appliesFrom: campaign?.appliesFrom ?? dayBefore(0),
    appliesUntil: campaign?.appliesUntil ?? '',
  });
  const { code, name, priceYen, length, months, endsOn, appliesFrom, appliesUntil } = form;
  const saving = useMutation({
    mutationFn: () =>
      desk.hub.call('operatorPutCampaign', {
        params: { campaignCode: code },
        body: {
          name: name.trim(),
          priceYen: Number(priceYen),
          endsOn: length === 'day' ? endsOn : null,
          months: length === 'months' ? Number(months) : null,
          appliesFrom,
          appliesUntil,
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: CAMPAIGNS });
      onClose();
    },
  });
  return (
    <FormDialog
      title={campaign ? 'キャンペーンを直す' : 'キャンペーンを加える'}
      action="保存する"
      error={saving.error}
      isReady={!saving.isPending}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      {campaign ? (
        <p className="weak">記号 {code}。すでに申し込んだ事業所の契約は変わりません。</p>
      ) : (
        <TextField
          label="記号"
          hint="半角の英大文字・数字・ハイフン。例: FREE-2026。同じ記号があると、その内容が置きかわります。"
          value={code}
          pattern="[A-Z0-9\-]{1,40}"
          required
          onChange={({ target }) => change({ code: target.value.normalize('NFKC').trim().toUpperCase() })}
        />
      )}
      <TextField
        label="名前（事業所が申し込むときに読む）"
        value={name}
        maxLength={100}
        required
        onChange={({ target }) => change({ name: target.value })}
      />
      <TextField
        label="利用料（円）"
        hint="無料なら0"
        type="number"
        min={0}
        max={1_000_000}
        value={priceYen}
        required
        onChange={({ target }) => change({ priceYen: target.value })}
      />
      <RadioGroup<Length>
        legend="使える期間"
        value={length}
        options={[
          ['months', '利用を始めた日から数える'],
          ['day', '決まった日まで'],
        ]}
        onChange={(chosen) => change({ length: chosen })}
      />
      {length === 'months' ? (
        <TextField
          label="月数"
          type="number"
          min={1}
          max={60}
          value={months}
          required
          onChange={({ target }) => change({ months: target.value })}
        />
      ) : (
        <TextField
          label="使える最後の日"
          type="date"
          value={endsOn}
          required
          onChange={({ target }) => change({ endsOn: target.value })}
        />
      )}
      <TextField
        label="申し込みの最初の日"
        type="date"
        value={appliesFrom}
        required
        onChange={({ target }) => change({ appliesFrom: target.value })}
      />
      <TextField
        label="申し込みの最後の日"
        type="date"
        min={appliesFrom}
        value={appliesUntil}
        required
        onChange={({ target }) => change({ appliesUntil: target.value })}
      />
    </FormDialog>
  );
}
