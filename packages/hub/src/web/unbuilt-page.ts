/** What `/` answers while the web client is not built. */
export const UNBUILT_PAGE = `<!doctype html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Musubi 連携基盤</title><link rel="stylesheet" href="/docs/style.css"></head><body><main>
<h1>Musubi（結）連携基盤</h1>
<p>連携基盤は動いていますが、ブラウザ版がまだ作られていません。</p>
<p>プロジェクトのフォルダで <code>npm run build</code> を実行してから、連携基盤を起動し直してください。</p>
<p>API のページは <a href="/docs">/docs</a> です。</p></main></body></html>`;
