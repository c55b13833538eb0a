#include "lineage/stubs.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "lineage/names.h"
#include "lineage/render/style.h"

namespace pedigree {
namespace {

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string List(const std::vector<std::string>& ports) {
  if (ports.size() == 1) return Quoted(ports.front());
  std::string list;
  for (const std::string& port : ports) list += (list.empty() ? "" : ", ") + Quoted(port);
  return "[" + list + "]";
}

}  // namespace

std::vector<Coverage::Unknown> Ranked(const Coverage& coverage) {
  std::vector<Coverage::Unknown> unknown(coverage.unknown().begin(), coverage.unknown().end());
  const auto rank = [](const Coverage::Unknown& u) {
    return std::make_tuple(u.flows(), u.wanted() + u.given(), u.named() > 0, u.calls());
  };
  std::sort(unknown.begin(), unknown.end(), [&](const auto& a, const auto& b) {
    return rank(a) != rank(b) ? rank(a) > rank(b) : a.function() < b.function();
  });
  return unknown;
}

bool TouchesData(const Coverage::Unknown& unknown) {
  return unknown.flows() + unknown.wanted() + unknown.given() > 0 || unknown.named() > 0;
}

std::string WhatHangs(const Coverage::Unknown& unknown) {
  std::string why;
  const auto add = [&](const std::string& what) { why += (why.empty() ? "" : "; ") + what; };
  if (unknown.wanted() > 0) add("what it makes is written");
  if (unknown.given() > 0) add("is given data that was read");
  if (unknown.named() > 0) add("takes a name, " + unknown.sample());
  return why;
}

std::string Stub(const Coverage::Unknown& unknown) {
  std::string out =
      fmt::format("# {}, {}", PlaceText(unknown.place()), Count(unknown.calls(), "call"));
  if (unknown.flows() > 0) out += fmt::format(", {}", Count(unknown.flows(), "flow"));
  const std::string why = WhatHangs(unknown);
  if (!why.empty()) out += ": " + Printable(why);
  out += "\n";
  if (!unknown.signature().empty()) out += "# " + Printable(unknown.signature()) + "\n";
  out += fmt::format("api {{\n  function: {}\n", Quoted(unknown.function()));

  std::vector<std::string> from, to;
  if (unknown.method()) {
    from.push_back("this");
    to.push_back("this");
  }
  if (unknown.arguments() > 0) from.push_back("arg[*]");
  for (const uint32_t argument : unknown.filled()) {
    to.push_back(fmt::format("arg[{}].pointee", argument));
  }
  if (unknown.returns()) to.push_back("return");
  const std::string name =
      unknown.named() > 0 ? fmt::format("{{arg[{}]}}", unknown.named() - 1) : "?";
  const std::string into = to.empty() ? "return" : to.front() == "this" ? to.back() : to.front();
  std::vector<std::string> data;
  for (uint32_t i = 0; i < unknown.arguments(); ++i) {
    if (i + 1 != unknown.named()) data.push_back(fmt::format("arg[{}]", i));
  }
  if (data.empty()) data.push_back(unknown.method() ? "this" : "arg[0]");
  out += "  # Choose and fill in:\n";
  out +=
      fmt::format("  # reads {{ kind: DATASET name: {} into: {} }}\n", Quoted(name), Quoted(into));
  out +=
      fmt::format("  # writes {{ kind: DATASET name: {} from: {} }}\n", Quoted(name), List(data));
  out += fmt::format("  # opens {{ name: {} handle: {} }}  # and in others, handle: \"arg[0]\"\n",
                     Quoted(name), Quoted(unknown.method() ? "this" : into));
  if (!from.empty() && !to.empty()) {
    out += "  # What is assumed now:\n";
    for (const std::string& port : to) {
      out += fmt::format("  flow {{ from: {} to: {} subtype: TRANSFORMATION{} }}\n", List(from),
                         Quoted(port), port == "return" ? "" : " adds: true");
    }
  }
  return out + "}\n";
}

}  // namespace pedigree
