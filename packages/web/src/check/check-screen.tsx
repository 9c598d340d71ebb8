import { type Dropped, serviceTypeName, UNIT_NAMES } from '@musubi/standard';
import { useMutation } from '@tanstack/react-query';
import { zipSync } from 'fflate';
import { type ReactNode, useState } from 'react';
import { useDates } from '../app/preferences.js';
import { FormsButton } from '../forms/forms-button.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { DropArea } from '../ui/drop-area.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { switchedOff } from './switched-off.js';
import './check.css';
import { checker } from './checker.js';
import type { CheckedUnit, CheckOutcome } from './checker-api.js';
import { clientsText, namesOf } from './clients-text.js';
import { Comparison } from './comparison.js';
import { ConvertDialog } from './convert-dialog.js';
import { download } from './download.js';
import { FindingsBadge, FindingsList } from './findings-list.js';
import { RefusedFiles } from './refused-files.js';
import { UnitDialog } from './unit-dialog.js';
import { type FileWork, useFiles } from './use-files.js';

/** ファイル点検: for everybody, without login and without a network; nothing leaves the PC. */
export default function CheckScreen(): ReactNode {
  const work = useFiles();
  const { files, outcome, busy, failure } = work.state;
  const [papers, setPapers] = useState<readonly string[]>([]);
  const take = async (dropped: readonly Dropped[]) => setPapers((await work.add(dropped)).map(({ name }) => name));
  const clear = () => {
    work.clear();
    setPapers([]);
  };
  return (
    <Page title="ファイル点検">
      <p>
        介護ソフトから出したケアプランデータ（CSV）を、送る前に確かめます。ファイルはこの PC
        の中だけで調べます。外には送りません。
      </p>
      <DropArea
        slim={files.length > 0}
        label="CSV ファイルやフォルダ（ZIP も可）を、この画面のどこかに放してください"
        onFiles={(dropped) => void take(dropped)}
        onFailure={work.fail}
      >
        {files.length > 0 && (
          <p>
            いま{files.length}ファイル
            <Button look="text" small onClick={clear}>
              すべて取り除く
            </Button>
          </p>
        )}
      </DropArea>
      {busy && <p role="status">点検しています…</p>}
      {failure !== null && <Failure error={failure} />}
      <RefusedFiles state={work.state} />
      {papers.length > 0 && <Papers names={papers} />}
      {outcome && <Outcome outcome={outcome} work={work} />}
    </Page>
  );
}

const PAPERS_SHOWN = 5;

/** What would go along as attachments is not for this screen: it is said, so that nobody waits for a result. */
function Papers({ names }: { names: readonly string[] }): ReactNode {
  const more = names.length - PAPERS_SHOWN;
  return (
    <Banner tone="info" title={`資料（PDF・写真・Word・Excel）は点検しません（${names.length}件）`} live>
      <p>
        {names.slice(0, PAPERS_SHOWN).join('、')}
        {more > 0 ? ` ほか${more}件` : ''}
      </p>
      <p>ここで調べるのは、介護ソフトが出力したケアプランデータ（CSV）だけです。資料は、送るときに添付できます。</p>
    </Banner>
  );
}

function Outcome({ outcome, work }: { outcome: CheckOutcome; work: FileWork }): ReactNode {
  const { units, findings, leftOver, hints } = outcome;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return (
    <>
      <Banner
        tone={errors > 0 ? 'bad' : 'good'}
        title={errors > 0 ? `エラーが${errors}件あります。直してから送ってください。` : goodNews(units.length)}
        live
      />
      {hints.length > 0 && (
        <Banner tone="care" title="月を確かめてください" live>
          {hints.map((hint) => (
            <p key={hint}>{hint}</p>
          ))}
        </Banner>
      )}
      <Actions outcome={outcome} work={work} />
      {units.length > 0 && <UnitTable units={units} />}
      {findings.length > 0 && (
        <section className="stack-s" aria-label="見つかったこと">
          <h2>見つかったこと（{findings.length}件）</h2>
          <FindingsList findings={findings} onRepair={(repairs) => void work.repair(repairs)} />
        </section>
      )}
      {leftOver.length > 0 && units.length > 0 && (
        <p className="weak">どの送信単位にも入らなかったファイル: {leftOver.join('、')}</p>
      )}
      <Comparison units={units} />
    </>
  );
}

const goodNews = (count: number) => (count > 1 ? `${count}件とも、このまま送れます。` : 'このまま送れます。');

const hasError = ({ findings }: CheckedUnit) => findings.some(({ severity }) => severity === 'error');
const UNITS_SHOWN = 100;

