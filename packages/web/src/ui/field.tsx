import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useRef,
} from 'react';
import { Button } from './button.js';

interface FrameProps {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
}

interface Ids {
  id: string;
  described: { 'aria-describedby'?: string; 'aria-invalid'?: true };
}

function Frame({ label, hint, error, children }: FrameProps & { children: (ids: Ids) => ReactNode }): ReactNode {
  const id = useId();
  const about = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const described = {
    ...(about ? { 'aria-describedby': about } : {}),
    ...(error ? { 'aria-invalid': true as const } : {}),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({ id, described })}
      {error && (
        <span className="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  );
}

type WithSmall = { small?: boolean };
const inputClass = (small: boolean | undefined) => (small ? 'input input-small' : 'input');

export function TextField({
  label,
  hint,
  error,
  small,
  ...rest
}: FrameProps & WithSmall & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return (
    <Frame label={label} hint={hint} error={error}>
      {({ id, described }) => <input {...rest} {...described} id={id} className={inputClass(small)} />}
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  ...rest
}: FrameProps & TextareaHTMLAttributes<HTMLTextAreaElement>): ReactNode {
  return (
    <Frame label={label} hint={hint} error={error}>
      {({ id, described }) => <textarea {...rest} {...described} id={id} className="input" />}
    </Frame>
  );
}

export function SelectField({
  label,
  hint,
  error,
  small,
  children,
  ...rest
}: FrameProps & WithSmall & SelectHTMLAttributes<HTMLSelectElement>): ReactNode {
  return (
    <Frame label={label} hint={hint} error={error}>
      {({ id, described }) => (
        <select {...rest} {...described} id={id} className={inputClass(small)}>
          {children}
        </select>
      )}
    </Frame>
  );
}

/** Chooses one file; the browser's own control speaks the system's language and can't be styled. */
export function FileField({
  label,
  hint,
  accept,
  file,
  onFile,
}: FrameProps & { accept: string; file: File | null; onFile: (file: File | null) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Frame label={label} hint={hint}>
      {({ id, described }) => (
        <div className="row">
          <input
            {...described}
            ref={input}
            id={id}
            type="file"
            accept={accept}
            className="visually-hidden"
            tabIndex={-1}
            onChange={(event) => {
              onFile(event.target.files?.[0] ?? null);
              event.target.value = ''; // the same file may be chosen again
            }}
          />
          <Button icon="file" onClick={() => input.current?.click()}>
            ファイルを選ぶ
          </Button>
          <span>{file ? file.name : '選ばれていません'}</span>
        </div>
      )}
    </Frame>
  );
}

export function CheckBox({
  label,
  hidden = false,
  ...rest
}: { label: string; hidden?: boolean } & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return (
    <label className="choice">
      <input type="checkbox" {...rest} />
      <span className={hidden ? 'visually-hidden' : ''}>{label}</span>
    </label>
  );
}

export function RadioGroup<T extends string>({
  legend,
  value,
  options,
  onChange,
}: {
  legend: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset>
      <legend className="legend">{legend}</legend>
      <div className="row">
        {options.map(([key, text]) => (
          <label className="choice" key={key}>
            <input type="radio" name={name} checked={key === value} onChange={() => onChange(key)} />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
