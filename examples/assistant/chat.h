// A model behind an OpenAI-compatible endpoint.

#ifndef EXAMPLES_ASSISTANT_CHAT_H_
#define EXAMPLES_ASSISTANT_CHAT_H_

#include <string>

namespace assistant {

// Sends the prompt and returns the answer. Throws std::runtime_error if there is none.
std::string Complete(const std::string& url, const std::string& prompt);

}  // namespace assistant

#endif  // EXAMPLES_ASSISTANT_CHAT_H_
