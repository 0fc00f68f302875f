import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MESSAGE_VOCABULARY } from '../../src/mail/message-context.ts';
import { listTemplates } from '../../src/document/template-files.ts';
import { checkTemplate, checkTemplates, loadTemplate } from '../../src/document/load.ts';
import { templateFolder } from '../helpers/template-folder.ts';

const SOUND = 'Objet : Facture {{numero}}\n\n{{salutation}}\n';

const problemsOf = (text: string, partials: Record<string, string> = {}) => {
  const files = Object.entries(partials).map(([name, source]) => [`partiels/${name}`, source]);
  const packaged = templateFolder({ essai: text, ...(Object.fromEntries(files) as Record<string, string>) });
  return checkTemplate('essai', { user: null, packaged, vocabulary: MESSAGE_VOCABULARY }).map(({ file, line, message }) => [
    file.slice(packaged.length + 1),
    line,
    message,
  ]);
};

describe('the check', () => {
  it('finds nothing to say of a sound template', () => {
    const text = `{{!-- @note --}}${SOUND}
{{#if tu}}a{{else if nous}}b{{else}}c{{/if}} {{#unless createur.tel}}d{{/unless}}
{{tu-vous "peux-tu" "pouvez-vous"}} {{je-nous "" "nous"}} {{> cloture}}
{{#if (est suite "appel")}}appel{{/if}}

@factures
@paiement`;
    expect(problemsOf(text, { cloture: '{{client.nom}}\n\n@signature' })).toEqual([]);
  });

  it.each([
    ['a variable', `${SOUND}\n{{total_ttc}}`, 5, 'La variable « total_ttc » n’existe pas'],
    [
      'a variable in a condition',
      `${SOUND}{{#if tutoiement}}a{{/if}}`,
      4,
      'La variable « tutoiement » n’existe pas',
    ],
    [
      'a variable in an else',
      `${SOUND}{{#if tu}}a{{else}}\n{{x}}{{/if}}`,
      5,
      'La variable « x » n’existe pas',
    ],
    ['a field', `${SOUND}{{client.siret}}`, 4, 'La variable « client.siret » n’existe pas'],
    ['an object', `${SOUND}{{client}}`, 4, 'La variable « client » n’existe pas'],
    ['a prototype name', `${SOUND}{{constructor}}`, 4, 'La variable « constructor » n’existe pas'],
    ['a data variable', `${SOUND}{{@root}}`, 4, 'La variable « @root » n’existe pas'],
    ['the context itself', `${SOUND}{{this}}`, 4, 'La variable « this » n’existe pas'],
    ['a helper', `${SOUND}{{majuscules numero}}`, 4, 'La fonction « majuscules » n’existe pas'],
    [
      'a helper with one text',
      `${SOUND}{{tu-vous "tu"}}`,
      4,
      '« tu-vous » attend deux textes entre guillemets droits',
    ],
    [
      'a helper with variables',
      `${SOUND}{{tu-vous numero total}}`,
      4,
      '« tu-vous » attend deux textes entre guillemets droits',
    ],
    [
      'a wrong comparison',
      `${SOUND}{{#if (est suite "rappel")}}a{{/if}}`,
      4,
      '« est » attend suite "mise-en-demeure", suite "appel", suite "remise", ton "service", ton "courtoisie", ton "rappel", ton "fermete", ton "dernier", echange_issue "attente-validation", echange_issue "deja-paye", echange_issue "facture-non-recue"',
    ],
    [
      'a sub-expression',
      `${SOUND}{{#if (lookup . "tu")}}a{{/if}}`,
      4,
      'La fonction « lookup » n’existe pas',
    ],
    [
      'a block helper',
      `${SOUND}{{#each numeros}}a{{/each}}`,
      4,
      'Le bloc « #each » n’existe pas (if ou unless)',
    ],
    ['a partial', `${SOUND}{{> politesse}}`, 4, 'Le partiel « politesse » n’existe pas'],
    [
      'a path as a partial',
      `${SOUND}{{> ../../secret}}`,
      4,
      'Le partiel « ../../secret » n’existe pas',
    ],
    [
      'a block',
      `${SOUND}\n@facture\n`,
      5,
      'Le bloc « @facture » n’existe pas (@factures, @paiement, @penalites, @signature, @somme)',
    ],
    [
      'no subject',
      '{{salutation}}\n\nBonjour',
      1,
      'La première ligne doit commencer par « Objet : »',
    ],
    [
      'no subject in one branch',
      '{{#if tu}}Objet : a{{else}}b{{/if}}\n',
      1,
      'La première ligne doit commencer par « Objet : »',
    ],
    ['a block left open', `${SOUND}{{#if tu}}a`, 4, 'Un bloc ouvert n’est jamais refermé'],
    [
      'a block closed by another',
      `${SOUND}{{#if tu}}a{{/unless}}`,
      4,
      'Le bloc « #if » est fermé par « /unless »',
    ],
    ['braces left open', `${SOUND}{{numero`, 4, 'Les accolades sont mal fermées ou vides'],
    ['empty braces', `${SOUND}{{}}`, 4, 'Les accolades sont mal fermées ou vides'],
    [
      'an inline partial',
      `${SOUND}{{#*inline "a"}}b{{/inline}}`,
      4,
      'Cette instruction n’existe pas dans les modèles',
    ],
  ])('names the file and the line of %s', (_, text, line, message) => {
    expect(problemsOf(text)).toEqual([['essai.hbs', line, message]]);
  });

  it('goes into partials, and names their file', () => {
    expect(problemsOf(`${SOUND}{{> a}}`, { a: 'un\n{{> b}}', b: 'un\ndeux {{trois}}' })).toEqual([
      ['partiels/b.hbs', 2, 'La variable « trois » n’existe pas'],
    ]);
  });

  it('refuses a partial that includes itself', () => {
    expect(problemsOf(`${SOUND}{{> a}}`, { a: '{{> b}}', b: '{{> a}}' })).toEqual([
      ['partiels/b.hbs', 1, 'Le partiel « a » s’inclut lui-même'],
    ]);
  });

  it('says each fault of all the templates once, unused partials too', () => {
    const packaged = templateFolder({
      un: `${SOUND}{{> a}}`,
      deux: `${SOUND}{{> a}}{{y}}`,
      'partiels/a': '{{x}}',
      'partiels/b': '{{z}}',
    });
    const problems = checkTemplates({ user: null, packaged, vocabulary: MESSAGE_VOCABULARY });
    expect(problems.map(({ message }) => /« (.)/.exec(message)?.[1]).toSorted()).toEqual([
      'x',
      'y',
      'z',
    ]);
  });
});

