/** かんたんシミュレーション: hours and yen a year that go with paper and that the exchange saves. Pure arithmetic. */

export type OfficeRole = 'planner' | 'provider';

/** The five numbers people enter. */
export interface SimulationInputs {
  readonly role: OfficeRole;
  /** Clients with a plan in a month. */
  readonly clients: number;
  /** Offices that documents are exchanged with every month. */
  readonly partners: number;
  /** Share of those that take part, in percent. */
  readonly share: number;
  /** Minutes one document takes today: printing, sending or fetching, typing in, filing. */
  readonly minutes: number;
  /** Cost of an hour of office work, in yen. */
  readonly hourlyYen: number;
}

/** What the calculation takes for granted; shown with its source and adjustable. */
export interface Assumptions {
  /** Offices of the other side per client: a planner has several providers, a provider one planner. */
  readonly partnersPerClient: number;
  /** Minutes a document takes with the exchange. */
  readonly minutesAfter: number;
  /** Minutes a partner who takes part costs each month: looking what is missing, saving. */
  readonly minutesPerPartner: number;
  readonly sheetsPerDocument: number;
  readonly yenPerSheet: number;
  /** Share of documents that go by post, in percent; the others by FAX or by hand. */
  readonly postShare: number;
  readonly yenPerLetter: number;
  readonly yenPerFax: number;
  /** What the exchange costs the office a year. */
  readonly licenceYen: number;
}

export interface SimulationResult {
  readonly documentsPerMonth: number;
  readonly exchangedPerMonth: number;
  readonly hoursBefore: number;
  readonly hoursAfter: number;
  readonly hoursSaved: number;
  readonly yenBefore: number;
  readonly yenAfter: number;
  /** Negative when the exchange costs more than it saves. */
  readonly yenSaved: number;
}

interface Field<K> {
  readonly key: K;
  readonly label: string;
  readonly unit: string;
  readonly max: number;
  readonly hint: string;
}

export const INPUT_FIELDS: readonly Field<Exclude<keyof SimulationInputs, 'role'>>[] = [
  {
    key: 'clients',
    label: '1か月の利用者数',
    unit: '人',
    max: 5000,
    hint: '給付管理をする、またはサービスを提供する人数',
  },
  {
    key: 'partners',
    label: '毎月やり取りする相手の数',
    unit: 'か所',
    max: 2000,
    hint: '居宅ならサービス事業所、サービス事業所なら居宅',
  },
  { key: 'share', label: 'そのうち参加している割合', unit: '％', max: 100, hint: '分からなければ、まず20％で' },
  {
    key: 'minutes',
    label: 'いま書類1件にかかる時間',
    unit: '分',
    max: 120,
    hint: '印刷、送付、転記、保管を合わせて',
  },
  { key: 'hourlyYen', label: '事務の1時間あたりの人件費', unit: '円', max: 20_000, hint: '賃金と事業所負担の合計' },
];

const OWN = '当方の仮定';

/** `source` says who published a figure, or that it is our own assumption. */
export const ASSUMPTION_FIELDS: readonly (Field<keyof Assumptions> & { readonly source: string })[] = [
  { key: 'partnersPerClient', label: '利用者1人あたりの相手の数', unit: 'か所', max: 20, hint: '', source: OWN },
  {
    key: 'minutesAfter',
    label: '連携したときの書類1件の時間',
    unit: '分',
    max: 60,
    hint: '点検、送信、取り込み',
    source: OWN,
  },
  {
    key: 'minutesPerPartner',
    label: '連携する相手1か所あたりの月の確認',
    unit: '分',
    max: 240,
    hint: '未着の確認、保存',
    source: OWN,
  },
  { key: 'sheetsPerDocument', label: '書類1件の枚数', unit: '枚', max: 50, hint: '', source: OWN },
  { key: 'yenPerSheet', label: '印刷と用紙', unit: '円／枚', max: 200, hint: '', source: OWN },
  { key: 'postShare', label: '郵送する割合', unit: '％', max: 100, hint: '残りは FAX か手渡し', source: OWN },
  {
    key: 'yenPerLetter',
    label: '郵便料金',
    unit: '円／通',
    max: 2000,
    hint: '',
    source: '日本郵便 定形郵便物50gまで（2024年10月から）',
  },
  { key: 'yenPerFax', label: 'FAX の通信', unit: '円／件', max: 500, hint: '', source: OWN },
  {
    key: 'licenceYen',
    label: '連携の利用料',
    unit: '円／年',
    max: 1_000_000,
    hint: '無料の間は0に',
    source: '国の仕組みの年額（国民健康保険中央会。2025年6月からはフリーパスで無料）',
  },
];

