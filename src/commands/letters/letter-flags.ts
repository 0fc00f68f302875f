import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { isRegisteredNumber, type LetterEvent, type Sending } from '../../domain/law/letter.ts';
import { parseChoice, parseLine, parseParagraphs } from '../../domain/text-input.ts';
import { quoted } from '../../domain/typography.ts';
import { readProof } from '../../import/attached-file.ts';
import type { LetterFact } from '../../messages/letters/record-letter.ts';
import { readFactDay } from '../../desk/days.ts';
import { settleDoubts } from '../../desk/doubts.ts';
import { conflictingFlags } from '../../desk/flags.ts';

export interface LetterFlags {
  sortie?: string;
  lrar?: string;
  lre?: boolean;
  postee?: string;
  presentee?: string;
  recue?: string;
  retournee?: string;
  motif?: string;
  preuve?: string;
  note?: string;
  copie?: boolean;
  annuler?: boolean;
  yes?: boolean;
  dryRun?: boolean;
}

/** What every letter takes: where it is written, then what becomes of it. */
export const letterOptions = (command: Command): Command =>
  command
    .option('--sortie <dossier>', 'où écrire le PDF (par défaut : le dossier courant)')
    .option('--yes', 'écrit la lettre sans demander')
    .option('--dry-run', 'montre la lettre, rien n’est enregistré')
    .option('--copie', 'écrit de nouveau le PDF de la lettre enregistrée')
    .option('--annuler', 'abandonne une lettre qui n’a pas été postée')
    .option('--postee <date>', 'elle est partie ce jour-là')
    .option('--lrar <numéro>', 'numéro du recommandé')
    .option('--lre', 'par lettre recommandée électronique')
    .option('--presentee <date>', 'première présentation par le facteur')
    .option('--recue <date>', 'remise au destinataire')
    .option('--retournee <date>', 'revenue à l’expéditeur')
    .option(
      '--motif <motif>',
      'avec --retournee : non-reclamee, refusee ou inconnue (par défaut : non-reclamee)',
    )
    .option('--preuve <fichier>', 'preuve de dépôt ou avis de réception, à garder (PDF, PNG, JPEG)')
    .option('--note <texte>', 'ce qu’il faut en retenir');

const RETURN_WORDS = {
  'non-reclamee': 'unclaimed',
  refusee: 'refused',
  inconnue: 'unknown-address',
} as const satisfies Record<string, LetterEvent>;

export interface LetterLife {
  facts: LetterFact[];
  sending: Sending | undefined;
  tracking: string | undefined;
}

/** The number as it is printed on the receipt, in capitals. */
const readTracking = async (ctx: Context, flags: LetterFlags): Promise<string | undefined> => {
  if (flags.lrar === undefined) return undefined;
  const number = parseLine(flags.lrar, '--lrar', 30).toUpperCase();
  await settleDoubts(
    ctx,
    isRegisteredNumber(number)
      ? []
      : [
          `${quoted(number)} n’a pas la forme d’un numéro de recommandé (13 caractères comme 1A 123 456 7890 1, ou 15 chiffres)`,
        ],
    flags.yes === true,
  );
  return number;
};

const refuseStray = (flags: LetterFlags, facts: LetterFact[]): void => {
  const stray =
    flags.motif !== undefined && flags.retournee === undefined
      ? '--motif accompagne --retournee'
      : facts.length === 0 && flags.preuve !== undefined
        ? '--preuve accompagne --postee, --presentee, --recue ou --retournee'
        : facts.length === 0 && flags.note !== undefined
          ? '--note accompagne --postee, --presentee, --recue ou --retournee'
          : flags.recue !== undefined && flags.retournee !== undefined
            ? 'Une lettre est reçue, ou revient : --recue et --retournee ne vont pas ensemble'
            : flags.lre && flags.lrar !== undefined
              ? '--lre et --lrar ne vont pas ensemble'
              : null;
  if (stray !== null) throw conflictingFlags(stray, 'relance mise-en-demeure --help');
};

/** The facts of a letter's life, in their order; the proof and the note go with the last one. */
export const readLetterLife = async (ctx: Context, flags: LetterFlags): Promise<LetterLife> => {
  const typed: [LetterEvent, string | undefined, string][] = [
    ['posted', flags.postee, '--postee'],
    ['presented', flags.presentee, '--presentee'],
    ['received', flags.recue, '--recue'],
    [
      RETURN_WORDS[
        flags.motif === undefined
          ? 'non-reclamee'
          : parseChoice(flags.motif, Object.keys(RETURN_WORDS) as (keyof typeof RETURN_WORDS)[], '--motif')
      ],
      flags.retournee,
      '--retournee',
    ],
  ];
  const facts: LetterFact[] = [];
  for (const [event, day, flag] of typed)
    if (day !== undefined) facts.push({ event, on: await readFactDay(ctx, day, flag) });
  refuseStray(flags, facts);
  const tracking = await readTracking(ctx, flags);
  const last = facts.at(-1);
  if (last && flags.note !== undefined) last.note = parseParagraphs(flags.note, '--note');
  if (last && flags.preuve !== undefined) last.proof = readProof(flags.preuve);
  return {
    facts,
    sending: flags.lre ? 'lre' : flags.lrar === undefined ? undefined : 'lrar',
    tracking,
  };
};
