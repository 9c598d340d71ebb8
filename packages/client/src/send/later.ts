import { HubProblem } from '../hub/connection.js';
import { ConnectionFailure } from '../ports.js';

/** Less than the hub allows a client's clock to be ahead, more than clocks differ that somebody looks after. */
const CLOCKS_APART_MS = 5 * 60 * 1000;
/** Answers that hang on the hub's clock: what is valid and what is not. */
const BY_THE_CLOCK = [
  'MSB-SUBMIT-CLOCK',
  'MSB-SUBMIT-SIGNATURE',
  'MSB-SUBMIT-NOT-SENDER',
  'MSB-SUBMIT-SENDER-UNLICENSED',
  'MSB-SUBMIT-RECIPIENT-UNLICENSED',
];

const moment = new Intl.DateTimeFormat('ja-JP', {
  timeZone: 'Asia/Tokyo',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
/** A moment as people read it, in Japan's time: 2026年11月28日 20:15. */
export const momentText = (at: Date | string): string => moment.format(new Date(at));

/**
 * Why something that failed goes by itself later, as a sentence; null when it was refused for good, or failed otherwise.
 * No connection, the hub's own faults and an ended session say nothing against what was to be sent; neither does a hub
 * whose clock is not ours: `submitted` says when the submission was made and what the time is here, where there was one.
 */
export function reasonToWait(
  error: unknown,
  submitted: { readonly createdAt: string; readonly now: Date } | null = null,
): string | null {
  if (error instanceof ConnectionFailure) return error.message;
  if (!(error instanceof HubProblem)) return null;
  if (error.isTransient || error.status === 401) return error.message;
  const { hubTime } = error.extras;
  if (submitted === null || hubTime === undefined || !BY_THE_CLOCK.includes(error.code)) return null;
  const { createdAt, now } = submitted;
  const ahead = now.getTime() - Date.parse(hubTime);
  if (Math.abs(ahead) > CLOCKS_APART_MS)
    return `連携基盤の時計（${momentText(hubTime)}）が、この端末の時計（${momentText(now)}）より${spanText(ahead)}${ahead > 0 ? '遅れて' : '進んで'}います。この端末の日付と時刻が正しいか確かめてください。正しければ、連携基盤の時計が直りしだい送れます。`;
  if (error.code === 'MSB-SUBMIT-CLOCK' && Date.parse(createdAt) > now.getTime())
    return `この端末の時計が進んでいたときに作られたものです。${momentText(createdAt)}を過ぎると送れます。`;
  return null;
}

function spanText(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 120) return `${minutes}分`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)}時間` : `${Math.round(minutes / 1440)}日`;
}
