import { proveSums } from '../helpers/sums/prove-sums.ts';

proveSums(0, 2);
