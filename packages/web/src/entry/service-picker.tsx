import type { ServiceCode } from '@musubi/reference';
import { serviceTypeName } from '@musubi/standard';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useServiceCodes } from '../app/use-reference.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';

const SHOWN = 30;

/** What a line of the table is charged: units, a rate, or nothing that the table knows. */
export function chargeText({ units, permille, basis }: ServiceCode): string {
  if (units !== null) return `${units}単位／${basis}`;
  return permille === null ? `単位数は事業所による／${basis}` : `所定単位数の${permille / 10}％`;
}

/** Searches サービスコード表 by name, reading or code. */
export function ServicePicker({
  month,
  type,
  onPick,
}: {
  month: string;
  /** Only codes of this service type. */
  type?: string;
  onPick: (code: ServiceCode) => void;
}): ReactNode {
  const { data, error } = useServiceCodes();
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words);
  const found =
    wanted.trim() === '' ? [] : (data?.search(wanted, { month, limit: SHOWN, ...(type ? { type } : {}) }) ?? []);
  return (
    <div className="stack-s">
      <TextField
        label="サービスをさがす"
        hint="名前・よみ・コードの一部（例: しんたい 1、訪看、111111）"
        value={words}
        autoComplete="off"
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key !== 'Enter') return;
          event.preventDefault(); // Enter chooses here and does not send the form
          if (first) onPick(first);
        }}
      />
      {error && <Failure error={error} />}
      {found.length > 0 && (
        <ul className="plain-list service-choices" aria-label="見つかったサービス">
          {found.map((line) => (
            <li key={`${line.code} ${line.from} ${line.insurer}`}>
              <button type="button" className="entry-client" onClick={() => onPick(line)}>
                {line.name}
                <span className="weak">
                  {line.code} {serviceTypeName(line.code.slice(0, 2))}・{chargeText(line)}
                  {line.insurer ? '・単位数は市町村で異なります' : ''}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {wanted.trim() !== '' && data && found.length === 0 && (
        <p role="status">見つかりません。別の言葉にするか、下の欄にコードを入力してください。</p>
      )}
      <p className="weak">
        単位数は令和6年6月施行の表（厚生労働省）と、総合事業は一つの町の例によります。改定後の月は確かめてください。
      </p>
    </div>
  );
}
