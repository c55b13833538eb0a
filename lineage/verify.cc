#include "lineage/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "lineage/name_pattern.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

std::string_view LastPart(std::string_view name) {
  const size_t at = name.find_last_of("/:");
  return at == std::string_view::npos ? name : name.substr(at + 1);
}

// "kafka" of "kafka://host:1".
std::string_view SchemeOf(std::string_view name_space) {
  return name_space.substr(0, name_space.find(':'));
}

// Whether a name whose holes are filled turns out to lead elsewhere: "http://host/path".
bool IsUrl(std::string_view name) {
  const size_t end = name.find("://");
  return end != name.npos && end > 1 && !name.starts_with("file:") &&
         name.substr(0, end).find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") == name.npos;
}

// What one job's processes did with one artifact.
struct Use {
  const Artifact* artifact = nullptr;
  bool read = false, written = false;
  bool read_of_others = false;  // something that was there before the job wrote to it
  uint64_t first_read = UINT64_MAX, last_written = 0;
};

// One run's processes, by job of the graph.
class RunJobs {
 public:
  RunJobs(const Lineage& lineage, const Observed& run) : lineage_(lineage), run_(run) {
    whole_ = JobNamed(run.ledger->run().job());
    if (whole_ < 0 && lineage.jobs().size() == 1) whole_ = 0;
    // Parents come first: a child is recorded after its parent.
    for (const auto& [id, process] : run.processes) {
      int job = JobNamed(LastPart(process->executable()));
      if (job < 0) job = ParentsJob(*process);
      job_of_[id] = job;
      if (job >= 0) processes_[job].push_back(process);
    }
    // The SDK may speak for a process that has no record.
    job_of_.emplace(0, whole_);
    for (const Artifact& artifact : run.artifacts) AddUses(artifact);
  }

  // -1: none.
  int JobOf(uint64_t process) const {
    const auto found = job_of_.find(process);
    return found == job_of_.end() ? whole_ : found->second;
  }
  bool Ran(int job) const { return processes_.contains(job); }
  const std::vector<const Process*>& Processes(int job) const { return processes_.at(job); }
  const std::vector<Use>& Uses(int job) const {
    static const std::vector<Use> none;
    const auto found = uses_.find(job);
    return found == uses_.end() ? none : found->second;
  }
  const std::map<int, std::vector<Use>>& AllUses() const { return uses_; }
  // Whether the job's programs say of themselves what they use of this kind ("kafka").
  bool Reports(int job, std::string_view name_space) const {
    return reported_.contains({job, std::string(SchemeOf(name_space))});
  }

  // Why what the job did may not be recorded in full; empty if it is.
  std::string Gap(int job) const {
    for (const auto& [process, gap] : run_.process_gaps) {
      if (process == 0 || JobOf(process) == job) return gap;
    }
    return run_.ledger->ended ? "" : "the run was cut short, or goes on";
  }

 private:
  int JobNamed(std::string_view name) const {
    for (size_t i = 0; i < lineage_.jobs().size(); ++i) {
      if (lineage_.jobs()[i].name == name) return static_cast<int>(i);
    }
    for (size_t i = 0; i < lineage_.jobs().size(); ++i) {
      if (LastPart(lineage_.jobs()[i].name) == LastPart(name)) return static_cast<int>(i);
    }
    return -1;
  }

  int ParentsJob(const Process& process) const {
    if (process.parent() != 0) return JobOf(process.parent());
    // The last process of that number that began before.
    const Process* parent = nullptr;
    for (const auto& [_, other] : run_.processes) {
      if (other->pid() != process.parent_pid() || other->started() > process.started()) continue;
      if (parent == nullptr || parent->started() < other->started()) parent = other;
    }
    return parent == nullptr || parent == &process ? whole_ : JobOf(parent->id());
  }

