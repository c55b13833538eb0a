// What a check found, in the formats that people, forges and review tools read.
#ifndef PEDIGREE_LINEAGE_REPORT_CHECK_REPORT_H_
#define PEDIGREE_LINEAGE_REPORT_CHECK_REPORT_H_

#include <string>

#include "lineage/policy/check.h"
#include "lineage/render/style.h"
#include "lineage/report/source_view.h"

namespace pedigree {

struct CheckReport {
  const Lineage& lineage;
  const policy::PolicySet& policies;
  const policy::CheckResult& result;
  SourceView& sources;
  // Where the files of the policies' folder can be read by whoever reads the report; empty: that is
  // not known.
  std::string link_base = "";
};

// As compilers say it: place, severity, message and rule, with the line of code and the witness
// path.
std::string CheckText(const CheckReport& report, const Style& style);
// SARIF 2.1.0 (OASIS), within the limits of GitHub's code scanning. `version` is the program's.
std::string CheckSarif(const CheckReport& report, const std::string& version);
// JUnit's XML: a suite with a case for each rule, failed where it has findings.
std::string CheckJunit(const CheckReport& report);
// GitLab's Code Quality report: a JSON array of issues.
std::string CheckGitlab(const CheckReport& report);
// reviewdog's Diagnostic Format, as one DiagnosticResult.
std::string CheckRdjson(const CheckReport& report);
// GitHub's workflow commands: "::error file=..::..".
std::string CheckGithub(const CheckReport& report);

// ---- What the formats share

// "patients.csv:race -> model.json"; of an asset, its name; of a waiver, "".
std::string SubjectText(const CheckReport& report, const policy::Finding& finding);
// The message, and what exactly, on one line.
std::string FullMessage(const CheckReport& report, const policy::Finding& finding);
// "DIRECT, TRAIN, MODELED, by ingest, train".
std::string WayText(const Lineage& lineage, const std::vector<int>& chain);
std::vector<Hop> PathOf(const Lineage& lineage, const std::vector<int>& chain);
// What a rule is about, for documentation in reports.
std::string RuleHelp(const CheckReport& report, const Rule& rule);
// Where its help is, as an address that leads there; empty where there is none.
std::string HelpAddress(const CheckReport& report, const Rule& rule);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_REPORT_CHECK_REPORT_H_
