import { expect } from 'vitest';
import type { World } from './world.ts';

/** The same words with ordinary spaces, easier to write in a test. */
export const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

/** A space that French typography wants non-breaking. */
const BREAKING_SPACE = /« | [»:;?!€]/;

const FACTS = [
  'payment',
  'hold',
  'contact',
  'contact_invoice',
  'step_mark',
  'insolvency',
  'interruption',
  'reference_rate',
  'waiver',
  'invoice',
  'client',
  'client_sign',
  'client_check',
];

const factsOf = (world: World): unknown => FACTS.map((table) => world.rows(`select * from ${table}`));

/** Runs a command that must be refused: nothing on stdout, nothing written. Returns `[exit code, message, hint]`. */
export const refused = async (
  world: World,
  line: string | string[],
): Promise<[exitCode: number, message: string, hint: string | undefined]> => {
  const before = factsOf(world);
  const { exitCode, stdout, stderr } = await world.relance(line);
  expect(stdout).toBe('');
  expect(factsOf(world)).toEqual(before);
  expect(stderr).not.toMatch(BREAKING_SPACE);
  const [message = '', hint] = plain(stderr).trimEnd().split('\n→ ');
  return [exitCode, message, hint];
};

/** Runs a command that must be accepted, and gives the lines it says. */
export const said = async (world: World, line: string | string[]): Promise<string[]> => {
  const stdout = await world.ok(line);
  expect(stdout).not.toMatch(BREAKING_SPACE);
  return plain(stdout).trimEnd().split('\n');
};

/** What a command says when it is refused; '' when it is accepted. */
export const verdict = async (world: World, line: string | string[]): Promise<string> => {
  const { exitCode, stderr } = await world.relance(line);
  return exitCode === 0 ? '' : (plain(stderr).split('\n')[0] ?? '');
};