  void AddUses(const Artifact& artifact) {
    std::map<int, Use> by_job;
    for (const Access* access : artifact.accesses) {
      if (access->error() != 0) continue;
      Use& use = by_job[JobOf(access->process())];
      use.artifact = &artifact;
      if (access->observer() == SDK)
        reported_.insert({JobOf(access->process()), std::string(SchemeOf(artifact.name_space))});
      if (Reads(*access)) {
        use.read_of_others |= !use.written || access->read().how() == Digest::FILE_BEFORE_WRITE;
        use.read = true;
        use.first_read = std::min(use.first_read, access->opened());
      }
      if (OpensToWrite(*access)) {
        use.written = true;
        use.last_written = std::max(use.last_written, access->closed());
      }
    }
    for (const auto& [job, use] : by_job) {
      if (use.read || use.written) uses_[job].push_back(use);
    }
  }

  const Lineage& lineage_;
  const Observed& run_;
  int whole_ = -1;
  std::map<uint64_t, int> job_of_;
  std::map<int, std::vector<const Process*>> processes_;
  std::map<int, std::vector<Use>> uses_;
  std::set<std::pair<int, std::string>> reported_;
};

// Where in the file system an asset is.
struct Location {
  std::string path;        // with holes
  bool inside = false;     // the asset is a part of what is there
  bool elsewhere = false;  // not in the file system
};

Location Locate(const Lineage::Asset& asset) {
  if (asset.name_space == "file") return {asset.name, false, false};
  if (asset.name_space == "process") return {"", false, true};
  static constexpr std::string_view kStores[] = {"sqlite", "leveldb", "rocksdb",
                                                 "lmdb",   "duckdb",  "hdf5"};
  for (const std::string_view store : kStores) {
    if (asset.name_space == store) return {asset.name, true, false};
    if (asset.name_space.starts_with(store) && asset.name_space[store.size()] == ':') {
      return {asset.name_space.substr(store.size() + 1), true, false};
    }
  }
  return {"", false, true};
}

// Files beside a store: SQLite's journals, LMDB's lock.
bool StandsBeside(std::string_view name, const NamePattern& pattern) {
  for (const std::string_view suffix : {"-journal", "-wal", "-shm", ".wal", "-lock"}) {
    if (name.ends_with(suffix) && pattern.Matches(name.substr(0, name.size() - suffix.size())))
      return true;
  }
  return false;
}

// What lies in a store's folder.
bool LiesIn(std::string_view name, const NamePattern& pattern) {
  for (size_t end = name.rfind('/'); end != std::string_view::npos && end > 0;
       end = name.rfind('/', end - 1)) {
    if (pattern.Matches(name.substr(0, end))) return true;
  }
  return false;
}

// What the process was given for an option: --model x, --model=x, and with one dash. Nothing if it
// was not, or if it was given two values, of which the program takes one.
std::optional<std::string> OptionOf(const Process& process, std::string_view option) {
  std::optional<std::string> given;
  for (int i = 1; i < process.argv_size(); ++i) {
    std::string_view argument = process.argv(i);
    const size_t dashes = std::min(argument.find_first_not_of('-'), argument.size());
    if (dashes < 1 || dashes > 2) continue;
    argument.remove_prefix(dashes);
    if (!argument.starts_with(option)) continue;
    argument.remove_prefix(option.size());
    std::string value;
    if (argument.empty() && i + 1 < process.argv_size()) {
      value = process.argv(i + 1);
    } else if (argument.starts_with('=')) {
      value = argument.substr(1);
    } else {
      continue;
    }
    if (given && *given != value) return std::nullopt;
    given = std::move(value);
  }
  return given;
}

class Matcher {
 public:
  Matcher(const Observed& run, const RunJobs& jobs) : run_(run), jobs_(jobs) {}

  // The names that the asset may have had in the job, absolute where they are a file's.
  std::vector<NamePattern> Patterns(int job, const Lineage::Asset& asset,
                                    const Location& location) const {
    std::vector<NamePattern> patterns;
    if (!jobs_.Ran(job)) return patterns;
    for (const Process* process : jobs_.Processes(job)) {
      NamePattern pattern(location.elsewhere ? asset.name : location.path,
                          [&](std::string_view hole) { return Fill(*process, hole); });
      if (!location.elsewhere && IsUrl(pattern.Text())) {
        patterns.push_back(std::move(pattern));
        continue;
      }
      pattern.Clean();
      if (!location.elsewhere && pattern.BeginsWithText() && pattern.Text()[0] != '/') {
        const std::string& folder = process->working_directory().empty()
                                        ? run_.ledger->run().working_directory()
                                        : process->working_directory();
        pattern.Prepend((folder == "/" ? "" : folder) + "/");
      }
      patterns.push_back(std::move(pattern));
    }
    return patterns;
  }

