import { type ComponentType, lazy } from 'react';
import type { IconName } from '../ui/icons.js';

/** A page anybody may read. Add a line here to add one to the menu or the footer. */
interface PublicPage {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** In the menu at the top, or only among the links at the foot of every public page. */
  readonly place: 'menu' | 'foot';
  /** Null for screens that app.tsx routes itself. */
  readonly screen: ComponentType | null;
}

export const PUBLIC_PAGES: readonly PublicPage[] = [
  { path: '/', label: 'ログイン', icon: 'home', place: 'menu', screen: null },
  {
    path: '/welcome',
    label: 'はじめての方へ',
    icon: 'info',
    place: 'menu',
    screen: lazy(() => import('./welcome-screen.js')),
  },
  {
    path: '/apply',
    label: '利用申請',
    icon: 'draft',
    place: 'menu',
    screen: lazy(() => import('../join/apply-screen.js')),
  },
  { path: '/faq', label: 'よくある質問', icon: 'letter', place: 'menu', screen: lazy(() => import('./faq-screen.js')) },
  { path: '/news', label: 'お知らせ', icon: 'wait', place: 'menu', screen: lazy(() => import('./news-screen.js')) },
  {
    path: '/contact',
    label: 'お問い合わせ',
    icon: 'talk',
    place: 'menu',
    screen: lazy(() => import('./contact-screen.js')),
  },
  {
    path: '/offices',
    label: '事業所検索',
    icon: 'search',
    place: 'menu',
    screen: lazy(() => import('../directory/directory-screen.js')),
  },
  { path: '/check', label: 'ファイル点検', icon: 'check', place: 'menu', screen: null },
  {
    path: '/start',
    label: 'はじめるまでの7つの手順',
    icon: 'draft',
    place: 'foot',
    screen: lazy(() => import('./start-screen.js')),
  },
  {
    path: '/apply/status',
    label: '申請の状況を見る',
    icon: 'wait',
    place: 'foot',
    screen: lazy(() => import('../join/status-screen.js')),
  },
  {
    path: '/simulation',
    label: 'かんたんシミュレーション',
    icon: 'wait',
    place: 'foot',
    screen: lazy(() => import('./simulation-screen.js')),
  },
  {
    path: '/downloads',
    label: 'ダウンロード',
    icon: 'down',
    place: 'foot',
    screen: lazy(() => import('./downloads-screen.js')),
  },
  {
    path: '/software',
    label: '対応ソフト',
    icon: 'seal',
    place: 'foot',
    screen: lazy(() => import('./software-screen.js')),
  },
  {
    path: '/authorities',
    label: '認証局の指紋',
    icon: 'seal',
    place: 'foot',
    screen: lazy(() => import('./authorities-screen.js')),
  },
  {
    path: '/contact/answer',
    label: 'お問い合わせの返事を見る',
    icon: 'letter',
    place: 'foot',
    screen: lazy(() => import('./answer-screen.js')),
  },
];
