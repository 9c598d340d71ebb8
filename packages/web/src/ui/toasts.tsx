import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { Banner, type Tone } from './banner.js';
import { Button } from './button.js';

interface Toast {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
}

export type Tell = (tone: Tone, text: string) => void;

const TellContext = createContext<Tell>(() => {});

/** Short news at the edge of the screen, each once. Good news leaves by itself; everything else stays until it is closed. */
export function Toasts({ children }: { children: ReactNode }): ReactNode {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const close = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), []);
  const tell = useCallback<Tell>(
    (tone, text) => {
      const id = performance.now();
      setToasts((all) => [...all.filter((one) => one.text !== text).slice(-3), { id, tone, text }]);
      if (tone === 'good' || tone === 'info') setTimeout(() => close(id), 8000);
    },
    [close],
  );
  const list = useMemo(() => toasts, [toasts]);
  return (
    <TellContext value={tell}>
      {children}
      <div className="toasts" role="region" aria-label="通知">
        {list.map(({ id, tone, text }) => (
          <Banner key={id} tone={tone} title={text} live>
            <Button look="text" small onClick={() => close(id)}>
              閉じる
            </Button>
          </Banner>
        ))}
      </div>
    </TellContext>
  );
}

export function useTell(): Tell {
  return useContext(TellContext);
}
