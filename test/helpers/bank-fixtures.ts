/** Statements of invented accounts, one for each way of writing them, with the traps that each format holds. */
export const OFX_SGML = [
  'OFXHEADER:100',
  'DATA:OFXSGML',
  'VERSION:102',
  'SECURITY:NONE',
  'ENCODING:USASCII',
  'CHARSET:1252',
  '',
  '<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><LANGUAGE>FRA</SONRS></SIGNONMSGSRSV1>',
  '<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>EUR',
  '<BANKACCTFROM><BANKID>20041<BRANCHID>01005<ACCTID>0500013M026<ACCTTYPE>CHECKING</BANKACCTFROM>',
  '<BANKTRANLIST><DTSTART>20260101<DTEND>20260131',
  '<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260114120000[+1:CET]<TRNAMT>1440.00<FITID>A2026011401<NAME>VIR SEPA ATELIER LUNE<MEMO>VIR SEPA ATELIER LUNE FACT 2026-014 &amp; 015</STMTTRN>',
  '<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260113230000[0:GMT]<TRNAMT>-8,50<FITID>A2026011402<NAME>FRAIS TENUE DE COMPTE<MEMO></STMTTRN>',
  '<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20260120<TRNAMT>-120<FITID>7<CHECKNUM>0004512<NAME>CHEQUE',
  '<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260121<TRNAMT>-300.00<FITID>A2026012101<NAME>REJET PRLV ATELIER LUNE</STMTTRN>',
  '</BANKTRANLIST><LEDGERBAL><BALAMT>1011.50<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1>',
  '<CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>4970XXXXXXXX1234</CCACCTFROM>',
  '<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260105<TRNAMT>-19.90<FITID>C55501<NAME>HEBERGEUR</STMTTRN></BANKTRANLIST>',
  '</CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>',
].join('\n');

export const OFX_XML = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF>
<BANKACCTFROM><BANKID>30099</BANKID><ACCTID>00012345678</ACCTID></BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260201</DTSTART><DTEND>20260228</DTEND>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20260203</DTPOSTED><TRNAMT>+250.00</TRNAMT><FITID>z-1</FITID>
<PAYEE><NAME>Studio Éclair</NAME></PAYEE><BANKACCTTO><ACCTID>FR76 3000 4000 3112 3456 7890 143</ACCTID></BANKACCTTO><MEMO><![CDATA[acompte <devis 12>]]></MEMO><REFNUM>RF18</REFNUM></STMTTRN>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20260204</DTPOSTED><TRNAMT>90.00</TRNAMT><FITID>z-2</FITID><NAME/><MEMO>Cr&#233;dit</MEMO><CURRENCY><CURRATE>1</CURRATE><CURSYM>USD</CURSYM></CURRENCY></STMTTRN>
</BANKTRANLIST><BANKTRANLISTP><STMTTRNP><TRNTYPE>DEBIT</TRNTYPE><TRNAMT>-5.00</TRNAMT><NAME>CB</NAME></STMTTRNP></BANKTRANLISTP>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

const camtEntry = (
  body: string,
  { status = '<Sts>BOOK</Sts>', sign = 'CRDT', amount = '100.00' } = {},
): string =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${status}<BookgDt><Dt>2026-03-02</Dt></BookgDt>${body}</Ntry>`;

const camtDocument = (version: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>${body}</Stmt></BkToCstmrStmt></Document>`;

const CAMT_ACCOUNT = '<Acct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id><Ccy>EUR</Ccy></Acct>';
const CAMT_PERIOD =
  '<FrToDt><FrDtTm>2026-03-01T00:00:00+01:00</FrDtTm><ToDtTm>2026-04-01T00:00:00+02:00</ToDtTm></FrToDt>';

export const CAMT_V2 = camtDocument(
  '02',
  [
    CAMT_PERIOD,
    CAMT_ACCOUNT,
    '<Bal><Tp><CdOrPrtry><Cd>FWAV</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-04-15</Dt></Dt></Bal>',
    camtEntry(
      '<AcctSvcrRef>R1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Nm>Atelier Lune SARL</Nm></Dbtr><DbtrAcct><Id><IBAN>FR7630004000311234567890143</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>Facture 2026-014</Ustrd><Strd><RfrdDocInf><Nb>2026-015</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>',
    ),
    camtEntry(
      '<AcctSvcrRef>R2</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">60.00</Amt></TxAmt></AmtDtls><RmtInf><Ustrd>cotisation Paul</Ustrd></RmtInf></TxDtls><TxDtls><Refs><EndToEndId>E2</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">40.00</Amt></TxAmt></AmtDtls><RmtInf><Ustrd>cotisation Anne</Ustrd></RmtInf></TxDtls></NtryDtls>',
    ),
    camtEntry('<AddtlNtryInf>CARTE</AddtlNtryInf>', { status: '<Sts>PDNG</Sts>', sign: 'DBIT' }),
    camtEntry('<AddtlNtryInf>pour information</AddtlNtryInf>', { status: '<Sts>INFO</Sts>' }),
  ].join('\n'),
);

