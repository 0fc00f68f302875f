import type { Command } from 'commander';
import type { Context } from './context.ts';

export type CommandFactory = (ctx: Context) => Command;

/** The names that call it, the first being its own, what it is for, and where it is: loaded when it is typed, and only then. */
type Row = readonly [names: string, summary: string, load: () => Promise<CommandFactory>];

/** The jobs of the user, as the help names them. */
const JOBS: readonly { title: string; rows: readonly Row[] }[] = [
  {
    title: 'Pour commencer :',
    rows: [
      [
        'init initialiser',
        'le dossier, la base et votre profil, une fois pour toutes',
        async () => (await import('./commands/ledger/profil/init.ts')).initCommand,
      ],
      [
        'profil',
        'qui vous êtes : nom, IBAN, conditions, signature',
        async () => (await import('./commands/ledger/profil/profil.ts')).profilCommand,
      ],
      [
        'mail messagerie',
        'votre messagerie : l’envoi des relances, la lecture des réponses',
        async () => (await import('./commands/setup/mail/mail.ts')).mailCommand,
      ],
      [
        'demo',
        'une matinée jouée dans un dossier jetable',
        async () => (await import('./commands/setup/demo.ts')).demoCommand,
      ],
    ],
  },
  {
    title: 'La journée :',
    rows: [
      [
        'matin',
        'la matinée : ce qui est arrivé, ce qui est à faire',
        async () => (await import('./commands/day/matin.ts')).matinCommand,
      ],
      [
        'due a-faire',
        'ce qui est à faire aujourd’hui',
        async () => (await import('./commands/day/due.ts')).dueCommand,
      ],
      [
        'why pourquoi',
        'pourquoi une facture est relancée, ou pas encore',
        async () => (await import('./commands/day/why.ts')).whyCommand,
      ],
      [
        'list liste',
        'les factures qui restent à payer',
        async () => (await import('./commands/day/list.ts')).listCommand,
      ],
      [
        'show voir',
        'toute l’histoire d’une facture',
        async () => (await import('./commands/day/show.ts')).showCommand,
      ],
      [
        'stats statistiques',
        'qui doit quoi, depuis quand, et ce qui marche',
        async () => (await import('./commands/day/stats/stats.ts')).statsCommand,
      ],
    ],
  },
  {
    title: 'Factures, clients et règlements :',
    rows: [
      [
        'client',
        'vos clients : add, list, show, edit, checklist, signal',
        async () => (await import('./commands/ledger/client/client.ts')).clientCommand,
      ],
      [
        'add ajouter',
        'enregistre une facture',
        async () => (await import('./commands/ledger/invoice/add.ts')).addCommand,
      ],
      [
        'import importer',
        'des factures depuis un dossier, un CSV ou un FEC',
        async () => (await import('./commands/ledger/import/import.ts')).importCommand,
      ],
      [
        'edit modifier',
        'corrige une facture',
        async () => (await import('./commands/ledger/invoice/edit.ts')).editCommand,
      ],
      [
        'pay payer',
        'enregistre un règlement reçu',
        async () => (await import('./commands/ledger/pay/pay.ts')).payCommand,
      ],
      [
        'bank banque',
        'les relevés bancaires : qui a payé quoi',
        async () => (await import('./commands/ledger/bank/bank.ts')).bankCommand,
      ],
      [
        'cancel annuler',
        'annule une facture, ou la passe en perte',
        async () => (await import('./commands/ledger/invoice/cancel.ts')).cancelCommand,
      ],
    ],
  },
  {
    title: 'Les échanges :',
    rows: [
      [
        'send envoyer',
        'envoie les relances du jour par e-mail',
        async () => (await import('./commands/talks/send.ts')).sendCommand,
      ],
      [
        'preview apercu',
        'le message exact de la prochaine relance',
        async () => (await import('./commands/talks/preview.ts')).previewCommand,
      ],
      [
        'inbox boite',
        'lit les réponses de vos clients et les messages non remis',
        async () => (await import('./commands/talks/inbox/inbox.ts')).inboxCommand,
      ],
      [
        'resolve eclaircir',
        'dit si un message incertain est parti',
        async () => (await import('./commands/talks/resolve.ts')).resolveCommand,
      ],
      [
        'call appeler',
        'la fiche d’appel, puis ce qu’il en est sorti',
        async () => (await import('./commands/talks/call/call.ts')).callCommand,
      ],
      [
        'sms',
        'un texte court à copier dans le téléphone, puis à noter',
        async () => (await import('./commands/talks/call/sms.ts')).smsCommand,
      ],
      [
        'log noter',
        'note un appel, une lettre, une réponse reçue',
        async () => (await import('./commands/talks/log.ts')).logCommand,
      ],
      [
        'promise promesse',
        'note une promesse de règlement',
        async () => (await import('./commands/talks/promise.ts')).promiseCommand,
      ],
      [
        'pause',
        'suspend les relances jusqu’à une date',
        async () => (await import('./commands/talks/pause.ts')).pauseCommand,
      ],
      [
        'resume reprendre',
        'reprend les relances suspendues',
        async () => (await import('./commands/talks/resume.ts')).resumeCommand,
      ],
      [
        'dispute litige',
        'note un litige',
        async () => (await import('./commands/talks/dispute.ts')).disputeCommand,
      ],
      [
        'skip passer',
        'passe la prochaine étape, avec un motif',
        async () => (await import('./commands/talks/skip.ts')).skipCommand,
      ],
      [
        'procedure',
        'note la procédure collective d’un client',
        async () => (await import('./commands/talks/procedure.ts')).procedureCommand,
      ],
    ],
  },
  {
    title: 'Les lettres :',
    rows: [
      [
        'lettre',
        'une lettre de relance (PDF), simple ou recommandée',
        async () => (await import('./commands/letters/lettre.ts')).lettreCommand,
      ],
      [
        'mise-en-demeure',
        'la lettre (PDF) qui met en demeure de payer, et son suivi',
        async () => (await import('./commands/letters/mise-en-demeure.ts')).miseEnDemeureCommand,
      ],
      [
        'plan',
        'le protocole d’accord (PDF) : dette reconnue, échéancier',
        async () => (await import('./commands/letters/plan.ts')).planCommand,
      ],
      [
        'decheance',
        'la lettre (PDF) qui réclame une échéance manquée d’un échéancier',
        async () => (await import('./commands/letters/decheance.ts')).decheanceCommand,
      ],
      [
        'injonction',
        'la requête en injonction de payer (PDF), et son suivi',
        async () => (await import('./commands/letters/injonction.ts')).injonctionCommand,
      ],
      [
        'declaration',
        'la déclaration de créance (PDF) au mandataire judiciaire',
        async () => (await import('./commands/letters/declaration.ts')).declarationCommand,
      ],
      [
        'duplicata',
        'la lettre qui récupère la TVA d’une facture perdue',
        async () => (await import('./commands/letters/duplicata.ts')).duplicataCommand,
      ],
      [
        'dossier',
        'tout d’une créance : un PDF numéroté et ses originaux',
        async () => (await import('./commands/letters/dossier/dossier.ts')).dossierCommand,
      ],
    ],
  },
  {
    title: 'Le droit :',
    rows: [
      [
        'interets',
        'les pénalités d’une facture, ligne par ligne',
        async () => (await import('./commands/law/interets.ts')).interetsCommand,
      ],
      [
        'taux',
        'les taux de référence : list, add, maj',
        async () => (await import('./commands/law/taux.ts')).tauxCommand,
      ],
      [
        'prescription',
        'jusqu’à quand une facture peut être réclamée en justice',
        async () => (await import('./commands/law/prescription.ts')).prescriptionCommand,
      ],
    ],
  },
  {
    title: 'Les réglages :',
    rows: [
      [
        'templates modeles',
        'les modèles d’e-mail et de lettre : liste, copie, vérification',
        async () => (await import('./commands/setup/templates.ts')).templatesCommand,
      ],
      [
        'scenario scenarios',
        'les scénarios : liste, copie, vérification',
        async () => (await import('./commands/setup/scenario.ts')).scenarioCommand,
      ],
    ],
  },
];

export interface CommandEntry {
  name: string;
  alias: string | undefined;
  summary: string;
  load: () => Promise<CommandFactory>;
  /** Title of its job. */
  job: string;
}

/** The commands, by job, in the order of a working day. */
export const COMMANDS: readonly CommandEntry[] = JOBS.flatMap(({ title, rows }) =>
  rows.map(([names, summary, load]) => {
    const [name = '', alias] = names.split(' ');
    return { name, alias, summary, load, job: title };
  }),
);
