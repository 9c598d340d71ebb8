import { type ReactNode, useState } from 'react';
import { useDates } from '../app/preferences.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import type { DraftWork } from './use-draft.js';

/** Whether the work is safe: saved for the whole office, on this terminal only, or in conflict. */
export function DraftStatus({ draft, onDiscarded }: { draft: DraftWork; onDiscarded: () => void }): ReactNode {
  const dates = useDates();
  const tell = useTell();
  const [asking, setAsking] = useState(false);
  const discard = async () => {
    try {
      await draft.discard();
      onDiscarded();
    } catch (error) {
      tell('bad', errorText(error));
      setAsking(false);
    }
  };
  return (
    <>
      <span role="status">
        {draft.state === 'saving' && <span className="weak">下書きを保存しています…</span>}
        {draft.state === 'saved' && draft.savedAt && (
          <Badge tone="good" icon="good">
            下書き保存 {dates.moment(draft.savedAt)}
          </Badge>
        )}
        {draft.state === 'offline' && (
          <Badge tone="care" icon="off">
            この端末だけに保存（オフライン）
          </Badge>
        )}
      </span>
      <Button small icon="draft" onClick={() => void draft.save()}>
        一時保存
      </Button>
      <Button small look="text" onClick={() => setAsking(true)}>
        捨てる
      </Button>
      {asking && (
        <Confirm
          title="下書きを捨てますか"
          action="捨てる"
          danger
          onConfirm={() => void discard()}
          onClose={() => setAsking(false)}
        >
          <p>事業所のほかの端末からも見えなくなります。元に戻せません。送信済みのものは残ります。</p>
        </Confirm>
      )}
    </>
  );
}

/** Told in the page: somebody else works on the same draft, or has changed it. */
export function DraftTrouble({ draft, onReopen }: { draft: DraftWork; onReopen: () => void }): ReactNode {
  return (
    <>
      {draft.other && (
        <Banner tone="care" title={`${draft.other.displayName}さんもこの下書きを開いています`} live>
          <p>（{draft.other.terminalName}）先に声をかけてから続けると、行き違いがありません。</p>
        </Banner>
      )}
      {draft.state === 'conflict' && (
        <Banner tone="bad" title="この下書きは、ほかの端末で変更されました。" live>
          <p>ここでの変更はまだ保存されていません。どちらかを選んでください。</p>
          <div className="row">
            <Button small onClick={() => void draft.saveAsNew()}>
              ここでの変更を、別の下書きとして保存
            </Button>
            <Button small onClick={onReopen}>
              ほかの端末の内容を開き直す
            </Button>
          </div>
        </Banner>
      )}
      {draft.state === 'failed' && <Failure error={draft.failure} />}
    </>
  );
}
