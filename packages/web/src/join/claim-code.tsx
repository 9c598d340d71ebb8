import { type ReactNode, useEffect, useState } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import './join.css';
import { SecretValue } from './secret-value.js';

const placeOf = (applicationNumber: string) => `join/claim-code-${applicationNumber}`;

/** Keeps the code, sealed, in the browser that applied: on this PC nobody has to type it. */
export function keepClaimCode(desk: Desk, applicationNumber: string, code: string): Promise<void> {
  return desk.terminalFiles.write(placeOf(applicationNumber), new TextEncoder().encode(code));
}

/** The code as it is typed, what the hub is sent (null until it has eight digits), and whether this browser knew it. */
export interface TypedCode {
  readonly text: string;
  readonly code: string | null;
  readonly isKept: boolean;
  readonly type: (text: string) => void;
}

/** Full-width digits and any sign between them are as good as `1234-5678`. */
const digitsOf = (text: string) => text.normalize('NFKC').replace(/\D/g, '');

/** The 受取コード of a hand-over; that of an application made in this browser is there already, until all is done. */
export function useClaimCode(applicationNumber: string | null, isDone: boolean): TypedCode {
  const desk = useDesk();
  const [text, setText] = useState('');
  const [isKept, setKept] = useState(false);
  useEffect(() => {
    if (applicationNumber === null) return;
    const place = placeOf(applicationNumber);
    const look = async () => {
      if (isDone) return desk.terminalFiles.remove(place);
      const kept = await desk.terminalFiles.read(place);
      if (!kept) return;
      setText((typed) => typed || new TextDecoder().decode(kept));
      setKept(true);
    };
    look().catch(() => {}); // a code that can't be read here is typed from the note
  }, [desk, applicationNumber, isDone]);
  const digits = digitsOf(text);
  return { text, code: digits.length === 8 ? digits : null, isKept, type: setText };
}

/** The field in which the code is typed, once for ids and certificate. */
export function ClaimCodeField({ typed, where }: { typed: TypedCode; where: string }): ReactNode {
  return (
    <section className="card stack" aria-label="受取コード">
      <h2>受取コード</h2>
      {typed.isKept && typed.code !== null ? (
        <p>この PC で申請したので、受取コードは入っています。そのまま次へ進んでください。</p>
      ) : (
        <p>{where}メールには書いてありません。</p>
      )}
      <TextField
        label="受取コード（8桁の数字）"
        hint="例: 1234-5678"
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        value={typed.text}
        onChange={(event) => typed.type(event.target.value)}
      />
    </section>
  );
}

/** A new code, shown this once, to be written down or told. */
export function NewClaimCode({ code, children }: { code: string; children: ReactNode }): ReactNode {
  return (
    <section className="card stack" aria-label="受取コード">
      <Banner tone="care" title="受取コードを控えてください。いまだけ表示しています。" live>
        {children}
      </Banner>
      <dl className="facts">
        <SecretValue label="受取コード" value={code} />
      </dl>
      <div>
        <Button small onClick={() => window.print()}>
          この画面を印刷する
        </Button>
      </div>
    </section>
  );
}
