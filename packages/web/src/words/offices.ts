import type { Session } from '@musubi/contract';

/** 事業所の名前と番号. */
export const officeWords = (name: string, officeNumber: string): string => `${name}（${officeNumber}）`;

/** What a certificate that belongs to an agent is for. */
export const agencyWords = (name: string, officeNumber: string): string => `${officeWords(name, officeNumber)}の代行`;

/** What the certificate is for that a session was opened with. */
export function certificateUse({ office, account }: Session): string {
  return account.agent ? agencyWords(office.name, office.officeNumber) : officeWords(office.name, office.officeNumber);
}

/** 送信と受信, 送信だけ, 受信だけ. */
export function rightWords({ maySend, mayReceive }: { maySend: boolean; mayReceive: boolean }): string {
  if (maySend && mayReceive) return '送信と受信';
  return maySend ? '送信だけ' : '受信だけ';
}