export const INITIAL_INPUTS: SimulationInputs = {
  role: 'planner',
  clients: 80,
  partners: 30,
  share: 20,
  minutes: 5,
  hourlyYen: 1800,
};

/** A planner sends a client's schedule to several providers; a provider has one planner per client. */
export const initialAssumptions = (role: OfficeRole): Assumptions => ({
  partnersPerClient: role === 'planner' ? 2 : 1,
  minutesAfter: 1,
  minutesPerPartner: 3,
  sheetsPerDocument: 2,
  yenPerSheet: 5,
  postShare: 10,
  yenPerLetter: 110,
  yenPerFax: 10,
  licenceYen: 21_000,
});

/** A number in its bounds; what is no number counts as nothing. */
export const within = (value: number, max: number): number =>
  Number.isFinite(value) ? Math.min(Math.max(value, 0), max) : 0;

function bounded<T extends object>(values: T, fields: readonly Field<keyof T>[]): T {
  const limits = fields.map(({ key, max }) => [key, within(Number(values[key]), max)]);
  return { ...values, ...Object.fromEntries(limits) };
}

/** Two documents per client and partner each month: the schedule and the actuals. */
const DOCUMENTS = 2;
const MONTHS = 12;

/** A year on paper against a year in which the partners who take part get files. Every result is a finite number. */
export function simulate(givenInputs: SimulationInputs, givenAssumptions: Assumptions): SimulationResult {
  const { clients, partners, share, minutes, hourlyYen } = bounded(givenInputs, INPUT_FIELDS);
  const given = bounded(givenAssumptions, ASSUMPTION_FIELDS);
  // Nobody has more partners for a client than partners at all.
  const documents = clients * Math.min(given.partnersPerClient, partners) * DOCUMENTS;
  const exchanged = (documents * share) / 100;
  const paperYen =
    given.sheetsPerDocument * given.yenPerSheet +
    (given.postShare / 100) * given.yenPerLetter +
    (1 - given.postShare / 100) * given.yenPerFax;
  const hoursBefore = (documents * minutes * MONTHS) / 60;
  const checking = ((partners * share) / 100) * (exchanged > 0 ? given.minutesPerPartner : 0);
  const monthAfter = (documents - exchanged) * minutes + exchanged * given.minutesAfter + checking;
  const hoursAfter = (monthAfter * MONTHS) / 60;
  const yenBefore = hoursBefore * hourlyYen + documents * paperYen * MONTHS;
  const yenAfter = hoursAfter * hourlyYen + (documents - exchanged) * paperYen * MONTHS + given.licenceYen;
  return {
    documentsPerMonth: documents,
    exchangedPerMonth: exchanged,
    hoursBefore,
    hoursAfter,
    hoursSaved: hoursBefore - hoursAfter,
    yenBefore,
    yenAfter,
    yenSaved: yenBefore - yenAfter,
  };
}

/** Inputs as the part of an address after `#`, so that a result can be shown to a colleague: numbers only. */
export function toHash(inputs: SimulationInputs, assumptions: Assumptions): string {
  return new URLSearchParams(
    Object.entries({ ...inputs, ...assumptions }).map(([name, value]) => [name, String(value)]),
  ).toString();
}

/** What an address carries; whatever is missing or no number stays as usual. */
export function fromHash(hash: string): { inputs: SimulationInputs; assumptions: Assumptions } {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const role: OfficeRole = values.get('role') === 'provider' ? 'provider' : 'planner';
  const read = <T extends object>(usual: T, fields: readonly Field<keyof T>[]): T => {
    const found = fields.flatMap(({ key, max }) => {
      const text = values.get(String(key));
      return text !== null && text !== '' && Number.isFinite(Number(text)) ? [[key, within(Number(text), max)]] : [];
    });
    return { ...usual, ...Object.fromEntries(found) };
  };
  return {
    inputs: { ...read(INITIAL_INPUTS, INPUT_FIELDS), role },
    assumptions: read(initialAssumptions(role), ASSUMPTION_FIELDS),
  };
}
