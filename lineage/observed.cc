#include "lineage/observed.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "absl/container/flat_hash_map.h"
#include "lineage/names.h"

namespace pedigree {
namespace {

bool IsBelow(std::string_view name, std::string_view folder) {
  return name.size() > folder.size() && name.starts_with(folder) && name[folder.size()] == '/';
}

// Software and its settings, which every program reads and no graph lists.
bool IsSystem(std::string_view name) {
  static constexpr std::string_view kFolders[] = {
      "/usr",       "/lib",          "/lib64", "/lib32", "/bin", "/sbin", "/etc",
      "/var/cache", "/var/lib/dpkg", "/run",   "/proc",  "/sys", "/dev"};
  if (IsBelow(name, "/usr/local/share") || IsBelow(name, "/dev/shm")) return false;
  return std::any_of(std::begin(kFolders), std::end(kFolders),
                     [&](std::string_view folder) { return IsBelow(name, folder); });
}

// Which names became which, and when.
class Renames {
 public:
  void Add(const Access& access) {
    if (access.mode() == Access::RENAME) {
      Add(access.name(), access.opened(), access.new_name());
    } else if (access.mode() == Access::LINK) {
      linked_[access.name()] = &access;
    } else if (access.mode() == Access::DELETE) {
      // A link to the new name, and the old one deleted, is how programs rename without replacing.
      const auto link = linked_.find(access.name());
      if (link == linked_.end() || link->second->opened() > access.opened()) return;
      Add(access.name(), link->second->opened(), link->second->new_name());
      of_renames_.insert(&access);
      linked_.erase(link);
    }
  }
  // Whether it only took away a name in favour of another.
  bool IsOfRename(const Access& access) const { return of_renames_.contains(&access); }

  bool empty() const { return count_ == 0; }

  // What `name`, used at `time`, was called in the end; the names on the way go to `also`.
  std::string Last(std::string name, uint64_t time, std::set<std::string>* also) const {
    for (size_t steps = 0; steps <= count_; ++steps) {
      const auto next = Next(name, time);
      if (!next) return name;
      also->insert(name);
      std::tie(time, name) = *next;
    }
    return name;
  }

 private:
  using Step = std::pair<uint64_t, std::string>;

  void Add(const std::string& name, uint64_t when, const std::string& to) {
    by_name_[name].emplace_back(when, to);
    ++count_;
  }

  std::optional<Step> Next(const std::string& name, uint64_t time) const {
    std::optional<Step> first;
    // The name itself, or a folder that it is in.
    for (size_t end = name.size(); end != std::string::npos && end > 0;
         end = name.rfind('/', end - 1)) {
      const auto found = by_name_.find(name.substr(0, end));
      if (found == by_name_.end()) continue;
      for (const auto& [when, to] : found->second) {
        if (when < time || (first && when >= first->first)) continue;
        first = {when + 1, to + name.substr(end)};
      }
    }
    return first;
  }

  std::unordered_map<std::string, std::vector<Step>> by_name_;
  size_t count_ = 0;
  std::unordered_map<std::string, const Access*> linked_;
  std::set<const Access*> of_renames_;
};

class Builder {
 public:
  explicit Builder(const Ledger& ledger) : ledger_(ledger) { observed_.ledger = &ledger; }

  Observed Build() {
    for (const Record& record : ledger_.records) Add(record);
    const auto before = [](const Access* a, const Access* b) {
      return std::make_tuple(a->opened(), a->closed()) < std::make_tuple(b->opened(), b->closed());
    };
    // One process alone writes them in order.
    if (!std::is_sorted(accesses_.begin(), accesses_.end(), before))
      std::sort(accesses_.begin(), accesses_.end(), before);
    for (const Access* access : accesses_) renames_.Add(*access);
    for (const Access* access : accesses_) {
      if (!renames_.IsOfRename(*access)) AddAccess(*access);
    }
    for (auto& [_, artifact] : artifacts_) {
      Summarise(artifact);
      observed_.artifacts.push_back(std::move(artifact));
    }
    FindGaps();
    return std::move(observed_);
  }

