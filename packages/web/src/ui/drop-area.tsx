import type { Dropped, UnreadReason } from '@musubi/standard';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from './button.js';

/** A file to be read, and its path inside what was dropped. */
interface Source {
  readonly path: string;
  file(): Promise<File> | File;
}

const AT_ONCE = 32;

/** Reads some at a time: beginning hundreds of reads at once would hold up the page. */
async function readAll(sources: readonly Source[]): Promise<Dropped[]> {
  const read: Dropped[] = [];
  for (let at = 0; at < sources.length; at += AT_ONCE)
    read.push(...(await Promise.all(sources.slice(at, at + AT_ONCE).map(readOne))));
  return read;
}

/** A file that can't be read (still in the cloud, locked, gone) is told by name and stops no other. */
async function readOne({ path, file }: Source): Promise<Dropped> {
  try {
    return { path, bytes: new Uint8Array(await (await file()).arrayBuffer()) };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return { path, unread: UNREAD[error.name] ?? 'other' };
  }
}

/** Browsers' names of the reasons (File API 6.3). */
const UNREAD: Readonly<Record<string, UnreadReason>> = {
  NotFoundError: 'missing',
  NotReadableError: 'denied',
  SecurityError: 'denied',
};

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
function isFolderEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

async function sourcesIn(entry: FileSystemEntry): Promise<Source[]> {
  if (isFileEntry(entry)) {
    const file = () => new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  if (!isFolderEntry(entry)) return [];
  const reader = entry.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break; // a folder is handed out a hundred entries at a time
    children.push(...some);
  }
  return (await Promise.all(children.map(sourcesIn))).flat();
}

async function readTransfer(transfer: DataTransfer): Promise<Dropped[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length > 0) return readAll((await Promise.all(entries.map(sourcesIn))).flat());
  return readAll([...transfer.files].map((file) => ({ path: file.name, file: () => file })));
}

export function readList(files: FileList): Promise<Dropped[]> {
  return readAll([...files].map((file) => ({ path: file.webkitRelativePath || file.name, file: () => file })));
}

/** Takes what is dropped anywhere on the page; true while something is held over it. */
export function useDropAnywhere(onDrop: (transfer: DataTransfer) => void): boolean {
  const [isOver, setOver] = useState(false);
  const handler = useRef(onDrop);
  handler.current = onDrop;
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      setOver(false);
      handler.current(event.dataTransfer);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}

/** Takes files and folders dropped anywhere on the page, pasted, or chosen with the buttons. */
export function DropArea({
  label,
  slim = false,
  onFiles,
  onFailure,
  children,
}: {
  label: string;
  /** One line, once there are files to look at. */
  slim?: boolean;
  onFiles: (files: Dropped[]) => void;
  onFailure: (error: unknown) => void;
  children?: ReactNode;
}): ReactNode {
  const [isReading, setReading] = useState(false);
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const handlers = useRef({ onFiles, onFailure });
  handlers.current = { onFiles, onFailure };
  const take = useRef(async (reading: Promise<Dropped[]>) => {
    setReading(true);
    try {
      handlers.current.onFiles(await reading);
    } catch (error) {
      handlers.current.onFailure(error);
    } finally {
      setReading(false);
    }
  });
  const isOver = useDropAnywhere((transfer) => void take.current(readTransfer(transfer)));
  useEffect(() => {
    folderInput.current?.setAttribute('webkitdirectory', ''); // React knows no such attribute
  }, []);
  const chosen = (input: HTMLInputElement | null) => {
    if (!input?.files || input.files.length === 0) return;
    void take.current(readList(input.files));
    input.value = '';
  };
  return (
    <div className={`drop stack-s${slim ? ' drop-slim' : ''}`}>
      {isOver && <div className="drop-over">ここで放すと読み込みます</div>}
      <p>
        <strong>{label}</strong>
      </p>
      <div className="row" style={{ justifyContent: 'center' }}>
        <Button
          look={slim ? 'plain' : 'main'}
          small={slim}
          icon="file"
          onClick={() => fileInput.current?.click()}
          disabled={isReading}
        >
          ファイルを選ぶ
        </Button>
        <Button small={slim} onClick={() => folderInput.current?.click()} disabled={isReading}>
          フォルダを選ぶ
        </Button>
      </div>
      {isReading && <p role="status">読み込んでいます…</p>}
      {children}
      <input
        ref={fileInput}
        type="file"
        multiple
        hidden
        data-testid="files"
        onChange={(event) => chosen(event.target)}
      />
      <input ref={folderInput} type="file" multiple hidden onChange={(event) => chosen(event.target)} />
    </div>
  );
}
