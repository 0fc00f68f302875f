import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.ts';
import { buildProgram } from '../../src/program.ts';
import { addClient, addInvoice, openBusiness, TODAY } from '../helpers/claims.ts';
import { World } from '../helpers/world.ts';

const silent = { stdout: () => undefined, stderr: () => undefined };

interface Leaf {
  words: string[];
  command: Command;
}

const leavesOf = (command: Command, words: string[]): Leaf[] =>
  command.commands.length > 0
    ? command.commands.flatMap((child) => leavesOf(child, [...words, child.name()]))
    : [{ words, command }];

/** Every command that does something, with what it takes. */
const leaves = async (): Promise<Leaf[]> => {
  const ctx = { version: '', columns: 80, config: {} } as Context;
  const line = { argv: [], name: null, isJson: false, databasePath: undefined };
  return leavesOf(await buildProgram(ctx, line, silent, true), []);
};

/** The command lines of a command, this value in each place in turn. */
const linesWith = (value: string, { words, command }: Leaf): string[][] => {
  const given = command.registeredArguments;
  const needed = given.filter(({ required }) => required).map(() => 'F-1');
  return [
    ...given.map((_, place) => [...words, ...given.map((__, at) => (at === place ? value : 'F-1'))]),
    ...command.options
      .filter(({ required }) => required)
      .map(({ long }) => [...words, ...needed, long ?? '', value]),
  ];
};

/** Longer than any name on any disk, with a folder in front or not. */
const LONG = 'x'.repeat(5000);
const LONGEST_SENTENCE = 600;

describe('an argument that no command can use', () => {
  it.each([
    ['too long', LONG],
    ['a path too long', `/tmp/${'d/'.repeat(3000)}z`],
    ['with a nul character', 'a\0b'],
  ])(
    '%s: is refused in a sentence, or is a text like another, wherever it stands',
    { timeout: 60_000 },
    async (_case, value) => {
      const world = new World(TODAY);
      await openBusiness(world);
      addInvoice(world, addClient(world, 'Petit'), 'F-1');
      const faults: string[] = [];
      const lines = (await leaves()).flatMap((leaf) => linesWith(value, leaf));
      for (const line of [...lines, ['list', '--db', value], ['import', value, '--yes']]) {
        const { stderr } = await world.relance(line);
        if (stderr.includes('Défaut') || stderr.length > LONGEST_SENTENCE)
          faults.push(`${line.map((word) => word.slice(0, 20)).join(' ')} → ${stderr.slice(0, 200)}`);
      }
      expect(lines.length).toBeGreaterThan(200);
      expect(faults).toEqual([]);
    },
  );
});
