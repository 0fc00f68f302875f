import type { Context } from '../../../context.ts';
import type { Client, ClientFields } from '../../../domain/people/client.ts';
import {
  greetingOf,
  lacksFirstName,
  withFirstName,
  type Greeted,
} from '../../../domain/people/salutation.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { oneLine } from '../../../domain/typography.ts';

/** What the first line of a client's messages depends on. */
const FIELDS = ['contactName', 'salutation', 'tutoiement'] as const;

type Known = Pick<Greeted, 'contactName' | 'salutation' | 'tutoiement'>;

const NOBODY: Known = { contactName: null, salutation: null, tutoiement: false };

/** One does not say `tu` without a first name: a person at the terminal is asked for it. */
const askFirstName = async (ctx: Context, contactName: string): Promise<string> => {
  const prompts = await ctx.prompts();
  const firstName = await prompts.text({
    message: 'Son prénom, puisque vous vous tutoyez (facultatif)',
    check: (text) => parseLine(text, 'Le prénom'),
    isOptional: true,
  });
  return firstName === '' ? contactName : withFirstName(contactName, parseLine(firstName, 'Le prénom'));
};

/**
 * What changes in a client, completed by what it changes in its greeting.
 * @param client as it is known, null for a new one
 */
export const settleGreeting = async (
  ctx: Context,
  client: Known | null,
  changes: Partial<ClientFields>,
): Promise<Partial<ClientFields>> => {
  const before = client ?? NOBODY;
  const { contactName } = changes;
  // A salutation does not outlive the person it was typed for.
  const isAnother = contactName !== undefined && contactName !== before.contactName;
  const settled: Partial<ClientFields> = { ...(isAnother && { salutation: null }), ...changes };
  const after = { ...before, ...settled };
  const isAsked = ctx.isInteractive && (isAnother || changes.tutoiement === true) && lacksFirstName(after);
  if (!isAsked || after.contactName === null) return settled;
  return { ...settled, contactName: await askFirstName(ctx, after.contactName) };
};

/** Says how a client will be greeted, when what was just recorded changes it. */
export const tellGreeting = (ctx: Context, client: Client, changes: Partial<ClientFields>): void => {
  const { contactName, salutation } = client;
  if (FIELDS.every((field) => changes[field] === undefined)) return;
  if (!ctx.isJson && (contactName !== null || salutation !== null))
    ctx.print(`On lui écrira : ${greetingOf(client)}`);
  if (contactName !== null && lacksFirstName(client))
    ctx.warn(
      `Attention, vous tutoyez ${oneLine(contactName)} sans que son prénom soit connu.\n→ relance client edit ${client.id} --contact "${withFirstName(contactName, 'Prénom')}"`,
    );
};
