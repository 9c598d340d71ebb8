import type { InputFile } from '@musubi/standard';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Button } from '../ui/button.js';

const FormsDialog = lazy(() => import('./forms-dialog.js'));

/** Opens files at hand as 帳票; what draws them is loaded at the first time. */
export function FormsButton({
  title,
  files,
  small = false,
}: {
  title: string;
  files: readonly InputFile[];
  small?: boolean;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="file" small={small} onClick={() => setOpen(true)}>
        帳票を見る・印刷する
      </Button>
      {isOpen && (
        <Suspense fallback={<p role="status">帳票を開いています…</p>}>
          <FormsDialog title={title} files={files} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
