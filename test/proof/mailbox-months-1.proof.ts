import { proveMailMonths } from '../helpers/mail-months/prove.ts';

proveMailMonths(0, 2);