  bool Matches(const Artifact& artifact, const NamePattern& pattern,
               const Location& location) const {
    if (location.elsewhere) return pattern.Matches(artifact.name);
    if (IsUrl(pattern.Text())) {
      const std::string_view between = artifact.name.starts_with('/') ? "" : "/";
      return pattern.Matches(fmt::format("{}{}{}", artifact.name_space, between, artifact.name));
    }
    if (artifact.name_space != "file") return false;
    if (pattern.Matches(AbsoluteInRun(run_.ledger->run(), artifact.name))) return true;
    if (std::any_of(artifact.also.begin(), artifact.also.end(), [&](const std::string& name) {
          return pattern.Matches(AbsoluteInRun(run_.ledger->run(), name));
        })) {
      return true;
    }
    return location.inside && LiesIn(AbsoluteInRun(run_.ledger->run(), artifact.name), pattern);
  }

  bool Beside(const Artifact& artifact, const NamePattern& pattern,
              const Location& location) const {
    return location.inside &&
           StandsBeside(AbsoluteInRun(run_.ledger->run(), artifact.name), pattern);
  }

 private:
  std::optional<std::string> Fill(const Process& process, std::string_view hole) const {
    if (hole.starts_with("argv:")) {
      int index = 0;
      for (const char c : hole.substr(5)) {
        if (c < '0' || c > '9') return std::nullopt;  // "*"
        index = index * 10 + (c - '0');
        if (index > 1000000) return std::nullopt;
      }
      if (hole.size() == 5 || index >= process.argv_size()) return std::nullopt;
      return process.argv(index);
    }
    if (hole.starts_with("flag:")) return OptionOf(process, hole.substr(5));
    if (hole.starts_with("env:")) {
      for (const EnvironmentVariable& variable : run_.ledger->run().environment()) {
        if (variable.name() == hole.substr(4)) return variable.value();
      }
    }
    return std::nullopt;
  }

  const Observed& run_;
  const RunJobs& jobs_;
};

// Whether the artifact was given to a process as this one of its standard streams.
bool IsStream(const Artifact& artifact, std::string_view name) {
  static constexpr std::string_view kNames[] = {"", "stdin", "stdout", "stderr"};
  return std::any_of(artifact.accesses.begin(), artifact.accesses.end(), [&](const Access* access) {
    return access->stream() < 4 && access->stream() > 0 && kNames[access->stream()] == name;
  });
}

// Whether nothing else is known of it than that the process was given it.
bool IsOnlyStream(const Artifact& artifact) {
  return std::all_of(artifact.accesses.begin(), artifact.accesses.end(),
                     [](const Access* access) { return access->stream() != 0; });
}

struct Ways {
  bool reads = false, writes = false;
  Place place;
};

// How each job touches each asset, by its sites.
std::map<std::pair<int, int>, Ways> WaysOf(const Lineage& lineage) {
  std::map<std::pair<int, int>, Ways> ways;
  for (const Lineage::Site& site : lineage.sites()) {
    Ways& way = ways[{site.job, site.asset}];
    (site.access == SiteUse::READS ? way.reads : way.writes) = true;
    if (way.place.file().empty()) way.place = site.place;
  }
  return ways;
}

