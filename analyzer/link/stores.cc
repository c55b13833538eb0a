#include "analyzer/link/stores.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <vector>

namespace pedigree::link {
namespace {

constexpr std::string_view kDefaultPort = "5432";

std::string Server(std::string_view host, std::string_view port) {
  std::string ns = "postgres://";
  ns += host.empty() ? "localhost" : host;
  ns += ":";
  ns += port.empty() ? kDefaultPort : port;
  return ns;
}

struct Address {
  std::string_view host;
  std::string_view port;
};

// Of "USER:PASSWORD@HOST:PORT".
Address ReadAddress(std::string_view text) {
  if (const size_t at = text.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
  // A port is what follows the last colon outside of an IPv6 address and of a hole.
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos ||
      text.find_first_of("]}", colon) != std::string_view::npos) {
    return {text, {}};
  }
  return {text.substr(0, colon), text.substr(colon + 1)};
}

// The words of a text, with what stands in quotation marks as one.
std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && std::isspace(static_cast<unsigned char>(c))) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '\\' && i + 1 < text.size()) {
      words.back() += text[++i];
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::map<std::string, std::string> Keywords(std::string_view text) {
  // Blanks around = are allowed.
  std::string tight;
  for (const char c : text) {
    if (c == '=') {
      while (!tight.empty() && tight.back() == ' ') tight.pop_back();
    }
    if (c == ' ' && !tight.empty() && tight.back() == '=') continue;
    tight += c;
  }
  std::map<std::string, std::string> values;
  for (const std::string& word : Words(tight)) {
    const size_t at = word.find('=');
    if (at != std::string::npos) values.emplace(word.substr(0, at), word.substr(at + 1));
  }
  return values;
}

// Conversions of printf as holes.
std::string WithHoles(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || i + 1 == text.size()) {
      out += text[i];
    } else if (text[i + 1] == '%') {
      out += text[++i];
    } else {
      while (i + 1 < text.size() && !std::isalpha(static_cast<unsigned char>(text[i + 1]))) ++i;
      while (i + 1 < text.size() &&
             (text[i + 1] == 'l' || text[i + 1] == 'h' || text[i + 1] == 'z'))
        ++i;
      ++i;
      out += "{?}";
    }
  }
  return out;
}

enum Access { kNeither = 0, kReads = 1, kWrites = 2, kBoth = 3 };

struct Command {
  std::string_view name;
  Access access;
  bool of_field = false;  // its second argument is a hash's field
};

constexpr std::array kCommands = {
    Command{"GET", kReads},           Command{"MGET", kReads},
    Command{"GETRANGE", kReads},      Command{"GETEX", kReads},
    Command{"GETDEL", kReads},        Command{"STRLEN", kReads},
    Command{"EXISTS", kReads},        Command{"TTL", kReads},
    Command{"HGET", kReads, true},    Command{"HMGET", kReads, true},
    Command{"HGETALL", kReads},       Command{"HKEYS", kReads},
    Command{"HVALS", kReads},         Command{"HLEN", kReads},
    Command{"HEXISTS", kReads, true}, Command{"LRANGE", kReads},
    Command{"LINDEX", kReads},        Command{"LLEN", kReads},
    Command{"LPOP", kReads},          Command{"RPOP", kReads},
    Command{"BLPOP", kReads},         Command{"BRPOP", kReads},
    Command{"SMEMBERS", kReads},      Command{"SISMEMBER", kReads},
    Command{"SPOP", kReads},          Command{"SRANDMEMBER", kReads},
    Command{"SCARD", kReads},         Command{"ZRANGE", kReads},
    Command{"ZREVRANGE", kReads},     Command{"ZRANGEBYSCORE", kReads},
    Command{"ZSCORE", kReads},        Command{"ZRANK", kReads},
    Command{"ZCARD", kReads},         Command{"XRANGE", kReads},
    Command{"XLEN", kReads},          Command{"SUBSCRIBE", kReads},
    Command{"SET", kWrites},          Command{"SETEX", kWrites},
    Command{"PSETEX", kWrites},       Command{"SETNX", kWrites},
    Command{"MSET", kWrites},         Command{"APPEND", kWrites},
    Command{"SETRANGE", kWrites},     Command{"HSET", kWrites, true},
    Command{"HMSET", kWrites, true},  Command{"HSETNX", kWrites, true},
    Command{"LPUSH", kWrites},        Command{"RPUSH", kWrites},
    Command{"LSET", kWrites},         Command{"SADD", kWrites},
    Command{"ZADD", kWrites},         Command{"XADD", kWrites},
    Command{"PUBLISH", kWrites},      Command{"GETSET", kBoth},
    Command{"INCR", kBoth},           Command{"INCRBY", kBoth},
    Command{"INCRBYFLOAT", kBoth},    Command{"DECR", kBoth},
    Command{"DECRBY", kBoth},         Command{"HINCRBY", kBoth, true},
    Command{"ZINCRBY", kBoth},        Command{"DEL", kNeither},
    Command{"UNLINK", kNeither},      Command{"EXPIRE", kNeither},
    Command{"PEXPIRE", kNeither},     Command{"PERSIST", kNeither},
    Command{"HDEL", kNeither},        Command{"SREM", kNeither},
    Command{"ZREM", kNeither},        Command{"LTRIM", kNeither},
    Command{"PING", kNeither},        Command{"AUTH", kNeither},
    Command{"SELECT", kNeither},      Command{"FLUSHDB", kNeither},
    Command{"FLUSHALL", kNeither},    Command{"MULTI", kNeither},
    Command{"EXEC", kNeither},        Command{"QUIT", kNeither},
};

}  // namespace

