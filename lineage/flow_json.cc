#include "lineage/flow_json.h"

#include <algorithm>
#include <string_view>

#include "lineage/json.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

void AppendText(std::string_view text, std::string& out) {
  const auto plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (std::all_of(text.begin(), text.end(), plain)) {
    out += '"';
    out += text;
    out += '"';
  } else {
    out += Dump(Json(text));
  }
}

void AppendMember(std::string_view before, std::string_view text, std::string& out) {
  out += before;
  AppendText(text, out);
}

// Without the closing brace.
void AppendPlace(const Place& place, std::string& out) {
  AppendMember(R"({"file":)", place.file(), out);
  out += R"(,"line":)";
  out += std::to_string(place.line());
  out += R"(,"column":)";
  out += std::to_string(place.column());
}

void AppendEnd(const Lineage& lineage, int at, const std::string& column, std::string& out) {
  const Lineage::Site& site = lineage.sites()[static_cast<size_t>(at)];
  const Lineage::Asset& asset = lineage.assets()[static_cast<size_t>(site.asset)];
  AppendMember(R"({"namespace":)", asset.name_space, out);
  AppendMember(R"(,"name":)", asset.name, out);
  AppendMember(R"(,"kind":)", Name(asset.kind), out);
  AppendMember(R"(,"column":)", column, out);
  out += R"(,"site":)";
  AppendPlace(site.place, out);
  AppendMember(R"(,"function":)", site.function, out);
  AppendMember(R"(,"api":)", site.api, out);
  out += "}}";
}

// `text_of` gives each item's text.
template <typename Items, typename F>
void AppendTexts(std::string_view before, const Items& items, F text_of, std::string& out) {
  out += before;
  std::string_view separator = "[";
  for (const auto& item : items) {
    AppendMember(separator, text_of(item), out);
    separator = ",";
  }
  out += items.empty() ? "[]" : "]";
}

}  // namespace

FlowJsonWriter::FlowJsonWriter(const Lineage& lineage)
    : lineage_(lineage), steps_(lineage.edges().size()) {}

const std::string& FlowJsonWriter::Steps(int edge) {
  std::string& steps = steps_[static_cast<size_t>(edge)];
  if (!steps.empty()) return steps;
  for (const Hop& hop : lineage_.edges()[static_cast<size_t>(edge)].path) {
    steps += ',';
    AppendPlace(hop.place(), steps);
    AppendMember(R"(,"note":)", hop.note(), steps);
    steps += '}';
  }
  return steps;
}

void FlowJsonWriter::Append(const Lineage::Flow& flow, std::string& out) {
  out += R"({"from":)";
  AppendEnd(lineage_, flow.from, flow.from_column, out);
  out += R"(,"to":)";
  AppendEnd(lineage_, flow.to, flow.to_column, out);
  AppendMember(R"(,"influence":)", Influence(flow.subtype), out);
  AppendMember(R"(,"subtype":)", Name(flow.subtype), out);
  const auto name = [](const auto& it) { return Name(it); };
  AppendTexts(R"(,"transforms":)", lineage_.Transforms(flow), name, out);
  AppendMember(R"(,"confidence":)", Name(flow.confidence), out);
  AppendTexts(R"(,"witnesses":)", lineage_.Witnesses(flow), name, out);
  out += R"(,"path":[)";
  const size_t begin = out.size();
  for (const int edge : flow.chain) out += Steps(edge);
  if (out.size() > begin) out.erase(begin, 1);  // the first comma
  out += ']';
  const auto job = [this](int at) -> const std::string& {
    return lineage_.jobs()[static_cast<size_t>(at)].name;
  };
  AppendTexts(R"(,"jobs":)", lineage_.Jobs(flow), job, out);
  out += '}';
}

}  // namespace pedigree
