/** A service type (サービス種類) of the standard. */
export interface ServiceType {
  readonly name: string;
  /** Whether its services travel by this standard (rules.md section 11). */
  readonly inScope: boolean;
}

const HOME =
  '11 訪問介護,12 訪問入浴介護,13 訪問看護,14 訪問リハビリテーション,15 通所介護,16 通所リハビリテーション,17 福祉用具貸与,21 短期入所生活介護,' +
  '22 短期入所療養介護（介護老人保健施設）,23 短期入所療養介護（介護療養型医療施設等）,2A 短期入所療養介護（介護医療院）,31 居宅療養管理指導,' +
  '71 夜間対応型訪問介護,72 認知症対応型通所介護,73 小規模多機能型居宅介護,68 小規模多機能型居宅介護（短期利用）,' +
  '76 定期巡回・随時対応型訪問介護看護,77 看護小規模多機能型居宅介護,79 看護小規模多機能型居宅介護（短期利用）,78 地域密着型通所介護,' +
  '27 特定施設入居者生活介護（短期利用）,28 地域密着型特定施設入居者生活介護（短期利用）,38 認知症対応型共同生活介護（短期利用）';
const PREVENTION =
  '62 介護予防訪問入浴介護,63 介護予防訪問看護,64 介護予防訪問リハビリテーション,66 介護予防通所リハビリテーション,67 介護予防福祉用具貸与,' +
  '24 介護予防短期入所生活介護,25 介護予防短期入所療養介護（介護老人保健施設）,26 介護予防短期入所療養介護（介護療養型医療施設等）,' +
  '2B 介護予防短期入所療養介護（介護医療院）,34 介護予防居宅療養管理指導,74 介護予防認知症対応型通所介護,75 介護予防小規模多機能型居宅介護,' +
  '69 介護予防小規模多機能型居宅介護（短期利用）,39 介護予防認知症対応型共同生活介護（短期利用）';
const MUNICIPAL =
  'A1 訪問型サービス（みなし）,A2 訪問型サービス（独自）,A3 訪問型サービス（独自／定率）,A4 訪問型サービス（独自／定額）,' +
  'A5 通所型サービス（みなし）,A6 通所型サービス（独自）,A7 通所型サービス（独自／定率）,A8 通所型サービス（独自／定額）';
const OUT_OF_SCOPE =
  '33 特定施設入居者生活介護,36 地域密着型特定施設入居者生活介護,32 認知症対応型共同生活介護（短期利用以外）,41 特定福祉用具販売,42 住宅改修,' +
  '51 介護福祉施設サービス,52 介護保健施設サービス,53 介護療養施設サービス,54 地域密着型介護老人福祉施設入所者生活介護,55 介護医療院サービス,' +
  '59 特定介護サービス等,81 市町村特別給付,35 介護予防特定施設入居者生活介護,37 介護予防認知症対応型共同生活介護（短期利用以外）,' +
  '44 特定介護予防福祉用具販売,45 介護予防住宅改修,43 居宅介護支援,46 介護予防支援,AF 介護予防ケアマネジメント';

function table(text: string, inScope: boolean): [string, ServiceType][] {
  return text.split(',').map((entry) => [entry.slice(0, 2), { name: entry.slice(3), inScope }]);
}

/** All service types by code (rules.md sections 11 and 18), planning services included. */
export const SERVICE_TYPES: ReadonlyMap<string, ServiceType> = new Map([
  ...table([HOME, PREVENTION, MUNICIPAL].join(','), true),
  ...table(OUT_OF_SCOPE, false),
]);

/** What people call a service type, e.g. 「訪問介護」; the code itself when it is unknown. */
export function serviceTypeName(code: string): string {
  return SERVICE_TYPES.get(code)?.name ?? code;
}
