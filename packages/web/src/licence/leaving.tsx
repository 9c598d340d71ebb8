import type { OwnLicence } from '@musubi/contract';
import { type ReactNode, useState } from 'react';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { useChange } from './use-change.js';

/** 解約: on which day, what happens then, and back again while it is paid for. */
export function Leaving({ licence }: { licence: OwnLicence }): ReactNode {
  const dates = useDates();
  const [on, setOn] = useKept('licence/leaving', '');
  const [isOpen, setOpen] = useKept('licence/leaving-open', false);
  const [isAsking, setAsking] = useState(false);
  const leaving = useChange(
    (desk, day: string) => desk.hub.call('cancelLicence', { body: { on: day } }),
    '解約を受け付けました。',
  );
  const keeping = useChange((desk) => desk.hub.call('keepLicence', {}), '解約を取り消しました。');
  const { cancelledOn, licensedUntil } = licence;
  if (licensedUntil === null) return null;
  const failure = leaving.error ?? keeping.error;
  if (cancelledOn) {
    return (
      <section className="card stack" aria-label="解約">
        <h2>解約</h2>
        {failure && <Failure error={failure} />}
        <p>{dates.date(`${cancelledOn}T12:00:00+09:00`)}で解約する手続きがされています。</p>
        <div>
          <Button onClick={() => keeping.mutate(undefined)} disabled={keeping.isPending}>
            解約を取り消す
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section className="card stack" aria-label="解約">
      <h2>解約</h2>
      {failure && <Failure error={failure} />}
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>解約する</summary>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            setAsking(true);
          }}
        >
          <p>
            選んだ日の終わりまで、これまでどおり使えます。その後は送信と新しい受信ができなくなりますが、届いているデータの閲覧と取得、記録の保存は、保存期間のあいだできます。利用料は日割りで返りません。
          </p>
          <TextField
            label="最後に使う日"
            type="date"
            value={on}
            onChange={(event) => setOn(event.target.value)}
            required
          />
          <div>
            <Button type="submit" look="danger" disabled={on === ''}>
              解約へ進む
            </Button>
          </div>
        </form>
      </details>
      {isAsking && (
        <Confirm
          title="解約しますか"
          action="解約する"
          danger
          busy={leaving.isPending}
          onConfirm={() => leaving.mutate(on, { onSettled: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>
            {dates.date(`${on}T12:00:00+09:00`)}を最後に、この事業所の利用を終えます。契約の期間のあいだは取り消せます。
          </p>
        </Confirm>
      )}
    </section>
  );
}
