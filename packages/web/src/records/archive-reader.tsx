import type { Transmission } from '@musubi/contract';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { ContentView } from '../boxes/content-view.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { FileField } from '../ui/field.js';
import { KIND_NAMES } from '../words/kinds.js';
import { NotAnArchive, type OpenedArchive, openArchive } from './archive.js';

/** Reads a saved archive again, also years after the hub has let its content go. */
export function ArchiveReader(): ReactNode {
  const desk = useDesk();
  const [file, setFile] = useState<File | null>(null);
  const [archive, setArchive] = useState<OpenedArchive | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const open = async (chosen: File | null) => {
    setFile(chosen);
    setArchive(null);
    setFailure(null);
    if (!chosen) return;
    try {
      setArchive(await openArchive(desk, new Uint8Array(await chosen.arrayBuffer())));
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <section className="card stack" aria-label="保存した一式を開く">
      <h2>保存した一式を開く</h2>
      <FileField
        label="一式のファイル"
        hint="「一式を保存」で作った .p7m または .zip"
        accept=".p7m,.zip"
        file={file}
        onFile={(chosen) => void open(chosen)}
      />
      {failure instanceof NotAnArchive && <Banner tone="bad" title={failure.message} live />}
      {failure !== null && !(failure instanceof NotAnArchive) && <Failure error={failure} />}
      {archive && <ArchiveList archive={archive} />}
    </section>
  );
}

function ArchiveList({ archive }: { archive: OpenedArchive }): ReactNode {
  const dates = useDates();
  const [shown, setShown] = useState<Transmission | null>(null);
  const { office, period, madeAt, entries } = archive.index;
  return (
    <>
      <p role="status">
        {office}　{period}　{entries.length}件（{dates.date(madeAt)}に保存）
      </p>
      <ul className="plain-list stack-s">
        {entries.map(({ transmission, clients }) => (
          <li key={transmission.id} className="row">
            <Button small onClick={() => setShown(transmission)}>
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
      {shown && (
        <Dialog title={KIND_NAMES[shown.kind]} wide onClose={() => setShown(null)}>
          <ContentView content={{ ...archive.filesOf(shown), salt: new Uint8Array() }} from={shown.sender.name} />
        </Dialog>
      )}
    </>
  );
}