/** Units with errors first; of very many the first ones, so that the page stays quick. */
function UnitTable({ units }: { units: readonly CheckedUnit[] }): ReactNode {
  const dates = useDates();
  const [shown, setShown] = useState<CheckedUnit | null>(null);
  const [limit, setLimit] = useState(UNITS_SHOWN);
  const nameOf = namesOf(units);
  const sorted = [...units].sort((a, b) => Number(hasError(b)) - Number(hasError(a)));
  return (
    <section className="stack-s" aria-label="送信単位">
      <h2>送信単位（{units.length}件）</h2>
      <div className="table-frame" tabIndex={0} role="group" aria-label="送信単位の表">
        <table className="table table-cards">
          <thead>
            <tr>
              {['種類', '対象月', '送信元 → 送信先', '利用者', '版', '結果', ''].map((label) => (
                <th key={label} scope="col">
                  {label || <span className="visually-hidden">操作</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, limit).map((unit) => (
              <tr key={unit.key}>
                <td data-label="種類">{UNIT_NAMES[unit.kind]}</td>
                <td data-label="対象月" className="nowrap">
                  {unit.month ? dates.month(unit.month) : '―'}
                </td>
                <td data-label="送信元 → 送信先">
                  {party(unit.sender)} → {party(unit.recipient)}
                </td>
                <td data-label="利用者">{clientsText(unit, nameOf)}</td>
                <td data-label="版" className="nowrap">
                  第{unit.edition}版
                </td>
                <td data-label="結果">
                  <FindingsBadge findings={unit.findings} />
                </td>
                <td className="nowrap">
                  <Button small onClick={() => setShown(unit)}>
                    中身を見る
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {units.length > limit && (
        <div>
          <Button onClick={() => setLimit(limit + UNITS_SHOWN)}>続きを表示（あと{units.length - limit}件）</Button>
        </div>
      )}
      {shown && (
        <UnitDialog title={UNIT_NAMES[shown.kind]} files={shown.files} nameOf={nameOf} onClose={() => setShown(null)} />
      )}
    </section>
  );
}

function party({ officeNumber, serviceType }: CheckedUnit['sender']): string {
  return serviceType ? `${officeNumber}（${serviceTypeName(serviceType)}）` : officeNumber;
}

function Actions({ outcome, work }: { outcome: CheckOutcome; work: FileWork }): ReactNode {
  const [isReporting, setReporting] = useState(false);
  const [isConverting, setConverting] = useState(false);
  const { files } = work.state;
  const save = () => {
    const zip = zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), { level: 1 });
    download('点検したファイル.zip', new Uint8Array(zip), 'application/zip');
  };
  return (
    <div className="row">
      <Button icon="down" onClick={() => setReporting(true)}>
        点検結果を保存
      </Button>
      <Button icon="down" onClick={save}>
        いまのファイルを ZIP で保存
      </Button>
      {outcome.units.length > 0 && (
        <Button icon="file" onClick={() => setConverting(true)}>
          版を変換（第3版 ⇄ 第4.1版）
        </Button>
      )}
      {outcome.units.length > 0 && <FormsButton title="点検したファイル" files={files} />}
      {isReporting && <ReportDialog work={work} onClose={() => setReporting(false)} />}
      {isConverting && <ConvertDialog files={files} onClose={() => setConverting(false)} />}
    </div>
  );
}

/** Local time as the report writes it: 2026-10-05T09:30. */
function localMoment(now = new Date()): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function ReportDialog({ work, onClose }: { work: FileWork; onClose: () => void }): ReactNode {
  const dates = useDates();
  const [masking, setMasking] = useState<'masked' | 'open'>('masked');
  const saving = useMutation({
    mutationFn: async () => {
      const masked = masking === 'masked';
      const options = { masked, madeAt: localMoment(), dateStyle: dates.style, without: switchedOff() };
      const html = await checker().report(work.state.files, options);
      download(masked ? '点検結果（伏せ字）.html' : '点検結果.html', html, 'text/html');
    },
    onSuccess: onClose,
  });
  return (
    <Dialog title="点検結果を保存" onClose={onClose}>
      {saving.error && <Failure error={saving.error} />}
      <RadioGroup
        legend="氏名や番号の扱い"
        value={masking}
        onChange={setMasking}
        options={[
          ['masked', '伏せ字にする（介護ソフトの会社などに渡すとき）'],
          ['open', 'そのまま（事業所の控え）'],
        ]}
      />
      <p className="weak">
        伏せ字にすると、氏名・番号・住所などの値は、文字の種類と長さだけを残して読めなくします。ブラウザで開ける1つのファイルです。
      </p>
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button look="main" disabled={saving.isPending} onClick={() => saving.mutate()}>
          保存する
        </Button>
      </div>
    </Dialog>
  );
}
