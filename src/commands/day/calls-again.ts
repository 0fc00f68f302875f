import type { LocalDate } from '../../domain/dates.ts';
import type { Decision } from '../../domain/schedule/decision.ts';

/** Somebody to call again today, whom no step of a scenario asks to call. */
export interface CallAgain {
  client: Decision['invoice']['client'];
  numbers: string[];
  on: LocalDate;
}

export const readCallsAgain = (decisions: readonly Decision[], today: LocalDate): CallAgain[] => {
  const byClient = new Map<number, CallAgain>();
  for (const { invoice, remainingCents, act, channel, holds } of decisions) {
    const { client, callAgainOn, number } = invoice;
    if (callAgainOn === null || callAgainOn > today || remainingCents <= 0 || holds.length > 0) continue;
    if (act && channel === 'call') continue;
    const known = byClient.get(client.id);
    if (known) known.numbers.push(number);
    else byClient.set(client.id, { client, numbers: [number], on: callAgainOn });
  }
  return [...byClient.values()];
};
