import { HubProblem } from '@musubi/client';
import type { DirectoryDetail, OperatorApplication } from '@musubi/contract';
import { serviceTypeName } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { Badge, Banner } from '../ui/banner.js';
import { Failure } from '../ui/failure.js';
import { type Column, DataTable } from './columns.js';

interface Line {
  readonly what: string;
  readonly applied: string;
  readonly registered: string;
  readonly isSame: boolean;
}

const plain = (text: string) => text.normalize('NFKC').replaceAll(/[\s-]/g, '');
const namesOf = (types: readonly string[]) => types.map(serviceTypeName).join('、');

function linesOf(application: OperatorApplication, registered: DirectoryDetail): Line[] {
  const line = (what: string, applied: string, known: string): Line => ({
    what,
    applied,
    registered: known,
    isSame: plain(applied) === plain(known),
  });
  const isOffered = application.serviceTypes.every((type) => registered.serviceTypes.includes(type));
  return [
    line('事業所名', application.officeName, registered.name),
    line('法人', application.corporationName, registered.corporation),
    { ...line('サービス', namesOf(application.serviceTypes), namesOf(registered.serviceTypes)), isSame: isOffered },
    line('電話', application.phone, registered.contact?.phone ?? ''),
  ];
}

const columns: readonly Column<Line>[] = [
  { head: '項目', text: ({ what }) => what },
  { head: '申請', text: ({ applied }) => applied },
  { head: '公表データ', text: ({ registered }) => registered || '（なし）' },
  {
    head: '比べた結果',
    text: ({ isSame }) => (isSame ? '一致' : '違いあり'),
    cell: ({ isSame }) => (
      <Badge tone={isSame ? 'good' : 'care'} icon={isSame ? 'good' : 'care'}>
        {isSame ? '一致' : '違いあり'}
      </Badge>
    ),
  },
];

/** What was applied for beside what the ministry's open data says of the number; null when it does not know it. */
export function RegistryComparison({ application }: { application: OperatorApplication }): ReactNode {
  const desk = useDesk();
  const { officeNumber } = application;
  const { data, error } = useQuery({
    queryKey: ['operate', 'registered', officeNumber],
    queryFn: async () => {
      try {
        return await desk.hub.call('getDirectoryOffice', { params: { officeNumber } });
      } catch (failure) {
        if (failure instanceof HubProblem && failure.code === 'MSB-OFFICE-UNKNOWN') return null;
        throw failure;
      }
    },
  });
  return (
    <section className="stack-s" aria-label="公表データとの比較">
      <h3>事業所番号 {officeNumber} の公表データ（厚生労働省）</h3>
      {error && <Failure error={error} />}
      {data === null && (
        <Banner tone="care" title="公表データにこの番号はありません。">
          <p>
            指定を受けたばかりの事業所か、番号の間違いかもしれません。指定通知書などで確かめてください。公表データを取り込んでいないときも、こう表示されます。
          </p>
        </Banner>
      )}
      {data && (
        <>
          {data.participating && <p className="weak">この番号はすでに参加しています。</p>}
          <DataTable
            label="申請と公表データ"
            columns={columns}
            rows={linesOf(application, data)}
            keyOf={({ what }) => what}
          />
          {data.contact?.address && <p className="weak">公表されている所在地: {data.contact.address}</p>}
        </>
      )}
    </section>
  );
}
