import { HubProblem } from '@musubi/client';
import type { DirectoryDetail } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { applicationOf, type Form } from './form.js';
import { isOffered, serviceNameOf } from './service-types.js';

async function findListed(desk: Desk, officeNumber: string): Promise<DirectoryDetail | null> {
  try {
    return await desk.hub.call('getDirectoryOffice', { params: { officeNumber } });
  } catch (error) {
    if (error instanceof HubProblem && error.code === 'MSB-OFFICE-UNKNOWN') return null;
    throw error;
  }
}

/** What the ministry's open list says of the number that was typed, to be taken over with one click. */
export function KnownOffice({ form, onTake }: { form: Form; onTake: (part: Partial<Form>) => void }): ReactNode {
  const desk = useDesk();
  const [taken, setTaken] = useState('');
  const { officeNumber } = applicationOf(form);
  // The form goes on without this help: where it fails, or finds nothing, people type as before.
  const { data } = useQuery({
    queryKey: ['listed-office', officeNumber],
    queryFn: () => findListed(desk, officeNumber),
    enabled: /^[0-9A-Z]{10}$/.test(officeNumber),
  });
  if (data?.participating) {
    return (
      <Banner tone="care" title={`この番号の事業所（${data.name}）は、すでに参加しています。`} live>
        <p>事業所の管理者に、あなたを担当者として追加するよう頼んでください。申請は要りません。</p>
      </Banner>
    );
  }
  if (!data || data.corporation === '') return null;
  const types = data.serviceTypes.filter(isOffered);
  const credit = <p className="weak">出典: 厚生労働省 介護サービス情報公表システム（CC BY 4.0）</p>;
  if (taken === officeNumber) {
    return (
      <div role="status">
        <p>公表されている内容を入力しました。違うところは直してください。</p>
        {credit}
      </div>
    );
  }
  const take = () => {
    setTaken(officeNumber);
    onTake({
      officeName: data.name,
      corporationName: data.corporation,
      serviceTypes: types.length > 0 ? types : form.serviceTypes,
    });
  };
  return (
    <Banner tone="info" title={`${data.name}ですか。`} live>
      <p>
        {data.corporation}
        {types.length > 0 && `／${types.map(serviceNameOf).join('、')}`}
      </p>
      <div>
        <Button onClick={take}>この内容を入力する</Button>
      </div>
      {credit}
    </Banner>
  );
}
