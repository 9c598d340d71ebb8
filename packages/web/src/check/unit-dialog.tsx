import { formatMonth, type InputFile, type UnitView } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormsButton } from '../forms/forms-button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import './check.css';
import { checker } from './checker.js';
import { filesKey } from './files-key.js';
import { UnitViews } from './unit-view.js';

const NO_NAMES: ReadonlyMap<string, string> = new Map();

const titleOf = ({ title, month }: UnitView) => `${title}${month ? `　${formatMonth(month)}分` : ''}`;

/** The content of a unit as readable forms. */
export function UnitContent({
  files,
  names = NO_NAMES,
}: {
  files: readonly InputFile[];
  names?: ReadonlyMap<string, string>;
}): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['view', ...filesKey(files)],
    queryFn: () => checker().view(files),
  });
  if (error) return <Failure error={error} />;
  if (!data) return <p role="status">読み込んでいます…</p>;
  return (
    <>
      <div className="no-print">
        <FormsButton title={data[0] ? titleOf(data[0]) : ''} files={files} />
      </div>
      <UnitViews views={data} names={names} />
    </>
  );
}

export function UnitDialog({
  title,
  files,
  names = NO_NAMES,
  children,
  onClose,
}: {
  title: string;
  files: readonly InputFile[];
  names?: ReadonlyMap<string, string>;
  children?: ReactNode;
  onClose: () => void;
}): ReactNode {
  return (
    <Dialog title={title} wide onClose={onClose}>
      {children}
      {files.length > 0 && <UnitContent files={files} names={names} />}
    </Dialog>
  );
}
