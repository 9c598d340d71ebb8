import { lazy, type ReactNode, useEffect, useRef } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useSession } from '../app/desk-context.js';
import { Brand, Logout, NavLink, SkipLink } from '../app/frame.js';
import type { IconName } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import './operate.css';

const OverviewScreen = lazy(() => import('./overview-screen.js'));
const ApplicationsScreen = lazy(() => import('./applications-screen.js'));
const OfficesScreen = lazy(() => import('./offices-screen.js'));
const OfficeScreen = lazy(() => import('./office-screen.js'));
const PeopleScreen = lazy(() => import('./people-screen.js'));
const CertificatesScreen = lazy(() => import('./certificates-screen.js'));
const LicencesScreen = lazy(() => import('./licences-screen.js'));
const JourneysScreen = lazy(() => import('./journeys-screen.js'));
const JourneyScreen = lazy(() => import('./journey-screen.js'));
const NoticesScreen = lazy(() => import('./notices-screen.js'));
const TicketsScreen = lazy(() => import('./tickets-screen.js'));
const FaqScreen = lazy(() => import('./faq-screen.js'));
const SoftwareScreen = lazy(() => import('./software-screen.js'));
const ImportsScreen = lazy(() => import('./imports-screen.js'));
const ServiceCodesScreen = lazy(() => import('../reference/service-codes-screen.js'));
const AuditScreen = lazy(() => import('./audit-screen.js'));
const SettingsScreen = lazy(() => import('../settings/settings-screen.js'));

const TABS: readonly (readonly [string, IconName, string])[] = [
  ['/', 'home', '概況'],
  ['/operate/applications', 'draft', '申請'],
  ['/operate/offices', 'inbox', '事業所'],
  ['/operate/people', 'people', '人'],
  ['/operate/certificates', 'seal', '証明書'],
  ['/operate/licences', 'file', '契約'],
  ['/operate/journeys', 'send', '送受信の経過'],
  ['/operate/notices', 'info', 'お知らせ'],
  ['/operate/tickets', 'talk', '問い合わせ'],
  ['/operate/faq', 'check', 'よくある質問'],
  ['/operate/software', 'good', '対応ソフト'],
  ['/operate/imports', 'down', '取込'],
  ['/operate/service-codes', 'file', 'コード表'],
];
const OWN_TABS: typeof TABS = [
  ['/operate/audit', 'file', '監査記録'],
  ['/settings', 'settings', '設定'],
];

/** The operator's desk: its own menu, each screen loaded when it is opened. */
export default function OperateApp(): ReactNode {
  return (
    <>
      <SkipLink />
      <OperateHead />
      <Switch>
        <Route path="/" component={OverviewScreen} />
        <Route path="/operate/applications" component={ApplicationsScreen} />
        <Route path="/operate/offices" component={OfficesScreen} />
        <Route path="/operate/offices/:number">
          {({ number }) => <OfficeScreen key={number} officeNumber={number} />}
        </Route>
        <Route path="/operate/people" component={PeopleScreen} />
        <Route path="/operate/certificates" component={CertificatesScreen} />
        <Route path="/operate/licences" component={LicencesScreen} />
        <Route path="/operate/journeys" component={JourneysScreen} />
        <Route path="/operate/journeys/:id">{({ id }) => <JourneyScreen key={id} id={id} />}</Route>
        <Route path="/operate/notices" component={NoticesScreen} />
        <Route path="/operate/tickets" component={TicketsScreen} />
        <Route path="/operate/faq" component={FaqScreen} />
        <Route path="/operate/software" component={SoftwareScreen} />
        <Route path="/operate/imports" component={ImportsScreen} />
        <Route path="/operate/service-codes">{() => <ServiceCodesScreen scope="all" />}</Route>
        <Route path="/operate/audit" component={AuditScreen} />
        <Route path="/settings" component={SettingsScreen} />
        <Route path="/login">
          <Redirect to="/" />
        </Route>
        <Route>
          <Page title="ページが見つかりません">
            <p>アドレスを確かめるか、上のメニューから選んでください。</p>
          </Page>
        </Route>
      </Switch>
    </>
  );
}

function OperateHead(): ReactNode {
  const { account } = useSession();
  const [path] = useLocation();
  const menu = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path says which tab is current
  useEffect(() => {
    menu.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  const isHere = (to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
  const links = (tabs: typeof TABS) =>
    tabs.map(([to, icon, text]) => (
      <li key={to}>
        <NavLink to={to} icon={icon} current={isHere(to)}>
          {text}
        </NavLink>
      </li>
    ));
  return (
    <>
      <header className="header no-print">
        <Brand />
        <div className="who">
          <strong className="operate-mark">運営</strong>
          <span>{account.displayName} さん</span>
          <nav aria-label="運営者のメニュー">
            <ul className="plain-list">{links(OWN_TABS)}</ul>
          </nav>
          <Logout />
        </div>
      </header>
      <nav className="nav no-print" aria-label="メニュー" ref={menu}>
        <ul>{links(TABS)}</ul>
      </nav>
    </>
  );
}
