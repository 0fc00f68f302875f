import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { RelanceError } from '../../src/errors.ts';
import { createPrompts, type Choice, type Prompts } from '../../src/ui/prompts.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';
const TAB = '\t';

/** Asks a person who types these keys one after the other; gives the answer and all that the screen showed. */
const ask = async <T>(
  question: (prompts: Prompts) => Promise<T>,
  keys: string[],
): Promise<{ answer: T; screen: string }> => {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 40 });
  let screen = '';
  const left = [...keys];
  const type = (): void => {
    const key = left.shift();
    if (key !== undefined) input.write(key);
  };
  let waiting: NodeJS.Timeout | undefined;
  output.on('data', (chunk: Buffer) => {
    // eslint-disable-next-line no-control-regex
    screen += chunk.toString().replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '');
    clearTimeout(waiting);
    waiting = setTimeout(type, 10);
  });
  try {
    return { answer: await question(createPrompts({ input, output })), screen };
  } finally {
    clearTimeout(waiting);
  }
};

const isEuro = (value: string): void => {
  if (value !== 'EUR') throw new RelanceError('Devise inconnue');
};

describe('a question answered in words', () => {
  it.each<[string, Parameters<Prompts['text']>[0], string[], string]>([
    ['is what was typed, without the spaces around', { message: 'Nom' }, ['  Durand ', ENTER], 'Durand'],
    ['is the answer proposed', { message: 'Ville', default: 'Paris' }, [ENTER], 'Paris'],
    ['is another than the one proposed', { message: 'Ville', default: 'Paris' }, ['Lyon', ENTER], 'Lyon'],
    [
      'begins with the one proposed',
      { message: 'Ville', default: 'Paris' },
      [TAB, ' 11e', ENTER],
      'Paris 11e',
    ],
    ['may be nothing', { message: 'Tél.', isOptional: true }, [ENTER], ''],
    [
      'may be nothing, which is not checked',
      { message: 'Devise', isOptional: true, check: isEuro },
      [ENTER],
      '',
    ],
  ])('%s', async (_what, question, keys, expected) => {
    expect((await ask((prompts) => prompts.text(question), keys)).answer).toBe(expected);
  });

  it.each([
    ['nothing', ' ', 'Une réponse est attendue'],
    ['what its check refuses', 'XXX', 'Devise inconnue'],
  ])('is asked again after %s, and says why', async (_what, typed, why) => {
    const { answer, screen } = await ask(
      (prompts) => prompts.text({ message: 'Devise', check: isEuro }),
      [typed, ENTER, '\u0015', 'EUR', ENTER],
    );
    expect([answer, screen.includes(why)]).toEqual(['EUR', true]);
  });
});

describe('a question answered by yes or no', () => {
  it.each([
    ['Enter, yes by default', true, [ENTER], true],
    ['Enter, no by default', false, [ENTER], false],
    ['« oui »', false, ['oui', ENTER], true],
    ['« o »', false, ['o', ENTER], true],
    ['« non »', true, ['non', ENTER], false],
    ['« N »', true, ['N', ENTER], false],
  ])('%s', async (_what, byDefault, keys, expected) => {
    expect((await ask((prompts) => prompts.confirm('Envoyer ?', byDefault), keys)).answer).toBe(expected);
  });

  it('is yes by default when nothing else is said', async () => {
    expect((await ask((prompts) => prompts.confirm('Envoyer ?'), [ENTER])).answer).toBe(true);
  });

  it('takes no other word', async () => {
    const { answer, screen } = await ask(
      (prompts) => prompts.confirm('Envoyer ?'),
      ['peut-être', ENTER, '\u0015', 'n', ENTER],
    );
    expect([answer, /oui.*non/.test(screen.replaceAll('\n', ' '))]).toEqual([false, true]);
  });
});

describe('a choice', () => {
  const choices: Choice<string>[] = [
    { name: 'Entreprise', value: 'entreprise' },
    { name: 'Particulier', value: 'particulier', description: 'sans indemnité de 40 €' },
    { name: 'Public', value: 'public' },
  ];

  it.each<[string, string | undefined, string[], string]>([
    ['is the first', undefined, [ENTER], 'entreprise'],
    ['is the one below', undefined, [DOWN, ENTER], 'particulier'],
    ['is the one proposed', 'public', [ENTER], 'public'],
  ])('%s', async (_what, byDefault, keys, expected) => {
    expect((await ask((prompts) => prompts.choose('Type', choices, byDefault), keys)).answer).toBe(expected);
  });

  it('says what it means, and nothing in English', async () => {
    const { screen } = await ask((prompts) => prompts.choose('Type', choices), [DOWN, ENTER]);
    expect([screen.includes('sans indemnité'), /navigate|select|arrow/i.test(screen)]).toEqual([true, false]);
  });
});

it('a search offers what matches while the person types', async () => {
  const terms: string[] = [];
  const source = (term: string): Choice<number>[] => {
    terms.push(term);
    return ['Durand', 'Petit', 'Petitjean']
      .map((name, value) => ({ name, value }))
      .filter(({ name }) => name.toLowerCase().includes(term));
  };
  const { answer } = await ask((prompts) => prompts.search('Client', source), ['petit', DOWN, ENTER]);
  expect([answer, terms[0], terms.at(-1)]).toEqual([2, '', 'petit']);
});

it.each<[string, (prompts: Prompts) => Promise<unknown>]>([
  ['in words', (prompts) => prompts.text({ message: 'Nom' })],
  ['by yes or no', (prompts) => prompts.confirm('Envoyer ?')],
  ['among others', (prompts) => prompts.choose('Type', [{ name: 'Public', value: 'public' }])],
])('Ctrl+C at a question answered %s answers nothing', async (_what, question) => {
  await expect(ask(question, ['\u0003'])).rejects.toMatchObject({ name: 'ExitPromptError' });
});
