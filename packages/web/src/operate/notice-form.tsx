import type { NoticeAudience, OperatorNotice } from '@musubi/contract';
import { SERVICE_TYPES } from '@musubi/standard';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKeptForm } from '../app/kept.js';
import { CheckBox, SelectField, TextArea, TextField } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { PREFECTURES } from '../words/prefectures.js';

type Kind = NoticeAudience['kind'];
const KINDS: Readonly<Record<Kind, string>> = {
  everyone: '一般公開（ログインしていない人も）',
  signedIn: 'ログインしている全事業所',
  prefecture: '都道府県をえらぶ',
  serviceType: 'サービスの種類をえらぶ',
};
interface Fields {
  readonly title: string;
  readonly body: string;
  readonly important: boolean;
  readonly kind: Kind;
  readonly codes: readonly string[];
  /** As date-and-time fields hold it, empty for none. */
  readonly from: string;
  readonly until: string;
}
const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);
const serviceNames = [...SERVICE_TYPES].map(([code, { name }]) => [code, name] as const);

/** ISO instant → what a date-and-time field holds, here. */
function localTime(instant: string | null): string {
  if (!instant) return '';
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
const instantOf = (local: string) => (local ? new Date(local).toISOString() : null);

/** Writes a new notice or changes one: text, to whom, from when until when. */
export function NoticeForm({
  notice,
  onDone,
  onClose,
}: {
  notice: OperatorNotice | null;
  onDone: () => Promise<void>;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const [form, change] = useKeptForm<Fields>(`operate/notice/${notice?.id ?? 'new'}`, {
    title: notice?.title ?? '',
    body: notice?.body ?? '',
    important: notice?.important ?? false,
    kind: notice?.audience.kind ?? 'signedIn',
    codes: notice && 'codes' in notice.audience ? notice.audience.codes : [],
    from: localTime(notice?.publishedAt ?? null),
    until: localTime(notice?.until ?? null),
  });
  const { title, body, important, kind, codes, from, until } = form;
  const hasCodes = kind === 'prefecture' || kind === 'serviceType';
  const saving = useMutation({
    mutationFn: async () => {
      const audience = kind === 'everyone' || kind === 'signedIn' ? { kind } : { kind, codes: [...codes] };
      const input = { title, body, important, audience, from: instantOf(from), until: instantOf(until) };
      if (notice) await desk.hub.call('operatorChangeNotice', { params: { id: notice.id }, body: input });
      else await desk.hub.call('operatorAddNotice', { body: input });
      await onDone();
    },
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={notice ? 'お知らせを直す' : '新しいお知らせ'}
      action={notice ? '直したものを出す' : 'お知らせを出す'}
      error={saving.error}
      isReady={!saving.isPending && !(hasCodes && codes.length === 0)}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <TextField
        label="件名"
        value={title}
        maxLength={200}
        required
        onChange={({ target }) => change({ title: target.value })}
      />
      <TextArea
        label="本文"
        value={body}
        maxLength={4000}
        required
        onChange={({ target }) => change({ body: target.value })}
      />
      <CheckBox label="重要" checked={important} onChange={({ target }) => change({ important: target.checked })} />
      <SelectField
        label="宛先"
        value={kind}
        onChange={({ target }) => {
          if (!isKind(target.value)) return;
          change({ kind: target.value, codes: [] });
        }}
      >
        {Object.entries(KINDS).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </SelectField>
      {hasCodes && (
        <Codes
          options={kind === 'prefecture' ? PREFECTURES : serviceNames}
          chosen={codes}
          onChange={(chosen) => change({ codes: chosen })}
        />
      )}
      <TextField
        label="出す日時"
        hint="空なら、いますぐ出します。"
        type="datetime-local"
        value={from}
        onChange={({ target }) => change({ from: target.value })}
      />
      <TextField
        label="下げる日時"
        hint="空なら、取り下げるまで出し続けます。"
        type="datetime-local"
        value={until}
        onChange={({ target }) => change({ until: target.value })}
      />
    </FormDialog>
  );
}

function Codes({
  options,
  chosen,
  onChange,
}: {
  options: readonly (readonly [string, string])[];
  chosen: readonly string[];
  onChange: (codes: readonly string[]) => void;
}): ReactNode {
  return (
    <fieldset className="operate-codes">
      <legend className="legend">えらぶ（{chosen.length}）</legend>
      {options.map(([code, name]) => (
        <CheckBox
          key={code}
          label={name}
          checked={chosen.includes(code)}
          onChange={({ target }) => onChange(target.checked ? [...chosen, code] : chosen.filter((one) => one !== code))}
        />
      ))}
    </fieldset>
  );
}
