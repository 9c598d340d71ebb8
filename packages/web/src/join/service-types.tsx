import { SERVICE_TYPES } from '@musubi/standard';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.js';
import { SelectField } from '../ui/field.js';

const PLANNING = ['43', '46', 'AF'];
export const serviceNameOf = (type: string) => SERVICE_TYPES.get(type)?.name ?? type;
const PROVIDERS = [...SERVICE_TYPES].filter(([, { inScope }]) => inScope).map(([type]) => type);
/** Whether an office of this type has data to exchange. */
export const isOffered = (type: string) => PLANNING.includes(type) || PROVIDERS.includes(type);

const option = (type: string) => (
  <option key={type} value={type}>
    {serviceNameOf(type)}（{type}）
  </option>
);

/** One list box per service type of the office; most have one or two. */
export function ServiceTypes({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly string[];
  error: string | undefined;
  onChange: (types: string[]) => void;
}): ReactNode {
  return (
    <div className="stack-s">
      {chosen.map((type, at) => (
        <SelectField
          key={at}
          label={at === 0 ? 'サービス種類' : `サービス種類（${at + 1}つ目）`}
          hint={at === 0 ? '指定を受けているもののうち、データをやり取りするもの' : undefined}
          error={at === 0 ? error : null}
          value={type}
          onChange={(event) => onChange(chosen.map((one, place) => (place === at ? event.target.value : one)))}
        >
          <option value="">{at === 0 ? '選んでください' : '（なし）'}</option>
          <optgroup label="計画を作る事業所">{PLANNING.map(option)}</optgroup>
          <optgroup label="サービスを提供する事業所">{PROVIDERS.map(option)}</optgroup>
        </SelectField>
      ))}
      <div>
        <Button small onClick={() => onChange([...chosen, ''])}>
          サービス種類を追加
        </Button>
      </div>
    </div>
  );
}
