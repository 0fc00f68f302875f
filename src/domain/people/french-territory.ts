const TERRITORIES = new Set(['FR', 'GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'BL', 'MF', 'WF', 'PF', 'NC', 'TF']);

/** Whether a country code (ISO 3166-1) is that of France or of one of its overseas territories. */
export const isFrench = (country: string): boolean => TERRITORIES.has(country);
