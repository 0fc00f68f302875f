export const CLIENT_KINDS = ['entreprise', 'association', 'particulier', 'public'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];
