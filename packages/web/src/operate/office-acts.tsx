import type { OperatorOffice } from '@musubi/contract';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { useTell } from '../ui/toasts.js';
import { dayBefore, endOfDay } from '../words/days.js';
import { AdministratorForm, OfficeForm } from './office-form.js';
import { ReasonDialog } from './reason-dialog.js';
import { ASKED_SECOND } from './waiting-acts.js';

type Act = 'suspend' | 'resume' | 'close' | 'merge';

const ACTS: Readonly<
  Record<Act, { readonly title: string; readonly action: string; readonly done: string; readonly text: string }>
> = {
  suspend: {
    title: '利用を停止します',
    action: '停止する',
    done: '利用を停止しました。',
    text: '送信できなくなり、宛先にもなりません。届いているデータの取得と閲覧はできます。',
  },
  resume: {
    title: '利用停止を解きます',
    action: '停止を解く',
    done: '利用停止を解きました。',
    text: 'すぐに送受信できるようになります。',
  },
  close: {
    title: '事業所を閉じます（解約・廃止）',
    action: '閉じる',
    done: '事業所を閉じました。',
    text: '全員がログアウトされ、送信できず、宛先にもなりません。期日までは、ログインして届いているデータを取得できます。元には戻せません。',
  },
  merge: {
    title: '新しい事業所番号に引き継ぎます',
    action: '引き継ぐ',
    done: '新しい番号に引き継ぎました。',
    text: 'この番号は閉じられ、記録は新しい番号の人が読めるようになります。証明書は引き継がれません。この番号あてに届いているデータは、期日までにこの番号の人が取得してください。元には戻せません。人がいる事業所では、もう一人の運営者が確認すると行われます。',
  },
};

/** Payloads are kept 93 days: whoever leaves has as long to fetch what waits. */
const USUAL_DAYS = 93;

/** What an operator may do with an office; each step asks for the reason the office will read. */
export function OfficeActs({
  office,
  hasPeople,
  queryKey,
}: {
  office: OperatorOffice;
  /** True when somebody works there already: further people and a merger wait for a second operator. */
  hasPeople: boolean;
  queryKey: readonly unknown[];
}): ReactNode {
  const [act, setAct] = useKept<Act | null>(`operate/office-act/${office.officeNumber}`, null);
  const [form, setForm] = useKept<'office' | 'administrator' | null>(
    `operate/office-form/${office.officeNumber}`,
    null,
  );
  if (office.closedAt) return null;
  return (
    <section className="card stack" aria-label="この事業所への操作">
      <h2>この事業所への操作</h2>
      <div className="row">
        <Button onClick={() => setForm('office')}>登録を直す</Button>
        <Button onClick={() => setForm('administrator')}>管理者を追加する</Button>
      </div>
      <p className="weak">次の操作には理由が要ります。理由は事業所の管理者に見えます。</p>
      <div className="row">
        {office.suspended ? (
          <Button onClick={() => setAct('resume')}>利用停止を解く…</Button>
        ) : (
          <Button look="danger" onClick={() => setAct('suspend')}>
            利用を停止する…
          </Button>
        )}
        <Button look="danger" onClick={() => setAct('merge')}>
          番号の変更・統合…
        </Button>
        <Button look="danger" onClick={() => setAct('close')}>
          閉じる（解約・廃止）…
        </Button>
      </div>
      {form === 'office' && <OfficeForm office={office} onClose={() => setForm(null)} />}
      {form === 'administrator' && (
        <AdministratorForm office={office} needsSecond={hasPeople} onClose={() => setForm(null)} />
      )}
      {act && <ActDialog act={act} office={office} queryKey={queryKey} onClose={() => setAct(null)} />}
    </section>
  );
}

function ActDialog({
  act,
  office: { officeNumber, name },
  queryKey,
  onClose,
}: {
  act: Act;
  office: OperatorOffice;
  queryKey: readonly unknown[];
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [day, setDay] = useKept(`operate/office-day/${officeNumber}`, () => dayBefore(-USUAL_DAYS));
  const [successor, setSuccessor] = useKept(`operate/office-successor/${officeNumber}`, '');
  const { title, action, done, text } = ACTS[act];
  const confirm = async (reason: string) => {
    const params = { officeNumber };
    let waits = false;
    const fetchUntil = endOfDay(day);
    if (act === 'suspend') await desk.hub.call('operatorSuspendOffice', { params, body: { reason } });
    else if (act === 'resume') await desk.hub.call('operatorResumeOffice', { params, body: { reason } });
    else if (act === 'close') await desk.hub.call('operatorCloseOffice', { params, body: { reason, fetchUntil } });
    else {
      const body = { reason, fetchUntil, successor };
      waits = (await desk.hub.call('operatorMergeOffice', { params, body })).waitsForSecond;
    }
    tell(waits ? 'info' : 'good', waits ? ASKED_SECOND : done);
    await queries.invalidateQueries({ queryKey: ['operate'] });
    await queries.invalidateQueries({ queryKey });
  };
  return (
    <ReasonDialog name={`${act}/${officeNumber}`} title={title} action={action} onConfirm={confirm} onClose={onClose}>
      <p>
        {name}（{officeNumber}）
      </p>
      <p>{text}</p>
      {act === 'merge' && (
        <TextField
          label="引き継ぐ事業所番号（新しい番号）"
          hint="10桁。先に事業所として登録しておいてください。"
          value={successor}
          pattern="[0-9A-Z]{10}"
          required
          onChange={({ target }) => setSuccessor(target.value.normalize('NFKC').trim())}
        />
      )}
      {(act === 'close' || act === 'merge') && (
        <TextField
          label="届いているデータを取得できる期日"
          type="date"
          value={day}
          min={dayBefore(0)}
          required
          onChange={({ target }) => setDay(target.value)}
        />
      )}
    </ReasonDialog>
  );
}
