import type { ConversionNote, InputFile } from '@musubi/standard';
import { useMutation } from '@tanstack/react-query';
import { zipSync } from 'fflate';
import { type ReactNode, useState } from 'react';
import { Banner, type Tone } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup } from '../ui/field.js';
import { checker } from './checker.js';
import { download } from './download.js';
import { UnusedBanner } from './unused-banner.js';

const EFFECTS: Readonly<Record<ConversionNote['effect'], readonly [Tone, string]>> = {
  refused: ['bad', '変換できません'],
  needsPerson: ['care', '人の確認が必要'],
  dropped: ['care', '除いたもの'],
  defaulted: ['info', '補ったもの'],
};

/** Converts between the editions; what was lost or filled in is said before the files are saved. */
export function ConvertDialog({ files, onClose }: { files: readonly InputFile[]; onClose: () => void }): ReactNode {
  const [to, setTo] = useState<'3' | '4.1'>('4.1');
  const converting = useMutation({ mutationFn: () => checker().convert(files, to) });
  const result = converting.data;
  const save = () => {
    const zip = zipSync(Object.fromEntries((result?.files ?? []).map(({ name, bytes }) => [name, bytes])), {
      level: 1,
    });
    download(`第${to}版に変換したファイル.zip`, new Uint8Array(zip), 'application/zip');
  };
  return (
    <Dialog title="版を変換" onClose={onClose}>
      <RadioGroup
        legend="変換先の版"
        value={to}
        onChange={(version) => {
          setTo(version);
          converting.reset();
        }}
        options={[
          ['4.1', '第4.1版（2027年1月からも使える版）'],
          ['3', '第3版'],
        ]}
      />
      {converting.error && <Failure error={converting.error} />}
      {!result && (
        <div className="row row-end">
          <Button look="main" disabled={converting.isPending} onClick={() => converting.mutate()}>
            変換する
          </Button>
        </div>
      )}
      {result && (
        <>
          <p role="status">
            {result.files.length > 0
              ? `${result.files.length}ファイルに変換しました。`
              : '変換できるものがありません。'}
          </p>
          <UnusedBanner
            unused={result.unused.filter(({ record }) => record === null)}
            title="変換しなかったファイルがあります。"
          />
          {(['refused', 'needsPerson', 'dropped', 'defaulted'] as const).map((effect) => {
            const notes = result.notes.filter((note) => note.effect === effect);
            const [tone, title] = EFFECTS[effect];
            return notes.length === 0 ? null : (
              <Banner key={effect} tone={tone} title={title}>
                <ul>
                  {[...new Set(notes.map(({ message }) => message))].map((message) => (
                    <li key={message}>{message}</li>
                  ))}
                </ul>
              </Banner>
            );
          })}
          <div className="row row-end">
            <Button look="main" icon="down" disabled={result.files.length === 0} onClick={save}>
              ZIP で保存
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
