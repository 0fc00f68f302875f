export interface StoredDocument {
  id: number;
  kind: string;
  name: string;
  sha256: string;
  bytes: number;
}
