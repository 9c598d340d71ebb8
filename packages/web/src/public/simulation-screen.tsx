import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../ui/button.js';
import { RadioGroup, TextField } from '../ui/field.js';
import { PublicPage, Section } from './public-page.js';
import {
  ASSUMPTION_FIELDS,
  type Assumptions,
  fromHash,
  INPUT_FIELDS,
  initialAssumptions,
  type OfficeRole,
  type SimulationInputs,
  type SimulationResult,
  simulate,
  toHash,
  within,
} from './simulation.js';
import { SimulationChart } from './simulation-chart.js';

type Texts = Readonly<Record<string, string>>;
const ROLES = [
  ['planner', '居宅介護支援事業所'],
  ['provider', 'サービス事業所'],
] as const;
const textsOf = (values: object): Texts =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
const numberOf = (text: string | undefined) => Number((text ?? '').normalize('NFKC').replaceAll(',', '').trim() || 0);

/** What is wrong with a typed number, in words; null when it can be taken. */
function mistakeIn(text: string | undefined, max: number): string | null {
  const value = numberOf(text);
  return value === within(value, max) ? null : `0から${max.toLocaleString('ja-JP')}までの数を入れてください。`;
}

/** かんたんシミュレーション: five numbers in, hours and yen of a year out, with everything that is assumed. */
export default function SimulationScreen(): ReactNode {
  const [start] = useState(() => fromHash(location.hash));
  const [role, setRole] = useState<OfficeRole>(start.inputs.role);
  const [texts, setTexts] = useState<Texts>(() => ({ ...textsOf(start.inputs), ...textsOf(start.assumptions) }));
  const numbers = (fields: readonly { readonly key: string; readonly max: number }[]) =>
    Object.fromEntries(fields.map(({ key, max }) => [key, within(numberOf(texts[key]), max)]));
  const inputs: SimulationInputs = { ...start.inputs, ...numbers(INPUT_FIELDS), role };
  const assumptions: Assumptions = { ...start.assumptions, ...numbers(ASSUMPTION_FIELDS) };
  const result = simulate(inputs, assumptions);
  const change = (next: Texts, nextRole: OfficeRole = role) => {
    setTexts(next);
    setRole(nextRole);
  };
  // The address keeps the numbers for a reload, a bookmark or a colleague; browsers limit how often it may change.
  const hash = toHash(inputs, assumptions);
  useEffect(() => {
    const timer = setTimeout(() => history.replaceState(null, '', `#${hash}`), 300);
    return () => clearTimeout(timer);
  }, [hash]);
  return (
    <PublicPage
      title="かんたんシミュレーション"
      lead="5つの数字から、1年で減らせる時間と費用のめやすを計算します。入れた数字はどこにも送られません。"
    >
      <div className="simulation">
        <div className="stack no-print">
          <RadioGroup
            legend="事業所"
            value={role}
            options={ROLES}
            onChange={(next) =>
              change({ ...texts, partnersPerClient: String(initialAssumptions(next).partnersPerClient) }, next)
            }
          />
          {INPUT_FIELDS.map(({ key, label, unit, hint, max }) => (
            <TextField
              key={key}
              label={`${label}（${unit}）`}
              hint={hint}
              inputMode="decimal"
              autoComplete="off"
              value={texts[key] ?? ''}
              error={mistakeIn(texts[key], max)}
              onChange={({ target }) => change({ ...texts, [key]: target.value })}
            />
          ))}
        </div>
        <Result result={result} />
      </div>
      <div className="row no-print">
        <Button look="main" icon="file" onClick={() => window.print()}>
          結果を印刷する（A4 1枚）
        </Button>
        <span className="weak">この画面のアドレスを保存すると、同じ数字で開けます。</span>
      </div>
      <PrintedInputs inputs={inputs} />
      <Section title="計算の前提">
        <p className="no-print">数字は変えられます。「当方の仮定」は、実際に計ったものに置き換えると確かになります。</p>
        <AssumptionTable texts={texts} onChange={(key, text) => change({ ...texts, [key]: text })} />
        <p className="weak">
          書類の数＝利用者数×利用者1人あたりの相手の数×2（予定と実績）。参加していない相手の分は、いまのままとして数えています。機器や回線の費用、慣れるまでの時間は入っていません。
        </p>
      </Section>
      <p className="no-print">
        参加している割合は、<Link href="/offices">事業所検索</Link> で地域ごとに見られます。
      </p>
    </PublicPage>
  );
}

const whole = (value: number) => Math.round(value).toLocaleString('ja-JP');

function Result({ result }: { result: SimulationResult }): ReactNode {
  const { hoursSaved, yenSaved, documentsPerMonth, exchangedPerMonth } = result;
  const signed = (value: number) => whole(Math.abs(value));
  return (
    <section className="simulation-result" aria-label="計算の結果">
      <h2>1年でのめやす</h2>
      <dl className="simulation-figures" aria-live="polite">
        <div>
          <dt>{hoursSaved < 0 ? '増える時間' : '減らせる時間'}</dt>
          <dd>
            {signed(hoursSaved)}
            <small>時間</small>
          </dd>
        </div>
        <div>
          <dt>{yenSaved < 0 ? '増える費用' : '減らせる費用'}</dt>
          <dd>
            {signed(yenSaved)}
            <small>円</small>
          </dd>
        </div>
      </dl>
      {yenSaved < 0 && <p>この数字では、利用料のほうが大きくなります。参加する相手が増えると変わります。</p>}
      <SimulationChart result={result} />
      <p className="weak">
        月{whole(documentsPerMonth)}件の書類のうち、{whole(exchangedPerMonth)}件をデータでやり取りする場合です。
      </p>
    </section>
  );
}

/** What was entered, as words on the printed page in place of the fields. */
function PrintedInputs({ inputs }: { inputs: SimulationInputs }): ReactNode {
  const role = ROLES.find(([key]) => key === inputs.role)?.[1];
  return (
    <section className="print-only">
      <h2>入れた数字（{role}）</h2>
      <p>
        {INPUT_FIELDS.map(({ key, label, unit }) => `${label} ${inputs[key].toLocaleString('ja-JP')}${unit}`).join(
          '、',
        )}
      </p>
    </section>
  );
}

function AssumptionTable({
  texts,
  onChange,
}: {
  texts: Texts;
  onChange: (key: string, text: string) => void;
}): ReactNode {
  return (
    <div className="table-frame" tabIndex={0} role="group" aria-label="計算の前提の一覧">
      <table className="table table-cards">
        <thead>
          <tr>
            <th scope="col">前提</th>
            <th scope="col">数字</th>
            <th scope="col">出どころ</th>
          </tr>
        </thead>
        <tbody>
          {ASSUMPTION_FIELDS.map(({ key, label, unit, hint, source, max }) => {
            const mistake = mistakeIn(texts[key], max);
            return (
              <tr key={key}>
                <td data-label="前提">
                  <span>{label}</span>
                  {hint && <div className="weak">{hint}</div>}
                </td>
                <td data-label="数字">
                  <span className="simulation-amount">
                    <input
                      className="input input-small"
                      aria-label={`${label}（${unit}）`}
                      aria-invalid={mistake !== null}
                      inputMode="decimal"
                      autoComplete="off"
                      value={texts[key] ?? ''}
                      onChange={({ target }) => onChange(key, target.value)}
                    />
                    {unit}
                  </span>
                  {mistake && <div className="field-error">{mistake}</div>}
                </td>
                <td data-label="出どころ">
                  <span>{source}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
