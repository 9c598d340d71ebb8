import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { LoginScreen } from '../login/login-screen.js';
import { PasswordScreen } from '../login/password-screen.js';
import { PUBLIC_PAGES } from '../public/pages.js';
import { TopScreen } from '../top/top-screen.js';
import { Page } from '../ui/page.js';
import { Toasts } from '../ui/toasts.js';
import type { Desk } from './desk.js';
import { DeskProvider, useDeskState } from './desk-context.js';
import { ErrorBoundary } from './error-boundary.js';
import { Frame, PublicFrame } from './frame.js';
import { HubNews } from './hub-news.js';
import { HubTables } from './hub-tables.js';
import { IdleLock } from './idle-lock.js';
import { PreferencesProvider } from './preferences.js';
import { ProofDialog } from './proof-dialog.js';

const CheckScreen = lazy(() => import('../check/check-screen.js'));
const InboxScreen = lazy(() => import('../inbox/inbox-screen.js'));
const InboxDetail = lazy(() => import('../inbox/inbox-detail.js'));
const SentScreen = lazy(() => import('../sent/sent-screen.js'));
const SentDetail = lazy(() => import('../sent/sent-detail.js'));
const ComposeScreen = lazy(() => import('../send/compose-screen.js'));
const DraftsScreen = lazy(() => import('../drafts/drafts-screen.js'));
const MonthEndScreen = lazy(() => import('../month-end/month-end-screen.js'));
const ActualsScreen = lazy(() => import('../actuals/actuals-screen.js'));
const ScheduleScreen = lazy(() => import('../schedule/schedule-screen.js'));
const ReconcileScreen = lazy(() => import('../reconcile/reconcile-screen.js'));
const RecordsScreen = lazy(() => import('../records/records-screen.js'));
const LettersScreen = lazy(() => import('../letters/letters-screen.js'));
const AgentsScreen = lazy(() => import('../agents/agents-screen.js'));
const HandoverScreen = lazy(() => import('../agents/handover-screen.js'));
const LicenceScreen = lazy(() => import('../licence/licence-screen.js'));
const OfficeScreen = lazy(() => import('../directory/office-screen.js'));
const OperateApp = lazy(() => import('../operate/operate-app.js'));
const OneTimeCodeScreen = lazy(() => import('../login/one-time-code-screen.js'));
const OwnAuditScreen = lazy(() => import('../settings/own-audit-screen.js'));
const PeopleScreen = lazy(() => import('../people/people-screen.js'));
const LinkScreen = lazy(() => import('../recover/link-screen.js'));
const RecoverScreen = lazy(() => import('../recover/recover-screen.js'));
const UnsubscribeScreen = lazy(() => import('../recover/unsubscribe-screen.js'));
const ServiceCodesScreen = lazy(() => import('../reference/service-codes-screen.js'));
const SettingsScreen = lazy(() => import('../settings/settings-screen.js'));

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache(),
    mutationCache: new MutationCache(),
    // The hub tells what changed; nothing is asked again without a reason.
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, staleTime: 60_000, refetchOnWindowFocus: false },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

const Waiting = () => (
  <main className="main" id="main">
    <p role="status">画面を開いています…</p>
  </main>
);

/** Pages anybody may read, signed in or not. */
const publicRoutes = PUBLIC_PAGES.flatMap(({ path, screen }) =>
  screen ? [<Route key={path} path={path} component={screen} />] : [],
);
/** Links that came by mail: whoever is signed in here, they are for whoever got the mail. */
const MAILED: Readonly<Record<string, typeof LinkScreen>> = { '/link': LinkScreen, '/unsubscribe': UnsubscribeScreen };

