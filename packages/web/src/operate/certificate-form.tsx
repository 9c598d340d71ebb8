import type { CertificateData } from '@musubi/contract';
import { toPem } from '@musubi/evidence';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { download } from '../check/download.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { FileField, SelectField, TextField } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useTell } from '../ui/toasts.js';
import { REVOCATION_REASONS } from '../words/operate.js';
import { isReason as isReasonGiven, ReasonField } from './reason-dialog.js';
import { ASKED_SECOND, NEEDS_SECOND } from './waiting-acts.js';

const ASN1_SEQUENCE = 0x30;
const REASON_WHERE_AT_WORK =
  '事業所が自分で申請した証明書と、まだだれも使っていない事業所の最初の証明書には要りません。ほかは、もう一人の運営者が確認すると登録されます。事業所の管理者が読みます。';

/** A certificate or request as PEM; authorities hand certificates out as DER too. */
async function readPem(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return bytes[0] === ASN1_SEQUENCE ? toPem(bytes, 'CERTIFICATE') : new TextDecoder().decode(bytes).trim();
}

const bodyOf = (pem: string) =>
  pem.includes('CERTIFICATE REQUEST-----') ? { requestPem: pem, profile: 'dx' as const } : { certificatePem: pem };

/** Binds a certificate to an office: one issued elsewhere is registered, a request (CSR) answered by the trial authority. */
export function CertificateForm({
  officeNumber,
  needsSecond = null,
  onClose,
}: {
  /** Null when the operator names the office. */
  officeNumber: string | null;
  /** Whether a second operator is needed and reads why; null where this screen can't know it. */
  needsSecond?: boolean | null;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const [named, setNamed] = useKept('operate/certificate-office', '');
  const [file, setFile] = useKept<File | null>(`operate/certificate-file/${officeNumber}`, null);
  const [reason, setReason] = useKept(`operate/certificate-reason/${officeNumber}`, '');
  const number = officeNumber ?? named;
  const adding = useMutation({
    mutationFn: async (chosen: File) =>
      desk.hub.call('operatorAddCertificate', {
        params: { officeNumber: number },
        body: { ...bodyOf(await readPem(chosen)), ...(isReasonGiven(reason) ? { reason: reason.trim() } : {}) },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['operate'] }),
  });
  const added = adding.data?.certificate;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) adding.mutate(file);
  };
  return (
    <Dialog title={officeNumber ? `${officeNumber}の証明書を登録する` : '証明書を登録する'} onClose={onClose}>
      {adding.error && <Failure error={adding.error} />}
      {adding.data?.waitsForSecond && <Banner tone="info" title={ASKED_SECOND} live />}
      {added && (
        <>
          <Banner tone="good" title={`登録しました。${dates.date(added.notAfter)}まで使えます。`} live />
          <div className="row row-end">
            <Button icon="down" onClick={() => saveCertificate(number, added)}>
              証明書を保存
            </Button>
          </div>
        </>
      )}
      {!adding.data && (
        <form className="stack" onSubmit={submit}>
          {!officeNumber && (
            <TextField
              label="事業所番号"
              value={named}
              pattern="[0-9A-Z]{10}"
              required
              onChange={({ target }) => setNamed(target.value.normalize('NFKC').trim())}
            />
          )}
          <FileField
            label="証明書、または証明書の申請（CSR）"
            hint="証明書（.cer・.crt・.pem）はそのまま登録します。申請（.csr）を選ぶと、この連携基盤の体験用の認証局が発行します。"
            accept=".cer,.crt,.pem,.der,.csr"
            file={file}
            onFile={setFile}
          />
          {needsSecond && <p>{NEEDS_SECOND}</p>}
          {needsSecond !== false && (
            <ReasonField
              reason={reason}
              onReason={setReason}
              required={needsSecond === true}
              {...(needsSecond ? {} : { hint: REASON_WHERE_AT_WORK })}
            />
          )}
          <div className="row row-end">
            <Button onClick={onClose}>やめる</Button>
            <Button
              look="main"
              type="submit"
              disabled={!file || adding.isPending || (needsSecond === true && !isReasonGiven(reason))}
            >
              登録する
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

const saveCertificate = (officeNumber: string, { certificatePem }: CertificateData) =>
  download(`証明書_${officeNumber}.pem`, certificatePem, 'application/x-pem-file');

type Reason = keyof typeof REVOCATION_REASONS;
const isReason = (text: string): text is Reason => Object.hasOwn(REVOCATION_REASONS, text);

/** Revokes an office's certificate for good, for one of the reasons a revocation list knows (RFC 5280, 5.3.1). */
export function RevocationForm({
  certificate: { fingerprint, notAfter },
  officeName,
  onClose,
}: {
  certificate: Pick<CertificateData, 'fingerprint' | 'notAfter'>;
  officeName: string;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const [reason, setReason] = useKept<Reason | ''>(`operate/revocation/${fingerprint}`, '');
  const revoking = useMutation({
    mutationFn: (why: Reason) =>
      desk.hub.call('operatorRevokeCertificate', { params: { fingerprint }, body: { reason: why } }),
    onSuccess: async () => {
      tell('good', '証明書を失効させました。');
      await queries.invalidateQueries({ queryKey: ['operate'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title="証明書を失効させます"
      action="失効させる"
      danger
      error={revoking.error}
      isReady={reason !== '' && !revoking.isPending}
      onSubmit={() => reason && revoking.mutate(reason)}
      onClose={onClose}
    >
      <p>
        {officeName}（番号 {fingerprint.slice(0, 8)}、{dates.date(notAfter)}まで）
      </p>
      <p>この証明書ではすぐにログインも送信もできなくなります。元には戻せません。</p>
      <SelectField
        label="理由"
        value={reason}
        required
        onChange={({ target }) => setReason(isReason(target.value) ? target.value : '')}
      >
        <option value="">選んでください</option>
        {Object.entries(REVOCATION_REASONS).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  );
}
