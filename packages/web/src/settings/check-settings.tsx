import { BEYOND_STANDARD, CATALOGUE } from '@musubi/standard';
import { type ReactNode, useState } from 'react';
import { switchedOff, switchFinding } from '../check/switched-off.js';
import { CheckBox } from '../ui/field.js';

/** Switches what checks tell beyond the standard, one by one, for this browser. */
export function CheckSettings(): ReactNode {
  const [off, setOff] = useState(switchedOff);
  return (
    <section className="card stack" aria-label="点検で知らせること">
      <h2>点検で知らせること（この端末）</h2>
      <p>標準仕様の規則のほかに、次のことも点検で知らせます。要らないものは外せます。次の点検から変わります。</p>
      <div className="stack-s">
        {BEYOND_STANDARD.map((code) => (
          <CheckBox
            key={code}
            label={CATALOGUE[code].title}
            checked={!off.includes(code)}
            onChange={(event) => {
              switchFinding(code, event.target.checked);
              setOff(switchedOff());
            }}
          />
        ))}
      </div>
    </section>
  );
}
