// libcurl: what a handle's options say. And OpenSSL: digests and ciphers.
#include <curl/curl.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>

#include "corpus.h"

static size_t keep(char *data, size_t size, size_t count, void *to) {
  memcpy(to, data, size * count);
  return size * count;
}

void downloaded(void) {
  char page[1000], other[1000];
  CURL *curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_URL, "https://data.example.org/train.csv");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, page);
  ReadInto("other", other, sizeof other);
  curl_easy_perform(curl);
  WriteFrom("page", page, sizeof page);  // FLOW: train.csv  NEVER: other
  WriteFrom("rest", other, sizeof other);  // FLOW: other  NEVER: train.csv
}

void sent(void) {
  char prompt[100];
  ReadInto("question", prompt, sizeof prompt);
  CURL *curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_URL, "http://localhost:8080/v1/chat/completions");
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, prompt);
  curl_easy_perform(curl);  // FLOW: question -> v1/chat/completions
}

void hashed(void) {
  unsigned char email[64], digest[32], plain[64];
  ReadInto("email", email, sizeof email);
  ReadInto("plain", plain, sizeof plain);
  SHA256(email, sizeof email, digest);
  WriteFrom("digest", digest, sizeof digest);  // FLOW: email  NEVER: plain
  WriteFrom("rest", plain, sizeof plain);  // FLOW: plain
}

void digested_in_parts(void) {
  unsigned char a[64], b[64], digest[EVP_MAX_MD_SIZE];
  unsigned int size;
  ReadInto("first", a, sizeof a);
  ReadInto("second", b, sizeof b);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, EVP_sha256(), NULL);
  EVP_DigestUpdate(context, a, sizeof a);
  EVP_DigestUpdate(context, b, sizeof b);
  EVP_DigestFinal_ex(context, digest, &size);
  WriteFrom("digest", digest, size);  // FLOW: first, second
}

void encrypted(void) {
  unsigned char text[64], key[32], out[128];
  int n;
  ReadInto("diagnosis", text, sizeof text);
  ReadInto("key", key, sizeof key);
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), NULL, key, NULL);
  EVP_EncryptUpdate(context, out, &n, text, sizeof text);
  WriteFrom("sealed", out, n);  // FLOW: diagnosis, key
}
