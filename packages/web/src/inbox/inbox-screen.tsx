import type { Transmission } from '@musubi/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { noteOutput } from '../app/output.js';
import { useDates } from '../app/preferences.js';
import '../boxes/box.css';
import { BoxHead, BoxRows } from '../boxes/box-parts.js';
import {
  canSaveToFolder,
  filesToSave,
  type Retrieved,
  retrieveAll,
  saveAsZip,
  saveToFolder,
} from '../boxes/retrieve.js';
import { useBox } from '../boxes/use-box.js';
import { Banner, Progress } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { errorText } from '../words/errors.js';
import { ResendRequest } from './resend-request.js';

/** 受信一覧: what came, what is new, and fetching some or all of it in one go. */
export default function InboxScreen(): ReactNode {
  const box = useBox('inbox');
  const { rows, selected, setSelected, filter } = box;
  const fetchable = rows.filter(({ delivery }) => delivery === 'consigned' || delivery === 'handedOver');
  const fresh = fetchable.filter(({ delivery }) => delivery === 'consigned');
  return (
    <Page title="受信一覧">
      <BoxHead name="inbox" box={box} />
      {filter.office === '' && (
        <>
          <div className="row">
            <Button small onClick={() => setSelected(fresh)} disabled={fresh.length === 0}>
              未取得をすべて選ぶ（{fresh.length}件）
            </Button>
            <Button small onClick={() => setSelected(fetchable)} disabled={fetchable.length === 0}>
              表示中をすべて選ぶ
            </Button>
            {selected.size > 0 && (
              <Button small look="text" onClick={() => setSelected([])}>
                選択を外す
              </Button>
            )}
          </div>
          <Retrieval chosen={box.chosen} />
        </>
      )}
      <BoxRows name="inbox" box={box} />
    </Page>
  );
}

/** データ取得: as a ZIP, or straight into the folder that care software reads. Again is always allowed. */
function Retrieval({ chosen }: { chosen: readonly Transmission[] }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const [done, setDone] = useState<number | null>(null);
  const [results, setResults] = useState<readonly Retrieved[]>([]);
  const [saved, setSaved] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const run = async (save: (files: ReadonlyMap<string, Uint8Array>) => Promise<string>) => {
    setDone(0);
    setFailure(null);
    setSaved('');
    try {
      const retrieved = await retrieveAll(desk, chosen, setDone);
      setResults(retrieved);
      const files = filesToSave(retrieved);
      if (files.size === 0) return;
      setSaved(await save(files));
      const transmissions = retrieved.flatMap(({ transmission, content }) => (content ? [transmission] : []));
      await noteOutput(desk, 'files-saved', { transmissions });
    } catch (error) {
      const isGivenUp = error instanceof DOMException && error.name === 'AbortError';
      if (!isGivenUp) setFailure(error);
    } finally {
      setDone(null);
      await queries.invalidateQueries();
    }
  };
  const asZip = async (files: ReadonlyMap<string, Uint8Array>) => {
    const months = [...new Set(chosen.flatMap(({ serviceMonth }) => (serviceMonth ? [serviceMonth] : [])))];
    const name = `受信データ_${months[0] && months.length === 1 ? dates.month(months[0]) : dates.date(new Date().toISOString())}.zip`;
    saveAsZip(name, files);
    return `「${name}」として保存しました。`;
  };
  const good = results.filter(({ content }) => content !== null);
  const bad = results.filter(({ content }) => content === null);
  return (
    <>
      {chosen.length > 0 && (
        <div className="card row" role="group" aria-label="選んだもの">
          <strong>{chosen.length}件を選んでいます</strong>
          <Button look="main" icon="down" disabled={done !== null} onClick={() => void run(asZip)}>
            データ取得（ZIP）
          </Button>
          {canSaveToFolder() && (
            <Button
              icon="down"
              disabled={done !== null}
              onClick={() =>
                void run(async (files) => `フォルダ「${await saveToFolder(desk, files)}」に保存しました。`)
              }
            >
              フォルダへ直接保存
            </Button>
          )}
        </div>
      )}
      {done !== null && <Progress label="取得しています" done={done} total={chosen.length} />}
      {failure !== null && <Failure error={failure} />}
      {saved !== '' && done === null && <Banner tone="good" title={`${good.length}件を取得しました。${saved}`} live />}
      {bad.length > 0 && done === null && (
        <Banner tone="bad" title={`${bad.length}件は取得できませんでした。`} live>
          <ul className="stack-s">
            {bad.map(({ transmission, error }) => (
              <li key={transmission.id}>
                {transmission.sender.name}: {errorText(error)}
                <ResendRequest transmission={transmission} error={error} />
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </>
  );
}
