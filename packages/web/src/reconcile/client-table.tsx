import {
  type ClientNumbers,
  clientKey,
  clientName,
  describeClient,
  type MonthReconciliation,
  type Partner,
  serviceTypeName,
  type UnitNames,
} from '@musubi/standard';
import { type ReactNode, useState } from 'react';
import { useClientNames } from '../app/client-names.js';
import { Button } from '../ui/button.js';
import type { Show } from './month.js';
import { count, signed } from './numbers.js';

interface ClientMonth extends ClientNumbers {
  readonly limit: MonthReconciliation['limits'][number] | undefined;
  readonly services: readonly { readonly partner: Partner; readonly client: Partner['clients'][number] }[];
}

const SHOWN = 100;

const openOf = ({ differences }: Partner['clients'][number]) =>
  differences.filter(({ decision, outdated }) => decision === null || outdated).length;

/** Every client with the partners that serve it, in the order of their numbers. */
function clientsOf({ limits }: MonthReconciliation, partners: readonly Partner[], show: Show): ClientMonth[] {
  const byClient = new Map<string, ClientMonth['services']>();
  for (const partner of partners) {
    for (const client of partner.clients) {
      if (show === 'open' && openOf(client) === 0) continue;
      const key = clientKey(client);
      byClient.set(key, [...(byClient.get(key) ?? []), { partner, client }]);
    }
  }
  const limitOf = new Map(limits.map((one) => [clientKey(one), one]));
  return [...byClient].map(([key, services]) => ({
    insurerNumber: key.slice(0, key.indexOf(' ')),
    insuredNumber: key.slice(key.indexOf(' ') + 1),
    limit: limitOf.get(key),
    services,
  }));
}

/** Each client's month: planned, provided and the difference at every partner, held against 区分支給限度基準額. */
export function ClientTable({
  reconciliation,
  partners,
  show,
  names,
}: {
  reconciliation: MonthReconciliation;
  partners: readonly Partner[];
  show: Show;
  names: UnitNames;
}): ReactNode {
  const nameOf = useClientNames();
  const [shown, setShown] = useState(SHOWN);
  const clients = clientsOf(reconciliation, partners, show);
  return (
    <>
      <div className="table-frame" tabIndex={0} role="group" aria-label="利用者ごとの予定と実績">
        <table className="table table-tight table-cards">
          <thead>
            <tr>
              {['利用者', '事業所', '予定', '実績', '差', '違い', '限度額に対して'].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {clients.slice(0, shown).flatMap(({ limit, services, ...person }) =>
              services.map(({ partner, client }, at) => (
                <tr key={`${clientKey(person)} ${partner.officeNumber} ${partner.serviceType}`}>
                  <td data-label="利用者">
                    {nameOf({ ...person, name: clientName(names, person) }) ?? describeClient(person, names)}
                  </td>
                  <td data-label="事業所">
                    {names.offices.get(partner.officeNumber) ?? partner.officeNumber}{' '}
                    <span className="weak">{serviceTypeName(partner.serviceType)}</span>
                  </td>
                  <td data-label="予定">{count(client.planned.units)}単位</td>
                  <td data-label="実績">
                    {partner.actuals === 'missing' ? 'まだです' : `${count(client.actual.units)}単位`}
                  </td>
                  <td data-label="差">
                    {partner.actuals === 'missing' ? '―' : `${signed(client.difference.units)}単位`}
                  </td>
                  <td data-label="違い">
                    {client.differences.length === 0
                      ? 'なし'
                      : `${client.differences.length}件（未確認 ${openOf(client)}件）`}
                  </td>
                  <td data-label="限度額に対して">{at === 0 ? limitText(limit) : ''}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
      {clients.length > shown && (
        <div>
          <Button small onClick={() => setShown(shown + SHOWN)}>
            続きを表示（あと{clients.length - shown}人）
          </Button>
        </div>
      )}
    </>
  );
}

function limitText(limit: ClientMonth['limit']): string {
  if (!limit) return '';
  if (limit.limit === null) return '限度額がわかりません';
  return `${count(limit.expected)} / ${count(limit.limit)}単位${limit.excess > 0 ? `（${count(limit.excess)}単位超過）` : ''}`;
}
