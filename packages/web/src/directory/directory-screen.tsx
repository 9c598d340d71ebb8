import { type ReactNode, useMemo } from 'react';
import { Page } from '../ui/page.js';
import { AreasPanel } from './areas-panel.js';
import './directory.css';
import { queryOf, useDirectoryFilter } from './filter.js';
import { Filters } from './filters.js';
import { Results } from './results.js';

/** 事業所検索: who takes part – by words, by place, by map. For anybody, signed in or not. */
export default function DirectoryScreen(): ReactNode {
  const [filter, change] = useDirectoryFilter();
  const query = useMemo(() => queryOf(filter), [filter]);
  return (
    <Page title="事業所検索">
      <p>
        ケアプランデータ連携に参加している事業所を探せます。「参加中」の事業所には、計画や実績をファイルで送れます。
      </p>
      <Filters filter={filter} onChange={change} />
      <div className="directory">
        <Results query={query} />
        <AreasPanel filter={filter} onChange={change} />
      </div>
      <p className="weak">
        参加していない事業所の情報は「厚生労働省 介護サービス情報公表システム」のオープンデータ（CC BY 4.0）によります。
      </p>
    </Page>
  );
}
