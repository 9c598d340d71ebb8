import type { ActKind, ActOnOffice, OfficePerson } from '@musubi/contract';

/** Acts of operators that wait for a second one. */
export const ACT_NAMES: Readonly<Record<ActKind, string>> = {
  unlock: 'ロックの解除',
  disable: 'ユーザの停止',
  enable: '止めていたユーザの再開',
  'reset-second-factor': '確認コードの初期化',
  'reset-password': 'パスワードの初期化',
  'add-certificate': '証明書の登録',
  'add-person': '人の追加',
  'merge-office': '事業所番号の統合',
};

interface Subject {
  readonly kind: ActKind;
  readonly subjectId: string;
  readonly subjectName: string | null;
}

/** An act with whom or what it is about. */
export function actOnOfficeText({ kind, subjectId, subjectName }: Subject): string {
  const about =
    kind === 'add-certificate'
      ? `指紋 ${subjectId.slice(0, 16)}…`
      : kind === 'merge-office'
        ? `記録を ${subjectId} の人が読めるようにする`
        : kind === 'add-person'
          ? (subjectName ?? '')
          : `${subjectName ?? ''}（${subjectId}）`;
  return `${ACT_NAMES[kind]}: ${about}`;
}

export const ACT_HEADINGS: Readonly<Record<ActOnOffice['state'], string>> = {
  waiting: '連携基盤の運営者が、この事業所への操作を頼みました。まだ行われていません。',
  done: '連携基盤の運営者が、この事業所への操作を行いました。',
  failed: '連携基盤の運営者が頼んだ操作は、行われませんでした。',
  refused: '連携基盤の運営者が頼んだ操作は、取りやめになりました。',
  expired: '連携基盤の運営者が頼んだ操作は、期限が過ぎて取りやめになりました。',
};

export const LET_IN_BY: Readonly<Record<NonNullable<OfficePerson['addedBy']> | 'unknown', string>> = {
  office: 'この事業所の人が追加',
  operator: '連携基盤の運営者が追加',
  application: '利用申請で追加',
  host: '連携基盤のサーバで追加',
  unknown: '追加した人の記録なし',
};