 private:
  void Add(const Record& record) {
    if (record.has_process()) observed_.processes[record.process().id()] = &record.process();
    if (record.has_access()) accesses_.push_back(&record.access());
    if (record.has_parameter()) observed_.parameters.push_back(&record.parameter());
    if (record.has_metric()) observed_.metrics.push_back(&record.metric());
    if (record.has_inference()) observed_.inferences.push_back(&record.inference());
    if (record.has_loss()) losses_.push_back(&record.loss());
    if (record.has_process_end()) ended_.insert(record.process_end().process());
    if (record.has_end()) observed_.end = &record.end();
  }

  void AddAccess(const Access& access) {
    Artifact& artifact = ArtifactOf(access);
    if (access.kind() != ASSET_KIND_UNSPECIFIED) artifact.kind = access.kind();
    artifact.accesses.push_back(&access);
  }

  Artifact& ArtifactOf(const Access& access) {
    // Where nothing was renamed a name stands for the same all the time, and programs open few
    // files very often.
    if (!renames_.empty()) return FindArtifact(access);
    Artifact*& known = known_[{access.namespace_(), access.name(), access.resolved()}];
    if (known == nullptr) known = &FindArtifact(access);
    return *known;
  }

  Artifact& FindArtifact(const Access& access) {
    const bool file = access.namespace_() == "file";
    std::set<std::string> also;
    std::string name = access.resolved().empty() ? access.name() : access.resolved();
    if (!access.resolved().empty()) also.insert(access.name());
    if (access.mode() == Access::RENAME) name = access.new_name();
    if (file) {
      name = renames_.Last(std::move(name),
                           access.opened() + (access.mode() == Access::RENAME ? 1 : 0), &also);
      also.insert(name);
      name = NameInRun(ledger_.run(), name);
    }
    Artifact& artifact = artifacts_[{access.namespace_(), name}];
    artifact.name_space = access.namespace_();
    artifact.name = name;
    for (const std::string& other : also) {
      if (other != name) artifact.also.push_back(other);
      const std::string relative = NameInRun(ledger_.run(), other);
      if (relative != name && relative != other) artifact.also.push_back(relative);
    }
    return artifact;
  }

  static void Summarise(Artifact& artifact) {
    std::sort(artifact.also.begin(), artifact.also.end());
    artifact.also.erase(std::unique(artifact.also.begin(), artifact.also.end()),
                        artifact.also.end());
    artifact.system = artifact.name_space == "file" && IsSystem(artifact.name);
    bool made = false, first = true;
    uint64_t last_written = 0, first_written = UINT64_MAX;
    for (const Access* access : artifact.accesses) {
      if (access->error() != 0) {
        ++artifact.errors;
        continue;
      }
      const bool reads = OpensToRead(*access), writes = OpensToWrite(*access);
      artifact.read |= Reads(*access);
      artifact.written |= writes;
      artifact.deleted = access->mode() == Access::DELETE;
      artifact.executed |= access->mode() == Access::EXECUTE;
      artifact.listed |= access->mode() == Access::LIST;
      if (first) made = writes;
      first = false;
      if (writes) first_written = std::min(first_written, access->opened());
      if (reads && access->has_read() && access->closed() <= first_written &&
          artifact.input == nullptr) {
        artifact.input = &access->read();
      } else if (reads && access->has_read() && access->opened() <= first_written &&
                 access->read().how() == Digest::FILE_BEFORE_WRITE && artifact.input == nullptr) {
        artifact.input = &access->read();
      }
      if (writes && access->has_written() && access->closed() >= last_written) {
        artifact.output = &access->written();
        last_written = access->closed();
      }
    }
    artifact.temporary = made && artifact.deleted;
  }

