import { SeenMonths } from '@musubi/client';
import {
  type ChangedDifference,
  type ChangedPartner,
  changedSince,
  describeClient,
  describeDifference,
  type MonthReconciliation,
  type SeenDifference,
  seenOf,
  serviceTypeName,
  type UnitNames,
} from '@musubi/standard';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useDesk, useMaySend } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import { useServiceNames } from '../app/use-reference.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { serviceText } from './service-text.js';

/** What the office has seen of a month; the first look is kept without asking. */
function useSeen(month: string, reconciliation: MonthReconciliation) {
  const desk = useDesk();
  const maySend = useMaySend();
  const queries = useQueryClient();
  const key = [...KEYS.drafts, 'seen', month];
  const { data: seen, error } = useQuery({
    queryKey: key,
    queryFn: () => new SeenMonths(desk.documents()).load(month),
  });
  const saving = useMutation({
    mutationFn: async (all: MonthReconciliation) => {
      const now = seenOf(all);
      await new SeenMonths(desk.documents()).save(month, now);
      return now;
    },
    onSuccess: (now) => queries.setQueryData(key, now),
  });
  const { mutate, status } = saving;
  const isFirst = seen === null && maySend && status === 'idle';
  useEffect(() => {
    if (isFirst) mutate(reconciliation);
  }, [isFirst, mutate, reconciliation]);
  return { seen: seen ?? null, error: error ?? saving.error, saving, maySend };
}

/** What came late or was replaced since the office last looked: partners, and every line that is new, gone or changed. */
export function Changes({
  month,
  reconciliation,
  names,
}: {
  month: string;
  reconciliation: MonthReconciliation;
  names: UnitNames;
}): ReactNode {
  const { seen, error, saving, maySend } = useSeen(month, reconciliation);
  if (error) return <Failure error={error} />;
  if (!seen) return null;
  const { partners, differences } = changedSince(seen, reconciliation);
  if (partners.length === 0 && differences.length === 0) return null;
  // What arrived for the first time is told by the list below; only what was there before is told line by line.
  const fresh = new Set(partners.filter(isFirstArrival).map((one) => `${one.officeNumber} ${one.serviceType}`));
  const lines = differences.filter(({ before, after }) => {
    const { officeNumber = '', serviceCode = '' } = after ?? before ?? {};
    return !fresh.has(`${officeNumber} ${serviceCode.slice(0, 2)}`);
  });
  return (
    <Banner tone="info" title="前に確認したときから変わったところがあります。" live>
      <ul>
        {partners.map((one) => (
          <li key={`${one.officeNumber} ${one.serviceType}`}>
            {names.offices.get(one.officeNumber) ?? one.officeNumber}（{serviceTypeName(one.serviceType)}）:{' '}
            {changeWords(one)}
          </li>
        ))}
      </ul>
      {lines.length > 0 && <ChangedLines lines={lines} names={names} />}
      {maySend && (
        <div>
          <Button small icon="good" disabled={saving.isPending} onClick={() => saving.mutate(reconciliation)}>
            変わったところを確認した
          </Button>
        </div>
      )}
    </Banner>
  );
}

const isFirstArrival = ({ before, after }: ChangedPartner) =>
  (before === null || before.actuals === 'missing') && after?.actuals === 'arrived';

function changeWords({ before, after }: ChangedPartner): string {
  if (!after) return '予定も実績も取り消されました。';
  const words = [
    ...(before?.scheduleSerial !== after.scheduleSerial || before?.schedule !== after.schedule
      ? [after.schedule === 'withdrawn' ? '予定を取り消しました。' : '予定を送りました。']
      : []),
    ...(before?.actualsSerial !== after.actualsSerial || before?.actuals !== after.actuals
      ? [actualsWords(before?.actuals ?? 'missing', after.actuals)]
      : []),
  ];
  return words.join('');
}

type Actuals = NonNullable<ChangedPartner['after']>['actuals'];

function actualsWords(before: Actuals, after: Actuals): string {
  if (after === 'deleted') return '実績が取り消されました。';
  if (after === 'missing') return '実績がなくなりました。';
  return before === 'missing' ? '実績が届きました。' : '実績が差し替えられました。';
}

const CHANGE = { new: '新しい違い', gone: '違いがなくなりました', changed: '違いが変わりました' } as const;

function ChangedLines({ lines, names }: { lines: readonly ChangedDifference[]; names: UnitNames }): ReactNode {
  const serviceNames = useServiceNames();
  const side = (one: SeenDifference | null) => {
    if (!one) return '―';
    const { kindWords, actual, planned } = describeDifference(one, names, serviceNames);
    return `${kindWords} ${serviceText(actual ?? planned)}`;
  };
  return (
    <div className="table-frame" tabIndex={0} role="group" aria-label="変わった違いの表">
      <table className="table table-tight table-cards">
        <thead>
          <tr>
            {['利用者', '変わったこと', '前', '今'].map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, change, before, after }) => {
            const client = after ?? before;
            return (
              <tr key={key}>
                <td data-label="利用者">{client && describeClient(client, names)}</td>
                <td data-label="変わったこと">{CHANGE[change]}</td>
                <td data-label="前">{side(before)}</td>
                <td data-label="今">{side(after)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
