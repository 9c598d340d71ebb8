import type { Identity } from '@musubi/evidence';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { useDesk, useDeskState, useSession } from '../app/desk-context.js';
import { tellTabs } from '../app/events.js';
import { useWaiting } from '../app/queries.js';
import { certificateTrouble } from '../login/certificate-words.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icons.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { certificateUse, officeWords, rightWords } from '../words/offices.js';

/** Above every screen of an agent (代行): in whose name it acts. Sending for the wrong office must not happen unseen. */
export function ActingBar(): ReactNode {
  const { office, account } = useSession();
  if (!account.agent) return null;
  return (
    <section className="acting no-print" aria-label="代行している事業所">
      <p>
        <Icon name="people" size={20} />
        <span>
          <strong>{officeWords(office.name, office.officeNumber)}</strong>の代行をしています（
          {rightWords(account.agent)}）
        </span>
      </p>
      <OfficeSwitch />
    </section>
  );
}

/** Where a certificate of this browser leads: the newest of each office that can be used. */
function useOtherOffices(): readonly (readonly [string, Identity])[] {
  const session = useSession();
  const { identities, uses } = useDeskState();
  const own = certificateUse(session);
  const byUse = new Map<string, Identity>();
  for (const identity of identities) {
    const use = uses.get(identity.certificate.fingerprint);
    const isUsable = !certificateTrouble(identity, new Date())?.blocks;
    if (use && use !== own && isUsable && !byUse.has(use)) byUse.set(use, identity);
  }
  return [...byUse];
}

/** 事業所を切り替える: the other offices whose certificates this browser holds; choosing one logs out and goes to its login. */
export function OfficeSwitch(): ReactNode {
  const others = useOtherOffices();
  const [isOpen, setOpen] = useState(false);
  if (others.length === 0) return null;
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        事業所を切り替える
      </Button>
      {isOpen && <Choice others={others} onClose={() => setOpen(false)} />}
    </>
  );
}

function Choice({
  others,
  onClose,
}: {
  others: readonly (readonly [string, Identity])[];
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const [, go] = useLocation();
  const { data: waiting = [] } = useWaiting();
  const [isLeaving, setLeaving] = useState(false);
  const leaveFor = async ({ certificate }: Identity) => {
    setLeaving(true);
    try {
      await desk.logout(certificate.fingerprint);
    } catch (error) {
      tell('care', `この端末からはログアウトしました。${errorText(error)}`);
    }
    tellTabs({ type: 'logout' });
    go('/');
  };
  return (
    <Dialog title="事業所を切り替える" onClose={onClose}>
      <p>選ぶと、いまの事業所からログアウトし、選んだ事業所のログインに進みます。</p>
      {waiting.length > 0 && (
        <p>
          送信待ちが{waiting.length}
          件あります。暗号化したままこの端末に残り、この事業所に次にログインしたときに送ります。
        </p>
      )}
      <ul className="plain-list stack-s">
        {others.map(([use, identity]) => (
          <li key={use}>
            <Button disabled={isLeaving} onClick={() => void leaveFor(identity)}>
              {use}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
