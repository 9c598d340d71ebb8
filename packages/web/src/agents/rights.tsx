import type { DelegationRights } from '@musubi/contract';
import type { ReactNode } from 'react';
import { RadioGroup } from '../ui/field.js';

/** At least one of the two: what is chosen can't be nothing. */
export type Rights = 'both' | 'send' | 'receive';

export const toRights = (chosen: Rights): DelegationRights => ({
  maySend: chosen !== 'receive',
  mayReceive: chosen !== 'send',
});

export function chosenOf({ maySend, mayReceive }: DelegationRights): Rights {
  if (maySend && mayReceive) return 'both';
  return maySend ? 'send' : 'receive';
}

/** 任せること: what an agent may do. */
export function RightsChoice({ value, onChange }: { value: Rights; onChange: (value: Rights) => void }): ReactNode {
  return (
    <>
      <RadioGroup
        legend="任せること"
        value={value}
        options={[
          ['both', '送信と受信'],
          ['send', '送信だけ'],
          ['receive', '受信だけ'],
        ]}
        onChange={onChange}
      />
      <p className="weak">
        「送信だけ」の相手は、届いたデータと、ほかの人が送ったデータを見られません。「受信だけ」の相手は、送ったデータを見られません。「受信」を任せると、これから届くデータを相手も読めます。
      </p>
    </>
  );
}
