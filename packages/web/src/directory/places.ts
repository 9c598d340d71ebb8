import {
  type AreaMap,
  type Municipality,
  type Prefecture,
  readAreaMap,
  readMunicipalities,
  readPrefectures,
} from '@musubi/reference';
import municipalitiesUrl from '@musubi/reference/data/municipalities.csv?url';
import prefecturesUrl from '@musubi/reference/data/prefectures.csv?url';
import { useQuery } from '@tanstack/react-query';

/** Addresses of the maps, one file each: only the one that is looked at is fetched. */
const MAPS = import.meta.glob<string>('../../../reference/data/map/*.csv', {
  query: '?url',
  import: 'default',
  eager: true,
});

export interface Places {
  readonly prefectures: readonly Prefecture[];
  readonly municipalities: readonly Municipality[];
  readonly names: ReadonlyMap<string, string>;
}

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

async function loadPlaces(): Promise<Places> {
  const [first, second] = await Promise.all([textOf(prefecturesUrl), textOf(municipalitiesUrl)]);
  const prefectures = readPrefectures(first);
  const municipalities = readMunicipalities(second);
  return {
    prefectures,
    municipalities,
    names: new Map([...prefectures, ...municipalities].map(({ code, name }) => [code, name])),
  };
}

const ONCE = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY };

/** Prefectures and municipalities by name; they come with the client. */
export function usePlaces() {
  return useQuery({ queryKey: ['places'], queryFn: loadPlaces, ...ONCE });
}

/** The map of all prefectures (`japan`) or of one prefecture's municipalities. */
export function useAreaMap(name: string) {
  return useQuery<AreaMap>({
    queryKey: ['area-map', name],
    queryFn: async () => {
      const url = MAPS[`../../../reference/data/map/${name}.csv`];
      if (!url) throw new RangeError(`no map of ${name}`);
      return readAreaMap(await textOf(url));
    },
    ...ONCE,
  });
}

/** 東京都千代田区; the prefecture alone where the municipality is not known. */
export function placeName(places: Places | undefined, prefecture: string, municipality: string | null): string {
  return `${places?.names.get(prefecture) ?? ''}${municipality ? (places?.names.get(municipality) ?? '') : ''}`;
}
