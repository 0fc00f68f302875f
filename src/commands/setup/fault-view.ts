import { plural } from '../../ui/labels.ts';

export interface FileFault {
  file: string;
  line: number;
  message: string;
}

/** Every fault where an editor can find it, then how many. */
export const renderFaults = (faults: FileFault[]): string =>
  [
    ...faults.map(({ file, line, message }) => `${file}, ligne ${line} : ${message}`),
    `${plural(faults.length, 'faute', 'fautes')}.`,
  ].join('\n');
