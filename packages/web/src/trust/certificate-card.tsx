import type { ReactNode } from 'react';
import { useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { CertificateWords } from './certificate-words.js';

/** 証明書カード: the office's certificate on paper, for partners to compare. */
export function CertificateCard({
  fingerprint,
  notAfter,
  onClose,
}: {
  fingerprint: string;
  notAfter: string;
  onClose: () => void;
}): ReactNode {
  const { office } = useSession();
  const dates = useDates();
  return (
    <Dialog title="証明書カード（取引先に渡す紙）" onClose={onClose}>
      <dl className="facts">
        <dt>事業所</dt>
        <dd>
          {office.name}（{office.officeNumber}）
        </dd>
        <dt>証明書のことば</dt>
        <dd>
          <CertificateWords fingerprint={fingerprint} />
        </dd>
        <dt>有効期限</dt>
        <dd>{dates.date(notAfter)}</dd>
        <dt>指紋（SHA-256）</dt>
        <dd>
          <code>{fingerprint.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </dd>
      </dl>
      <p>
        Musubi（結）で、私どもの証明書が初めて、または新しく表示されたときは、この「ことば」と同じか比べてください。違うときは受け入れず、お電話ください。
      </p>
      <div className="row row-end">
        <Button onClick={() => window.print()}>印刷する</Button>
      </div>
    </Dialog>
  );
}
