import { CommanderError } from 'commander';
import { quoted } from './domain/typography.ts';
import { RelanceError, usageError } from './errors.ts';

const nameIn = (message: string): string => /'([^']*)'/.exec(message)?.[1] ?? '';
const suggestion = (message: string): string | undefined =>
  /\(Did you mean (?:one of )?([^?]+)\?\)/.exec(message)?.[1];

/** A command line that commander refuses, said in French. Null when the error is not commander's. */
export const translateUsage = (error: unknown): RelanceError | null => {
  if (!(error instanceof CommanderError)) return null;
  const { code, message } = error;
  const name = nameIn(message);
  const near = suggestion(message);
  const hint = near ? `vouliez-vous dire ${near} ?` : 'relance --help';
  switch (code) {
    case 'commander.helpDisplayed':
    case 'commander.help':
    case 'commander.version':
      return new RelanceError('', { code: 'help' });
    case 'commander.unknownCommand':
      return usageError(`La commande ${quoted(name)} n’existe pas`, hint, 'unknown-command');
    case 'commander.unknownOption':
      if (/^-\d/.test(name))
        return usageError(
          `Le montant ${quoted(name)} est négatif`,
          'ni un montant ni un numéro de facture ne commencent par un tiret',
          'invalid-amount',
        );
      return usageError(`L’option ${quoted(name)} n’existe pas ici`, hint, 'unknown-option');
    case 'commander.missingArgument':
      return usageError(
        `Il manque ${name}`,
        'ajoutez --help à la commande pour voir un exemple',
        'missing-argument',
      );
    case 'commander.optionMissingArgument':
      return usageError(
        `L’option ${quoted(name)} attend une valeur`,
        'ajoutez --help à la commande pour voir un exemple',
        'missing-value',
      );
    case 'commander.missingMandatoryOptionValue':
      return usageError(
        `L’option ${quoted(name)} est obligatoire`,
        'ajoutez --help à la commande pour voir un exemple',
        'missing-option',
      );
    case 'commander.excessArguments':
      return usageError(
        'Il y a des mots en trop sur la ligne de commande',
        'mettez entre guillemets un nom qui contient des espaces',
        'excess-arguments',
      );
    case 'commander.invalidArgument':
      return usageError(message.replace(/^error: /, ''), undefined, 'invalid-value');
    default:
      return usageError(message.replace(/^error: /, ''), 'relance --help');
  }
};