Database ReadConnectionText(std::string_view text) {
  for (const std::string_view scheme : {"postgresql://", "postgres://"}) {
    if (!text.starts_with(scheme)) continue;
    std::string_view rest = text.substr(scheme.size());
    rest = rest.substr(0, rest.find('?'));
    const std::string_view server = rest.substr(0, rest.find('/'));
    const std::string_view database =
        server.size() < rest.size() ? rest.substr(server.size() + 1) : std::string_view();
    const Address address = ReadAddress(server);
    return {Server(address.host, address.port), std::string(database)};
  }
  const auto values = Keywords(text);
  const auto value = [&](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
  if (values.empty()) {
    // Nothing but a hole: which server it is, is not known either.
    return text.empty() ? Database{Server("", ""), ""} : Database{"postgres", std::string(text)};
  }
  const std::string host = value("host").empty() ? value("hostaddr") : value("host");
  return {Server(host, value("port")), value("dbname")};
}

std::string FileOfUri(std::string_view text) {
  constexpr std::string_view kBlank = " \n\t";
  constexpr std::string_view kUri = "\"uri\"";
  constexpr std::string_view kFormat = "?format=";
  const size_t begin = text.find_first_not_of(kBlank);
  const bool braces = begin != std::string_view::npos && text[begin] == '{';
  const size_t member = braces ? text.find_first_not_of(kBlank, begin + 1) : begin;
  const size_t key = text.find(kUri);
  if (braces && member != std::string_view::npos && text[member] == '"' &&
      key != std::string_view::npos) {
    const size_t open = text.find('"', key + kUri.size());
    const size_t close = open == std::string_view::npos ? open : text.find('"', open + 1);
    if (close != std::string_view::npos) text = text.substr(open + 1, close - open - 1);
  }
  return std::string(text.substr(0, text.find(kFormat)));
}

std::string TableOf(const Database& database, std::string_view table) {
  std::string name = database.name;
  if (!name.empty()) name += ".";
  if (table.find('.') == std::string_view::npos) name += "public.";
  return name.append(table);
}

Database ReadRedisUrl(std::string_view text) {
  for (const std::string_view scheme : {"redis://", "rediss://", "tcp://"}) {
    if (!text.starts_with(scheme)) continue;
    std::string_view server = text.substr(scheme.size());
    server = server.substr(0, server.find('?'));
    std::string_view number;
    if (const size_t slash = server.find('/'); slash != std::string_view::npos) {
      number = server.substr(slash + 1);
      server = server.substr(0, slash);
    }
    const Address address = ReadAddress(server);
    std::string name(address.port.empty() ? "6379" : address.port);
    if (!number.empty() && number != "0") name.append("/").append(number);
    return {std::string("redis://").append(address.host), std::move(name)};
  }
  return {"redis", std::string(text)};
}

std::optional<RedisCommand> ReadRedisCommand(std::string_view text) {
  const std::vector<std::string> words = Words(text);
  if (words.empty()) return std::nullopt;
  std::string name = words[0];
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const auto* known = std::find_if(kCommands.begin(), kCommands.end(),
                                   [&](const Command& command) { return command.name == name; });
  if (known == kCommands.end() || (known->access != kNeither && words.size() < 2)) {
    return std::nullopt;
  }
  RedisCommand command;
  command.reads = (known->access & kReads) != 0;
  command.writes = (known->access & kWrites) != 0;
  if (words.size() > 1) command.key = WithHoles(words[1]);
  if (known->of_field && words.size() > 2) command.field = WithHoles(words[2]);
  return command;
}

}  // namespace pedigree::link
