import { quoted } from '../../domain/typography.ts';
import { refuseFile } from './refusal.ts';

const PROGRAM =
  /\.(?:exe|com|scr|bat|cmd|pif|msi|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|dll|sh|app|apk|reg|cpl|chm)$/i;
const HINT = 'n’ouvrez pas ce fichier, et demandez-en une copie sans cette pièce jointe';

/** A path that climbs or starts from a root. A mere slash is common: « Relevé 01/2026 ». */
const isPath = (name: string): boolean =>
  /^(?:[/\\~]|[A-Za-z]:[/\\])/.test(name) || name.split(/[/\\]/).includes('..') || name.includes('\0');

/**
 * A PDF is kept and goes with reminders, what is joined to it as well.
 * @throws RelanceError when one of these names is a program’s
 */
export const refusePrograms = (file: string, names: readonly string[]): void => {
  const program = names.find((name) => PROGRAM.test(name.trim()));
  if (program !== undefined)
    throw refuseFile(file, `une pièce jointe, ${quoted(program)}, est un programme`, HINT);
};

/**
 * Nothing is ever written under the name of what is joined: an invoice named so is a trap all the same.
 * @throws RelanceError when the name is a path
 */
export const refusePath = (file: string, name: string): void => {
  if (isPath(name)) throw refuseFile(file, `le nom de la pièce jointe, ${quoted(name)}, est un chemin`, HINT);
};
