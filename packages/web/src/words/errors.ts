import { CannotSend, ConnectionFailure, HubProblem } from '@musubi/client';
import { EvidenceError } from '@musubi/evidence';

/** An error in words a person can act on: what happened, what to do, and what to tell the help desk. */
export interface ErrorWords {
  readonly title: string;
  readonly action: string;
  readonly code: string | null;
}

export function errorWords(error: unknown): ErrorWords {
  if (error instanceof HubProblem) {
    const code = error.requestId ? `${error.code}（${error.requestId}）` : error.code;
    const isExplained = error.code === 'MSB-SUBMIT-SENDER-SUSPENDED' || error.code === 'MSB-SUBMIT-RECIPIENT-SUCCEEDED';
    const action = isExplained && error.reason ? `${error.action}「reason」: ${error.reason}` : error.action;
    return { title: error.message, action, code };
  }
  if (error instanceof EvidenceError) {
    const [title = '', ...rest] = error.message.split(/(?<=。)/);
    return { title, action: rest.join(''), code: error.code };
  }
  if (error instanceof ConnectionFailure) {
    return {
      title: '連携基盤につながりません。',
      action: 'インターネットの接続を確かめてください。送信待ちのデータはこの端末に残り、つながりしだい送ります。',
      code: null,
    };
  }
  if (error instanceof CannotSend) return { title: error.message, action: '', code: null };
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return {
      title: 'この端末の空き容量が足りません。',
      action: '不要なファイルを消してから、もう一度お試しください。',
      code: error.name,
    };
  }
  const name = error instanceof Error ? error.name : 'unknown';
  return {
    title: '思わぬ誤りが起きました。',
    action: 'ページを読み直して、もう一度お試しください。続くときは運営者へお知らせください。',
    code: name,
  };
}

/** One sentence for where there is room for one. */
export function errorText(error: unknown): string {
  const { title, action } = errorWords(error);
  return title + action;
}