  void FindGaps() {
    for (const Loss* loss : losses_) {
      const std::string text = LossText(*loss);
      observed_.gaps.push_back(text);
      observed_.process_gaps.emplace(loss->process(), text);
    }
    // A process ends with its ProcessEnd, or by becoming another program, which has a Process
    // record of its own.
    std::set<std::pair<uint32_t, uint64_t>> starts;
    for (const auto& [id, process] : observed_.processes)
      starts.insert({process->pid(), process->started()});
    for (const auto& [id, process] : observed_.processes) {
      if (ended_.contains(id)) continue;
      const auto next = starts.upper_bound({process->pid(), process->started()});
      if (next != starts.end() && next->first == process->pid()) continue;
      const std::string text =
          fmt::format("process {} ({}) did not end in order: what it had open is not recorded",
                      process->pid(), process->executable());
      observed_.gaps.push_back(text);
      observed_.process_gaps.emplace(id, text);
    }
    if (!ledger_.ended)
      observed_.gaps.push_back("the run was cut short, or goes on: the ledger has no end");
  }

  static std::string LossText(const Loss& loss) {
    const std::string detail = loss.detail().empty() ? "" : ": " + loss.detail();
    switch (loss.why()) {
      case Loss::LEDGER_WRITE_FAILED:
        return fmt::format("{} could not be written to the ledger", Count(loss.count(), "record")) +
               detail;
      case Loss::STATIC_BINARY:
        return "a static program, which was not observed (see run --trace)" + detail;
      case Loss::SETUID:
        return "a program with raised rights (setuid), which was not observed" + detail;
      case Loss::IO_URING:
        return "io_uring was used, whose reads and writes are not seen" + detail;
      case Loss::RAW_SYSCALL:
        return "system calls were made past libc, which are not seen" + detail;
      case Loss::OUT_OF_MEMORY:
        return "out of memory" + detail;
      case Loss::KILLED:
        return "killed" + detail;
      default:
        return "something was lost" + detail;
    }
  }

