import type { MailKind, PasswordTrouble, PersonData, Role } from '@musubi/contract';

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  administrator: '管理者',
  staff: '送受信担当',
  reader: '閲覧のみ',
  machine: '機械（介護ソフトなど）',
  operator: '運営者',
  emergency: '緊急用',
};

/** The roles an administrator gives, and what each may do. */
export const PEOPLE_ROLES = [
  ['staff', '送受信担当', '作成・送信・取得・実績入力ができます'],
  ['reader', '閲覧のみ', '見るだけです。送信はできません'],
  ['administrator', '管理者', '送受信に加えて、担当者の追加や権限の変更ができます'],
] as const;
export type PeopleRole = (typeof PEOPLE_ROLES)[number][0];

export const MAIL_STATES: Readonly<Record<PersonData['mail'], string>> = {
  none: '登録なし',
  unverified: '確認待ち',
  verified: '確認済み',
  refused: '届きません（宛先のサーバが断りました）',
};

export const MAIL_KIND_NAMES: Readonly<Record<MailKind, string>> = {
  arrival: 'データが届いたとき（まとめて）',
  notFetched: '数日たっても取得されていないとき',
  certificate: '証明書の期限が近いとき（60日・30日・7日前）',
  licence: 'ライセンスの期限が近いとき（60日・30日・7日前）',
  delegation: '代行を認めた・変えた・終わったとき、終わりが近いとき（30日・7日前）',
  notice: '運営者からのお知らせ',
};

/** What is wrong with a password, as something to do. */
export const PASSWORD_TROUBLES: Readonly<Record<Exclude<PasswordTrouble, 'short'>, string>> = {
  'own-number': 'ユーザIDや事業所番号を入れないでください',
  common: 'よく使われる言葉（password、kaigo など）を入れないでください',
  repeated: '同じ文字や言葉のくり返しにしないでください',
  sequence: '順番に並ぶ文字（12345、abcde など）にしないでください',
};
