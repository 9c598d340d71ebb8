import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ActingBar, OfficeSwitch } from '../agents/acting-bar.js';
import { PUBLIC_PAGES } from '../public/pages.js';
import { CertificateNews } from '../trust/news-bars.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Icon, type IconName } from '../ui/icons.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { useDesk, useDeskState, useMayReceive, useMaySend, useSeesSent, useSession } from './desk-context.js';
import { tellTabs } from './events.js';
import { OfficeWatch } from './office-watch.js';
import { useSummary, useWaiting } from './queries.js';

export function Brand(): ReactNode {
  return (
    <Link href="/" className="brand">
      <img src="/icon.svg" alt="" />
      Musubi（結）
    </Link>
  );
}

export const SkipLink = () => (
  <a className="skip" href="#main">
    本文へ移動
  </a>
);

/** Around screens that anybody may see. */
export function PublicFrame({ children }: { children: ReactNode }): ReactNode {
  const { session } = useDeskState();
  return (
    <>
      <SkipLink />
      <header className="header no-print">
        <Brand />
        {!session && <PublicMenu />}
      </header>
      {children}
      <PublicFooter />
    </>
  );
}

/** On a phone the menu opens by a button; a page that was chosen closes it. */
function PublicMenu(): ReactNode {
  const [path] = useLocation();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const isOpen = openAt === path;
  return (
    <>
      <button
        type="button"
        className="button button-plain button-small public-menu-button"
        aria-expanded={isOpen}
        aria-controls="public-menu"
        onClick={() => setOpenAt(isOpen ? null : path)}
      >
        メニュー
      </button>
      <nav aria-label="メニュー" id="public-menu" className="public-menu" data-open={isOpen}>
        <ul className="plain-list">
          {PUBLIC_PAGES.filter(({ place }) => place === 'menu').map(({ path: to, icon, label }) => (
            <li key={to}>
              <NavLink to={to} icon={icon} current={path === to}>
                {label}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

function PublicFooter(): ReactNode {
  const { session } = useDeskState();
  return (
    <footer className="footer no-print">
      <nav aria-label="案内">
        <ul className="plain-list footer-links">
          {PUBLIC_PAGES.filter(({ path }) => path !== '/' || !session).map(({ path, label }) => (
            <li key={path}>
              <Link href={path}>{label}</Link>
            </li>
          ))}
        </ul>
      </nav>
      <p>
        Musubi（結）はオープンソースです。<a href="/licences.txt">ライセンスと出典</a>
      </p>
    </footer>
  );
}

export function NavLink({
  to,
  icon,
  current,
  count = 0,
  countLabel = '件',
  children,
}: {
  to: string;
  icon: IconName;
  current: boolean;
  count?: number;
  countLabel?: string;
  children: ReactNode;
}): ReactNode {
  return (
    <Link href={to} {...(current ? { 'aria-current': 'page' as const } : {})} className="nav-link">
      <Icon name={icon} size={18} />
      {children}
      {count > 0 && (
        <span className="count">
          {count > 999 ? '999+' : count}
          <span className="visually-hidden">{countLabel}</span>
        </span>
      )}
    </Link>
  );
}

type Audience = 'everybody' | 'senders' | 'receivers' | 'sent' | 'both' | 'administrators';

/** Agents (代行) see what they may do: `sent` and `both` are for who sees what the office sent, and both ways. */
const TABS: readonly (readonly [string, IconName, string, Audience])[] = [
  ['/', 'home', 'トップ', 'everybody'],
  ['/inbox', 'inbox', '受信一覧', 'receivers'],
  ['/sent', 'send', '送信一覧', 'sent'],
  ['/new', 'letter', '新規作成', 'senders'],
  ['/bulk', 'bulk', '一括送信', 'senders'],
  ['/drafts', 'draft', '下書き一覧', 'senders'],
  ['/month', 'wait', '月末', 'both'],
  ['/letters', 'talk', '連絡', 'both'],
  ['/offices', 'search', '事業所検索', 'everybody'],
  ['/records', 'seal', '記録と保存', 'both'],
  ['/check', 'check', 'ファイル点検', 'everybody'],
];

/** What concerns the office and its people stands at the top, beside who is signed in. */
const OFFICE_TABS: typeof TABS = [
  ['/people', 'people', '担当者', 'administrators'],
  ['/settings', 'settings', '設定', 'everybody'],
];

/** Around the screens of signed-in people. */
export function Frame({ children }: { children: ReactNode }): ReactNode {
  const { office, account } = useSession();
  const maySend = useMaySend();
  const mayReceive = useMayReceive();
  const seesSent = useSeesSent();
  const mayOpen = {
    everybody: true,
    senders: maySend,
    receivers: mayReceive,
    sent: seesSent,
    both: mayReceive && seesSent,
    administrators: account.roles.includes('administrator'),
  };
  const [path] = useLocation();
  const { data: summary } = useSummary();
  const { data: waiting } = useWaiting();
  const counts: Readonly<Record<string, number>> = {
    '/inbox': (summary?.value.unretrieved ?? 0) + (summary?.value.unopened ?? 0),
    '/sent': waiting?.length ?? 0,
  };
  // On a phone the menu is a strip: the current tab must be in sight.
  const menu = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path says which tab is current
  useEffect(() => {
    menu.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  const isHere = (to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
  const links = (tabs: typeof TABS) =>
    tabs
      .filter(([, , , who]) => mayOpen[who])
      .map(([to, icon, text]) => (
        <li key={to}>
          <NavLink
            to={to}
            icon={icon}
            current={isHere(to)}
            count={counts[to] ?? 0}
            countLabel={to === '/inbox' ? '件が未開封' : '件が送信待ち'}
          >
            {text}
          </NavLink>
        </li>
      ));
  return (
    <>
      <SkipLink />
      <header className="header no-print">
        <Brand />
        <div className="who">
          {!account.agent && (
            <span>
              <strong>{office.name}</strong>（{office.officeNumber}）
            </span>
          )}
          <span>{account.displayName} さん</span>
          <nav aria-label="事業所のメニュー">
            <ul className="plain-list">{links(OFFICE_TABS)}</ul>
          </nav>
          {!account.agent && <OfficeSwitch />}
          <Logout />
        </div>
      </header>
      <ActingBar />
      <OfficeWatch />
      <nav className="nav no-print" aria-label="メニュー" ref={menu}>
        <ul>{links(TABS)}</ul>
      </nav>
      <ConnectionBar />
      <CertificateNews />
      {children}
      <PublicFooter />
    </>
  );
}

/** Says what happens next while the hub is out of reach. */
function ConnectionBar(): ReactNode {
  const { connection } = useDeskState();
  const { data: waiting = [] } = useWaiting();
  const going = waiting.filter(({ refusal }) => refusal === null).length;
  if (connection === 'online' && going === 0) return null;
  return (
    <div className="status-bar no-print" role="status">
      {connection === 'offline' ? (
        <>
          <strong>オフラインです。</strong>
          この端末で開いたデータは読めます。送信は「送信待ち」にたまり、つながりしだい自動で送ります
          {going > 0 ? `（いま${going}件）` : ''}。
        </>
      ) : (
        <>送信待ちが{going}件あります。続けて送っています。</>
      )}
    </div>
  );
}

export function Logout(): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { data: waiting = [] } = useWaiting();
  const leave = async () => {
    setBusy(true);
    try {
      await desk.logout();
    } catch (error) {
      tell('care', `この端末からはログアウトしました。${errorText(error)}`);
    }
    tellTabs({ type: 'logout' });
    go('/');
  };
  return (
    <>
      <Button look="text" small onClick={() => (waiting.length > 0 ? setAsking(true) : void leave())} disabled={busy}>
        ログアウト
      </Button>
      {asking && (
        <Confirm
          title="送信待ちがあります"
          action="ログアウトする"
          busy={busy}
          onConfirm={() => void leave()}
          onClose={() => setAsking(false)}
        >
          <p>
            送信待ちが{waiting.length}
            件あります。ログアウトしても暗号化したままこの端末に残り、次にログインしたときに送ります。
          </p>
        </Confirm>
      )}
    </>
  );
}
