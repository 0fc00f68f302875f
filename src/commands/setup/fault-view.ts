import { plural } from '../../ui/labels.ts';

export interface FileFault {
  file: string;
  line: number;
  message: string;
}

/** Every fault where an editor can find it, then how many; none: what was checked. */
export const renderFaults = (faults: FileFault[], checked: string): string[] =>
  faults.length === 0
    ? [`${checked}, aucune faute.`]
    : [
        ...faults.map(({ file, line, message }) => `${file}, ligne ${line} : ${message}`),
        `${plural(faults.length, 'faute', 'fautes')}.`,
      ];