std::vector<Touch> MatchRun(const Lineage& lineage, int index, const Observed& run,
                            const RunJobs& jobs) {
  std::vector<Touch> touches;
  const Matcher matcher(run, jobs);
  std::set<std::pair<int, const Artifact*>> named;
  // First the names of which something is known; what is nothing but a hole gets what they leave.
  for (const bool any : {false, true}) {
    for (const auto& [key, ways] : WaysOf(lineage)) {
      const auto [job, asset_index] = key;
      const Lineage::Asset& asset = lineage.assets()[asset_index];
      const Location location = Locate(asset);
      for (const NamePattern& pattern : matcher.Patterns(job, asset, location)) {
        if (pattern.IsAny() != any) continue;
        for (const Use& use : jobs.Uses(job)) {
          // Standard output that was sent to a file is still standard output.
          const bool stream = asset.name_space == "process" && IsStream(*use.artifact, asset.name);
          if (location.elsewhere && !stream && use.artifact->name_space != asset.name_space)
            continue;
          const bool aside = !any && matcher.Beside(*use.artifact, pattern, location);
          if (!stream && !aside && !matcher.Matches(*use.artifact, pattern, location)) continue;
          if (any && (use.artifact->system || use.artifact->temporary ||
                      named.contains({job, use.artifact}) ||
                      !((ways.reads && use.read) || (ways.writes && use.written)))) {
            continue;
          }
          if (!any) named.insert({job, use.artifact});
          Touch touch;
          touch.run = index;
          touch.artifact = static_cast<int>(use.artifact - run.artifacts.data());
          touch.job = job;
          touch.asset = asset_index;
          touch.aside = aside;
          touch.read = use.read && !aside;
          touch.written = use.written && !aside;
          touch.first_read = use.first_read;
          touch.last_written = use.last_written;
          const bool known = std::any_of(touches.begin(), touches.end(), [&](const Touch& other) {
            return std::tie(other.artifact, other.job, other.asset) ==
                   std::tie(touch.artifact, touch.job, touch.asset);
          });
          if (!known) touches.push_back(touch);
        }
      }
    }
  }
  return touches;
}

class Verifier {
 public:
  Verifier(const Lineage& lineage, const std::vector<Observed>& runs, const Lock* lock)
      : lineage_(lineage), runs_(runs), lock_(lock), ways_(WaysOf(lineage)) {
    for (size_t i = 0; i < runs.size(); ++i) {
      jobs_.emplace_back(lineage, runs[i]);
      for (const Touch& touch : MatchRun(lineage, static_cast<int>(i), runs[i], jobs_.back())) {
        touches_[{touch.job, touch.asset}].push_back(touch);
      }
      FindProbes(runs[i], jobs_.back());
    }
  }

  Verification Verify() {
    for (const auto& [key, ways] : ways_) {
      if (ways.reads) Asset(key.first, key.second, /*write=*/false, ways.place);
      if (ways.writes) Asset(key.first, key.second, /*write=*/true, ways.place);
    }
    for (size_t i = 0; i < lineage_.edges().size(); ++i) Flow(static_cast<int>(i));
    for (size_t i = 0; i < runs_.size(); ++i) Undeclared(i);
    if (lock_ != nullptr) CheckLock();
    for (const Observed& run : runs_) {
      for (const std::string& gap : run.gaps) result_.gaps.push_back(run.ledger->file + ": " + gap);
    }
    for (const auto& [_, touches] : touches_)
      result_.touches.insert(result_.touches.end(), touches.begin(), touches.end());
    return std::move(result_);
  }

 private:
  using PlaceKey = std::tuple<std::string, uint32_t, uint32_t>;

  void FindProbes(const Observed& run, const RunJobs& jobs) {
    for (const Artifact& artifact : run.artifacts) {
      for (const Access* access : artifact.accesses) {
        if (!access->has_site()) continue;
        probed_.insert(
            {jobs.JobOf(access->process()),
             PlaceKey(access->site().file(), access->site().line(), access->site().column())});
      }
    }
  }

  bool Probed(const Lineage::Site& site) const {
    return probed_.contains(
        {site.job, PlaceKey(site.place.file(), site.place.line(), site.place.column())});
  }

  const std::vector<Touch>& Touches(int job, int asset) const {
    static const std::vector<Touch> none;
    const auto found = touches_.find({job, asset});
    return found == touches_.end() ? none : found->second;
  }

  bool Ran(int job) const {
    return std::any_of(jobs_.begin(), jobs_.end(),
                       [&](const RunJobs& jobs) { return jobs.Ran(job); });
  }

