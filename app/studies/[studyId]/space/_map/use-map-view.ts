import { useSearchParams } from 'next/navigation';
import { type Dispatch, useEffect, useReducer } from 'react';
import { changeView, type MapView, readView, type ViewChange, writeView } from './view';

/** The view of a map, read from the address at first and written to it after every change. The server is not asked again. */
export function useMapView(id: string, count: number, solid = false): [MapView, Dispatch<ViewChange>] {
  const params = useSearchParams();
  const [view, change] = useReducer(changeView, null, () =>
    readView(new URLSearchParams(params), { id, count, solid }),
  );
  useEffect(() => {
    const { search, pathname } = window.location;
    const query = writeView(view, id, new URLSearchParams(search)).toString();
    if (query === new URLSearchParams(search).toString()) return;
    window.history.replaceState(null, '', query ? `${pathname}?${query}` : pathname);
  }, [view, id]);
  return [view, change];
}
