import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { canSaveToFolder, forgetFolder, knownFolder, pickFolder } from '../boxes/retrieve.js';
import { Button } from '../ui/button.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';

const KEY = ['folder'];

/** The folder that care software reads from, for this browser. */
export function FolderSettings(): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const { data: folder } = useQuery({ queryKey: KEY, queryFn: () => knownFolder(desk) });
  const run = (work: Promise<unknown>) =>
    void work
      .catch((error: unknown) => {
        const isGivenUp = error instanceof DOMException && error.name === 'AbortError';
        if (!isGivenUp) tell('bad', errorText(error));
      })
      .finally(() => queries.invalidateQueries({ queryKey: KEY }));
  return (
    <section className="card stack" aria-label="保存先のフォルダ">
      <h2>保存先のフォルダ（この端末）</h2>
      {canSaveToFolder() ? (
        <>
          <p>
            {folder ? `「${folder.name}」に保存します。` : '決まっていません。'}
            介護ソフトが取り込むフォルダを選んでおくと、受信一覧から直接保存できます。
          </p>
          <div className="row">
            <Button onClick={() => run(pickFolder(desk))}>フォルダを選ぶ</Button>
            {folder && (
              <Button look="text" onClick={() => run(forgetFolder(desk))}>
                忘れる
              </Button>
            )}
          </div>
        </>
      ) : (
        <p>このブラウザでは、フォルダへの直接保存はできません。受信一覧から ZIP で保存してください。</p>
      )}
    </section>
  );
}
