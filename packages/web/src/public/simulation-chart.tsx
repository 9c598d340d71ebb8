import type { ReactNode } from 'react';
import type { SimulationResult } from './simulation.js';

const whole = (value: number) => Math.round(value).toLocaleString('ja-JP');
/** Widest a bar gets, in percent of the picture: the figure stands behind it. */
const WIDEST = 45;
const ROW = 36;

/** Before and after as bars: hours and yen, each measured against the greater of its two. */
export function SimulationChart({ result }: { result: SimulationResult }): ReactNode {
  const { hoursBefore, hoursAfter, yenBefore, yenAfter } = result;
  const said = `1年の時間は、いま${whole(hoursBefore)}時間、連携後${whole(hoursAfter)}時間。費用は、いま${whole(yenBefore)}円、連携後${whole(yenAfter)}円。`;
  return (
    <svg className="simulation-chart" role="img" aria-label={said}>
      <Bars y={0} title="1年の時間" unit="時間" before={hoursBefore} after={hoursAfter} />
      <Bars y={120} title="1年の費用" unit="円" before={yenBefore} after={yenAfter} />
    </svg>
  );
}

function Bars(props: { y: number; title: string; unit: string; before: number; after: number }): ReactNode {
  const { y, title, unit, before, after } = props;
  const greatest = Math.max(before, after, 1);
  const bars = [
    ['いま', before, 'var(--color-neutral-solid-gray-536)'],
    ['連携後', after, 'var(--key)'],
  ] as const;
  return (
    <>
      <text x="0" y={y + 18} fontSize="15" fontWeight="700" fill="var(--text)">
        {title}
      </text>
      {bars.map(([label, value, colour], index) => {
        const top = y + 30 + index * ROW;
        const width = (value / greatest) * WIDEST;
        return (
          <g key={label}>
            <text x="0" y={top + 19} fontSize="14" fill="var(--text)">
              {label}
            </text>
            <svg x="56" y={top} width="100%" height={ROW} aria-hidden="true">
              <rect x="0" y="0" width={`${width}%`} height="26" fill={colour} />
              <text x={`${width}%`} dx="6" y="19" fontSize="14" fontWeight="700" fill="var(--text)">
                {whole(value)}
                {unit}
              </text>
            </svg>
          </g>
        );
      })}
    </>
  );
}
