import type { ReactNode } from 'react';

const SAID =
  '図: 居宅介護支援事業所が予定を、サービス事業所が実績を、連携基盤を通して送り合う。中身は送る端末で暗号化され、連携基盤は届けた記録だけを残す。';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly lines: readonly string[];
}

const BOX = { width: 190, height: 112 };
const PLANNER = { title: '居宅介護支援', lines: ['予定を作って送る', '実績を受け取る'] };
const HUB = { title: '連携基盤', lines: ['中身は読めない', '届けた記録を残す'] };
const PROVIDER = { title: 'サービス事業所', lines: ['予定を受け取る', '実績を送る'] };

/** How a document travels, drawn side by side on a PC and from top to bottom on a phone. */
export function ExchangePicture(): ReactNode {
  return (
    <figure role="img" aria-label={SAID}>
      <svg className="exchange-wide" viewBox="0 0 860 200" aria-hidden="true" focusable="false">
        <Arrow from={[200, 72]} to={[325, 72]} label="予定" />
        <Arrow from={[325, 118]} to={[200, 118]} label="実績" below />
        <Arrow from={[535, 72]} to={[660, 72]} label="予定" />
        <Arrow from={[660, 118]} to={[535, 118]} label="実績" below />
        <Box {...PLANNER} x={5} y={40} />
        <Box {...HUB} x={335} y={40} isHub />
        <Box {...PROVIDER} x={665} y={40} />
        <text x={430} y={188} textAnchor="middle" fontSize={16} fill="var(--text-weak)">
          送る端末で署名・暗号化 ― 開けるのは相手と自分の事業所だけ
        </text>
      </svg>
      <svg className="exchange-tall" viewBox="0 0 320 560" aria-hidden="true" focusable="false">
        <Arrow from={[130, 130]} to={[130, 205]} label="予定" isUpright />
        <Arrow from={[190, 205]} to={[190, 130]} label="実績" isUpright below />
        <Arrow from={[130, 332]} to={[130, 407]} label="予定" isUpright />
        <Arrow from={[190, 407]} to={[190, 332]} label="実績" isUpright below />
        <Box {...PLANNER} x={65} y={10} />
        <Box {...HUB} x={65} y={212} isHub />
        <Box {...PROVIDER} x={65} y={414} />
        <text x={160} y={550} textAnchor="middle" fontSize={15} fill="var(--text-weak)">
          開けるのは相手と自分の事業所だけ
        </text>
      </svg>
    </figure>
  );
}

function Box({ x, y, title, lines, isHub = false }: Place & { isHub?: boolean }): ReactNode {
  const middle = x + BOX.width / 2;
  return (
    <>
      <rect
        x={x}
        y={y}
        {...BOX}
        rx={12}
        fill={isHub ? 'var(--key-weak)' : '#fff'}
        stroke="var(--key)"
        strokeWidth={2}
        strokeDasharray={isHub ? '7 5' : undefined}
      />
      <text x={middle} y={y + 36} textAnchor="middle" fontSize={20} fontWeight={700} fill="var(--text)">
        {title}
      </text>
      {lines.map((line, index) => (
        <text key={line} x={middle} y={y + 66 + index * 25} textAnchor="middle" fontSize={16} fill="var(--text)">
          {line}
        </text>
      ))}
    </>
  );
}

type Point = readonly [number, number];

function Arrow({
  from,
  to,
  label,
  below = false,
  isUpright = false,
}: {
  from: Point;
  to: Point;
  label: string;
  below?: boolean;
  isUpright?: boolean;
}): ReactNode {
  const [x1, y1] = from;
  const [x2, y2] = to;
  const along = Math.sign(isUpright ? y2 - y1 : x2 - x1) * 10;
  const head = isUpright
    ? `M${x2 - 7} ${y2 - along} L${x2} ${y2} L${x2 + 7} ${y2 - along}`
    : `M${x2 - along} ${y2 - 7} L${x2} ${y2} L${x2 - along} ${y2 + 7}`;
  const side = below ? 1 : -1;
  const place = isUpright
    ? { x: x1 + side * 14, y: (y1 + y2) / 2 + 6, textAnchor: below ? ('start' as const) : ('end' as const) }
    : { x: (x1 + x2) / 2, y: y1 + (below ? 24 : -12), textAnchor: 'middle' as const };
  return (
    <>
      <path d={`M${x1} ${y1} L${x2} ${y2} ${head}`} fill="none" stroke="var(--key)" strokeWidth={2.5} />
      <text {...place} fontSize={16} fontWeight={700} fill="var(--key)">
        {label}
      </text>
    </>
  );
}
