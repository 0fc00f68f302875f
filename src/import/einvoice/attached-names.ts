import { oneLine, quoted } from '../../domain/typography.ts';
import { refuseFile } from './refusal.ts';

const PROGRAM =
  /\.(?:exe|com|scr|bat|cmd|pif|msi|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|dll|sh|app|apk|reg|cpl|chm)$/i;
const HINT = 'n’ouvrez pas ce fichier, et demandez-en une copie sans cette pièce jointe';

/** The last part of a name that some tool wrote as a path: nothing is ever written under it. */
export const lastPartOf = (name: string): string =>
  oneLine(name)
    .split(/[/\\]/)
    .findLast((part) => part !== '') ?? '';

/**
 * A PDF is kept and goes with reminders, what is joined to it as well.
 * @throws RelanceError when one of these names is a program’s
 */
export const refusePrograms = (file: string, names: readonly string[]): void => {
  const program = names.find((name) => PROGRAM.test(name.trim()));
  if (program !== undefined)
    throw refuseFile(file, `une pièce jointe, ${quoted(program)}, est un programme`, HINT);
};
