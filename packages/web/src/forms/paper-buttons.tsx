import type { FormPage } from '@musubi/forms';
import { useMutation } from '@tanstack/react-query';
import { proxy } from 'comlink';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { noteOutput } from '../app/output.js';
import { download } from '../check/download.js';
import { Banner, Progress } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { PrintPages } from './print-pages.js';
import type { FormsAtHand } from './use-forms.js';

/** Characters that file systems refuse in names. */
const fileName = (title: string) => `帳票_${title.replaceAll(/[\\/:*?"<>|\s]+/g, '_')}.pdf`;
/** A tenth of the pages at a time is enough to see it move. */
const STEPS = 10;

/** 印刷する and PDFを保存, for all clients or the one chosen. */
export function PaperButtons({
  forms,
  client,
  range: { from, until },
  title,
  months,
  isReady,
}: {
  forms: FormsAtHand;
  client: number | null;
  range: { readonly from: number; readonly until: number };
  title: string;
  /** Those of the files, for the audit log. */
  months: readonly string[];
  /** False while other forms are being laid out: what is wished is not what would be saved. */
  isReady: boolean;
}): ReactNode {
  const desk = useDesk();
  const total = until - from;
  const [done, setDone] = useState(0);
  const [paper, setPaper] = useState<readonly FormPage[] | null>(null);
  const printing = useMutation({
    mutationFn: async () => {
      setPaper(await forms.maker.pages(from, until));
      await noteOutput(desk, 'printed', { months });
    },
  });
  const saving = useMutation({
    mutationFn: async () => {
      setDone(0);
      const step = Math.max(1, Math.floor(total / STEPS));
      const { bytes, missing } = await forms.maker.pdf(
        client,
        proxy((count: number) => {
          if (count % step === 0) setDone(count);
        }),
      );
      download(fileName(title), bytes, 'application/pdf');
      await noteOutput(desk, 'pdf-saved', { months });
      return missing;
    },
  });
  const isBusy = !isReady || printing.isPending || saving.isPending || paper !== null;
  return (
    <div className="stack-s">
      <div className="row">
        <Button icon="file" disabled={isBusy} onClick={() => printing.mutate()}>
          印刷する
        </Button>
        <Button look="main" icon="down" disabled={isBusy} onClick={() => saving.mutate()}>
          PDFを保存
        </Button>
      </div>
      {saving.isPending && <Progress label="PDFを作っています" done={done} total={total} />}
      {(saving.error ?? printing.error) && <Failure error={saving.error ?? printing.error} />}
      {saving.data && saving.data.length > 0 && (
        <Banner tone="care" title={`PDF に書けない文字を「〓」にしました: ${saving.data.join(' ')}`} live />
      )}
      {paper && <PrintPages pages={paper} onDone={() => setPaper(null)} />}
    </div>
  );
}