  // Why nothing was seen of it: what these runs cannot tell, or what did not happen.
  std::pair<Verdict, std::string> WhyNot(int job, int asset, bool write) const {
    const Lineage::Asset& what = lineage_.assets()[asset];
    const auto text =
        fmt::format("{} {}", AssetText(what), write ? "was not written" : "was not read");
    if (!Ran(job))
      return {Verdict::kNotExercised, fmt::format("{} was not run", lineage_.jobs()[job].name)};
    if (what.name_space == "env") {
      return {
          Verdict::kUnverifiable,
          fmt::format("{} is an environment variable: that it is read, nobody but the program sees",
                      AssetText(what))};
    }
    // A program that reports some of its topics, say, is taken to report them all.
    const bool reported = std::any_of(jobs_.begin(), jobs_.end(), [&](const RunJobs& jobs) {
      return jobs.Reports(job, what.name_space);
    });
    if (Locate(what).elsewhere && what.name_space != "process" && !reported) {
      return {Verdict::kUnverifiable,
              fmt::format("{} is not in the file system: only the program could tell, by the SDK",
                          AssetText(what))};
    }
    if (const std::string url = UrlOf(job, asset); !url.empty()) {
      return {
          Verdict::kUnverifiable,
          fmt::format("{} is {}, not in the file system: only the program could tell, by the SDK",
                      AssetText(what), url)};
    }
    for (const RunJobs& jobs : jobs_) {
      if (!jobs.Ran(job)) continue;
      if (const std::string gap = jobs.Gap(job); !gap.empty())
        return {Verdict::kUnverifiable, text + ", but " + gap};
    }
    const bool declared =
        std::find(what.witnesses.begin(), what.witnesses.end(), DECLARED) != what.witnesses.end();
    return {declared ? Verdict::kMissing : Verdict::kNotExercised, text};
  }

  // What the asset, a file by its name, was in a run if that is no file and no program reported it.
  std::string UrlOf(int job, int asset) const {
    const Lineage::Asset& what = lineage_.assets()[asset];
    const Location location = Locate(what);
    for (size_t i = 0; i < runs_.size() && !location.elsewhere; ++i) {
      for (const NamePattern& pattern : Matcher(runs_[i], jobs_[i]).Patterns(job, what, location)) {
        const std::string name = pattern.Text();
        if (IsUrl(name) && !jobs_[i].Reports(job, name)) return name;
      }
    }
    return "";
  }

  Strength StrengthOf(const Lineage::Site& site) const {
    if (Probed(site)) return Strength::kSite;
    return Locate(lineage_.assets()[site.asset]).inside ? Strength::kFile : Strength::kArtifact;
  }

  void Asset(int job, int asset, bool write, const Place& place) {
    const Lineage::Asset& what = lineage_.assets()[asset];
    AssetVerdict verdict;
    verdict.name_space = what.name_space;
    verdict.name = what.name;
    verdict.job = lineage_.jobs()[job].name;
    verdict.access = write ? "writes" : "reads";
    verdict.place = place;
    for (const Touch& touch : Touches(job, asset)) {
      if (write ? !touch.written : !touch.read) continue;
      const Artifact& artifact = runs_[touch.run].artifacts[touch.artifact];
      verdict.verdict = Verdict::kConfirmed;
      verdict.observed.push_back(artifact.name);
      const Digest* digest = write ? artifact.output : artifact.input;
      if (digest != nullptr && !Locate(what).inside) verdict.digest = DigestText(*digest);
    }
    if (verdict.verdict == Verdict::kConfirmed) {
      std::sort(verdict.observed.begin(), verdict.observed.end());
      verdict.observed.erase(std::unique(verdict.observed.begin(), verdict.observed.end()),
                             verdict.observed.end());
      verdict.strength = Locate(what).inside ? Strength::kFile : Strength::kArtifact;
      for (const int site : lineage_.jobs()[job].sites) {
        const Lineage::Site& at = lineage_.sites()[site];
        if (at.asset == asset && (at.access == SiteUse::WRITES) == write && Probed(at))
          verdict.strength = Strength::kSite;
      }
    } else {
      std::tie(verdict.verdict, verdict.reason) = WhyNot(job, asset, write);
    }
    result_.assets.push_back(std::move(verdict));
  }