function Screens(): ReactNode {
  const { session } = useDeskState();
  const [path] = useLocation();
  const Mailed = MAILED[path];
  if (Mailed) {
    return (
      <PublicFrame>
        <Mailed />
      </PublicFrame>
    );
  }
  if (!session) {
    return (
      <PublicFrame>
        <Switch>
          <Route path="/check" component={CheckScreen} />
          {publicRoutes}
          <Route path="/offices/:number">{({ number }) => <OfficeScreen officeNumber={number} />}</Route>
          <Route path="/recover" component={RecoverScreen} />
          <Route path="/delegation" component={HandoverScreen} />
          <Route component={LoginScreen} />
        </Switch>
      </PublicFrame>
    );
  }
  if (session.mustChangePassword) {
    return (
      <PublicFrame>
        <PasswordScreen />
      </PublicFrame>
    );
  }
  if (session.mustEnrolOneTimeCode) {
    return (
      <PublicFrame>
        <OneTimeCodeScreen />
      </PublicFrame>
    );
  }
  if (session.account.kind === 'operator') return <OperateApp />;
  return (
    <Frame>
      <Switch>
        <Route path="/" component={TopScreen} />
        <Route path="/check" component={CheckScreen} />
        <Route path="/inbox" component={InboxScreen} />
        <Route path="/inbox/:id">{({ id }) => <InboxDetail key={id} id={id} />}</Route>
        <Route path="/sent" component={SentScreen} />
        <Route path="/sent/:id">{({ id }) => <SentDetail key={id} id={id} />}</Route>
        <Route path="/new">{() => <ComposeScreen key="new" mode="single" draftId={null} />}</Route>
        <Route path="/bulk">{() => <ComposeScreen key="bulk" mode="bulk" draftId={null} />}</Route>
        <Route path="/drafts" component={DraftsScreen} />
        <Route path="/drafts/:id">{({ id }) => <ComposeScreen key={id} mode="bulk" draftId={id} />}</Route>
        <Route path="/actuals/:month/:planner">
          {({ month, planner }) => <ActualsScreen key={`${month} ${planner}`} month={month} planner={planner} />}
        </Route>
        <Route path="/schedule/:month/:client?">
          {({ month, client }) => <ScheduleScreen key={month} month={month} client={client ?? null} />}
        </Route>
        <Route path="/reconcile/:month">{({ month }) => <ReconcileScreen key={month} month={month} />}</Route>
        <Route path="/month" component={MonthEndScreen} />
        <Route path="/letters">{() => <LettersScreen />}</Route>
        <Route path="/letters/:partner">{({ partner }) => <LettersScreen partner={partner} />}</Route>
        <Route path="/offices/:number">{({ number }) => <OfficeScreen officeNumber={number} />}</Route>
        <Route path="/records" component={RecordsScreen} />
        <Route path="/licence" component={LicenceScreen} />
        <Route path="/people" component={PeopleScreen} />
        <Route path="/agents" component={AgentsScreen} />
        <Route path="/delegation" component={HandoverScreen} />
        <Route path="/settings" component={SettingsScreen} />
        <Route path="/service-codes">{() => <ServiceCodesScreen scope="office" />}</Route>
        <Route path="/audit" component={OwnAuditScreen} />
        {publicRoutes}
        <Route path="/recover">
          <Redirect to="/" />
        </Route>
        <Route path="/login">
          <Redirect to="/" />
        </Route>
        <Route>
          <Page title="ページが見つかりません">
            <p>アドレスを確かめるか、上のメニューから選んでください。</p>
          </Page>
        </Route>
      </Switch>
    </Frame>
  );
}

export function App({ desk }: { desk: Desk }): ReactNode {
  const [client] = useState(makeQueryClient);
  return (
    <DeskProvider desk={desk}>
      <QueryClientProvider client={client}>
        <PreferencesProvider>
          <Toasts>
            <HubNews />
            <HubTables />
            <IdleLock />
            <ProofDialog />
            <ErrorBoundary>
              <Suspense fallback={<Waiting />}>
                <Screens />
              </Suspense>
            </ErrorBoundary>
          </Toasts>
        </PreferencesProvider>
      </QueryClientProvider>
    </DeskProvider>
  );
}
