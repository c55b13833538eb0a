#include "lineage/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "lineage/names.h"

namespace pedigree {
namespace {

std::string UnknownText(const Coverage& coverage, const Style& style) {
  std::vector<Coverage::Unknown> unknown(coverage.unknown().begin(), coverage.unknown().end());
  std::sort(unknown.begin(), unknown.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(b.flows(), b.calls(), a.function()) <
           std::make_tuple(a.flows(), a.calls(), b.function());
  });
  std::string out;
  for (const Coverage::Unknown& function : unknown) {
    out += fmt::format("    {:>6}  {:>6}  ", function.flows(), function.calls());
    out += Paint(style, function.flows() > 0 ? Ink::kYellow : Ink::kPlain, function.function());
    out += "  " + Paint(style, Ink::kCyan, PlaceText(function.place())) + "\n";
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

std::string Places(const google::protobuf::RepeatedPtrField<Hop>& hops, const Style& style) {
  std::string out;
  for (const Hop& hop : hops) {
    out += "    " + Paint(style, Ink::kCyan, PlaceText(hop.place())) + "  " +
           Printable(hop.note()) + "\n";
  }
  return out;
}

// The flows of the job that are not certain.
size_t Uncertain(const Lineage& lineage, const Lineage::Job& job, Confidence confidence) {
  return static_cast<size_t>(std::count_if(job.edges.begin(), job.edges.end(), [&](int edge) {
    return lineage.edges()[edge].confidence == confidence;
  }));
}

}  // namespace

std::string DoctorText(const Lineage& lineage, const Style& style) {
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
    section("Sources that did not compile as a whole:", List(coverage.incomplete()));
    section(
        "Functions outside the program that no catalog knows, assumed to pass their inputs on "
        "(flows, calls):",
        UnknownText(coverage, style));
    section("Functions in which a bound was hit:", List(coverage.widened()));
    section("Not resolved:", Places(coverage.unresolved(), style));
    section("Code that was not understood:", Places(coverage.gap(), style));
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

}  // namespace pedigree
