import { formatMonth, type InputFile, type UnitView } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormsButton } from '../forms/forms-button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import './check.css';
import { checker } from './checker.js';
import type { NameOf } from './clients-text.js';
import { filesKey } from './files-key.js';
import { UnitViews } from './unit-view.js';
import { UnusedBanner } from './unused-banner.js';

const noName: NameOf = () => null;

const titleOf = ({ title, month }: UnitView) => `${title}${month ? `　${formatMonth(month)}分` : ''}`;

/** The content of a unit as readable forms. */
export function UnitContent({ files, nameOf = noName }: { files: readonly InputFile[]; nameOf?: NameOf }): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['view', ...filesKey(files)],
    queryFn: () => checker().view(files),
  });
  const unused = useQuery({
    queryKey: ['unused', ...filesKey(files)],
    queryFn: () => checker().unused(files, 'read'),
  });
  if (error ?? unused.error) return <Failure error={error ?? unused.error} />;
  if (!data) return <p role="status">読み込んでいます…</p>;
  return (
    <>
      <div className="no-print">
        <FormsButton title={data[0] ? titleOf(data[0]) : ''} files={files} />
      </div>
      <UnusedBanner unused={unused.data ?? []} title="表示できなかったものがあります。" />
      <UnitViews views={data} nameOf={nameOf} />
    </>
  );
}

export function UnitDialog({
  title,
  files,
  nameOf = noName,
  children,
  onClose,
}: {
  title: string;
  files: readonly InputFile[];
  nameOf?: NameOf;
  children?: ReactNode;
  onClose: () => void;
}): ReactNode {
  return (
    <Dialog title={title} wide onClose={onClose}>
      {children}
      {files.length > 0 && <UnitContent files={files} nameOf={nameOf} />}
    </Dialog>
  );
}
