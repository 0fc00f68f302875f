import { proveMailMonths } from '../helpers/mail-months/prove.ts';

proveMailMonths(1, 2);
