import { PROBLEMS, ROUTES, type Route } from '@musubi/contract';

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const ROLE_NAMES: Readonly<Record<string, string>> = {
  administrator: '管理者',
  staff: '送受信担当',
  reader: '閲覧のみ',
  machine: '機械',
  operator: '運営者',
  emergency: '緊急用',
};

export const STYLE = `
:root { font-family: 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic UI', sans-serif; line-height: 1.7; color: #1a1a1a; background: #fff; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid #d8d8db; padding-bottom: .25rem; }
a { color: #0017c1; } a:focus-visible { outline: 4px solid #000; outline-offset: 2px; background: #ffd43d; }
article { border: 1px solid #d8d8db; border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
h3 { font-size: 1rem; margin: 0; } code { font-family: 'Noto Sans Mono', ui-monospace, monospace; overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 4rem; font-weight: 700; color: #264af4; }
p { margin: .25rem 0; } ul { margin: .25rem 0; padding-left: 1.25rem; } .note { color: #595959; font-size: .875rem; }
`;

function article([name, route]: [string, Route]): string {
  const who =
    route.access === 'public'
      ? 'ログイン不要'
      : `使える人: ${route.access.map((role) => ROLE_NAMES[role] ?? role).join('、')}`;
  const problems = route.problems
    .map((code) => `<li><code>${code}</code> ${PROBLEMS[code].status} ${escapeHtml(PROBLEMS[code].title)}</li>`)
    .join('');
  return `<article id="${name}"><h3><span class="method">${route.method}</span> <code>${escapeHtml(route.path)}</code></h3>
<p>${escapeHtml(route.summary)}</p><p class="note">${who} ／ 成功のとき ${route.status} ／ <code>${name}</code></p>${problems ? `<details><summary>返すことのある誤り</summary><ul>${problems}</ul></details>` : ''}</article>`;
}

const GROUPS: readonly (readonly [string, RegExp])[] = [
  ['ログインと端末', /^\/v1\/(session|machine-tokens|terminals)/],
  ['送信と受信', /^\/v1\/(transmissions|events)/],
  ['下書き', /^\/v1\/drafts/],
  ['見渡す・お知らせ・自分の設定', /^\/v1\/(summary|partners|months|notices|preferences|push|demo)/],
  ['事業所・人・証明書', /^\/v1\/(trust|offices|people|machines|certificates)/],
  ['運営', /^\/v1\/operator/],
  ['サーバの状態と仕様', /^\/(healthz|readyz|metrics|openapi|docs)/],
];

/** A readable page of every route and problem, made from the contract's table; no script, no outside request. */
export function apiPage(): string {
  const routes = Object.entries<Route>(ROUTES);
  const sections = GROUPS.map(([title, pattern]) => {
    const own = routes.filter(([, route]) => pattern.test(route.path));
    return `<section><h2>${title}</h2>${own.map(article).join('\n')}</section>`;
  });
  return `<!doctype html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Musubi 連携基盤 API</title><link rel="stylesheet" href="/docs/style.css"></head><body><main>
<h1>Musubi（結）連携基盤 API</h1>
<p>機械で読む仕様は <a href="/openapi.json">/openapi.json</a>（OpenAPI 3.1）です。誤りは RFC 9457 の文書（コード、何が起きたか、どうすればよいか）で返します。</p>
<p>ログインのあとは、<code>Authorization: Bearer トークン</code> と <code>Musubi-Terminal: 端末ID.端末の秘密</code> の2つのヘッダを付けます。</p>
${sections.join('\n')}</main></body></html>`;
}