export const CAMT_V8 = camtDocument(
  '08',
  [
    CAMT_ACCOUNT,
    '<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>',
    camtEntry(
      '<RvslInd>true</RvslInd><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Studio Éclair</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Jeanne Martin</Nm></Pty></Cdtr></RltdPties><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>',
      { status: '<Sts><Cd>BOOK</Cd></Sts>', sign: 'DBIT' },
    ),
    camtEntry('<AddtlNtryInf>VIR DIVERS</AddtlNtryInf>', {
      status: '<Sts><Cd>BOOK</Cd></Sts>',
      amount: '8.85000',
    }),
    camtEntry('', { status: '<Sts><Cd>FUTR</Cd></Sts>' }),
  ].join(''),
);

const wrapped = (text: string): string[] => `:86:${(text.match(/.{1,65}/g) ?? []).join('\n')}`.split('\n');

export const MT940_GERMAN = [
  ':20:STARTUMS',
  ':25:20041/01005/0500013M026',
  ':28C:00001/001',
  ':60F:C251231EUR1000,00',
  ':61:2512310102CR1440,00NTRFNONREF//B0001',
  // 27 characters in ?21, and lines of 65: both cut in the middle of a word.
  ...wrapped(
    '166?00SEPA-GUTSCHRIFT?20EREF+F-2026-014?21SVWZ+Facture du mois 2026-0?2214 merci?30AGRIFRPP?31FR7630004000311234567890143?32ATELIER LUNE SARL',
  ),
  ':61:2601020102RC300,NRTINONREF//B0002',
  ':86:109?00RUECKLASTSCHRIFT?20SVWZ+Retour impaye?32STUDIO ECLAIR',
  ':61:2601030103RD12,5NCHGNONREF',
  ':86:frais annules',
  ':61:2601040104EC99,NTRFNONREF',
  ':86:a venir',
  ':62M:C260102EUR2152,50',
  '-',
  ':20:STARTUMS',
  ':25:20041/01005/0500013M026',
  ':28C:00001/002',
  ':60M:C260102EUR2152,50',
  ':61:2601020102C10,00NTRFNONREF',
  ':86:VIR IDENTIQUE',
  ':62F:C260131EUR2162,50',
  '-',
].join('\r\n');

export const MT940_DUTCH = [
  '{1:F01ABNANL2AXXXX0000000000}{2:I940XXXXN}{4:',
  ':20:ABN',
  ':25:NL41ABNA0417164300 EUR',
  ':28C:1/1',
  ':60F:C260101EUR0,',
  ':61:2601150115C121,00N944EREF//T2026',
  ':86:/TRTP/SEPA OVERBOEKING/IBAN/FR7630004000311234567890143/BIC/BNPAFRPP',
  '/NAME/ATELIER LUNE/REMI/FACT 2026/014 ET 015/EREF/NOTPROVIDED',
  ':61:2601160116D50,00NTRFNONREF',
  'FR7630004000311234567890143',
  ':86:/EREF/AB-12//MARF/M1//CNTP/NL32INGB0000012345/INGBNL2A/ENERGIE BV///REMI/USTD//JANVIER/',
  ':62F:C260131EUR71,00',
  ':86:IGNORE',
  '-}{5:}',
].join('\n');

const cfonbBase = (code: string, date: string): string => `${code}20041    01005EUR2 0500013M026  ${date}`;

/** A record of an operation, and those that complete it. */
export const CFONB = [
  `${cfonbBase('01', '311225')}${' '.repeat(50)}0000000010000{`,
  `${cfonbBase('04', '140126')}  140126${'VIR RECU'.padEnd(31)}  0000001  0000000014400{FACT 2026-014`,
  `${cfonbBase('05', '140126')}     LIBATELIER LUNE`,
  `${cfonbBase('05', '140126')}     NPYATELIER LUNE SARL`,
  `${cfonbBase('05', '140126')}     LCCREGLEMENT FACTURE 2026-014 DU MOIS DE JANVIER ET DE LA FACTURE 2026-01`.padEnd(
    118,
  ),
  `${cfonbBase('05', '140126')}     LC25 MERCI`,
  `${cfonbBase('05', '140126')}     RCN${'E2E-77'.padEnd(35)}SALA`,
  `${cfonbBase('05', '140126')}     CBEFR7630004000311234567890143`,
  `${cfonbBase('04', '150126')}44160126${'PRLV ATELIER LUNE'.padEnd(31)}  0000002  0000000003000}`,
  `${cfonbBase('04', '200126')}  200126${'F COMMISSION IMPAYE'.padEnd(31)}  0000003  0000000000123J`,
  `${cfonbBase('07', '310126')}${' '.repeat(50)}0000000021276I`,
].join('\r\n');

