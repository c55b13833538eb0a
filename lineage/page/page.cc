#include "lineage/page/page.h"

#include "lineage/names.h"
#include "lineage/page/bundle.h"

namespace pedigree {
namespace {

std::string Page(const std::string& title, const Json& data) {
  std::string page(PageBeforeTitle());
  page += XmlText(title);
  page += PageBeforeData();
  page += ScriptData(data);
  page += PageAfterData();
  return page;
}

}  // namespace

std::string ScriptData(const Json& json) {
  const std::string text = Dump(json);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string ShowPage(const Lineage& lineage, SourceView& sources, const std::string& title) {
  return Page(title, ShowPageData(lineage, sources, title));
}

std::string DiffPage(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                     SourceView& sources, const std::string& title) {
  return Page(title, DiffPageData(base, head, diff, sources, title));
}

}  // namespace pedigree
