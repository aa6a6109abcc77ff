import { createFocus, type Focused, type PointFocus } from '../_map/point-focus';
import type { LinkedMaps, LinkedSide } from './link-maps';

/** The focus of one of two maps. */
export interface LinkedFocus extends PointFocus {
  /** Whether somebody points at this map, and the other only follows. */
  leads(): boolean;
}

/** Two focuses of which each follows the other: a memory that is focused on one map is focused on both. */
export function linkFocus({ left, right }: LinkedMaps): { left: LinkedFocus; right: LinkedFocus } {
  const own = { left: createFocus(), right: createFocus() };
  let leader: 'left' | 'right' = 'left';
  const follow = (focused: Focused | null, from: LinkedSide, to: LinkedSide): Focused | null => {
    const point = focused ? to.rowOf[from.memoryOf[focused.point]!]! : -1;
    return focused && point >= 0 ? { ...focused, point } : null;
  };
  const focus = (name: 'left' | 'right', from: LinkedSide, to: LinkedSide): LinkedFocus => ({
    ...own[name],
    leads: () => leader === name,
    set(focused) {
      leader = name;
      own[name].set(focused);
      own[name === 'left' ? 'right' : 'left'].set(follow(focused, from, to));
    },
  });
  return { left: focus('left', left, right), right: focus('right', right, left) };
}
