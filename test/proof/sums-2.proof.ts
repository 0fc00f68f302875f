import { proveSums } from '../helpers/sums/prove-sums.ts';

proveSums(1, 2);
