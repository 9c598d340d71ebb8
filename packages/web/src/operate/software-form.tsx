import type { Software } from '@musubi/contract';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKeptForm } from '../app/kept.js';
import { SOFTWARE_STATES } from '../public/words.js';
import { CheckBox, SelectField, TextArea, TextField } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { dayBefore } from '../words/days.js';

type Edition = Software['editions'][number];
const EDITIONS: readonly Edition[] = ['3', '4.1'];
type Status = Software['status'];
const isStatus = (text: string): text is Status => Object.hasOwn(SOFTWARE_STATES, text);

/** Adds a product to the public list, or changes what the list says of it. */
export function SoftwareForm({
  software,
  onDone,
  onClose,
}: {
  software: Software | null;
  onDone: () => Promise<void>;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const [form, change] = useKeptForm<Omit<Software, 'id'>>(`operate/software/${software?.id ?? 'new'}`, {
    maker: software?.maker ?? '',
    product: software?.product ?? '',
    version: software?.version ?? '',
    editions: software?.editions ?? ['4.1'],
    status: software?.status ?? 'declared',
    tested: software?.tested ?? '',
    testedOn: software?.testedOn ?? dayBefore(0),
  });
  const { maker, product, version, editions, status, tested, testedOn } = form;
  const saving = useMutation({
    mutationFn: () => {
      const body = { maker, product, version, editions: [...editions], status, tested, testedOn };
      return software
        ? desk.hub.call('operatorChangeSoftware', { params: { id: software.id }, body })
        : desk.hub.call('operatorAddSoftware', { body });
    },
    onSuccess: async () => {
      await onDone();
      onClose();
    },
  });
  const choose = (edition: Edition, isChosen: boolean) =>
    change({ editions: EDITIONS.filter((one) => (one === edition ? isChosen : editions.includes(one))) });
  return (
    <FormDialog
      title={software ? 'ソフトを直す' : 'ソフトを加える'}
      action="保存する"
      error={saving.error}
      isReady={!saving.isPending && editions.length > 0}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <TextField
        label="メーカー"
        value={maker}
        maxLength={100}
        required
        onChange={({ target }) => change({ maker: target.value })}
      />
      <TextField
        label="製品"
        value={product}
        maxLength={100}
        required
        onChange={({ target }) => change({ product: target.value })}
      />
      <TextField
        label="製品の版"
        value={version}
        maxLength={60}
        required
        onChange={({ target }) => change({ version: target.value })}
      />
      <fieldset>
        <legend className="legend">標準仕様の版</legend>
        <div className="row">
          {EDITIONS.map((edition) => (
            <CheckBox
              key={edition}
              label={`第${edition}版`}
              checked={editions.includes(edition)}
              onChange={({ target }) => choose(edition, target.checked)}
            />
          ))}
        </div>
      </fieldset>
      <SelectField
        label="状態"
        value={status}
        onChange={({ target }) => isStatus(target.value) && change({ status: target.value })}
      >
        {Object.entries(SOFTWARE_STATES).map(([key, { text }]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </SelectField>
      <TextArea
        label="確かめた内容"
        hint="どのファイル・パターンを、どう確かめたか。公開されます。"
        value={tested}
        maxLength={1000}
        required
        onChange={({ target }) => change({ tested: target.value })}
      />
      <TextField
        label="確かめた日"
        type="date"
        value={testedOn}
        max={dayBefore(0)}
        required
        onChange={({ target }) => change({ testedOn: target.value })}
      />
    </FormDialog>
  );
}
