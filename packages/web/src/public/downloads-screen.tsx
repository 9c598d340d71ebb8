import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { install, onInstallOffer } from '../app/install.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { PublicPage, Section } from './public-page.js';

/** What `npm run build` wrote beside the package file. */
const cliPackage = z.object({
  file: z.string().regex(/^musubi-cli-[\w.+-]+\.tgz$/),
  version: z.string(),
  bytes: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Null where the package was not built. */
async function readCliPackage() {
  const answer = await fetch('/downloads/cli.json', { cache: 'no-store' });
  if (!answer.ok) return null;
  return cliPackage.parse(await answer.json());
}

export default function DownloadsScreen(): ReactNode {
  return (
    <PublicPage title="ダウンロード" lead="ふだんの仕事はブラウザだけでできます。必要なときだけお使いください。">
      <Section title="デスクトップから開く（アプリとして追加）">
        <InstallButton />
        <p>
          追加すると、ブラウザを探さずにデスクトップやスタートメニューから開けます。中身はブラウザで開くものと同じで、自動で新しくなります。
        </p>
        <dl className="facts">
          <dt>Edge（Windows）</dt>
          <dd>右上の「…」→「その他のツール」→「アプリ」→「このサイトをアプリとしてインストール」</dd>
          <dt>Chrome（Windows・Mac）</dt>
          <dd>右上の「⋮」→「キャスト、保存、共有」→「ページをアプリとしてインストール」</dd>
          <dt>iPad・iPhone</dt>
          <dd>Safari の共有ボタン →「ホーム画面に追加」</dd>
          <dt>Android</dt>
          <dd>Chrome の「⋮」→「ホーム画面に追加」</dd>
        </dl>
      </Section>
      <Section title="musubi コマンド（介護ソフトのメーカー、自動で送受信する事業所）">
        <p>
          点検、比較、印刷、送受信、証跡の確認をするコマンドです。Node.js 20.11
          以上で動き、ほかに取り込むものはありません。
        </p>
        <CliDownload />
      </Section>
    </PublicPage>
  );
}

function InstallButton(): ReactNode {
  const canInstall = useSyncExternalStore(onInstallOffer, () => install.isOffered);
  if (!canInstall) return null;
  return (
    <div className="row">
      <Button look="main" icon="down" onClick={() => void install.ask()}>
        このパソコンに追加する
      </Button>
    </div>
  );
}

function CliDownload(): ReactNode {
  const { data, error } = useQuery({ queryKey: ['cli-package'], queryFn: readCliPackage });
  if (error || data === null)
    return (
      <Banner tone="care" title="この連携基盤では、いま配布していません。">
        <p>運営者が「npm run build」を実行すると、ここからダウンロードできるようになります。</p>
      </Banner>
    );
  if (!data) return <p role="status">調べています…</p>;
  return (
    <>
      <div className="row">
        <a className="button button-plain" href={`/downloads/${data.file}`} download>
          {data.file} をダウンロード（{(data.bytes / 1_000_000).toFixed(1)}MB）
        </a>
      </div>
      <p>ダウンロードしたフォルダで、次のとおり入れて使います。</p>
      <pre className="public-code" tabIndex={0} role="group" aria-label="コマンドの例">
        <code>{`npm install -g ./${data.file}\nmusubi check 10月分/\nmusubi --help`}</code>
      </pre>
      <dl className="facts">
        <dt>版</dt>
        <dd>{data.version}</dd>
        <dt>SHA-256</dt>
        <dd>
          <code>{data.sha256}</code>
        </dd>
      </dl>
      <p className="weak">
        ファイルが途中で変わっていないことは、Windows なら「certutil -hashfile {data.file} SHA256」、Mac なら「shasum -a
        256 {data.file}」の結果と見比べて確かめられます。
      </p>
    </>
  );
}
