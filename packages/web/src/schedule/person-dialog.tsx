import type { CareLevelLimit } from '@musubi/reference';
import { CODE_TABLES, type Person } from '@musubi/standard';
import type { FormEvent, ReactNode } from 'react';
import { useKept } from '../app/kept.js';
import { InsuredField } from '../entry/add-client.js';
import { InsurerField } from '../entry/insurer-button.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { SelectField, TextField } from '../ui/field.js';

export interface Numbers {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
}

const LEVELS = CODE_TABLES.要介護状態区分 ?? {};
const SEXES = CODE_TABLES.性別 ?? {};

/** The client's certificate: what 利用者補足情報 carries. The limit follows from the level of care, and may be changed. */
export function PersonDialog({
  numbers,
  person: known,
  limits,
  onSave,
  onClose,
}: {
  /** Null: a new client. */
  numbers: Numbers | null;
  person: Person;
  limits: readonly CareLevelLimit[];
  onSave: (numbers: Numbers, person: Person) => void;
  onClose: () => void;
}): ReactNode {
  const [own, setOwn] = useKept<Numbers>(
    `schedule/numbers/${numbers?.insuredNumber ?? 'new'}`,
    numbers ?? { insurerNumber: '', insuredNumber: '' },
  );
  const [person, setPerson] = useKept<Person>(
    `schedule/person/${numbers?.insuredNumber ?? 'new'}`,
    known.certificationState === '' ? { ...known, certificationState: '2' } : known,
  );
  const change = (part: Partial<Person>) => setPerson((now) => ({ ...now, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(own, person);
    onClose();
  };
  const day = (label: string, key: 'birthDate' | 'certifiedOn' | 'limitFrom' | 'limitUntil') => (
    <TextField
      label={label}
      type="date"
      required
      value={person[key] ?? ''}
      onChange={({ target }) => change({ [key]: target.value || null })}
    />
  );
  const line = (label: string, key: 'name' | 'kana', hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      required
      value={person[key]}
      onChange={({ target }) => change({ [key]: target.value })}
    />
  );
  return (
    <Dialog title={numbers ? '利用者の情報' : '利用者を加える'} wide onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <div className="filters">
          {numbers ? (
            <p>被保険者番号 {numbers.insuredNumber}</p>
          ) : (
            <>
              <InsurerField
                value={own.insurerNumber}
                onChange={(insurerNumber) => setOwn((now) => ({ ...now, insurerNumber }))}
              />
              <InsuredField
                value={own.insuredNumber}
                onChange={(insuredNumber) => setOwn((now) => ({ ...now, insuredNumber }))}
              />
            </>
          )}
        </div>
        <div className="filters">
          {line('氏名', 'name', '姓と名の間は全角の空白')}
          {line('フリガナ', 'kana', '全角カタカナ')}
          <SelectField
            label="性別"
            required
            value={person.sex}
            onChange={({ target }) => change({ sex: target.value })}
          >
            <option value="">選んでください</option>
            {Object.entries(SEXES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </SelectField>
          {day('生年月日', 'birthDate')}
        </div>
        <div className="filters">
          <SelectField
            label="要介護度"
            required
            value={person.careLevel}
            onChange={({ target }) =>
              change({
                careLevel: target.value,
                limitUnits: limits.find(({ level }) => level === target.value)?.units ?? person.limitUnits,
              })
            }
          >
            <option value="">選んでください</option>
            {Object.entries(LEVELS)
              .toSorted(([one], [other]) => (one < other ? -1 : 1))
              .map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
          </SelectField>
          <TextField
            label="区分支給限度基準額（単位）"
            inputMode="numeric"
            pattern="\d{1,7}"
            required
            value={person.limitUnits === null ? '' : String(person.limitUnits)}
            onChange={({ target }) => change({ limitUnits: target.value === '' ? null : Number(target.value) || 0 })}
          />
          {day('認定日', 'certifiedOn')}
          {day('限度額適用の開始', 'limitFrom')}
          {day('限度額適用の終了', 'limitUntil')}
        </div>
        <div className="row row-end">
          <Button onClick={onClose}>やめる</Button>
          <Button look="main" type="submit">
            {numbers ? '直す' : '加える'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
