import type { Bookmark } from '@musubi/forms';
import type { InputFile } from '@musubi/standard';
import { type ReactNode, useRef, useState } from 'react';
import { UnusedBanner } from '../check/unused-banner.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, SelectField } from '../ui/field.js';
import './forms.css';
import { monthsOf } from './months-of.js';
import { PageList, type PageListHandle } from './page-list.js';
import { PaperButtons } from './paper-buttons.js';
import { SourcePanel } from './source-panel.js';
import { type FormsAtHand, useForms } from './use-forms.js';
import { useSource } from './use-source.js';

/** 帳票: files as the ministry's forms, to read, to print and to save as PDF. */
export default function FormsDialog({
  title,
  files,
  notes = [],
  onClose,
}: {
  /** Names the dialog and the PDF. */
  title: string;
  files: readonly InputFile[];
  /** What is not among the files although it was asked for. */
  notes?: readonly string[];
  onClose: () => void;
}): ReactNode {
  const [masked, setMasked] = useState(false);
  const { forms, error } = useForms(files, masked);
  return (
    <Dialog title={`帳票　${title}`} wide onClose={onClose}>
      {notes.map((note) => (
        <Banner key={note} tone="care" title={note} />
      ))}
      {error !== null && <Failure error={error} />}
      {!forms && error === null && <p role="status">帳票にしています…</p>}
      {forms && forms.sizes.length === 0 && (
        <p className="empty">帳票にできる内容がありません。ファイル点検で、エラーがないか確かめてください。</p>
      )}
      {forms && forms.sizes.length > 0 && (
        <Forms forms={forms} title={title} months={monthsOf(files)} masked={masked} onMask={setMasked} />
      )}
    </Dialog>
  );
}

const ZOOMS = [1, 1.5, 2, 3] as const;

function Forms({
  forms,
  title,
  months,
  masked,
  onMask,
}: {
  forms: FormsAtHand;
  title: string;
  months: readonly string[];
  /** What is wished; the forms at hand follow. */
  masked: boolean;
  onMask: (masked: boolean) => void;
}): ReactNode {
  const list = useRef<PageListHandle>(null);
  const [client, setClient] = useState<number | null>(null);
  const [zoom, setZoom] = useState(0);
  const [asking, setAsking] = useState(false);
  const [inView, setInView] = useState(0);
  const range = rangeOf(forms, client);
  const source = useSource(forms, range, inView, list);
  const labelOf = (page: number) => `${page - range.from + 1}ページ ${placeOf(forms.bookmarks, page).title}`;
  return (
    <div className="forms">
      <UnusedBanner unused={forms.unused} title="帳票に入っていないものがあります。" />
      <div className="filters">
        {forms.bookmarks.length > 1 && (
          <SelectField
            small
            label="利用者"
            value={client ?? ''}
            onChange={({ target }) => setClient(target.value === '' ? null : Number(target.value))}
          >
            <option value="">全員（{forms.bookmarks.length}人）</option>
            {forms.bookmarks.map(({ title: name, page }, at) => (
              <option key={page} value={at}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <Places forms={forms} client={client} inView={inView} onGo={(page) => list.current?.goTo(page)} />
        <PaperButtons
          forms={forms}
          client={client}
          range={range}
          title={forms.masked ? `${title}（伏せ字）` : title}
          months={months}
          isReady={forms.masked === masked}
        />
      </div>
      <div className="filters">
        <CheckBox label="名前と番号を伏せる" checked={masked} onChange={({ target }) => onMask(target.checked)} />
        <CheckBox label="出どころを見る" checked={asking} onChange={({ target }) => setAsking(target.checked)} />
        <span className="row">
          <Button small disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
            小さく
          </Button>
          <Button small disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)}>
            大きく
          </Button>
          <span className="weak">
            {inView - range.from + 1}／{range.until - range.from}ページ
          </span>
        </span>
      </div>
      {asking && (
        <SourcePanel
          forms={forms}
          printed={source.chosen?.printed ?? null}
          masked={forms.masked}
          onStep={(step) => void source.move(step)}
        />
      )}
      <PageList
        key={client}
        forms={forms}
        {...range}
        zoom={ZOOMS[zoom] ?? 1}
        labelOf={labelOf}
        chosen={asking ? source.chosen : null}
        handle={list}
        onView={setInView}
        onPoint={asking ? source.onPoint : null}
        onKey={asking ? source.onKey : null}
      />
    </div>
  );
}

/** The pages of all clients or of one. */
function rangeOf({ bookmarks, sizes }: FormsAtHand, client: number | null): { from: number; until: number } {
  const own = client === null ? undefined : bookmarks[client];
  if (client === null || !own) return { from: 0, until: sizes.length };
  return { from: own.page, until: bookmarks[client + 1]?.page ?? sizes.length };
}

/** Client and form to which a page belongs. */
function placeOf(bookmarks: readonly Bookmark[], page: number): { start: number; title: string } {
  const client = bookmarks.findLast((one) => one.page <= page);
  const form = client?.children.findLast((one) => one.page <= page);
  return { start: form?.page ?? 0, title: [client?.title, form?.title].filter(Boolean).join(' ') };
}

/** The bookmarks as one control: clients with their forms, by mouse, keys and typing ahead. */
function Places({
  forms,
  client,
  inView,
  onGo,
}: {
  forms: FormsAtHand;
  client: number | null;
  inView: number;
  onGo: (page: number) => void;
}): ReactNode {
  const shown = forms.bookmarks.filter((_, at) => client === null || client === at);
  return (
    <SelectField
      small
      label="しおり"
      value={placeOf(forms.bookmarks, inView).start}
      onChange={({ target }) => onGo(Number(target.value))}
    >
      {shown.map(({ title, page, children }) => (
        <optgroup key={page} label={title}>
          {children.map((form) => (
            <option key={form.page} value={form.page}>
              {form.title}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}
