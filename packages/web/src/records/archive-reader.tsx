import { type SignedReportVerdict, verifyEvidence, verifySignedReport } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { ContentView } from '../boxes/content-view.js';
import { Verdict } from '../boxes/verdict.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useDropAnywhere } from '../ui/drop-area.js';
import { Failure } from '../ui/failure.js';
import { FileField } from '../ui/field.js';
import { SaveCsv } from '../ui/save-csv.js';
import { KIND_NAMES } from '../words/kinds.js';
import { NotAnArchive, type OpenedArchive, openArchive } from './archive.js';
import { SignedReportView } from './signed-report-view.js';

const isPdf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-';

/** Reads a saved archive or a signed PDF again, also years after the hub has let its content go. */
export function ArchiveReader(): ReactNode {
  const desk = useDesk();
  const [file, setFile] = useState<File | null>(null);
  const [archive, setArchive] = useState<OpenedArchive | null>(null);
  const [report, setReport] = useState<SignedReportVerdict | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const open = async (chosen: File | null) => {
    setFile(chosen);
    setArchive(null);
    setReport(null);
    setFailure(null);
    if (!chosen) return;
    try {
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      if (isPdf(bytes)) setReport(await verifySignedReport(bytes, await desk.trust.pins()));
      else setArchive(await openArchive(desk, bytes));
    } catch (error) {
      setFailure(error);
    }
  };
  const isOver = useDropAnywhere(({ files }) => void open(files[0] ?? null));
  return (
    <section className="card stack" aria-label="保存した一式や署名つきPDFを開く">
      {isOver && <div className="drop-over">ここで放すと開きます</div>}
      <h2>保存した一式や署名つきPDFを開く</h2>
      <FileField
        label="一式のファイル"
        hint="「一式を保存」で作った .p7m か .zip、または運営指導のための記録（署名つきPDF）。この画面に放しても開けます"
        accept=".p7m,.zip,.pdf"
        file={file}
        onFile={(chosen) => void open(chosen)}
      />
      {failure instanceof NotAnArchive && <Banner tone="bad" title={failure.message} live />}
      {failure !== null && !(failure instanceof NotAnArchive) && <Failure error={failure} />}
      {archive && <ArchiveList archive={archive} />}
      {report && <SignedReportView verdict={report} />}
    </section>
  );
}

function ArchiveList({ archive }: { archive: OpenedArchive }): ReactNode {
  const dates = useDates();
  const desk = useDesk();
  // With nothing from the hub: what the archive holds is judged by itself and the pinned authorities.
  const opening = useMutation({
    mutationFn: async (transmission: Transmission) => {
      const content = archive.filesOf(transmission);
      const given = archive.givenOf(transmission);
      const evidence = archive.evidenceOf(transmission);
      const verdict = evidence.size > 0 ? await verifyEvidence(evidence, given, await desk.trust.pins()) : null;
      return { transmission, content, verdict };
    },
  });
  const shown = opening.data;
  const { office, period, madeAt, entries } = archive.index;
  return (
    <>
      <p role="status">
        {office}　{period}　{entries.length}件（{dates.date(madeAt)}に保存）
      </p>
      <ul className="plain-list stack-s">
        {entries.map(({ transmission, clients }) => (
          <li key={transmission.id} className="row">
            <Button small onClick={() => opening.mutate(transmission)}>
              {KIND_NAMES[transmission.kind]}
              {transmission.serviceMonth ? ` ${dates.month(transmission.serviceMonth)}` : ''}
            </Button>
            <span>
              {transmission.sender.name} → {transmission.recipient.name}
            </span>
            <span className="weak">
              {dates.moment(transmission.submittedAt)} {clients.slice(0, 3).join('、')}
            </span>
          </li>
        ))}
      </ul>
      {opening.error && <Failure error={opening.error} />}
      <SaveCsv
        small
        name={`保存した一式_${period}`}
        rows={() => [
          ['日時', '送信元', '送信先', '内容', '対象年月', '利用者', '番号'],
          ...entries.map(({ transmission: { id, kind, serviceMonth, submittedAt, sender, recipient }, clients }) => [
            ...[dates.moment(submittedAt), sender.name, recipient.name, KIND_NAMES[kind]],
            ...[serviceMonth ? dates.month(serviceMonth) : '', clients.join('、'), id],
          ]),
        ]}
      />
      {shown && (
        <Dialog title={KIND_NAMES[shown.transmission.kind]} wide onClose={opening.reset}>
          {shown.verdict ? (
            <Verdict verdict={shown.verdict} />
          ) : (
            <Banner tone="care" title="この送受信の証跡は一式に入っていないため、確かめていません。" />
          )}
          {shown.content.missing.length > 0 && (
            <Banner tone="bad" title="一式の一覧にあるファイルが、一式に入っていません。">
              {shown.content.missing.map((name) => (
                <p key={name}>{name}</p>
              ))}
            </Banner>
          )}
          <ContentView content={{ ...shown.content, salt: new Uint8Array() }} from={shown.transmission.sender.name} />
        </Dialog>
      )}
    </>
  );
}