  const Ledger& ledger_;
  Observed observed_;
  Renames renames_;
  std::vector<const Access*> accesses_;
  std::vector<const Loss*> losses_;
  std::set<uint64_t> ended_;
  std::map<std::pair<std::string, std::string>, Artifact> artifacts_;
  // By namespace, name and resolved name, as they stand in the ledger.
  absl::flat_hash_map<std::tuple<std::string_view, std::string_view, std::string_view>, Artifact*>
      known_;
};

}  // namespace

bool OpensToRead(const Access& access) {
  return access.mode() == Access::READ || access.mode() == Access::READ_WRITE;
}

bool OpensToWrite(const Access& access) {
  return access.mode() == Access::WRITE || access.mode() == Access::READ_WRITE;
}

bool Reads(const Access& access) {
  return OpensToRead(access) && (access.has_read() || access.bytes_read() > 0 ||
                                 (access.observer() != INTERPOSER && access.observer() != TRACER));
}

void JoinProcesses(Ledger* ledger) {
  // By the system's number, which a process keeps when it becomes another program: the record that
  // was begun last before.
  std::multimap<uint32_t, Process*> traced;
  for (Record& record : ledger->records) {
    Process* process = record.has_process() ? record.mutable_process() : nullptr;
    if (process != nullptr && process->observer_size() == 1 && process->observer(0) == TRACER)
      traced.emplace(process->pid(), process);
  }
  std::map<uint64_t, uint64_t> joined;
  for (const Record& record : ledger->records) {
    const Process& process = record.process();
    if (!record.has_process() || process.observer_size() != 1 || process.observer(0) != SDK)
      continue;
    Process* same = nullptr;
    const auto [begin, end] = traced.equal_range(process.pid());
    for (auto it = begin; it != end; ++it) {
      if (it->second->started() <= process.started() &&
          (same == nullptr || it->second->started() > same->started()))
        same = it->second;
    }
    if (same == nullptr) continue;
    joined[process.id()] = same->id();
    if (same->observer_size() == 1) same->add_observer(SDK);
  }
  if (joined.empty()) return;
  const auto of = [&](uint64_t id) {
    const auto it = joined.find(id);
    return it == joined.end() ? id : it->second;
  };
  std::erase_if(ledger->records, [&](const Record& record) {
    return (record.has_process() && joined.contains(record.process().id())) ||
           (record.has_process_end() && joined.contains(record.process_end().process()));
  });
  for (Record& record : ledger->records) {
    if (record.has_process()) record.mutable_process()->set_parent(of(record.process().parent()));
    if (record.has_access()) record.mutable_access()->set_process(of(record.access().process()));
    if (record.has_parameter())
      record.mutable_parameter()->set_process(of(record.parameter().process()));
    if (record.has_metric()) record.mutable_metric()->set_process(of(record.metric().process()));
    if (record.has_inference())
      record.mutable_inference()->set_process(of(record.inference().process()));
    if (record.has_loss()) record.mutable_loss()->set_process(of(record.loss().process()));
  }
}

Observed Observe(const Ledger& ledger) { return Builder(ledger).Build(); }

const Artifact* Observed::Find(std::string_view name_space, std::string_view name) const {
  for (const Artifact& artifact : artifacts) {
    if (artifact.name_space != name_space) continue;
    if (artifact.name == name) return &artifact;
    if (std::binary_search(artifact.also.begin(), artifact.also.end(), name)) return &artifact;
  }
  return nullptr;
}

std::string NameInRun(const Run& run, std::string_view absolute) {
  const std::string& folder = run.working_directory();
  if (folder.empty() || folder == "/" || !IsBelow(absolute, folder)) return std::string(absolute);
  return std::string(absolute.substr(folder.size() + 1));
}

std::string AbsoluteInRun(const Run& run, std::string_view name) {
  if (name.starts_with('/') || run.working_directory().empty()) return std::string(name);
  while (name.starts_with("./")) name.remove_prefix(2);
  return (run.working_directory() == "/" ? "" : run.working_directory()) + "/" + std::string(name);
}

bool IsWhole(const Digest& digest) {
  switch (digest.how()) {
    case Digest::BYTES_READ:
    case Digest::BYTES_WRITTEN:
    case Digest::FILE_AT_CLOSE:
    case Digest::FILE_BEFORE_WRITE:
    case Digest::CACHED:
    case Digest::DECLARED_BY_PROGRAM:
      return !digest.value().empty();
    default:
      return false;
  }
}

std::string Hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<uint8_t>(byte));
  return text;
}

std::string_view HowText(Digest::How how) {
  switch (how) {
    case Digest::BYTES_READ:
      return "bytes read";
    case Digest::BYTES_WRITTEN:
      return "bytes written";
    case Digest::FILE_AT_CLOSE:
    case Digest::CACHED:
      return "file at close";
    case Digest::FILE_BEFORE_WRITE:
      return "file before it was written to";
    case Digest::CHANGED_DURING_RUN:
      return "changed during the run";
    case Digest::DECLARED_BY_PROGRAM:
      return "declared by the program";
    case Digest::PARTIAL:
      return "a part was read";
    default:
      return "no digest";
  }
}

std::string DigestText(const Digest& digest) {
  if (!digest.value().empty()) return digest.algorithm() + ":" + Hex(digest.value());
  return std::string(digest.reason().empty() ? HowText(digest.how())
                                             : std::string_view(digest.reason()));
}

std::string SizeText(uint64_t bytes) {
  static constexpr std::string_view kUnits[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  double size = static_cast<double>(bytes);
  size_t unit = 0;
  while (size >= 999.5 && unit + 1 < std::size(kUnits)) size /= 1000, ++unit;
  return unit == 0 ? fmt::format("{} B", bytes)
                   : fmt::format("{:.{}f} {}", size, size < 9.95 ? 1 : 0, kUnits[unit]);
}

}  // namespace pedigree
