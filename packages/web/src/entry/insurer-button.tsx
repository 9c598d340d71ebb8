import { correctInsurer, type EditSheet, type SheetClient } from '@musubi/standard';
import type { FormEvent, ReactNode } from 'react';
import { useKept } from '../app/kept.js';
import { useCharges } from '../app/use-reference.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/field.js';

/** 保険者番号 with the name that the public table has for it. */
export function InsurerField({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactNode {
  const { data } = useCharges();
  const known = data?.insurers.get(value);
  const hint = known ? `${known.prefecture}${known.name}` : '被保険者証の6桁の番号';
  return (
    <TextField
      label="保険者番号"
      hint={hint}
      value={value}
      inputMode="numeric"
      pattern="\d{6}"
      maxLength={6}
      required
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Corrects the insurer of a client, e.g. for 住所地特例 or after a move. */
export function InsurerButton<S extends EditSheet>({
  client,
  edit,
}: {
  client: SheetClient;
  edit: (change: (sheet: S) => S) => void;
}): ReactNode {
  const [isOpen, setOpen] = useKept(`entry/insurer-open/${client.key}`, false);
  const [number, setNumber] = useKept(`entry/insurer/${client.key}`, client.insurerNumber);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    edit((sheet) => correctInsurer(sheet, client.key, number));
    setOpen(false);
  };
  return (
    <>
      <Button small look="text" onClick={() => setOpen(true)}>
        保険者番号 {client.insurerNumber}
      </Button>
      {isOpen && (
        <Dialog title="保険者番号を直す" onClose={() => setOpen(false)}>
          <form className="stack" onSubmit={submit}>
            <p>住所地特例や転居で、予定と保険者が違うときに直します。</p>
            <InsurerField value={number} onChange={setNumber} />
            <div className="row row-end">
              <Button onClick={() => setOpen(false)}>やめる</Button>
              <Button look="main" type="submit">
                直す
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
