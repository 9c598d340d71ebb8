import { PASSWORD_LENGTH, type PasswordOwner, passwordTroubles } from '@musubi/contract';
import type { ReactNode } from 'react';
import { TextField } from '../ui/field.js';
import { Icon } from '../ui/icons.js';
import { PASSWORD_TROUBLES } from '../words/people.js';

/** A new password as it is being typed. */
export interface NewPassword {
  readonly wanted: string;
  readonly again: string;
}

export const NO_PASSWORD: NewPassword = { wanted: '', again: '' };

export function isGoodPassword({ wanted, again }: NewPassword, owner: PasswordOwner): boolean {
  return wanted === again && passwordTroubles(wanted, owner).length === 0;
}

/** Two fields for a new password, with the rules and which of them are kept so far. */
export function NewPasswordFields({
  value,
  owner,
  onChange,
}: {
  value: NewPassword;
  owner: PasswordOwner;
  onChange: (value: NewPassword) => void;
}): ReactNode {
  const { wanted, again } = value;
  const least = owner.hasSecondFactor ? PASSWORD_LENGTH.withSecondFactor : PASSWORD_LENGTH.alone;
  const troubles = passwordTroubles(wanted, owner);
  const others = troubles.flatMap((trouble) => (trouble === 'short' ? [] : [PASSWORD_TROUBLES[trouble]]));
  const isLong = wanted !== '' && !troubles.includes('short');
  return (
    <>
      <TextField
        label="新しいパスワード"
        hint={`${least}文字以上。言葉をいくつかつなげると覚えやすくなります。定期的な変更は要りません。`}
        type="password"
        autoComplete="new-password"
        value={wanted}
        onChange={(event) => onChange({ ...value, wanted: event.target.value })}
        required
      />
      <ul className="plain-list stack-s" aria-label="パスワードの決まり" aria-live="polite">
        <Rule kept={isLong}>
          {least}文字以上（いま{[...wanted].length}文字）
        </Rule>
        {others.length === 0 ? (
          <Rule kept={wanted !== ''}>よく使われる言葉、番号、くり返し、順番の並びがない</Rule>
        ) : (
          others.map((text) => (
            <Rule key={text} kept={false}>
              {text}
            </Rule>
          ))
        )}
      </ul>
      <TextField
        label="新しいパスワード（もう一度）"
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={(event) => onChange({ ...value, again: event.target.value })}
        error={again !== '' && again !== wanted ? '上に入力したものと違います。' : null}
        required
      />
    </>
  );
}

function Rule({ kept, children }: { kept: boolean; children: ReactNode }): ReactNode {
  return (
    <li className="row">
      <Icon name={kept ? 'good' : 'care'} size={18} />
      <span>
        <span className="visually-hidden">{kept ? '満たしています: ' : 'まだです: '}</span>
        {children}
      </span>
    </li>
  );
}
