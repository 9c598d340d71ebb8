import type { InputFile } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import './check.css';
import { checker } from './checker.js';
import { UnitViews } from './unit-view.js';

/** The content of a unit as readable forms. */
export function UnitContent({ files }: { files: readonly InputFile[] }): ReactNode {
  const key = files.map(({ name, bytes }) => `${name} ${bytes.length}`);
  const { data, error } = useQuery({ queryKey: ['view', ...key], queryFn: () => checker().view(files) });
  if (error) return <Failure error={error} />;
  if (!data) return <p role="status">読み込んでいます…</p>;
  return <UnitViews views={data} />;
}

export function UnitDialog({
  title,
  files,
  children,
  onClose,
}: {
  title: string;
  files: readonly InputFile[];
  children?: ReactNode;
  onClose: () => void;
}): ReactNode {
  return (
    <Dialog title={title} wide onClose={onClose}>
      {children}
      {files.length > 0 && <UnitContent files={files} />}
    </Dialog>
  );
}
