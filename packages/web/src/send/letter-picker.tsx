import type { FoundOffice } from '@musubi/contract';
import { officeNumberRemark, serviceTypeName } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { usePartners } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';

/** Chooses a partner for a message or attachments without standard files. */
export function LetterPicker({ onPick }: { onPick: (office: FoundOffice, serviceType: string) => void }): ReactNode {
  const desk = useDesk();
  const [search, setSearch] = useState('');
  const { data: partners } = usePartners();
  const wanted = search.trim();
  const found = useQuery({
    queryKey: ['search-offices', wanted],
    queryFn: () => desk.hub.call('searchOffices', { query: { search: wanted, limit: 20 } }),
    enabled: wanted.length >= 2,
  });
  const number = wanted.normalize('NFKC').replaceAll(/[\s-]/g, '');
  const remark = /^\w{10}$/.test(number) ? officeNumberRemark(number, partners?.value.partners ?? [], false) : null;
  const offices: readonly FoundOffice[] =
    wanted.length >= 2 ? (found.data?.items ?? []) : (partners?.value.partners ?? []).slice(0, 12);
  return (
    <section className="card stack" aria-label="ファイルなしで送る">
      <h2>ファイルなしで送る（メッセージ・添付）</h2>
      <TextField
        label="送信先"
        hint="事業所名の一部か、事業所番号"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        autoComplete="off"
      />
      {found.error && <Failure error={found.error} />}
      {wanted.length < 2 && offices.length > 0 && <p className="weak">最近やり取りした相手</p>}
      <ul className="plain-list pick">
        {offices.map((office) => (
          <li key={office.officeNumber}>
            <Button
              disabled={!office.canReceive || office.serviceTypes.length === 0}
              onClick={() => onPick(office, office.serviceTypes[0] ?? '')}
            >
              {office.name}
              <span className="weak">
                {office.serviceTypes.slice(0, 2).map(serviceTypeName).join('・')}
                {office.canReceive ? '' : '（いま受信できません）'}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      {wanted.length >= 2 && found.data && offices.length === 0 && (
        <>
          <p role="status">見つかりません。参加していない事業所か、名前が違うかもしれません。</p>
          {remark && <p>{remark}</p>}
        </>
      )}
    </section>
  );
}
