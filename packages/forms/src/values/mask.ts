import type { ClientModel } from '@musubi/standard';

/** Items that name a person or number one. Offices, services and dates of plans stay readable. */
const PERSONAL: ReadonlySet<string> = new Set([
  '保険者番号',
  '被保険者番号',
  '利用者氏名フリガナ',
  '利用者氏名',
  '利用者名',
  '利用者生年月日',
  '利用者郵便番号',
  '利用者住所',
  '利用者住所１',
  '利用者住所２',
  '利用者電話番号',
  '利用者Fax番号',
  '居宅サービス計画作成者氏名',
  'プラン担当者名',
  '作成担当者',
  '計画作成者氏名（地域包括支援センター担当者名）',
  '計画作成者氏名（担当介護支援専門員名）',
  '整理番号',
  '同意者氏名',
  '家族構成 画像ファイル名',
  '医療機関・医師名',
  '医療機関・医師電話番号',
]);
const CONTACT = /^(来所者\(相談者\)|[1-4] 緊急連絡先\()/;

export function isPersonal(item: string): boolean {
  return PERSONAL.has(item) || CONTACT.test(item);
}

/**
 * The names and the number as they may stand in free texts: the client's whole, in parts (families share the first) and
 * without the space between; those of family whole. A name of one character alone would black out ordinary words, so it
 * is left.
 */
export function wordsToHide(client: ClientModel): readonly string[] {
  const people = [...client.supplements, ...client.clientRecords];
  const names = [
    ...people.flatMap(({ name, kana }) => [name, kana]),
    ...client.preventivePlans.map(({ name }) => name),
  ];
  const family = client.clientRecords.flatMap((one) => [
    one.visitorName,
    one.contact1Name,
    one.contact2Name,
    one.contact3Name,
    one.contact4Name,
  ]);
  const parts = [...names.flatMap((name) => name.split(/\s+/)), ...[...names, ...family].flatMap(bothWays)];
  const words = new Set([...parts, client.insuredNumber].filter((word) => [...word].length >= 2));
  return [...words].sort((a, b) => b.length - a.length);
}

function bothWays(name: string): string[] {
  return [name, name.replaceAll(/\s/g, '')];
}

/** Telephone numbers and numbers of people, in half- and full-width digits. */
const NUMBERS = /[0-9０-９]{2,5}[-－ー−(（)）][0-9０-９]{1,4}[-－ー−)）][0-9０-９]{3,4}|[0-9０-９]{9,}/g;

/** A free text with the given words and all such numbers blacked out: ■■ for each, so that their lengths tell nothing. */
export function hideWords(text: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word, '■■'), text).replaceAll(NUMBERS, '■■');
}
