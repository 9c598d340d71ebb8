import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { download } from '../check/download.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SaveCsv } from '../ui/save-csv.js';
import { CertificateForm } from './certificate-form.js';
import { actsColumn, type Column, csvRows, DataTable } from './columns.js';

interface Waiting {
  readonly id: string;
  readonly officeNumber: string;
  readonly officeName: string;
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly requestPem: string;
}

const saveRequest = ({ officeNumber, requestedAt, requestPem }: Waiting) =>
  download(`証明書の申請_${officeNumber}_${requestedAt.slice(0, 10)}.csr`, requestPem, 'application/pkcs10');

/** Requests an authority outside has to answer: out as a CSR, back as a certificate. */
export function CertificateRequests(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [answered, setAnswered] = useKept<string | null>('operate/certificate-answered', null);
  const { data, error } = useQuery({
    queryKey: ['operate', 'certificate-requests'],
    queryFn: async (): Promise<Waiting[]> => (await desk.hub.call('operatorListCertificateRequests', {})).requests,
  });
  const columns: Column<Waiting>[] = [
    { head: '申請した日', text: ({ requestedAt }) => dates.date(requestedAt) },
    { head: '事業所', text: ({ officeName }) => officeName },
    { head: '事業所番号', text: ({ officeNumber }) => officeNumber },
    { head: '申請した人', text: ({ requestedBy }) => (requestedBy === 'applicant' ? '利用申請の担当者' : requestedBy) },
    actsColumn((waiting) => (
      <span className="row">
        <Button small icon="down" onClick={() => saveRequest(waiting)}>
          申請（CSR）を保存
        </Button>
        <Button small onClick={() => setAnswered(waiting.officeNumber)}>
          証明書を登録する
        </Button>
      </span>
    )),
  ];
  return (
    <section className="stack" aria-label="証明書の申請">
      <h2>外部の認証局を待つ証明書の申請</h2>
      {error && <Failure error={error} />}
      {data?.length === 0 && <p className="empty">待っている申請はありません。</p>}
      {data && data.length > 0 && (
        <>
          <p>申請（CSR）を認証局に出し、発行された証明書を登録してください。鍵が同じものに自動で結びつきます。</p>
          {data.length >= 200 && <p>古いものから200件を表示しています。済ませると、続きが出ます。</p>}
          <SaveCsv name="証明書の申請" rows={() => csvRows(columns, data)} />
          <DataTable label="証明書の申請の一覧" columns={columns} rows={data} keyOf={({ id }) => id} />
        </>
      )}
      {answered && <CertificateForm officeNumber={answered} onClose={() => setAnswered(null)} />}
    </section>
  );
}
