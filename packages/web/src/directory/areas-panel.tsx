import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SaveCsv } from '../ui/save-csv.js';
import { AreaMapView } from './area-map.js';
import { type Area, areasOf, rateText } from './areas.js';
import type { DirectoryFilter } from './filter.js';
import { usePlaces } from './places.js';

/** How many take part, by area: as a map and as a table. Choosing an area narrows the search to it. */
export function AreasPanel({
  filter,
  onChange,
}: {
  filter: DirectoryFilter;
  onChange: (change: Partial<DirectoryFilter>) => void;
}): ReactNode {
  const desk = useDesk();
  const places = usePlaces();
  const { prefecture, municipality, service } = filter;
  const isPrefecture = /^\d{2}$/.test(prefecture);
  const query = {
    ...(isPrefecture ? { prefecture } : {}),
    ...(/^[0-9A-Z]{2}$/.test(service) ? { serviceType: service } : {}),
  };
  const counts = useQuery({
    queryKey: ['areas', query],
    queryFn: () => desk.hub.call('countAreas', { query }),
  });
  const error = places.error ?? counts.error;
  if (error) return <Failure error={error} />;
  if (!places.data || !counts.data) return <p role="status">数えています…</p>;
  const areas = areasOf(places.data, counts.data.areas, isPrefecture ? prefecture : '');
  const name = isPrefecture ? (places.data.names.get(prefecture) ?? '') : '全国';
  const cityOf = places.data.municipalities.find(({ code }) => code === municipality);
  const chosen = isPrefecture ? (cityOf?.parent ?? municipality) : '';
  const choose = (code: string) =>
    isPrefecture ? onChange({ municipality: code }) : onChange({ prefecture: code, municipality: '' });
  return (
    <section className="card stack directory-areas" aria-label={`${name}の参加状況`}>
      <div className="row spread">
        <h2>{name}の参加状況</h2>
        {isPrefecture && (
          <Button small onClick={() => onChange({ prefecture: '', municipality: '' })}>
            全国に戻る
          </Button>
        )}
      </div>
      <Total areas={areas} />
      <AreaMapView
        key={isPrefecture ? prefecture : 'japan'}
        name={isPrefecture ? prefecture : 'japan'}
        label={`${name}の地図（参加している事業所の割合）`}
        areas={areas}
        chosen={chosen}
        onChoose={choose}
      />
      <SaveCsv
        small
        name={`参加状況_${name}`}
        rows={() => [
          [isPrefecture ? '市区町村' : '都道府県', '事業所', '参加中', '割合'],
          ...areas.map((area) => [area.name, area.offices, area.participating, rateText(area)]),
        ]}
      />
      <AreaTable areas={areas} head={isPrefecture ? '市区町村' : '都道府県'} chosen={chosen} onChoose={choose} />
    </section>
  );
}

function Total({ areas }: { areas: readonly Area[] }): ReactNode {
  const sum = (of: (area: Area) => number) => areas.reduce((total, area) => total + of(area), 0);
  const offices = sum((area) => area.offices);
  const participating = sum((area) => area.participating);
  return (
    <p>
      <strong className="directory-total">{participating.toLocaleString('ja-JP')}</strong>か所が参加中（
      {offices.toLocaleString('ja-JP')}か所のうち{rateText({ offices, participating })}）
    </p>
  );
}

function AreaTable({
  areas,
  head,
  chosen,
  onChoose,
}: {
  areas: readonly Area[];
  head: string;
  chosen: string;
  onChoose: (code: string) => void;
}): ReactNode {
  return (
    <div className="table-frame area-table" tabIndex={0} role="region" aria-label={`${head}ごとの数`}>
      <table className="table table-tight">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="number">
              事業所
            </th>
            <th scope="col" className="number">
              参加中
            </th>
            <th scope="col" className="number">
              割合
            </th>
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => (
            <tr key={area.code}>
              <th scope="row">
                {area.code === '' ? (
                  area.name
                ) : (
                  <button
                    type="button"
                    className="link-button"
                    aria-pressed={area.code === chosen}
                    onClick={() => onChoose(area.code)}
                  >
                    {area.name}
                  </button>
                )}
              </th>
              <td className="number">{area.offices.toLocaleString('ja-JP')}</td>
              <td className="number">{area.participating.toLocaleString('ja-JP')}</td>
              <td className="number">{rateText(area)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
