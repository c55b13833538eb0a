#include "lineage/policy/warn.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <tuple>

#include "analyzer/catalog/nearest.h"
#include "lineage/names.h"
#include "lineage/policy/glob.h"

namespace pedigree::policy {
namespace {

class Warner {
 public:
  Warner(const PolicySet& policies, const Selectors& selectors, const Tags& tags,
         const Steps& steps)
      : policies_(policies), selectors_(selectors), tags_(tags), steps_(steps) {}

  std::vector<PolicyWarning> All() {
    for (const auto& file : policies_.files()) {
      file_ = file.get();
      for (const Facts& facts : file->policy.facts()) {
        Look(facts.of(), [this](const std::string& tag) { return tags_.Given(tag); });
      }
      const TagView carried = tags_.View({});
      for (const NamedSelector& named : file->policy.selector()) Look(named.matches(), carried);
      for (const Rule& rule : file->policy.rule()) LookInside(rule, carried);
      for (const TagRule& tag : file->policy.tag()) LookInside(tag, carried);
      for (const Rule& rule : file->policy.rule()) LookAtSteps(rule);
      for (const TagRule& tag : file->policy.tag()) LookAtSteps(tag);
    }
    std::sort(warnings_.begin(), warnings_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.place.file, a.place.line, a.place.column, a.message) <
             std::tie(b.place.file, b.place.line, b.place.column, b.message);
    });
    return std::move(warnings_);
  }

 private:
  // The outermost selectors of a rule; what is wrong within one, that one shows.
  void LookInside(const google::protobuf::Message& message, const TagView& view) {
    const Selector* inside = nullptr;
    ForEachSelector(message, [&](const Selector& selector) {
      // Nested ones come right after the one around them.
      if (inside != nullptr && Contains(*inside, selector)) return;
      inside = &selector;
      Look(selector, view);
    });
  }

  static bool Contains(const Selector& outer, const Selector& inner) {
    bool found = false;
    ForEachSelector(outer, [&](const Selector& selector) { found = found || &selector == &inner; });
    return found;
  }

  void Look(const Selector& selector, const TagView& view) {
    if (selector.optional()) return;
    const EndSet may = selectors_.Match(selector, view).may;
    if (std::find(may.begin(), may.end(), true) != may.end()) return;
    warnings_.push_back(
        {file_->places.Of(selector), "this selector matches nothing" + Why(selector)});
  }

  // A step through what is not there is passed by no way.
  void LookAtSteps(const google::protobuf::Message& message) {
    ForEachStep(message, [&](const PolicyStep& step) {
      if (step.optional()) return;
      LookFor(step, "function", "function on a way", step.function(), Functions());
      LookFor(step, "job", "job", step.job(), Jobs());
    });
  }

  void LookFor(const PolicyStep& step, std::string_view field, std::string_view what,
               const google::protobuf::RepeatedPtrField<std::string>& globs,
               const std::vector<std::string>& known) {
    for (int i = 0; i < globs.size(); ++i) {
      if (std::any_of(known.begin(), known.end(),
                      [&](const std::string& name) { return GlobMatches(globs.Get(i), name); })) {
        continue;
      }
      warnings_.push_back({file_->places.Of(step, field, i),
                           fmt::format("there is no {} '{}'{}", what, globs.Get(i),
                                       Hint(Nearest(globs.Get(i), known)))});
    }
  }

  const std::vector<std::string>& Functions() {
    if (!functions_.has_value()) {
      std::set<std::string> names;
      const size_t edges = selectors_.ends().lineage().edges().size();
      for (size_t edge = 0; edge < edges; ++edge) {
        for (const std::string_view name : steps_.FunctionsOf(static_cast<int>(edge)))
          names.emplace(name);
      }
      functions_.emplace(names.begin(), names.end());
    }
    return *functions_;
  }

  std::vector<std::string> Jobs() const {
    std::vector<std::string> names;
    for (const Lineage::Job& job : selectors_.ends().lineage().jobs()) names.push_back(job.name);
    return names;
  }

  // Which of its names is likely to be mistyped.
  std::string Why(const Selector& selector) const {
    std::vector<std::string> names, columns;
    for (const Lineage::Asset& asset : selectors_.ends().lineage().assets()) {
      names.push_back(asset.name);
      columns.insert(columns.end(), asset.columns.begin(), asset.columns.end());
    }
    const auto meant = [](const auto& written, const std::vector<std::string>& known,
                          std::string_view what) -> std::string {
      for (const std::string& text : written) {
        if (std::find(known.begin(), known.end(), text) != known.end()) continue;
        const std::string nearest = Nearest(text, known);
        if (!nearest.empty())
          return fmt::format(": there is no {} '{}'{}", what, text, Hint(nearest));
      }
      return "";
    };
    std::string why = meant(selector.name(), names, "asset");
    if (why.empty()) why = meant(selector.column(), columns, "column");
    if (why.empty()) why = meant(selector.tag(), tags_.Known(), "tag");
    if (!why.empty()) return why;
    if (selector.column_size() > 0) {
      Selector whole = selector;
      whole.clear_column();
      const EndSet may = selectors_.Match(whole, tags_.View({})).may;
      const auto found = std::find(may.begin(), may.end(), true);
      if (found != may.end()) {
        const Ends& ends = selectors_.ends();
        const Lineage::Asset& asset =
            ends.lineage().assets()[ends.asset_of(static_cast<int>(found - may.begin()))];
        return asset.columns.empty() ? fmt::format(": no column of {} is known", AssetText(asset))
                                     : fmt::format(": the columns of {} are {}", AssetText(asset),
                                                   Join(asset.columns, ", "));
      }
    }
    std::vector<std::string> missing;
    for (const std::string& tag : selector.tag()) {
      if (tags_.Given(tag) == nullptr) missing.push_back(tag);
    }
    if (!missing.empty() && static_cast<int>(missing.size()) == selector.tag_size())
      return fmt::format(": nothing is tagged {}", Join(missing, " or "));
    return "";
  }

  const PolicySet& policies_;
  const Selectors& selectors_;
  const Tags& tags_;
  const Steps& steps_;
  std::optional<std::vector<std::string>> functions_;  // on ways
  const PolicyFile* file_ = nullptr;
  std::vector<PolicyWarning> warnings_;
};

}  // namespace

std::vector<PolicyWarning> Warnings(const PolicySet& policies, const Selectors& selectors,
                                    const Tags& tags, const Steps& steps) {
  return Warner(policies, selectors, tags, steps).All();
}

}  // namespace pedigree::policy
