import type { OperatorOffice } from '@musubi/contract';
import { SERVICE_TYPES } from '@musubi/standard';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept, useKeptForm } from '../app/kept.js';
import { SecretNote } from '../people/secret-note.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, TextField } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useTell } from '../ui/toasts.js';
import { dayBefore } from '../words/days.js';
import { isReason, ReasonField } from './reason-dialog.js';
import { ASKED_SECOND, NEEDS_SECOND } from './waiting-acts.js';

/** The day of an instant here, as date fields hold it. */
const localDay = (instant: string) => dayBefore(0, new Date(instant));

/** Registers an office, or changes name, services and licence of one. */
export function OfficeForm({ office, onClose }: { office: OperatorOffice | null; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const before = office?.licensedUntil ? localDay(office.licensedUntil) : '';
  const [form, change] = useKeptForm(`operate/office/${office?.officeNumber ?? 'new'}`, {
    officeNumber: office?.officeNumber ?? '',
    name: office?.name ?? '',
    serviceTypes: office?.serviceTypes ?? [],
    until: before,
  });
  const { officeNumber, name, serviceTypes, until } = form;
  const saving = useMutation({
    mutationFn: () => {
      // An untouched day keeps its exact instant.
      const licensedUntil = until === before ? (office?.licensedUntil ?? null) : endOf(until);
      const body = { name: name.trim(), serviceTypes: [...serviceTypes], licensedUntil };
      return office
        ? desk.hub.call('operatorChangeOffice', { params: { officeNumber }, body })
        : desk.hub.call('operatorAddOffice', { body: { officeNumber, ...body } });
    },
    onSuccess: async () => {
      tell('good', office ? '登録を直しました。' : '事業所を登録しました。続けて、最初の管理者を追加してください。');
      await queries.invalidateQueries({ queryKey: ['operate'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={office ? '登録を直す' : '事業所を登録する'}
      action={office ? '直す' : '登録する'}
      error={saving.error}
      isReady={!saving.isPending && serviceTypes.length > 0}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      {!office && (
        <TextField
          label="事業所番号"
          value={officeNumber}
          pattern="[0-9A-Z]{10}"
          required
          onChange={({ target }) => change({ officeNumber: target.value.normalize('NFKC').trim() })}
        />
      )}
      <TextField
        label="名前"
        value={name}
        maxLength={200}
        required
        onChange={({ target }) => change({ name: target.value })}
      />
      <TextField
        label="ライセンスの最後の日"
        hint="空なら、ライセンスなし（送受信できません）。"
        type="date"
        value={until}
        onChange={({ target }) => change({ until: target.value })}
      />
      <fieldset className="operate-codes">
        <legend className="legend">サービスの種類（{serviceTypes.length}）</legend>
        {[...SERVICE_TYPES].map(([code, type]) => (
          <CheckBox
            key={code}
            label={type.name}
            checked={serviceTypes.includes(code)}
            onChange={({ target }) =>
              change({
                serviceTypes: target.checked ? [...serviceTypes, code] : serviceTypes.filter((one) => one !== code),
              })
            }
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}

/** The last second of a day here; null for no day. */
function endOf(day: string): string | null {
  return day ? new Date(`${day}T23:59:59`).toISOString() : null;
}

/** Adds an administrator to an office: the first one at once, their password shown this once; others wait for a second operator. */
export function AdministratorForm({
  office: { officeNumber, name: officeName },
  needsSecond,
  onClose,
}: {
  office: OperatorOffice;
  needsSecond: boolean;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [displayName, setName] = useKept(`operate/administrator/${officeNumber}`, '');
  const [reason, setReason] = useKept(`operate/administrator-reason/${officeNumber}`, '');
  const adding = useMutation({
    mutationFn: () =>
      desk.hub.call('operatorAddPerson', {
        params: { officeNumber },
        body: {
          displayName: displayName.trim(),
          role: 'administrator',
          ...(needsSecond ? { reason: reason.trim() } : {}),
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['operate'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  if (adding.data?.person) {
    const { person, initialPassword, passwordExpiresAt: expiresAt } = adding.data;
    const secret = { kind: 'password', displayName: person.displayName, userId: person.userId } as const;
    return (
      <SecretNote
        secret={{ ...secret, secret: initialPassword ?? '', expiresAt }}
        officeNumber={officeNumber}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog title={`${officeName}に管理者を追加する`} onClose={onClose}>
      {adding.error && <Failure error={adding.error} />}
      {adding.data ? (
        <Banner tone="info" title={ASKED_SECOND} live />
      ) : (
        <form className="stack" onSubmit={submit}>
          <TextField
            label="氏名"
            value={displayName}
            maxLength={100}
            required
            onChange={({ target }) => setName(target.value)}
          />
          {needsSecond && (
            <>
              <p>{NEEDS_SECOND}</p>
              <ReasonField reason={reason} onReason={setReason} />
            </>
          )}
          <div className="row row-end">
            <Button onClick={onClose}>やめる</Button>
            <Button
              look="main"
              type="submit"
              disabled={adding.isPending || !displayName.trim() || (needsSecond && !isReason(reason))}
            >
              追加する
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
