import { certificatesIn, type OfferedCertificate } from '@musubi/client/browser';
import type { Identity } from '@musubi/evidence';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk, useDeskState } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { FileField, RadioGroup, TextField } from '../ui/field.js';
import { certificateName, certificateTrouble, offeredName } from './certificate-words.js';

/** Chooses the office's certificate: once per browser, then it is only shown. */
export function CertificateStep({
  identity,
  identities,
  open,
  onChoose,
  onOpen,
  onDone,
}: {
  identity: Identity | undefined;
  identities: readonly Identity[];
  open: boolean;
  onChoose: (fingerprint: string) => void;
  onOpen: () => void;
  onDone: (fingerprint: string) => void;
}): ReactNode {
  const dates = useDates();
  const { uses } = useDeskState();
  const nameOf = (one: Identity) => uses.get(one.certificate.fingerprint) ?? certificateName(one);
  const trouble = identity ? certificateTrouble(identity, new Date()) : null;
  const validity = ({ certificate }: Identity) => `${dates.date(certificate.notAfter.toISOString())}まで有効`;
  return (
    <section className="card stack">
      <h2>1. 事業所の証明書</h2>
      {identities.length > 1 && identity && (
        <RadioGroup
          legend="使う証明書"
          value={identity.certificate.fingerprint}
          options={identities.map((one) => [
            one.certificate.fingerprint,
            `${nameOf(one)}（${validity(one)}、番号 ${one.certificate.fingerprint.slice(0, 8)}）`,
          ])}
          onChange={onChoose}
        />
      )}
      {identities.length > 1 && <p className="weak">事業所を切り替えるときは、その事業所の証明書を選びます。</p>}
      {identities.length === 1 && identity && (
        <p>
          {nameOf(identity)}（{validity(identity)}、番号 {identity.certificate.fingerprint.slice(0, 8)}）
        </p>
      )}
      {trouble && (
        <Banner tone={trouble.blocks ? 'bad' : 'care'} title={trouble.title}>
          <p>{trouble.action}</p>
        </Banner>
      )}
      {open ? (
        <ImportForm onDone={onDone} />
      ) : (
        <div>
          <Button small onClick={onOpen}>
            証明書を選び直す
          </Button>
        </div>
      )}
    </section>
  );
}

/** Reads a .p12/.pfx file; the key goes into the browser in a form that can't be taken out again. */
export function ImportForm({ onDone }: { onDone: (fingerprint: string) => void }): ReactNode {
  const desk = useDesk();
  const [file, setFile] = useState<File | null>(null);
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [offered, setOffered] = useState<readonly OfferedCertificate[]>([]);
  const [wanted, setWanted] = useState<string | null>(null);
  const begin = () => {
    setOffered([]);
    setWanted(null);
    setFailure(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    setBusy(true);
    setFailure(null);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const found = offered.length > 0 ? offered : await certificatesIn(bytes, password);
      const [first] = found;
      if (found.length > 1 && wanted === null) {
        setOffered(found);
        setWanted(first?.certificate.fingerprint ?? null);
        return;
      }
      const added = await desk.addCertificate(bytes, password, wanted);
      setPassword('');
      onDone(added.certificate.fingerprint);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <p>
        発行された証明書ファイル（.p12 または
        .pfx）を選んでください。選ぶのは、このブラウザで最初の一度だけです。鍵はこのブラウザの中だけに、取り出せない形で保管します。
      </p>
      {failure !== null && <Failure error={failure} />}
      <FileField
        label="証明書ファイル"
        accept=".p12,.pfx,application/x-pkcs12"
        file={file}
        onFile={(chosen) => {
          setFile(chosen);
          begin();
        }}
      />
      <TextField
        label="証明書ファイルのパスワード"
        hint="発行されたときに渡されたものです（ログインのパスワードとは別です）"
        type="password"
        value={password}
        autoComplete="off"
        onChange={(event) => {
          setPassword(event.target.value);
          begin();
        }}
      />
      {wanted !== null && (
        <RadioGroup
          legend="証明書ファイルに鍵がいくつも入っています。使うものを選んでください"
          value={wanted}
          options={offered.map((one) => [one.certificate.fingerprint, offeredName(one)])}
          onChange={setWanted}
        />
      )}
      <div>
        <Button look="main" type="submit" disabled={busy || !file}>
          {busy ? '読み込んでいます…' : 'この証明書を使う'}
        </Button>
      </div>
    </form>
  );
}
