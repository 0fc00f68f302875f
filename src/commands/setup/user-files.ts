import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { RelanceError } from '../../errors.ts';
import { plural } from '../../ui/labels.ts';

/** Writes a copy for the user to edit. Throws RelanceError `already-copied` rather than overwrite one. */
export const writeUserCopy = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new RelanceError(`Vous avez déjà ce fichier : ${file}`, {
      code: 'already-copied',
      hint: 'modifiez-le, ou supprimez-le pour repartir du texte fourni',
    });
  }
};

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
