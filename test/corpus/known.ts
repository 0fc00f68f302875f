const NO_BALANCE = 'CFONB records out of order: nothing proves that the statement is whole';

/** Files that are not read as expected, by choice. */
export const KNOWN_DIFFERENCES: Record<string, string> = {
  'mustang_validV2FR.xml': 'the SIREN is deduced from the VAT number',
  'asgrim_google.ofx': 'a securities account, without STMTRS',
  'asgrim_banking-xml200.ofx': 'its only line is empty, without a date or an amount',
  'genkgo_camt052.v2_NOT053.xml': 'CAMT.052: the movements of a day, which may change',
  'malformed_bnp_block4.sta': 'a stray digit in the :61: lines',
  'wolph_cmxl_mt940.sta': 'one of its accounts is in Deutsche Mark',
  'wolph_self-provided_multiline.sta': 'the account is read without its spaces and quotes',
  'pennylane_invalid_date.txt': 'the opening date is no date',
  'pennylane_operation.txt': NO_BALANCE,
  'pennylane_operation_out_of_statement.txt': NO_BALANCE,
  'pennylane_operation_detail_without_operation.txt': NO_BALANCE,
  'pennylane_new_statement_without_previous_ended.txt': NO_BALANCE,
};
