import { useEffect } from 'react';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { useDesk } from './desk-context.js';
import { noteOutput } from './output.js';

/** While a transmission is shown, its printing is told to the hub: by the button as by the browser's own menu. */
export function usePrintNoted(id: string): void {
  const desk = useDesk();
  const tell = useTell();
  useEffect(() => {
    const note = () =>
      noteOutput(desk, 'printed', { transmissions: [{ id }] }).catch((error) => tell('bad', errorText(error)));
    window.addEventListener('beforeprint', note);
    return () => window.removeEventListener('beforeprint', note);
  }, [desk, id, tell]);
}