  void Flow(int index) {
    const Lineage::Edge& edge = lineage_.edges()[index];
    const Lineage::Site& from = lineage_.sites()[edge.from];
    const Lineage::Site& to = lineage_.sites()[edge.to];
    FlowVerdict verdict;
    verdict.edge = index;
    bool read = false, written = false, in_order = false;
    for (const Touch& source : Touches(from.job, from.asset)) {
      if (!source.read) continue;
      read = true;
      for (const Touch& target : Touches(to.job, to.asset)) {
        if (target.run == source.run && target.written)
          in_order |= source.first_read <= target.last_written;
      }
    }
    for (const Touch& target : Touches(to.job, to.asset)) written |= target.written;
    if (in_order) {
      verdict.verdict = Verdict::kConfirmed;
      verdict.strength = std::min(StrengthOf(from), StrengthOf(to));
    } else if (!read) {
      std::tie(verdict.verdict, verdict.reason) = WhyNot(from.job, from.asset, false);
      if (verdict.verdict == Verdict::kMissing) verdict.verdict = Verdict::kNotExercised;
    } else if (!written) {
      std::tie(verdict.verdict, verdict.reason) = WhyNot(to.job, to.asset, true);
      if (verdict.verdict == Verdict::kMissing) verdict.verdict = Verdict::kNotExercised;
    } else {
      verdict.verdict = Verdict::kNotExercised;
      verdict.reason =
          fmt::format("{} was written before {} was read", AssetText(lineage_.assets()[to.asset]),
                      AssetText(lineage_.assets()[from.asset]));
    }
    result_.flows.push_back(std::move(verdict));
  }

  // What a run touched and the graph has nothing of.
  void Undeclared(size_t index) {
    const Observed& run = runs_[index];
    // Of what is claimed by a name: in which ways.
    std::map<std::pair<int, int>, Ways> claimed;  // by job (-1: any) and artifact
    std::set<int> inside;
    for (const auto& [key, touches] : touches_) {
      const Ways& ways = ways_.at(key);
      for (const Touch& touch : touches) {
        if (touch.run != static_cast<int>(index)) continue;
        for (const int job : {key.first, -1}) {
          claimed[{job, touch.artifact}].reads |= ways.reads;
          claimed[{job, touch.artifact}].writes |= ways.writes;
        }
        if (Locate(lineage_.assets()[key.second]).inside) inside.insert(touch.artifact);
      }
    }
    for (const auto& [job, uses] : jobs_[index].AllUses()) {
      for (const Use& use : uses) {
        const Artifact& artifact = *use.artifact;
        if (artifact.system || artifact.temporary || IsOnlyStream(artifact)) continue;
        const int number = static_cast<int>(&artifact - run.artifacts.data());
        const auto found = claimed.find({job, number});
        const Ways ways = found == claimed.end() ? Ways() : found->second;
        if (inside.contains(number)) continue;  // whoever writes a table reads its file, too
        if (use.read && !ways.reads && (use.read_of_others || !use.written)) {
          AddUndeclared(job, artifact, false, ways.writes);
        }
        if (use.written && !ways.writes) AddUndeclared(job, artifact, true, ways.reads);
      }
    }
  }

  void AddUndeclared(int job, const Artifact& artifact, bool write, bool other_way) {
    AssetVerdict verdict;
    verdict.verdict = Verdict::kUndeclared;
    verdict.name_space = artifact.name_space;
    verdict.name = artifact.name;
    verdict.job = job < 0 ? "" : lineage_.jobs()[job].name;
    verdict.access = write ? "writes" : "reads";
    const Digest* digest = write ? artifact.output : artifact.input;
    if (digest != nullptr) verdict.digest = DigestText(*digest);
    if (job < 0) {
      verdict.reason =
          fmt::format("{} by a program that is no job of the graph", write ? "written" : "read");
    } else {
      verdict.reason = fmt::format(
          "{} by {}, and nothing in the graph {} it{}", write ? "written" : "read",
          lineage_.jobs()[job].name, write ? "writes" : "reads",
          other_way ? (write ? " (it is only read there)" : " (it is only written there)") : "");
    }
    result_.assets.push_back(std::move(verdict));
  }

