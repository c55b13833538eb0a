#include "lineage/policy/policy_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "absl/status/status.h"
#include "lineage/file.h"
#include "lineage/graph_io.h"
#include "lineage/lock.h"
#include "lineage/names.h"
#include "lineage/policy/check.h"
#include "lineage/policy/date.h"
#include "lineage/policy/small_graph.h"

namespace pedigree::policy {
namespace {

constexpr std::string_view kSomeDay = "2000-01-01";

std::string Beside(const std::string& file, const std::string& name) {
  const size_t slash = file.rfind('/');
  if (name.starts_with('/') || slash == std::string::npos) return name;
  return file.substr(0, slash + 1) + name;
}

std::string EndText(const EndName& end) {
  if (end.name.empty()) return "";
  std::string text = end.name_space == "file" ? end.name : end.name_space + "|" + end.name;
  return end.column.empty() ? text : text + ":" + end.column;
}

std::string EndText(const Lineage& lineage, const FindingEnd& end) {
  if (end.asset < 0) return "";
  const Lineage::Asset& asset = lineage.assets()[end.asset];
  return EndText(EndName{asset.name_space, asset.name, end.column});
}

std::string Line(std::string_view rule, std::string_view from, std::string_view to,
                 Severity severity, bool waived) {
  std::string text(rule);
  if (!from.empty()) text += fmt::format(" from \"{}\"", from);
  if (!to.empty()) text += fmt::format(" to \"{}\"", to);
  if (severity != ERROR && severity != SEVERITY_UNSPECIFIED) text += " " + Severity_Name(severity);
  return waived ? text + " waived" : text;
}

class Runner {
 public:
  explicit Runner(const std::string& file) : file_(file) {}

  absl::StatusOr<std::vector<TestOutcome>> Run() {
    const auto text = ReadFile(file_);
    if (!text.ok()) return text.status();
    absl::Status status = ReadTextProto(file_, *text, "tests of policies", tests_, places_);
    if (!status.ok()) return status;
    std::vector<std::string> files;
    for (const std::string& policy : tests_.policy()) files.push_back(Beside(file_, policy));
    if (files.empty()) return ErrorAt(places_.Of(tests_), "which policies? `policy` is missing");
    auto policies = PolicySet::Read(files);
    if (!policies.ok()) return policies.status();

    std::vector<TestOutcome> outcomes;
    for (const PolicyTest::Case& test : tests_.case_()) {
      auto failure = RunCase(test, *policies);
      if (!failure.ok()) return failure.status();
      outcomes.push_back({test.name(), places_.Of(test).Text(), *std::move(failure)});
    }
    // A rule that no case breaks is not tested.
    std::string untested;
    for (const std::string& rule : policies->RuleIds()) {
      if (!fired_.contains(rule)) untested += fmt::format("no case breaks rule {}\n", rule);
    }
    outcomes.push_back({"every rule is broken by a case", places_.Of(tests_).Text(), untested});
    return outcomes;
  }

 private:
  static absl::Status ErrorAt(const TextPlace& place, std::string_view message) {
    return absl::InvalidArgumentError(fmt::format("{}: {}", place.Text(), message));
  }

  absl::StatusOr<Lineage> LineageOf(const PolicyTest::Case& test) const {
    if (!test.graph().empty()) {
      const auto graph = ReadGraph(Beside(file_, test.graph()));
      if (!graph.ok()) return graph.status();
      return Lineage::Make(*graph);
    }
    const auto graph = SmallGraph(test);
    if (!graph.ok()) return ErrorAt(places_.Of(test), graph.status().message().data());
    return Lineage::Make(*graph);
  }

  absl::StatusOr<std::string> RunCase(const PolicyTest::Case& test, const PolicySet& policies) {
    CheckOptions options;
    options.today = test.today().empty() ? std::string(kSomeDay) : test.today();
    if (!IsDate(options.today))
      return ErrorAt(places_.Of(test, "today"), "no day: write it as \"2027-03-31\"");
    const auto lineage = LineageOf(test);
    if (!lineage.ok()) return lineage.status();
    absl::StatusOr<Lock> lock;
    if (!test.lock().empty()) {
      lock = ReadLock(Beside(file_, test.lock()));
      if (!lock.ok()) return lock.status();
      options.lock = &*lock;
    }
    std::multiset<std::string> found, expected;
    for (const Finding& finding : Check(*lineage, policies, options).findings) {
      // Waivers of policies under test are for their users' graphs.
      if (finding.rule == "waiver-unmatched" && !Expects(test, finding.rule)) continue;
      fired_.insert(finding.rule);
      found.insert(Line(finding.rule, EndText(*lineage, finding.from),
                        EndText(*lineage, finding.to), finding.severity, finding.waived));
    }
    for (const PolicyTest::Expected& one : test.finding()) {
      expected.insert(Line(one.rule(), EndText(ParseEnd(one.from())), EndText(ParseEnd(one.to())),
                           one.severity(), one.waived()));
    }
    std::vector<std::string> missing, extra;
    std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                        std::back_inserter(missing));
    std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                        std::back_inserter(extra));
    std::string failure;
    for (const std::string& line : missing) failure += "not found: " + line + "\n";
    for (const std::string& line : extra) failure += "not expected: " + line + "\n";
    return failure;
  }

  static bool Expects(const PolicyTest::Case& test, const std::string& rule) {
    return std::any_of(test.finding().begin(), test.finding().end(),
                       [&](const PolicyTest::Expected& one) { return one.rule() == rule; });
  }

  const std::string& file_;
  PolicyTest tests_;
  TextPlaces places_;
  std::set<std::string> fired_;
};

}  // namespace

absl::StatusOr<std::vector<TestOutcome>> RunPolicyTests(const std::string& file) {
  return Runner(file).Run();
}

}  // namespace pedigree::policy