export const QIF_FRENCH = [
  '!Account',
  'NCompte pro',
  'TBank',
  '^',
  '!Type:Bank',
  "D14/01'26",
  'T1 440,00',
  'PVIR SEPA ATELIER LUNE',
  'MFACT 2026-014',
  'N0012',
  'LVentes',
  '^',
  'D3/ 2/26',
  'U-8,50',
  'T-8,50',
  'PFRAIS',
  'SFrais:Banque',
  '$-8,50',
  '^',
].join('\n');

export const QIF_AMERICAN =
  '!Type:Bank\nD01/31/2026\nT1,440.00\nPTRANSFER\n^\nD02/01/2026\nT-1,000\nPRENT\n^\n';

const lines = (...rows: string[]): string => `${rows.join('\n')}\n`;

/** Exports of French banks and of the accounts of freelancers, with the columns that each gives. */
export const CSV = {
  bnp: lines(
    'Compte de chèques;Compte de chèques;****1234;31/01/2026;;1 234,56',
    '',
    'Date operation;Libelle court;Type operation;Libelle operation;Montant operation en euro',
    '14/01/2026;VIREMENT RECU;VIREMENT;VIR SEPA ATELIER LUNE FACT 2026-014;1 440,00',
    '15/01/2026;FRAIS;COMMISSIONS;FRAIS BANCAIRES;-8,50',
  ),
  societeGenerale: lines(
    '="0300012345678901";01/01/2026;31/01/2026;2;31/01/2026;1 431,50 EUR',
    '',
    'Date de l’opération;Libellé;Détail de l’écriture;Montant de l’opération;Devise',
    '14/01/2026;VIR RECU;VIR RECU DE: ATELIER LUNE MOTIF: 2026-014;1440,00;EUR',
    '15/01/2026;FRAIS;FRAIS BANCAIRES;-8,50;EUR',
  ),
  creditAgricole: lines(
    'Téléchargement du 01/02/2026;',
    '',
    'Martin Jeanne',
    'Compte courant n° 12345678901;',
    'Solde au 31/01/2026 1 431,50 €',
    '',
    'Liste des opérations du compte entre le 01/01/2026 et le 31/01/2026;',
    '',
    'Date;Libellé;Débit euros;Crédit euros;',
    '14/01/2026;"VIREMENT EN VOTRE FAVEUR\nATELIER LUNE\nFACT 2026-014";;1 440,00;',
    '15/01/2026;"FRAIS ";8,50;;',
  ),
  bpce: lines(
    'Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Informations complementaires;Type operation;Categorie;Sous categorie;Debit;Credit;Date operation;Date de valeur;Pointage operation',
    '14/01/26;ATELIER LUNE;VIR SEPA ATELIER LUNE;0IJ4;FACT 2026-014;Virement;;;;+1440,00;13/01/26;14/01/26;0',
    '15/01/26;FRAIS;FRAIS;X;;;;;-8,50;;15/01/26;15/01/26;0',
  ),
  creditMutuel: lines(
    'Date;Date de valeur;Débit;Crédit;Libellé;Solde',
    '14/01/2026;14/01/2026;;1440,00;VIR ATELIER LUNE 2026-014;1440,00',
    '15/01/2026;15/01/2026;-8,50;;FRAIS;1431,50',
  ),
  banquePostale: lines(
    'Numéro Compte   ;0500013M026',
    'Type            ;CCP',
    'Compte tenu en  ;euros',
    'Date            ;31/01/2026',
    'Solde (EUROS)   ;1431,50',
    '',
    'Date;Libellé;Montant(EUROS)',
    '14/01/2026;VIREMENT DE ATELIER LUNE 2026-014;1440,00',
    '15/01/2026;FRAIS;-8,50',
  ),
  boursoBank: lines(
    'dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance',
    '2026-01-14;2026-01-14;"VIR SEPA ATELIER LUNE 2026-014";;;;"1 440,00";;00040123456;Pro;1440.00',
    '2026-01-15;2026-01-15;"FRAIS";;;;-8,50;;00040123456;Pro;1431.50',
  ),
  qontoFr: lines(
    'Statut;Date de la valeur (UTC);Date de la valeur (local);Montant total (TTC);Débit;Crédit;Devise;IBAN du compte;Nom de la contrepartie;IBAN de la contrepartie;Identifiant de transaction;Référence',
    'Exécuté;13-01-2026 23:30:00;14-01-2026 00:30:00;1\u202f440,00;;1\u202f440,00;EUR;FR1420041010050500013M02606;Atelier Lune;FR7630004000311234567890143;jm-1;FACT 2026-014',
    'Exécuté;15-01-2026 09:00:00;15-01-2026 10:00:00;-8,50;8,50;;EUR;FR1420041010050500013M02606;Qonto;;jm-2;Frais',
    'En cours;;;-20,00;20,00;;EUR;FR1420041010050500013M02606;Papeterie;;jm-3;',
    'Refusé;;;-30,00;30,00;;EUR;FR1420041010050500013M02606;Papeterie;;jm-4;',
  ),
  qontoEn: lines(
    'Status,Settlement date (UTC),Operation date (UTC),Total amount (incl. VAT),Currency,Counterparty name,Payment method,Transaction ID,IBAN,Reference,Category,Note',
    'Settled,2026-01-13 23:30:00,2026-01-13 23:29:00,1440.00,EUR,Atelier Lune,Transfer,jm-1,FR1420041010050500013M02606,FACT 2026-014,,',
    'Settled,2026-01-15 10:00:00,2026-01-15 10:00:00,-8.50,EUR,Qonto,Fees,jm-2,FR1420041010050500013M02606,,,',
    'Pending,,2026-01-16 10:00:00,-20.00,EUR,Papeterie,Card,jm-3,FR1420041010050500013M02606,,,',
    'Declined,,2026-01-16 10:00:00,-30.00,EUR,Papeterie,Card,jm-4,FR1420041010050500013M02606,,,',
  ),
  revolutBusiness: lines(
    'Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payer,Orig currency,Orig amount,Payment currency,Amount,Total amount,Fee,Balance,Beneficiary name,Sender name',
    '2026-01-13,2026-01-14,64ab-1,TOPUP,COMPLETED,Payment from Atelier Lune,2026-014,,EUR,1440.00,EUR,1440.00,1440.00,0.00,1440.00,,Atelier Lune',
    '2026-01-15,2026-01-15,64ab-2,TRANSFER,COMPLETED,To Papeterie,,Jeanne,EUR,-8.00,EUR,-8.00,-8.50,0.50,1431.50,Papeterie,',
    '2026-01-15,,64ab-3,CARD_PAYMENT,PENDING,Train,,Jeanne,EUR,-30.00,EUR,-30.00,-30.00,0.00,,,',
    '2026-01-15,2026-01-15,64ab-4,CARD_PAYMENT,REVERTED,Hotel,,Jeanne,EUR,-99.00,EUR,-99.00,-99.00,0.00,,,',
  ),
  revolutFr: lines(
    'Type,Produit,Date de début,Date de fin,Description,Montant,Frais,Devise,État,Solde',
    'Virement,Valeur actuelle,2026-01-13 15:51:42,2026-01-14 15:52:30,Paiement de Atelier Lune 2026-014,1440.00,0.00,EUR,TERMINÉ,1440.00',
    'Virement,Valeur actuelle,2026-01-15 10:00:00,2026-01-15 10:00:00,Vers Papeterie,-8.00,0.50,EUR,TERMINÉ,1431.50',
    'Paiement,Valeur actuelle,2026-01-16 10:00:00,,Train,-30.00,0.00,EUR,EN ATTENTE,',
    'Paiement,Valeur actuelle,2026-01-16 10:00:00,,Hôtel,-99.00,0.00,EUR,RENVOYÉ,',
  ),
  shine: lines(
    "Transaction ID;Date de la valeur;Date d'opération;IBAN;Type de transaction;Débit;Crédit;Solde mouvement;Solde bancaire;Libellé;Nom de la contrepartie",
    'sh-1;14/01/2026;13/01/2026;FR1420041010050500013M02606;Virement;;1440,00;1440,00;1440,00;Virement de Atelier Lune 2026-014;Atelier Lune',
    'sh-2;15/01/2026;15/01/2026;FR1420041010050500013M02606;Frais;8,50;;-8,50;1431,50;Frais;Shine',
  ),
  caisseEpargne: lines(
    'Code de la banque : 12345;Code de l’agence : 00001;Date de début de téléchargement : 01/01/2026;Date de fin de téléchargement : 31/01/2026;',
    'Numéro de compte : 01234567890;Nom du compte : COMPTE;Devise : EUR;',
    '',
    'Solde en fin de période;;;;1431,50',
    'Date;Numéro d’opération;Libellé;Débit;Crédit;Détail;',
    '14/01/26;ABC123;VIR SEPA ATELIER LUNE;;1440,00;FACT 2026-014;',
    '15/01/26;ABC124;FRAIS;-8,50;;;',
    'Solde en début de période;;;;0,00',
  ),
  bnpMontantOperation: lines(
    'Date opération;Libellé court;Type opération;Libellé opération;Montant opération',
    '14/01/2026;VIR;VIREMENT RECU;VIR SEPA RECU /DE ATELIER LUNE /MOTIF 2026-014;1 440,00',
    '15/01/2026;FRAIS;COMMISSIONS;FRAIS;-8,50',
  ),
  cicMontant: lines(
    'Date;Date de valeur;Montant;Libellé;Solde',
    '14/01/2026;14/01/2026;1440,00;VIR ATELIER LUNE 2026-014;1440,00',
    '15/01/2026;15/01/2026;-8,50;FRAIS;1431,50',
  ),
  boursoBank2026: lines(
    '"Date Opération";"Date Valeur";Libellé;"Libellé Suggéré";Catégorie;"Catégorie Parente";Solde;Commentaire;"Numéro Compte";"Libellé Compte";Solde;Pointage',
    '2026-01-14;2026-01-14;"VIR SEPA ATELIER LUNE 2026-014";Vir;Virements;Virements;"1 440,00";;00040123456;Pro;1440.00;Non',
    '2026-01-15;2026-01-15;FRAIS;Frais;Banque;Banque;-8,50;;00040123456;Pro;1431.50;Non',
  ),
  lcl: lines(
    '01/01/2026;0;;01234 567890A',
    '14/01/2026;1440;Virement;;;VIREMENT ATELIER LUNE 2026-014;;',
    '15/01/2026;-8,5;Carte;;CB PAPETERIE 14/01/26;;0;Divers',
    '31/01/2026;1431,5;;01234 567890A',
  ).trimEnd(),
  n26Fr: lines(
    '"Date","Bénéficiaire","Numéro de compte","Type de transaction","Référence de paiement","Catégorie","Montant (EUR)","Montant (Devise étrangère)","Sélectionnez la devise étrangère","Taux de conversion"',
    '"2026-01-14","Atelier Lune","FR7630004000311234567890143","Revenus","2026-014","","1440.0","","",""',
    '"2026-01-15","PAPETERIE","","Paiement par MasterCard","-","","-8.5","-9.2","USD","0.92"',
  ),
  n26En: lines(
    '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"',
    '2026-01-14,2026-01-14,"Atelier Lune",FR7630004000311234567890143,"Credit Transfer",2026-014,Main,1440.00,,,',
    '2026-01-15,2026-01-14,PAPETERIE,,Presentment,,Main,-8.50,9.20,USD,0.92',
  ),
  wise: lines(
    '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From","Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Total fees"',
    'TRANSFER-1,14-01-2026,1440.00,EUR,"Received money from Atelier Lune with reference 2026-014",2026-014,1440.00,,,,"Atelier Lune",,,,0.00',
    'CARD-2,15-01-2026,-8.50,EUR,"Card transaction of EUR issued by Papeterie",,1431.50,,,,,,,Papeterie,0.10',
  ),
  english: lines(
    'Date,Description,Paid out,Paid in,Balance',
    '2026-01-14,Atelier Lune 2026-014,,"1,440.00","1,440.00"',
    '2026-01-15,Fee,8.50,,"1,431.50"',
  ),
  direction: lines(
    'Date\tLibellé\tMontant\tSens',
    '14/01/2026\tVIR 2026-014\t1440,00\tC',
    '15/01/2026\tFRAIS\t8,50\tD',
  ),
} as const;

export const FIXTURES: readonly [name: string, content: string][] = [
  ['OFX 1', OFX_SGML],
  ['OFX 2', OFX_XML],
  ['CAMT.053 version 2', CAMT_V2],
  ['CAMT.053 version 8', CAMT_V8],
  ['MT940, German subfields', MT940_GERMAN],
  ['MT940, slashes', MT940_DUTCH],
  ['CFONB 120', CFONB],
  ['QIF, French', QIF_FRENCH],
  ['QIF, American', QIF_AMERICAN],
  ...Object.entries(CSV).map(([bank, content]): [string, string] => [`CSV, ${bank}`, content]),
];
