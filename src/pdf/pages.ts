import type { Mark, Slice } from './slice.ts';

/** A page is marks at their place: points from the top of its frame. */
export interface PlacedSlice {
  y: number;
  marks: Mark[];
}

export interface Page {
  slices: PlacedSlice[];
  /** Height used. */
  used: number;
}

/** Slices that must stay on one page, as far as a page can hold them. */
const groupsOf = (slices: readonly Slice[]): Slice[][] => {
  const groups: Slice[][] = [];
  let open: Slice[] = [];
  for (const slice of slices) {
    open.push(slice);
    if (slice.isKeptWithNext) continue;
    groups.push(open);
    open = [];
  }
  return open.length > 0 ? [...groups, open] : groups;
};

const heightOf = (group: readonly Slice[]): number =>
  group.reduce((sum, slice, index) => sum + slice.height + (index === 0 ? 0 : slice.space), 0);

/**
 * Fills pages from top to bottom. What is kept together goes to the next page as a whole, unless no page can hold it.
 * @param heightOn height of the frame on a page, in points, pages counted from 0
 */
export const paginate = (slices: readonly Slice[], heightOn: (page: number) => number): Page[] => {
  const pages: Page[] = [{ slices: [], used: 0 }];
  const current = (): Page => pages.at(-1) as Page;
  const room = (): number => heightOn(pages.length - 1) - current().used;
  const put = (slice: Slice): void => {
    const page = current();
    const y = page.used + (page.slices.length === 0 ? 0 : slice.space);
    page.slices.push({ y, marks: slice.marks });
    page.used = y + slice.height;
  };
  const turn = (slice: Slice): void => {
    pages.push({ slices: [], used: 0 });
    if (slice.header) put(slice.header);
  };
  for (const group of groupsOf(slices)) {
    const [first] = group;
    if (!first) continue;
    const isEmpty = current().slices.length === 0;
    const needed = heightOf(group) + (isEmpty ? 0 : first.space);
    if (needed > room() && !isEmpty && heightOf(group) <= heightOn(pages.length)) turn(first);
    for (const slice of group) {
      if (slice.height + slice.space > room() && current().slices.length > 0) turn(slice);
      put(slice);
    }
  }
  return pages;
};
