import { isPlanning } from '@musubi/standard';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDesk, useMaySend, useSession } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { noteOutput } from '../app/output.js';
import { type Dates, useDates } from '../app/preferences.js';
import { useMonthOverview, useWorkingMonth } from '../app/queries.js';
import { MonthFormsButton } from '../forms/month-forms.js';
import { StaleNote } from '../top/stale-note.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { CheckBox } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { monthBefore } from '../words/months.js';
import { type PartnerState, partnerStates, stateRows, stateWords } from './missing.js';
import { MonthField } from './month-field.js';
import { RemindDialog } from './remind-dialog.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** 月末: who is still missing what for a month, since when, and asking for it — one or all. */
export default function MonthEndScreen(): ReactNode {
  const dates = useDates();
  const [chosen, setMonth] = useKept<string | null>('month-end/month', null);
  const working = useWorkingMonth();
  const maySend = useMaySend();
  const { office } = useSession();
  const month = chosen ?? working;
  const { data, error } = useMonthOverview(month);
  const { data: previous } = useMonthOverview(monthBefore(month));
  const states = data && previous ? partnerStates(data.value.partners, previous.value.partners) : null;
  return (
    <Page title="月末（そろっていないもの）">
      <div className="filters">
        <MonthField month={month} onChange={setMonth} />
      </div>
      {error && <Failure error={error} />}
      {data?.copyOf && <StaleNote at={data.copyOf} />}
      {!states && !error && <p role="status">読み込んでいます…</p>}
      {data && data.value.partners.length > 0 && (
        <div className="row">
          {data.value.partners.some(({ schedulesSent }) => schedulesSent > 0) && (
            <ButtonLink to={`/reconcile/${month}`} icon="check">
              予定と実績を突き合わせる
            </ButtonLink>
          )}
          <MonthFormsButton month={month} />
        </div>
      )}
      {maySend && office.serviceTypes.some(isPlanning) && (
        <div>
          <ButtonLink to={`/schedule/${month}`} icon="draft">
            {dates.month(month)}の予定を画面で作る
          </ButtonLink>
        </div>
      )}
      {states && <States key={month} states={states} month={month} />}
    </Page>
  );
}

function States({ states, month }: { states: readonly PartnerState[]; month: string }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const maySend = useMaySend();
  const [selected, setSelected] = useKept<ReadonlySet<string>>(`month-end/chosen/${month}`, new Set());
  const [isAsking, setAsking] = useKept(`month-end/asking/${month}`, false);
  const askable = states.filter(({ missing }) => missing === 'actuals-from-them' || missing === 'schedule-from-them');
  const missing = states.filter((state) => state.missing !== null);
  const chosen = askable.filter(({ partner }) => selected.has(partner.officeNumber));
  const select = (number: string, isSelected: boolean) => {
    const next = new Set(selected);
    if (isSelected) next.add(number);
    else next.delete(number);
    setSelected(next);
  };
  if (states.length === 0) return <p className="empty">{dates.month(month)}のやり取りは、まだありません。</p>;
  return (
    <>
      <Banner
        tone={missing.length === 0 ? 'good' : 'care'}
        title={
          missing.length === 0
            ? `相手${states.length}か所とも、そろっています。`
            : `相手${states.length}か所のうち、${missing.length}か所がそろっていません。`
        }
        live
      />
      {maySend && askable.length > 0 && (
        <div className="row">
          <Button small onClick={() => setSelected(new Set(askable.map(({ partner }) => partner.officeNumber)))}>
            まだのところをすべて選ぶ（{askable.length}件）
          </Button>
          <Button look="main" icon="letter" disabled={chosen.length === 0} onClick={() => setAsking(true)}>
            お願いを送る（{chosen.length}件）
          </Button>
        </div>
      )}
      <StateTable month={month} states={states} selected={selected} onSelect={maySend ? select : null} />
      <SaveCsv
        name={`月末_${dates.month(month)}`}
        rows={() => stateRows(states, dates)}
        onSaved={() => noteOutput(desk, 'list-saved', { months: [month] })}
      />
      {isAsking && (
        <RemindDialog
          states={chosen}
          month={month}
          onClose={() => setAsking(false)}
          onSent={() => {
            setAsking(false);
            setSelected(new Set());
          }}
        />
      )}
    </>
  );
}

function StateTable({
  month,
  states,
  selected,
  onSelect,
}: {
  month: string;
  states: readonly PartnerState[];
  selected: ReadonlySet<string>;
  onSelect: ((number: string, isSelected: boolean) => void) | null;
}): ReactNode {
  const dates = useDates();
  return (
    <div className="table-frame" tabIndex={0} role="group" aria-label="相手ごとの状態">
      <table className="table table-cards">
        <thead>
          <tr>
            {[...(onSelect ? ['選択'] : []), '相手の事業所', '予定', '実績', '状態', 'いつから', '帳票'].map(
              (label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {states.map((state) => {
            const { partner, missing, since } = state;
            const words = stateWords(state);
            const isAskable = missing === 'actuals-from-them' || missing === 'schedule-from-them';
            return (
              <tr key={partner.officeNumber}>
                {onSelect && (
                  <td data-label="選択">
                    <CheckBox
                      hidden
                      label={`${partner.name}を選ぶ`}
                      disabled={!isAskable}
                      checked={selected.has(partner.officeNumber)}
                      onChange={(event) => onSelect(partner.officeNumber, event.target.checked)}
                    />
                  </td>
                )}
                <td data-label="相手の事業所">
                  <Link href={`/letters/${partner.officeNumber}`}>{partner.name}</Link>
                </td>
                <td data-label="予定">{passed(partner.schedulesSent, partner.schedulesReceived)}</td>
                <td data-label="実績">{passed(partner.actualsSent, partner.actualsReceived)}</td>
                <td data-label="状態">
                  <Badge tone={words.tone} icon={words.icon}>
                    {words.text}
                  </Badge>
                  {missing === 'actuals-from-us' && onSelect && (
                    <>
                      {' '}
                      <Link href={`/actuals/${month}/${partner.officeNumber}`}>実績を入力する</Link>
                    </>
                  )}
                </td>
                <td data-label="いつから">{missing && since ? waitingText(since, dates) : ''}</td>
                <td data-label="帳票" className="nowrap">
                  <MonthFormsButton small month={month} partner={partner} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function passed(sent: number, received: number): string {
  const parts = [sent > 0 ? `送信 ${sent}件` : '', received > 0 ? `受信 ${received}件` : ''].filter(Boolean);
  return parts.join('、') || '―';
}

function waitingText(since: string, dates: Dates): string {
  const days = Math.floor((Date.now() - new Date(since).getTime()) / DAY_MS);
  return `${dates.date(since).replace(/^.*年/, '')}から（${days === 0 ? '今日' : `${days}日`}）`;
}
