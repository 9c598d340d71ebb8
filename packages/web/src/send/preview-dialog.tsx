import { UNIT_NAMES } from '@musubi/standard';
import type { ReactNode } from 'react';
import { useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { UnitDialog } from '../check/unit-dialog.js';
import { Icon } from '../ui/icons.js';
import { sizeText } from '../words/kinds.js';
import type { Row } from './batch.js';

/** What the recipient will see. */
export function PreviewDialog({ row, onClose }: { row: Row; onClose: () => void }): ReactNode {
  const dates = useDates();
  const { office } = useSession();
  const { unit, message, attachments, recipient, officeNumber } = row;
  const name = recipient.state === 'known' ? recipient.office.name : officeNumber;
  return (
    <UnitDialog title={`${name}にはこう見えます`} files={unit?.files ?? []} onClose={onClose}>
      <dl className="facts">
        <dt>送信元</dt>
        <dd>{office.name}</dd>
        <dt>内容</dt>
        <dd>
          {unit ? UNIT_NAMES[unit.kind] : 'メッセージ・添付'} {unit?.month ? dates.month(unit.month) : ''}
        </dd>
        {message !== '' && (
          <>
            <dt>メッセージ</dt>
            <dd className="form-text">{message}</dd>
          </>
        )}
        {attachments.length > 0 && (
          <>
            <dt>添付</dt>
            <dd>
              <ul className="plain-list">
                {attachments.map(({ name: file, size }, at) => (
                  <li key={`${file} ${at}`} className="row">
                    <Icon name="clip" size={16} />
                    {file} {size === null ? '' : <span className="weak">{sizeText(size)}</span>}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </UnitDialog>
  );
}