  void CheckLock() {
    for (const Lock::Entry& entry : lock_->entries) {
      AssetVerdict verdict;
      verdict.name_space = entry.name_space;
      verdict.name = entry.name;
      verdict.verdict = Verdict::kNotExercised;
      verdict.reason = fmt::format("locked in {}, and not touched", lock_->file);
      if (entry.files > 0) {
        CheckFolder(entry, &verdict);
        result_.assets.push_back(std::move(verdict));
        continue;
      }
      for (const Observed& run : runs_) {
        const Artifact* artifact = run.Find(entry.name_space, entry.name);
        if (artifact == nullptr || (!artifact->read && !artifact->written)) continue;
        const Digest* digest = artifact->read ? artifact->input : nullptr;
        if (digest == nullptr) digest = artifact->output;
        if (digest == nullptr) continue;
        if (!IsWhole(*digest)) {
          if (verdict.verdict == Verdict::kNotExercised) {
            verdict.verdict = Verdict::kUnverifiable;
            verdict.reason = fmt::format("no digest of all of it: {}", HowText(digest->how()));
          }
          continue;
        }
        verdict.digest = DigestText(*digest);
        if (verdict.digest != entry.digest) {
          verdict.verdict = Verdict::kDrifted;
          verdict.expected = entry.digest;
          verdict.reason = fmt::format("{} pins {}", lock_->file, entry.digest);
          break;
        }
        verdict.verdict = Verdict::kConfirmed;
        verdict.strength = Strength::kArtifact;
        verdict.reason.clear();
      }
      result_.assets.push_back(std::move(verdict));
    }
  }

  // Of a folder: all files below it that a run read, which are to be those that were locked.
  void CheckFolder(const Lock::Entry& entry, AssetVerdict* verdict) const {
    for (const Observed& run : runs_) {
      const FolderRead read = ReadOf(run, entry.name);
      if (read.files == 0) continue;
      const bool fewer = read.files < entry.files;
      if (fewer || read.digest.empty()) {
        if (verdict->verdict != Verdict::kNotExercised) continue;
        verdict->verdict = Verdict::kUnverifiable;
        verdict->reason = fewer ? fmt::format("{} of its {} files were read, {} locks all of them",
                                              read.files, entry.files, lock_->file)
                                : fmt::format("no digest of all of {}", read.without);
        continue;
      }
      verdict->digest = read.digest;
      if (read.digest != entry.digest) {
        verdict->verdict = Verdict::kDrifted;
        verdict->expected = entry.digest;
        verdict->reason = fmt::format("{} pins {} of {}; {} were read", lock_->file, entry.digest,
                                      Count(entry.files, "file"), Count(read.files, "file"));
        return;
      }
      verdict->verdict = Verdict::kConfirmed;
      verdict->strength = Strength::kArtifact;
      verdict->reason.clear();
    }
  }

  const Lineage& lineage_;
  const std::vector<Observed>& runs_;
  const Lock* lock_;
  std::map<std::pair<int, int>, Ways> ways_;
  std::vector<RunJobs> jobs_;
  std::map<std::pair<int, int>, std::vector<Touch>> touches_;  // by job and asset
  std::set<std::pair<int, PlaceKey>> probed_;
  Verification result_;
};

}  // namespace

std::string_view Name(Verdict verdict) {
  static constexpr std::string_view kNames[] = {"CONFIRMED", "NOT_EXERCISED", "UNDECLARED",
                                                "MISSING",   "DRIFTED",       "UNVERIFIABLE"};
  return kNames[static_cast<int>(verdict)];
}

std::string_view Name(Strength strength) {
  static constexpr std::string_view kNames[] = {"", "FILE", "ARTIFACT", "SITE"};
  return kNames[static_cast<int>(strength)];
}

bool Verification::HasFindings() const {
  return std::any_of(assets.begin(), assets.end(),
                     [](const AssetVerdict& v) { return IsFinding(v.verdict); }) ||
         std::any_of(flows.begin(), flows.end(),
                     [](const FlowVerdict& v) { return IsFinding(v.verdict); });
}

Verification Verify(const Lineage& lineage, const std::vector<Observed>& runs, const Lock* lock) {
  return Verifier(lineage, runs, lock).Verify();
}

std::vector<Touch> Match(const Lineage& lineage, const std::vector<Observed>& runs) {
  std::vector<Touch> touches;
  for (size_t i = 0; i < runs.size(); ++i) {
    const RunJobs jobs(lineage, runs[i]);
    const std::vector<Touch> more = MatchRun(lineage, static_cast<int>(i), runs[i], jobs);
    touches.insert(touches.end(), more.begin(), more.end());
  }
  return touches;
}

}  // namespace pedigree
