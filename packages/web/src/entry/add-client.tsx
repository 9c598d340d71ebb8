import type { FormEvent, ReactNode } from 'react';
import { useKeptForm } from '../app/kept.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/field.js';
import { InsurerField } from './insurer-button.js';
import { AddButtons } from './service-fields.js';

export interface NewClient {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
  readonly name: string | null;
}

export function InsuredField({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactNode {
  return (
    <TextField
      label="被保険者番号"
      hint="10文字。先頭がHの番号もあります"
      value={value}
      pattern="[0-9H][0-9]{9}"
      maxLength={10}
      required
      onChange={(event) => onChange(event.target.value.toUpperCase())}
    />
  );
}

/** A client whom the schedule does not name, e.g. after an urgent visit. */
export function AddClient({ onAdd, onClose }: { onAdd: (client: NewClient) => void; onClose: () => void }): ReactNode {
  const [form, change] = useKeptForm('entry/add-client', { insurerNumber: '', insuredNumber: '', name: '' });
  const { insurerNumber, insuredNumber, name } = form;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdd({ insurerNumber, insuredNumber, name: name.trim() || null });
    onClose();
  };
  return (
    <Dialog title="予定にない利用者を加える" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <InsurerField value={insurerNumber} onChange={(value) => change({ insurerNumber: value })} />
        <InsuredField value={insuredNumber} onChange={(value) => change({ insuredNumber: value })} />
        <TextField
          label="氏名（画面の控え。実績のファイルには入りません）"
          value={name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <AddButtons onClose={onClose} />
      </form>
    </Dialog>
  );
}
