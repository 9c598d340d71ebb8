import { readMunicipalities, readPrefectures } from '@musubi/reference';
import { readTable } from '@musubi/reference/node';

const SERVICES = ['訪問介護', '通所介護', '居宅介護支援', '訪問看護', '福祉用具貸与'] as const;
const FLOWERS =
  'ひまわり さくら けやき あおぞら すみれ たんぽぽ やすらぎ なごみ きぼう みどり つばさ こもれび はなみずき ゆうゆう あさひ つくし すずらん かえで もみじ 結'.split(
    ' ',
  );
const HOUSES =
  'ケアセンター 訪問介護事業所 ヘルパーステーション デイサービスセンター 居宅介護支援事業所 訪問看護ステーション 福祉用具センター ケアプランセンター'.split(
    ' ',
  );
const KANA =
  'ケアセンター ホウモンカイゴジギョウショ ヘルパーステーション デイサービスセンター キョタクカイゴシエンジギョウショ ホウモンカンゴステーション フクシヨウグセンター ケアプランセンター'.split(
    ' ',
  );
const HEADING =
  '都道府県コード又は市町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,電話番号,FAX番号,法人番号,法人の名称,事業所番号,URL';

/** The same numbers every time (Numerical Recipes' linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Files in the ministry's form, one for each of five services, each with so many made-up offices. */
export function officeFiles(perService: number): { service: string; csv: Uint8Array }[] {
  const towns = readMunicipalities(readTable('municipalities.csv'));
  const prefectures = new Map(readPrefectures(readTable('prefectures.csv')).map(({ code, name }) => [code, name]));
  const random = numbers(2026);
  const pick = <T>(list: readonly T[]) => list[random(list.length)] as T;
  return SERVICES.map((service, kind) => {
    const lines = Array.from({ length: perService }, (_, at) => {
      const town = pick(towns);
      const house = random(HOUSES.length);
      const flower = pick(FLOWERS);
      const name = `${flower}${town.name}${HOUSES[house]}${random(30) === 0 ? `第${random(9) + 1}` : ''}`;
      const number = `${town.code.slice(0, 2)}${kind + 1}${String(at).padStart(7, '0')}`;
      const address = `${prefectures.get(town.code.slice(0, 2))}${town.name}${random(9) + 1}丁目${random(40) + 1}番${random(20) + 1}号`;
      const phone = `0${random(90) + 10}-${random(9000) + 1000}-${random(9000) + 1000}`;
      const place = `${34 + random(1000) / 200},${134 + random(1000) / 150}`;
      return `${town.code}0,${number},,,${name},${flower}${town.kana}${KANA[house]},${service},${address},,${place},${phone},,,社会福祉法人${flower}会,${number},`;
    });
    return { service, csv: new TextEncoder().encode(`\ufeff${HEADING}\r\n${lines.join('\r\n')}\r\n`) };
  });
}
