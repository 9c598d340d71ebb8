import { type ReactNode, useState } from 'react';
import { Button } from '../ui/button.js';

/** A value to be written down or copied: large, in letters that nobody mistakes. */
export function SecretValue({ label, value }: { label: string; value: string }): ReactNode {
  const [said, setSaid] = useState('');
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setSaid('コピーしました'),
      () => setSaid('コピーできませんでした。書き写してください'),
    );
  };
  return (
    <>
      <dt>{label}</dt>
      <dd className="row">
        <strong className="secret">{value}</strong>
        <Button small onClick={copy} aria-label={`${label}をコピー`}>
          コピー
        </Button>
        <span className="weak" role="status">
          {said}
        </span>
      </dd>
    </>
  );
}
