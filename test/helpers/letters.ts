import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plain } from './refused.ts';
import { World } from './world.ts';

/** Poppler's tools read the PDF files back; the tests that need them say so and go on without. */
export const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0;

export const COMPANY =
  '--client "Atelier Durand" --type entreprise --siren 552100554 --email compta@durand.example --adresse "4 rue du Port" --cp 33000 --ville Bordeaux --contact "Mme Claire Durand"';
export const CONSUMER =
  '--client "Camille Lefèvre" --type particulier --email camille@lefevre.example --adresse "8 allée des Chênes" --cp 44000 --ville Nantes --contact "Mme Camille Lefèvre"';
export const TOWN_HALL =
  '--client "Mairie de Saint-Aubin" --type public --adresse "1 place de la Mairie" --cp 35250 --ville "Saint-Aubin-d’Aubigné"';
export const CLUB =
  '--client "Club de voile" --type association --adresse "2 quai du Large" --cp 17000 --ville "La Rochelle"';

interface Written {
  documents: { path: string; kind: string; sha256: string; pages: number }[];
  letter: Record<string, unknown>;
  warnings: string[];
}

/** A freelancer who writes letters: a full profile, and a folder where the PDF files go. */
export class Writer extends World {
  get folder(): string {
    return join(this.home, 'courriers');
  }

  static async begin(today = '2026-11-23', profile = ''): Promise<Writer> {
    const writer = new Writer(today);
    mkdirSync(writer.folder, { recursive: true });
    await writer.begin(
      `init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --adresse "12 rue des Lilas" --cp 75011 --ville Paris --email jeanne@martin.example --tel "06 12 34 56 78" --iban FR7630006000011234567890189 ${profile}`,
    );
    return writer;
  }

  /** Runs a command that writes a document, and gives what it says of it. */
  write(line: string): Promise<Written> {
    return this.json<Written>(`${line} --sortie ${this.folder} --yes`);
  }

  /** The words of the letter that a command would write, on one line, with ordinary spaces. */
  async words(line: string): Promise<string> {
    const text = await this.ok(`${line} --dry-run`);
    return plain(text).replaceAll(/\s+/g, ' ');
  }
}

/** The text of a PDF, line by line as it is laid out; how wide a gap is drawn depends on the version of the tool. */
export const pdfText = (path: string): string =>
  plain(execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }))
    .replaceAll(/ +/g, ' ')
    .replaceAll(/\n[ \n]*/g, '\n');

/** Bytes of a document, for comparisons. */
export const bytesOf = (path: string): Buffer => readFileSync(path);

interface Box {
  text: string;
  /** Millimetres from the top left of the sheet. */
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const MM = 25.4 / 72;

/** Every word of the first page with its place. */
export const wordBoxes = (path: string): Box[] => {
  const html = execFileSync('pdftotext', ['-f', '1', '-l', '1', '-bbox', path, '-'], { encoding: 'utf8' });
  return [
    ...html.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g),
  ].map(([, left, top, right, bottom, text]) => ({
    text: text ?? '',
    left: Number(left) * MM,
    top: Number(top) * MM,
    right: Number(right) * MM,
    bottom: Number(bottom) * MM,
  }));
};
