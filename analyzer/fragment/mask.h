// Credentials in text that may become a name: they never reach a fragment.
#ifndef PEDIGREE_ANALYZER_FRAGMENT_MASK_H_
#define PEDIGREE_ANALYZER_FRAGMENT_MASK_H_

#include <string>
#include <string_view>

namespace pedigree {

// `text` with each credential replaced by "***": the user information of a URI (RFC 3986, 3.2.1),
// AWS access key ids (AKIA/ASIA and 16 upper-case letters or digits), and the values of parameters
// called password, passwd, pwd, secret, token, sig, signature, access_key, api_key, apikey, sas,
// X-Amz-Signature, X-Amz-Credential, AccountKey, in a query string or a connection string.
std::string MaskSecrets(std::string_view text);

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_FRAGMENT_MASK_H_
