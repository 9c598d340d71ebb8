import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { type Area, areaText, STEPS, stepOf } from './areas.js';
import { useAreaMap } from './places.js';

/** The areas by participation rate. One tab stop; arrow keys go from area to area. The table beside it says the same. */
export function AreaMapView({
  name,
  label,
  areas,
  chosen,
  onChoose,
}: {
  /** `japan` or a prefecture's code. */
  name: string;
  label: string;
  areas: readonly Area[];
  chosen: string;
  onChoose: (code: string) => void;
}): ReactNode {
  const { data: map } = useAreaMap(name);
  const [current, setCurrent] = useState('');
  const frame = useRef<SVGSVGElement>(null);
  const byCode = useMemo(() => new Map(areas.map((area) => [area.code, area])), [areas]);
  if (!map) return <p role="status">地図を描いています…</p>;
  const codes = map.areas.map(([code]) => code).filter((code) => byCode.has(code));
  const stop = codes.includes(current) ? current : codes.includes(chosen) ? chosen : codes[0];
  const move = (event: KeyboardEvent, code: string) => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = steps[event.key];
    if (event.key === 'Enter' || event.key === ' ') onChoose(code);
    else if (step === undefined) return;
    else {
      const next = codes[(codes.indexOf(code) + step + codes.length) % codes.length] ?? code;
      frame.current?.querySelector<SVGElement>(`[data-code="${next}"]`)?.focus();
    }
    event.preventDefault();
  };
  const told = byCode.get(current) ?? (chosen ? byCode.get(chosen) : undefined);
  return (
    <figure className="area-map">
      <svg ref={frame} viewBox={`-4 -4 ${map.width + 8} ${map.height + 8}`} role="group" aria-label={label}>
        {map.areas.map(([code, path]) => {
          const area = byCode.get(code);
          if (!area) return null;
          return (
            <path
              key={code}
              d={path}
              data-code={code}
              role="button"
              tabIndex={code === stop ? 0 : -1}
              aria-label={areaText(area)}
              aria-pressed={code === chosen}
              className={`area area-${stepOf(area)}`}
              onClick={() => onChoose(code)}
              onKeyDown={(event) => move(event, code)}
              onFocus={() => setCurrent(code)}
              onPointerEnter={() => setCurrent(code)}
            />
          );
        })}
      </svg>
      <figcaption>
        <p className="area-told">{told ? areaText(told) : '地図の上で選ぶと、その地域で探します。'}</p>
        <ul className="area-legend" aria-label="色の意味（参加している事業所の割合）">
          {STEPS.map((text, step) => (
            <li key={text}>
              <svg viewBox="0 0 20 14" width="20" height="14" aria-hidden="true">
                <rect x="1" y="1" width="18" height="12" className={`area area-${step}`} />
              </svg>
              {text}
            </li>
          ))}
        </ul>
        <p className="weak">
          「国土数値情報（行政区域データ）」（国土交通省）を加工して作成。{name === 'japan' && '沖縄県は位置を移し、'}
          離れた島は省いています（下の表にはあります）。
        </p>
      </figcaption>
    </figure>
  );
}