describe('loadTemplate', () => {
  it('prefers the user’s template, and the user’s partial under a packaged template', () => {
    const packaged = templateFolder({ a: `${SOUND}{{> fin}}`, b: SOUND, 'partiels/fin': 'livré' });
    const user = templateFolder({ b: `${SOUND}à moi`, 'partiels/fin': 'le mien', c: SOUND });
    const folders = { user, packaged, vocabulary: MESSAGE_VOCABULARY };
    const context = { numero: '1', salutation: 'Bonjour,' };
    expect(loadTemplate('a', folders).render(context).body).toContain('le mien');
    expect(loadTemplate('b', folders)).toMatchObject({ origin: 'user', file: join(user, 'b.hbs') });
    expect(listTemplates(folders).map(({ name, origin, overrides }) => [name, origin, overrides])).toEqual([
      ['a', 'packaged', false],
      ['b', 'user', true],
      ['c', 'user', false],
    ]);
  });

  it('refuses a faulty template with its file and line', () => {
    const packaged = templateFolder({ a: `${SOUND}{{x}}` });
    expect(() => loadTemplate('a', { user: null, packaged, vocabulary: MESSAGE_VOCABULARY })).toThrow(
      expect.objectContaining({
        code: 'invalid-template',
        message: `${join(packaged, 'a.hbs')}, ligne 4 : La variable « x » n’existe pas`,
      }),
    );
  });

  it.each(['absent', '../a', 'a/b', ''])('does not know « %s »', (name) => {
    const folders = { user: join(templateFolder({}), 'absent'), packaged: templateFolder({ a: SOUND }), vocabulary: MESSAGE_VOCABULARY };
    expect(() => loadTemplate(name, folders)).toThrow(expect.objectContaining({ code: 'unknown-template' }));
  });

  it('reads a file with a byte order mark and Windows line ends', () => {
    const packaged = templateFolder({ a: `\ufeff${SOUND.replaceAll('\n', '\r\n')}` });
    const template = loadTemplate('a', { user: null, packaged, vocabulary: MESSAGE_VOCABULARY });
    expect(template.render({ numero: '7', salutation: 'Bonjour,' })).toEqual({
      subject: 'Facture 7',
      body: '\nBonjour,\n',
    });
  });
});
