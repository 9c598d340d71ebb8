import type { DelegationData, GrantAnswer } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { rightWords } from '../words/offices.js';
import { DelegationCard, STATE_WORDS } from './delegation-card.js';
import { GrantForm } from './grant-form.js';
import { LinkToHandOver } from './link.js';

/** 代行: who may send and receive in the office's name, what they did, and the end of it. */
export default function AgentsScreen(): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({
    queryKey: KEYS.delegations,
    queryFn: () => desk.hub.call('listDelegations', {}),
  });
  const [made, setMade] = useState<GrantAnswer | null>(null);
  const delegations = data?.delegations ?? [];
  return (
    <Page title="代行" narrow>
      <p>
        請求の代行などを頼む人や会社に、専用のユーザIDと証明書で送受信してもらえます。自事業所の証明書やパスワードを渡す必要はありません。代行で行ったことは、代行の名前で記録に残ります。
      </p>
      {error && <Failure error={error} />}
      {made && <LinkToHandOver answer={made} />}
      {delegations.map((one) => (
        <DelegationCard key={one.id} delegation={one} onLink={setMade} />
      ))}
      {data?.delegations.length === 0 && <p className="empty">代行は、まだ認めていません。</p>}
      {delegations.length > 0 && <Csv delegations={delegations} />}
      <GrantForm onGranted={setMade} />
    </Page>
  );
}

/** The list as a table, those that ended among them. */
function Csv({ delegations }: { delegations: readonly DelegationData[] }): ReactNode {
  const dates = useDates();
  const day = (at: string | null) => (at === null ? '' : dates.date(at));
  return (
    <SaveCsv
      name="代行"
      rows={() => [
        [
          '代行する人・会社',
          '相手の事業所番号',
          '状態',
          'できること',
          '認めた日',
          '最終日',
          '終わった日',
          'ユーザID',
          '証明書の期限',
          '最後のログイン',
          '送信した件数',
          '受信した件数',
        ],
        ...delegations.map((one) => [
          one.agentName,
          one.agentOfficeNumber ?? '',
          STATE_WORDS[one.state],
          rightWords(one),
          day(one.grantedAt),
          day(one.validUntil),
          day(one.endedAt),
          one.userId,
          day(one.certificateUntil),
          one.lastSignedInAt ? dates.moment(one.lastSignedInAt) : '',
          one.sentCount,
          one.receivedCount,
        ]),
      ]}
    />
  );
}
