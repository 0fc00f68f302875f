const NO_BALANCE = 'CFONB records out of order: nothing proves that the statement is whole';

/** Files that are not read as expected, by choice: by what they hold (SHA-256), for their names may be other files’ as well. */
export const KNOWN_DIFFERENCES: Record<string, string> = {
  // mustang_validV2FR.xml
  d17430e77e64f03fe4ca6beace0f0ba6afef90c2eddcedc5c1968ba769112d20:
    'the SIREN is deduced from the VAT number',
  // asgrim_google.ofx
  '52170b729e463d4dada5d2e905ca98620e69868d069581544a3403d6c4f2e38a': 'a securities account, without STMTRS',
  // asgrim_banking-xml200.ofx
  '6b4f08e355bea4dcb5f68d84a93d30981c9113ecf37cdc104cda3518cf60171d':
    'its only line is empty, without a date or an amount',
  // genkgo_camt052.v2_NOT053.xml
  '24a5f2bcabd423eabafdb3132ff9a3239a2c45a608015411d4d0a686b4ee3029':
    'CAMT.052: the movements of a day, which may change',
  // malformed_bnp_block4.sta
  c5d780dd864931095b7ed8a8bf8a6dc04ec3b950272aca499525a8e2106a4c9e: 'a stray digit in the :61: lines',
  // wolph_cmxl_mt940.sta
  '9e3fbe0c78b7a6b0f2be40962bfe4381c48d88901803f1d304b2b1367c1d84ee':
    'one of its accounts is in Deutsche Mark',
  // wolph_self-provided_multiline.sta
  '51a2091a4ee92ace1c297d6699683f83f223b4837995ce1947f9c9c164ac71eb':
    'the account is read without its spaces and quotes',
  // pennylane_invalid_date.txt
  '90ad798c27dc3bd6d5a3f8988a47ce20632f40407b56b611a93601c30a267259': 'the opening date is no date',
  // pennylane_operation.txt
  bbb3f3ca7835543abe7d6833a2cbbc8cf8f5ea8a4f08868a5667117f7d6036fe: NO_BALANCE,
  // pennylane_operation_out_of_statement.txt
  '9aca1c87aba8fc9c3bfd502a9c8741a164f49a375257fd05273f4b7290cb7650': NO_BALANCE,
  // pennylane_operation_detail_without_operation.txt
  '8a7afc26322318640f346f60133fb6a27ce4d37cfb387fa4029ddb656f3eddc6': NO_BALANCE,
  // pennylane_new_statement_without_previous_ended.txt
  '850c3d3a0bdfd5c65290920bbb5f060922cb32f6fe0b415a96a5f653a55efebf': NO_BALANCE,
};
