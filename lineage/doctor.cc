#include "lineage/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lineage/allowances.h"
#include "lineage/names.h"
#include "lineage/noise.h"
#include "lineage/stubs.h"

namespace pedigree {
namespace {

// How many stubs are shown in full.
constexpr size_t kStubs = 3;

std::string SitesText(const Lineage& lineage, const Lineage::Job& job) {
  struct Count {
    size_t reads = 0, writes = 0;
  };
  std::map<std::string, Count> by_api;
  for (const int index : job.sites) {
    const Lineage::Site& site = lineage.sites()[index];
    Count& count = by_api[site.api];
    ++(site.access == SiteUse::READS ? count.reads : count.writes);
  }
  std::string out;
  for (const auto& [api, count] : by_api) {
    out += fmt::format("    {:>6}  {:>6}  {}\n", count.reads, count.writes, Printable(api));
  }
  return out;
}

std::string UnknownText(const Coverage& coverage, const Style& style) {
  std::string out;
  for (const Coverage::Unknown& function : Ranked(coverage)) {
    out += fmt::format("    {:>6}  {:>6}  ", function.flows(), function.calls());
    out += Paint(style, TouchesData(function) ? Ink::kYellow : Ink::kPlain, function.function());
    out += "  " + Paint(style, Ink::kCyan, PlaceText(function.place()));
    const std::string why = WhatHangs(function);
    if (!why.empty()) out += "  " + Printable(why);
    out += "\n";
  }
  return out;
}

std::string StubsText(const Coverage& coverage) {
  std::string out;
  size_t shown = 0, all = 0;
  for (const Coverage::Unknown& function : Ranked(coverage)) {
    if (!TouchesData(function)) continue;
    if (++all > kStubs) continue;
    ++shown;
    const std::string stub = Stub(function);
    for (size_t at = 0; at < stub.size();) {
      const size_t end = stub.find('\n', at);
      out += "    " + stub.substr(at, end - at) + "\n";
      at = end + 1;
    }
  }
  if (all > shown) out += fmt::format("    ({} more: --stubs)\n", all - shown);
  return out;
}

// Assets whose names only a run tells, or nobody.
std::string HolesText(const Lineage& lineage, const Lineage::Job& job, const Style& style,
                      bool all) {
  std::set<std::string> names;
  for (const int index : job.sites) {
    const int number = lineage.sites()[index].asset;
    const Lineage::Asset& asset = lineage.assets()[number];
    if (asset.job_local && (all || !IsNoise(lineage, number)))
      names.insert(asset.name_space + " " + asset.name);
  }
  std::string out;
  for (const std::string& name : names) {
    const bool lost = name.find("{?") != std::string::npos || name.find("{*}") != std::string::npos;
    out += "    " + Paint(style, lost ? Ink::kYellow : Ink::kPlain, name) +
           (lost ? "  (a part is not known)" : "") + "\n";
  }
  return out;
}

std::string List(const google::protobuf::RepeatedPtrField<std::string>& items) {
  std::vector<std::string> sorted(items.begin(), items.end());
  std::sort(sorted.begin(), sorted.end());
  std::string out;
  for (const std::string& item : sorted) out += "    " + Printable(item) + "\n";
  return out;
}

std::string Places(const google::protobuf::RepeatedPtrField<Hop>& hops, const Style& style,
                   bool (*shown)(const Hop&) = nullptr) {
  std::string out;
  for (const Hop& hop : hops) {
    if (shown != nullptr && !shown(hop)) continue;
    out += "    " + Paint(style, Ink::kCyan, PlaceText(hop.place())) + "  " +
           Printable(hop.note()) + "\n";
  }
  return out;
}

bool IsGap(const Hop& hop) { return !IsAllowance(hop); }

// The flows of the job that are not certain.
size_t Uncertain(const Lineage& lineage, const Lineage::Job& job, Confidence confidence) {
  return static_cast<size_t>(std::count_if(job.edges.begin(), job.edges.end(), [&](int edge) {
    return lineage.edges()[edge].confidence == confidence;
  }));
}

}  // namespace

std::string DoctorText(const Lineage& lineage, const Style& style, bool all) {
  std::string out;
  for (const Lineage::Job& job : lineage.jobs()) {
    const Coverage& coverage = job.coverage;
    if (!out.empty()) out += "\n";
    out += Paint(style, Ink::kBold, job.name);
    out += fmt::format(": {}, {}, {}", Count(coverage.sources(), "source"),
                       Count(coverage.functions(), "function"), Count(job.edges.size(), "flow"));
    for (const Confidence confidence : {ASSUMED, WIDENED}) {
      if (const size_t n = Uncertain(lineage, job, confidence); n > 0) {
        out += ", " + Paint(style, Ink::kYellow, fmt::format("{} {}", n, Name(confidence)));
      }
    }
    out += "\n";
    const auto section = [&](std::string_view title, const std::string& lines) {
      if (!lines.empty()) out += "  " + std::string(title) + "\n" + lines;
    };
    section("Sites by API (reads, writes):", SitesText(lineage, job));
    section("Sources that did not compile as a whole:", List(coverage.incomplete()));
    section(
        "Functions outside the program that no catalog knows, assumed to pass their inputs on "
        "(flows, calls):",
        UnknownText(coverage, style));
    section("Catalog entries to begin with, for 'extract --catalog FILE':", StubsText(coverage));
    section("Names that a run fills in:", HolesText(lineage, job, style, all));
    section("Functions in which a bound was hit:", List(coverage.widened()));
    section("Not resolved:", Places(coverage.unresolved(), style));
    section("Code that was not understood:", Places(coverage.gap(), style, IsGap));
    section("Findings that annotations allow, and why:",
            Places(coverage.gap(), style, IsAllowance));
    section("Functions defined in several ways, of which one is taken:",
            Places(coverage.duplicate(), style));
    if (coverage.incomplete_size() + coverage.unknown_size() + coverage.widened_size() +
            coverage.unresolved_size() + coverage.gap_size() + coverage.duplicate_size() ==
        0) {
      out += "  " + Paint(style, Ink::kGreen, "nothing assumed, widened or left out") + "\n";
    }
  }
  return out.empty() ? "no jobs\n" : out;
}

std::string DoctorStubs(const Lineage& lineage) {
  std::string out;
  std::set<std::string> told;
  for (const Lineage::Job& job : lineage.jobs()) {
    for (const Coverage::Unknown& function : Ranked(job.coverage)) {
      if (!TouchesData(function) || !told.insert(function.function()).second) continue;
      if (!out.empty()) out += "\n";
      out += Stub(function);
    }
  }
  return out;
}

}  // namespace pedigree
