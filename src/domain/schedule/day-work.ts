import type { Action } from './action.ts';
import type { Channel } from './scenario.ts';

/** Minutes that an act takes a person, by channel: enough to plan a morning. */
const MINUTES: Partial<Record<Channel, number>> = {
  email: 1,
  sms: 3,
  call: 10,
  letter: 10,
  lrar: 20,
  'mise-en-demeure': 30,
  handover: 30,
  decide: 5,
};

/** The order in which a morning is worked through. */
const ORDER: Channel[] = ['email', 'call', 'sms', 'letter', 'lrar', 'mise-en-demeure', 'handover', 'decide'];

export interface ChannelWork {
  channel: Channel;
  count: number;
  minutes: number;
}

/** What there is to do today by channel, and the time it takes. */
export const workOf = (actions: readonly Action[]): ChannelWork[] =>
  ORDER.flatMap((channel) => {
    const count = actions.filter((action) => action.channel === channel && action.blocked === null).length;
    return count === 0 ? [] : [{ channel, count, minutes: count * (MINUTES[channel] ?? 5) }];
  });
