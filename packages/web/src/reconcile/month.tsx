import {
  clientKey,
  describeClient,
  type MonthReconciliation,
  presumedNote,
  reconciliationRows,
  type UnitNames,
  unknownClientText,
} from '@musubi/standard';
import { type ReactNode, useState } from 'react';
import { useDates } from '../app/preferences.js';
import { useServiceNames } from '../app/use-reference.js';
import { UnusedBanner } from '../check/unused-banner.js';
import { Banner } from '../ui/banner.js';
import { RadioGroup } from '../ui/field.js';
import { SaveCsv } from '../ui/save-csv.js';
import { Changes } from './changes.js';
import { ClientTable } from './client-table.js';
import type { LoadedMonth } from './load.js';
import { count, signed } from './numbers.js';
import { PartnerCard } from './partner-card.js';

/** Which part of the month is shown. */
export type Show = 'all' | 'open' | 'missing';
type By = 'partner' | 'client';

/** A reconciled month: what is left to do, what changed, and all of it by partner or by client. */
export function Month({
  loaded,
  reconciliation,
}: {
  loaded: LoadedMonth;
  reconciliation: MonthReconciliation;
}): ReactNode {
  const dates = useDates();
  const serviceNames = useServiceNames();
  const [show, setShow] = useState<Show>('open');
  const [by, setBy] = useState<By>('partner');
  const { names, closed, workedOn, unused } = loaded;
  const { partners, month } = reconciliation;
  const presumed = presumedNote(reconciliation.presumedCodes);
  const shown = partners.filter((partner) => {
    if (show === 'open') return partner.open > 0;
    return show === 'missing' ? partner.actuals === 'missing' : true;
  });
  const left = (
    <>
      {closed.length > 0 && (
        <Banner tone="care" title={`開けないデータが${closed.length}件あり、突合に入っていません。`}>
          <p>受信一覧・送信一覧から開いて確かめてください。</p>
        </Banner>
      )}
      <UnusedBanner unused={unused} title="突合に使えなかったものがあります。" />
      {reconciliation.unknownClients.map((one) => {
        const text = unknownClientText(one, names);
        return text && <NumberBanner key={text} text={text} />;
      })}
    </>
  );
  if (partners.length === 0)
    return (
      <>
        {left}
        <p className="empty">
          {dates.month(month)}に送った予定がありません（{workedOn.join('、')}）。
        </p>
      </>
    );
  return (
    <>
      <p>{workedOn.join('、')}</p>
      {left}
      <Totals reconciliation={reconciliation} />
      <Changes month={month} reconciliation={reconciliation} names={names} />
      <OverLimit reconciliation={reconciliation} names={names} />
      {presumed && <p className="weak">{presumed}</p>}
      <div className="row spread">
        <RadioGroup
          legend="表示"
          value={show}
          options={[
            ['open', '確認していない違いだけ'],
            ['missing', '実績がまだの相手だけ'],
            ['all', 'すべて'],
          ]}
          onChange={setShow}
        />
        <RadioGroup
          legend="まとめ方"
          value={by}
          options={[
            ['partner', '事業所ごと'],
            ['client', '利用者ごと'],
          ]}
          onChange={setBy}
        />
        <SaveCsv
          name={`予実突合_${dates.month(month)}`}
          rows={() => reconciliationRows(reconciliation, names, serviceNames)}
        />
      </div>
      {shown.length === 0 && <p className="empty">該当する相手はありません。</p>}
      {by === 'client' && shown.length > 0 && (
        <ClientTable reconciliation={reconciliation} partners={shown} show={show} names={names} />
      )}
      {by === 'partner' &&
        shown.map((partner) => (
          <PartnerCard
            key={`${partner.officeNumber} ${partner.serviceType}`}
            partner={partner}
            names={names}
            month={month}
            onlyOpen={show === 'open'}
          />
        ))}
    </>
  );
}

function NumberBanner({ text }: { text: string }): ReactNode {
  return (
    <Banner tone="care" title="被保険者番号が予定と違う利用者がいます。">
      <p>{text}</p>
    </Banner>
  );
}

function Totals({ reconciliation: { totals } }: { reconciliation: MonthReconciliation }): ReactNode {
  return (
    <Banner
      tone={totals.open > 0 || totals.missing > 0 ? 'care' : 'good'}
      title={
        totals.open === 0 && totals.missing === 0
          ? 'すべて確認しました。'
          : `確認していない違いが${totals.open}件、実績がまだの相手が${totals.missing}か所あります。`
      }
      live
    >
      <p>
        予定 {count(totals.planned.units)}単位、実績 {count(totals.actual.units)}単位（差{' '}
        {signed(totals.difference.units)}単位
        {totals.missing > 0 ? '。実績がまだの相手の予定を含みます' : ''}）
      </p>
    </Banner>
  );
}

function OverLimit({
  reconciliation: { limits },
  names,
}: {
  reconciliation: MonthReconciliation;
  names: UnitNames;
}): ReactNode {
  const over = limits.filter(({ warning }) => warning !== null);
  if (over.length === 0) return null;
  return (
    <Banner tone="care" title={`区分支給限度基準額を超えそうな利用者が${over.length}人います。`}>
      <ul>
        {over.map(({ warning, ...client }) => (
          <li key={clientKey(client)}>
            {describeClient(client, names)}: {warning}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
