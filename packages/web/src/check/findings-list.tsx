import { type Finding, nameOfKind, parseFileName, type Repair } from '@musubi/standard';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import type { IconName } from '../ui/icons.js';

const WORDS: Readonly<Record<Finding['severity'], { tone: Tone; icon: IconName; text: string }>> = {
  error: { tone: 'bad', icon: 'bad', text: 'エラー（送れません）' },
  warning: { tone: 'care', icon: 'care', text: '注意' },
  notice: { tone: 'info', icon: 'info', text: 'お知らせ' },
};

const REPAIRS: Readonly<Record<Repair['action'], string>> = {
  rename: 'ファイル名を直す',
  reencode: '文字コードを直す',
};

const ORDER: readonly Finding['severity'][] = ['error', 'warning', 'notice'];
const SHOWN = 50;

/** Findings in place: what is wrong, where, what to do, and a button where the program can do it. */
export function FindingsList({
  findings,
  onRepair,
}: {
  findings: readonly Finding[];
  onRepair?: (repairs: readonly Repair[]) => void;
}): ReactNode {
  const sorted = ORDER.flatMap((severity) => findings.filter((one) => one.severity === severity));
  const repairs = sorted.flatMap(({ repair }) => (repair ? [repair] : []));
  return (
    <div className="stack-s">
      {onRepair && repairs.length > 1 && (
        <div>
          <Button small look="main" onClick={() => onRepair(repairs)}>
            直せるもの{repairs.length}件をまとめて直す
          </Button>
        </div>
      )}
      <ul className="plain-list stack-s findings">
        {sorted.slice(0, SHOWN).map((finding, at) => (
          <FindingItem key={at} finding={finding} {...(onRepair ? { onRepair } : {})} />
        ))}
      </ul>
      {sorted.length > SHOWN && (
        <p className="weak">
          ほかに{sorted.length - SHOWN}件あります。同じ原因のことが多いので、上から直してもう一度点検してください。
        </p>
      )}
    </div>
  );
}

function FindingItem({
  finding,
  onRepair,
}: {
  finding: Finding;
  onRepair?: (repairs: readonly Repair[]) => void;
}): ReactNode {
  const { severity, code, remedy, repair } = finding;
  const { tone, icon, text } = WORDS[severity];
  const { place, text: said } = splitPlace(finding);
  return (
    <li className={`finding tone-${tone}`}>
      <div className="row">
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
        {place && <span className="weak place">{place}</span>}
      </div>
      <p className="finding-message">{said}</p>
      <p>→ {remedy}</p>
      <OtherPlaces finding={finding} />
      <div className="row spread">
        <span className="weak">{code}</span>
        {repair && onRepair && (
          <Button small onClick={() => onRepair([repair])}>
            {REPAIRS[repair.action]}
          </Button>
        )}
      </div>
    </li>
  );
}

/** Lists the other places of a finding that stands on many rows. */
function OtherPlaces({ finding: { count = 1, alsoAt = [] } }: { finding: Finding }): ReactNode {
  if (count < 2) return null;
  const unnamed = count - 1 - alsoAt.length;
  return (
    <details>
      <summary>ほかの{count - 1}か所</summary>
      <ul className="plain-list">
        {alsoAt.map(({ line, record, value }, at) => (
          <li key={at}>
            {line === null ? `${record ?? 0}件目` : `${line}行目`}
            {value ? `「${value}」` : ''}
          </li>
        ))}
        {unnamed > 0 && <li>ほかに{unnamed}か所</li>}
      </ul>
    </details>
  );
}

/** The worst of some findings in one badge. */
export function FindingsBadge({ findings }: { findings: readonly Finding[] }): ReactNode {
  const count = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors > 0) {
    return (
      <Badge tone="bad" icon="bad">
        エラー {errors}件
      </Badge>
    );
  }
  if (warnings > 0) {
    return (
      <Badge tone="care" icon="care">
        注意 {warnings}件
      </Badge>
    );
  }
  return (
    <Badge tone="good" icon="good">
      問題なし
    </Badge>
  );
}

/** Sentences begin with their place; shown apart, the file's kind in words before its name. */
function splitPlace({ file, message }: Finding): { place: string | null; text: string } {
  const end = file !== null && message.startsWith(file) ? message.indexOf(': ') : -1;
  if (end < 0 || file === null) return { place: file, text: message };
  const kind = parseFileName(file).parts?.kind;
  const place = message.slice(0, end);
  return { place: kind ? `${nameOfKind(kind)} ${place}` : place, text: message.slice(end + 2) };
}
