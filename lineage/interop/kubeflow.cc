// Kubeflow Pipelines: pipelines as its compiler writes them (intermediate representation, YAML),
// and the store of its runs (ML Metadata, SQLite). docs/interop/kubeflow.md says what becomes what.
//
// A task is a job; an output of it is an asset, called PIPELINE/TASK/OUTPUT. A component may be
// made of tasks itself: these are called after both.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "lineage/interop/exporting.h"
#include "lineage/interop/own_form.h"
#include "lineage/interop/run_names.h"
#include "lineage/interop/systems.h"
#include "lineage/interop/table_reader.h"
#include "lineage/interop/yaml_reader.h"
#include "lineage/json.h"
#include "lineage/names.h"
#include "lineage/properties.h"

namespace pedigree::interop {
namespace {

// Components that are made of components may multiply.
constexpr size_t kMaxTasks = 20'000;
constexpr size_t kMaxNesting = 50;

// Where a pipeline has our own form of a job: in the metadata of an output, or, where there is
// none, in the description of an input, behind this word.
constexpr char kOwn[] = "pedigree";

AssetKind KindOf(std::string_view type) {
  if (type.find("Model") != std::string_view::npos) return MODEL;
  if (type.find("Metrics") != std::string_view::npos ||
      type.find("Evaluation") != std::string_view::npos)
    return METRIC;
  if (type.find("Dataset") != std::string_view::npos ||
      type.find("Examples") != std::string_view::npos)
    return DATASET;
  return ASSET_KIND_UNSPECIFIED;
}

std::string Text(const YAML::Node& node) {
  return node.IsDefined() && node.IsScalar() ? node.Scalar() : "";
}
// The member of a mapping, undefined for all else.
YAML::Node Get(const YAML::Node& node, const char* key) {
  if (!node.IsDefined() || !node.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
  return node[key];
}
YAML::Node Get(const YAML::Node& node, const std::string& key) { return Get(node, key.c_str()); }

class PipelineReader {
 public:
  PipelineReader(const std::string& path, GraphBuilder* graph) : path_(path), graph_(graph) {}

  absl::Status Read(const YAML::Node& root) {
    if (!root.IsMap()) return Wrong(root, "a pipeline is a mapping");
    // A document of its own says what one platform needs.
    if (Get(root, "platforms").IsDefined() && !Get(root, "root").IsDefined())
      return absl::OkStatus();
    if (!Get(root, "pipelineInfo").IsDefined() || !Get(root, "root").IsDefined())
      return Wrong(root, "neither pipelineInfo nor root: no pipeline of Kubeflow");
    pipeline_ = Text(Get(Get(root, "pipelineInfo"), "name"));
    if (pipeline_.empty()) return Wrong(root, "the pipeline has no name");
    components_ = Get(root, "components");
    executors_ = Get(Get(root, "deploymentSpec"), "executors");
    for (const auto& [map, what] :
         {std::pair(components_, "component"), std::pair(executors_, "executor")}) {
      if (absl::Status status = Once(map, what); !status.ok()) return status;
    }
    Scope scope;
    // Parameters of a pipeline are settings, not data.
    const YAML::Node list = Get(Get(Get(root, "root"), "inputDefinitions"), "artifacts");
    if (list.IsDefined() && list.IsMap()) {
      for (const auto& input : list) {
        const std::string name = Text(input.first);
        scope.inputs[name] = {AssetOf("", name, input.second)};
      }
    }
    return Dag(Get(root, "root"), "", scope, 0);
  }

 private:
  struct Scope {
    std::map<std::string, std::vector<int>> inputs;  // by name: what they are bound to
    std::set<int> conditions;                        // what decides whether it runs
  };

  absl::Status Wrong(const YAML::Node& at, std::string_view what) const {
    const int line = at.IsDefined() ? at.Mark().line + 1 : 1;
    return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path_, line, what));
  }
  Where At(const YAML::Node& node) const {
    return {path_, static_cast<uint32_t>(node.Mark().line + 1)};
  }

  absl::Status Once(const YAML::Node& map, std::string_view what) const {
    if (!map.IsDefined() || map.IsNull()) return absl::OkStatus();
    if (!map.IsMap()) return Wrong(map, fmt::format("{}s are a mapping", what));
    std::set<std::string> seen;
    for (const auto& member : map) {
      if (!seen.insert(Text(member.first)).second)
        return Wrong(member.first, fmt::format("{} '{}' is there twice", what, Text(member.first)));
    }
    return absl::OkStatus();
  }

  int AssetOf(const std::string& task, const std::string& output, const YAML::Node& said) {
    const int at = graph_->Asset(
        "kfp", fmt::format("{}/{}{}{}", pipeline_, task, task.empty() ? "" : "/", output));
    const AssetKind kind = KindOf(Text(Get(Get(said, "artifactType"), "schemaTitle")));
    if (kind != ASSET_KIND_UNSPECIFIED) graph_->SetKind(at, kind, /*inferred=*/false);
    return at;
  }

  absl::StatusOr<YAML::Node> ComponentOf(const YAML::Node& task) const {
    const std::string name = Text(Get(Get(task, "componentRef"), "name"));
    const YAML::Node component = Get(components_, name);
    if (name.empty() || !component.IsDefined())
      return Wrong(task, fmt::format("there is no component '{}'", name));
    return component;
  }

  // What an importer brings in: it makes nothing.
  YAML::Node ImporterOf(const YAML::Node& component) const {
    return Get(Get(executors_, Text(Get(component, "executorLabel"))), "importer");
  }

  // What the output of a component is, of a component made of tasks that of one of these.
  absl::Status Outputs(const YAML::Node& task, const std::string& path, const char* kind,
                       const std::string& key, size_t depth, std::vector<int>* found) {
    if (++work_ > kMaxTasks || depth > kMaxNesting) return TooMuch(task);
    const absl::StatusOr<YAML::Node> component = ComponentOf(task);
    if (!component.ok()) return component.status();
    if (const YAML::Node importer = ImporterOf(*component); importer.IsDefined()) {
      found->push_back(Imported(importer, path));
      return absl::OkStatus();
    }
    const YAML::Node dag = Get(*component, "dag");
    if (!dag.IsDefined()) {
      found->push_back(
          AssetOf(path, key, Get(Get(Get(*component, "outputDefinitions"), kind), key)));
      return absl::OkStatus();
    }
    const YAML::Node output = Get(Get(Get(dag, "outputs"), kind), key);
    const bool artifacts = std::string_view(kind) == "artifacts";
    std::vector<std::pair<std::string, std::string>> subtasks;  // and their output
    const auto select = [&](const YAML::Node& selector) {
      subtasks.emplace_back(
          Text(Get(selector, "producerSubtask")),
          Text(Get(selector, artifacts ? "outputArtifactKey" : "outputParameterKey")));
    };
    if (const YAML::Node list = Get(output, "artifactSelectors");
        list.IsDefined() && list.IsSequence()) {
      for (const YAML::Node& selector : list) select(selector);
    } else if (const YAML::Node value = Get(output, "valueFromParameter"); value.IsDefined()) {
      select(value);
    } else if (const YAML::Node list = Get(Get(output, "valueFromOneof"), "parameterSelectors");
               list.IsDefined() && list.IsSequence()) {
      for (const YAML::Node& selector : list) select(selector);
    }
    for (const auto& [name, subkey] : subtasks) {
      const YAML::Node subtask = Get(Get(dag, "tasks"), name);
      if (!subtask.IsDefined()) return Wrong(task, fmt::format("there is no task '{}'", name));
      if (absl::Status status = Outputs(subtask, path + "/" + name, kind, subkey, depth + 1, found);
          !status.ok())
        return status;
    }
    return absl::OkStatus();
  }

  int Imported(const YAML::Node& importer, const std::string& path) {
    const YAML::Node uri = Get(importer, "artifactUri");
    const AssetKind kind = KindOf(Text(Get(Get(importer, "typeSchema"), "schemaTitle")));
    const std::string constant = Text(Get(uri, "constant"));
    int at;
    if (!constant.empty()) {
      at = AssetOfUri(graph_, constant);
    } else {
      // Only a run knows.
      const std::string parameter = Text(Get(uri, "runtimeParameter"));
      at = graph_->AssetOfJob("file", fmt::format("{{{}}}", parameter.empty() ? "uri" : parameter),
                              JobName(path));
      graph_->Touch(graph_->Job(JobName(path)), SiteUse::READS, at, DECLARED, At(importer));
    }
    if (kind != ASSET_KIND_UNSPECIFIED) graph_->SetKind(at, kind, /*inferred=*/false);
    return at;
  }

  std::string JobName(const std::string& path) const {
    return fmt::format("kfp/{}/{}", pipeline_, path);
  }

  absl::Status TooMuch(const YAML::Node& at) const {
    return Wrong(at, fmt::format("components within components: more than {} deep, or {} tasks",
                                 kMaxNesting, kMaxTasks));
  }

  // What a task is given: of other tasks, or of what the component around it was given.
  absl::Status Inputs(const YAML::Node& tasks, const YAML::Node& task, const std::string& prefix,
                      const Scope& scope, size_t depth, Scope* inner) {
    for (const char* kind : {"artifacts", "parameters"}) {
      const YAML::Node list = Get(Get(task, "inputs"), kind);
      if (!list.IsDefined() || !list.IsMap()) continue;
      const bool artifacts = std::string_view(kind) == "artifacts";
      for (const auto& input : list) {
        std::vector<int>& bound = inner->inputs[Text(input.first)];
        const YAML::Node output =
            Get(input.second, artifacts ? "taskOutputArtifact" : "taskOutputParameter");
        if (output.IsDefined()) {
          const std::string producer = Text(Get(output, "producerTask"));
          const YAML::Node from = Get(tasks, producer);
          if (!from.IsDefined())
            return Wrong(input.first, fmt::format("there is no task '{}'", producer));
          const std::string key =
              Text(Get(output, artifacts ? "outputArtifactKey" : "outputParameterKey"));
          if (absl::Status status = Outputs(from, prefix + producer, kind, key, depth + 1, &bound);
              !status.ok())
            return status;
        }
        const std::string outer = Text(
            Get(input.second, artifacts ? "componentInputArtifact" : "componentInputParameter"));
        if (const auto it = scope.inputs.find(outer); it != scope.inputs.end())
          bound.insert(bound.end(), it->second.begin(), it->second.end());
        std::sort(bound.begin(), bound.end());
        bound.erase(std::unique(bound.begin(), bound.end()), bound.end());
      }
    }
    return absl::OkStatus();
  }

  // A loop gives each of its rounds an element of what it is given.
  static void Iterated(const YAML::Node& task, Scope* inner) {
    for (const auto& [kind, list] : {std::pair("parameterIterator", "inputParameter"),
                                     std::pair("artifactIterator", "inputArtifact")}) {
      const YAML::Node iterator = Get(task, kind);
      const std::string item = Text(Get(iterator, "itemInput"));
      const auto it = inner->inputs.find(Text(Get(Get(iterator, "items"), list)));
      if (item.empty() || it == inner->inputs.end()) continue;
      const std::vector<int> bound = it->second;
      inner->inputs[item] = bound;
    }
  }

  // What a condition names: "inputs.parameter_values['flip-Output'] == 'heads'".
  static void Conditions(const YAML::Node& task, Scope* inner) {
    const std::string condition = Text(Get(Get(task, "triggerPolicy"), "condition"));
    constexpr std::string_view kBegin = "parameter_values['";
    for (size_t at = 0; (at = condition.find(kBegin, at)) != std::string::npos;) {
      at += kBegin.size();
      const size_t end = condition.find('\'', at);
      if (end == std::string::npos) return;
      const auto it = inner->inputs.find(condition.substr(at, end - at));
      if (it != inner->inputs.end()) inner->conditions.insert(it->second.begin(), it->second.end());
      at = end;
    }
  }

  absl::Status Dag(const YAML::Node& component, const std::string& prefix, const Scope& scope,
                   size_t depth) {
    const YAML::Node tasks = Get(Get(component, "dag"), "tasks");
    if (!tasks.IsDefined() || tasks.IsNull()) return absl::OkStatus();
    if (absl::Status status = Once(tasks, "task"); !status.ok()) return status;
    for (const auto& member : tasks) {
      const std::string path = prefix + Text(member.first);
      const YAML::Node task = member.second;
      if (++work_ > kMaxTasks || depth > kMaxNesting) return TooMuch(member.first);
      const absl::StatusOr<YAML::Node> of = ComponentOf(task);
      if (!of.ok()) return of.status();
      // What we wrote says by itself what it was given, and of which kind.
      if (const std::string own = Own(*of); !own.empty()) {
        if (absl::Status status = AddOwnForm(own, At(member.first), graph_); !status.ok())
          return status;
        continue;
      }
      Scope inner;
      if (absl::Status status = Inputs(tasks, task, prefix, scope, depth, &inner); !status.ok())
        return status;
      Iterated(task, &inner);
      inner.conditions = scope.conditions;
      Conditions(task, &inner);
      const absl::Status status = Get(*of, "dag").IsDefined()
                                      ? Dag(*of, path + "/", inner, depth + 1)
                                      : Task(*of, member.first, path, inner);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // Our own form, if this is a task that we wrote.
  static std::string Own(const YAML::Node& component) {
    const YAML::Node outputs = Get(Get(component, "outputDefinitions"), "artifacts");
    if (outputs.IsDefined() && outputs.IsMap()) {
      for (const auto& output : outputs) {
        const std::string form = Text(Get(Get(output.second, "metadata"), kOwn));
        if (!form.empty()) return form;
      }
    }
    const YAML::Node inputs = Get(Get(component, "inputDefinitions"), "artifacts");
    if (inputs.IsDefined() && inputs.IsMap()) {
      for (const auto& input : inputs) {
        const std::string text = Text(Get(input.second, "description"));
        if (text.starts_with(std::string(kOwn) + " {")) return text.substr(sizeof kOwn);
      }
    }
    return "";
  }

  absl::Status Task(const YAML::Node& component, const YAML::Node& at, const std::string& path,
                    const Scope& inner) {
    if (const YAML::Node importer = ImporterOf(component); importer.IsDefined()) {
      // Of what we wrote the jobs say it.
      const YAML::Node own = Get(Get(importer, "metadata"), kOwn);
      if (!own.IsDefined()) Imported(importer, path);
      return absl::OkStatus();
    }
    const Where where = At(at);
    const int job = graph_->Job(JobName(path));
    std::set<int> inputs, outputs;
    for (const auto& [_, bound] : inner.inputs) inputs.insert(bound.begin(), bound.end());
    for (const char* kind : {"artifacts", "parameters"}) {
      const YAML::Node list = Get(Get(component, "outputDefinitions"), kind);
      if (!list.IsDefined() || !list.IsMap()) continue;
      for (const auto& output : list)
        outputs.insert(AssetOf(path, Text(output.first), output.second));
    }
    for (const std::set<int>& list : {inputs, inner.conditions}) {
      for (const int from : list) graph_->Touch(job, SiteUse::READS, from, DECLARED, where);
    }
    for (const int to : outputs) {
      graph_->Touch(job, SiteUse::WRITES, to, DECLARED, where);
      for (const int from : inner.conditions) {
        graph_->AddFlow(job,
                        {.from = from,
                         .to = to,
                         .subtype = CONDITIONAL,
                         .note = "whether the task runs at all"},
                        where);
      }
      for (const int from : inputs) {
        graph_->AddFlow(job,
                        {.from = from,
                         .to = to,
                         .confidence = ASSUMED,
                         .note = "an input and an output of one task"},
                        where);
      }
    }
    return absl::OkStatus();
  }

  const std::string& path_;
  GraphBuilder* graph_;
  std::string pipeline_;
  YAML::Node components_, executors_;
  size_t work_ = 0;
};

// ML Metadata, whose schema is public:
// github.com/google/ml-metadata, ml_metadata/util/metadata_source_query_config.cc (Apache-2.0).
class Store {
 public:
  explicit Store(const std::string& path) : path_(path) {}

  absl::Status Add(const Row& row) {
    const std::string_view table = row.table();
    const std::string id(row["id"]);
    if (table == "type") {
      types_[id] = row["name"];
    } else if (table == "artifact") {
      artifacts_[id] = {std::string(row["uri"]), std::string(row["name"]),
                        std::string(row["type_id"])};
    } else if (table == "execution") {
      executions_[id] = {std::string(row["name"]), std::string(row["type_id"]),
                         std::string(row["last_known_state"])};
    } else if (table == "executionproperty") {
      if (row["name"] == "task_name")
        tasks_[std::string(row["execution_id"])] = row["string_value"];
    } else if (table == "context") {
      contexts_[id] = {std::string(row["name"]), std::string(row["type_id"])};
    } else if (table == "association") {
      associations_.emplace_back(row["execution_id"], row["context_id"]);
    } else if (table == "event") {
      if (row["artifact_id"].empty() || row["execution_id"].empty())
        return Wrong(path_, row, "an event without artifact or execution");
      events_.push_back({std::string(row["artifact_id"]), std::string(row["execution_id"]),
                         std::string(row["type"])});
    }
    return absl::OkStatus();
  }

  absl::Status Finish(GraphBuilder* graph) {
    graph_ = graph;
    for (const auto& [execution, context] : associations_) {
      const auto it = contexts_.find(context);
      if (it != contexts_.end() && types_[it->second.second] == "system.Pipeline")
        pipelines_[execution] = it->second.first;
    }
    for (const auto& [id, _] : artifacts_) AddWitness(OBSERVED, &graph_->asset(AssetOf(id)));
    // By execution and witness: what it was given, what it made.
    std::map<std::pair<std::string, Witness>, std::pair<std::set<int>, std::set<int>>> touched;
    for (const Event& event : events_) {
      if (!artifacts_.contains(event.artifact) || !executions_.contains(event.execution))
        return absl::InvalidArgumentError(
            fmt::format("{}: an event is of artifact {} and execution {}, which are not there",
                        path_, event.artifact, event.execution));
      // proto/metadata_store.proto, Event.Type
      const bool declared = event.type == "1" || event.type == "2";
      const bool input = event.type == "2" || event.type == "3" || event.type == "5";
      const bool output = event.type == "1" || event.type == "4" || event.type == "6";
      auto& [inputs, outputs] = touched[{event.execution, declared ? DECLARED : OBSERVED}];
      if (input) inputs.insert(AssetOf(event.artifact));
      if (output) outputs.insert(AssetOf(event.artifact));
    }
    for (const auto& [key, lists] : touched) {
      const int job = JobOf(key.first);
      const Where where{path_, 0};
      for (const int from : lists.first)
        graph_->Touch(job, SiteUse::READS, from, key.second, where);
      for (const int to : lists.second) {
        graph_->Touch(job, SiteUse::WRITES, to, key.second, where);
        // FAILED, CANCELED: it need not have written what it set out to.
        const std::string& state = executions_[key.first].state;
        if (state == "4" || state == "6") continue;
        for (const int from : lists.first) {
          graph_->AddFlow(job,
                          {.from = from,
                           .to = to,
                           .confidence = ASSUMED,
                           .witness = key.second,
                           .note = "events of one execution"},
                          where);
        }
      }
    }
    return absl::OkStatus();
  }

 private:
  struct Artifact {
    std::string uri, name, type;
  };
  struct Execution {
    std::string name, type, state;
  };
  struct Event {
    std::string artifact, execution, type;
  };

  int AssetOf(const std::string& id) {
    const Artifact& artifact = artifacts_[id];
    const std::string& type = types_[artifact.type];
    const int at =
        artifact.uri.empty()
            ? graph_->Asset("mlmd", fmt::format("{}/{}", type.empty() ? "artifact" : type,
                                                artifact.name.empty() ? id : artifact.name))
            : AssetOfUri(graph_, artifact.uri);
    if (const AssetKind kind = KindOf(type); kind != ASSET_KIND_UNSPECIFIED)
      graph_->SetKind(at, kind, /*inferred=*/false);
    return at;
  }
  // A task of a pipeline is the job that the pipeline's file has.
  int JobOf(const std::string& id) {
    const Execution& execution = executions_[id];
    const auto task = tasks_.find(id);
    const auto pipeline = pipelines_.find(id);
    if (task != tasks_.end() && pipeline != pipelines_.end())
      return graph_->Job(fmt::format("kfp/{}/{}", pipeline->second, task->second));
    if (!execution.name.empty()) return graph_->Job("mlmd/" + execution.name);
    const std::string& type = types_[execution.type];
    return graph_->Job(fmt::format("mlmd/{}/{}", type.empty() ? "execution" : type, id));
  }

  const std::string& path_;
  GraphBuilder* graph_ = nullptr;
  std::map<std::string, std::string> types_, tasks_, pipelines_;  // the last by execution
  std::map<std::string, Artifact> artifacts_;
  std::map<std::string, Execution> executions_;
  std::map<std::string, std::pair<std::string, std::string>> contexts_;  // name, type
  std::vector<std::pair<std::string, std::string>> associations_;
  std::vector<Event> events_;
};

// JSON as block YAML; texts as JSON writes them, which YAML reads.
void Yaml(const Json& json, size_t indent, std::string* text) {
  const std::string space(indent, ' ');
  if (json.is_object() && !json.empty()) {
    for (const auto& [key, value] : json.items()) {
      *text += fmt::format("{}{}:", space, Dump(Json(key)));
      if (value.is_structured() && !value.empty()) {
        *text += "\n";
        Yaml(value, indent + 2, text);
      } else {
        *text += fmt::format(" {}\n", Dump(value));
      }
    }
  } else if (json.is_array()) {
    for (const Json& value : json) *text += fmt::format("{}- {}\n", space, Dump(value));
  }
}

class Exporter {
 public:
  explicit Exporter(const ExportInput& input)
      : input_(input),
        lineage_(input.lineage),
        touched_(TouchedByJobs(input)),
        makers_(MakersOf(touched_)),
        commands_(CommandsOf(input.runs)) {}

  Documents Write() {
    if (touched_.empty())
      return absl::InvalidArgumentError("no job of the graph reads or writes what is exported");
    components_ = Json::object();
    executors_ = Json::object();
    tasks_ = Json::object();
    for (const auto& [job, _] : touched_) Task(job);
    Json spec;
    spec["pipelineInfo"] = {{"name", NameOf(input_.options.job_namespace)}};
    spec["schemaVersion"] = "2.1.0";
    spec["sdkVersion"] = "kfp-2.7.0";
    spec["components"] = std::move(components_);
    spec["deploymentSpec"]["executors"] = std::move(executors_);
    spec["root"]["dag"]["tasks"] = std::move(tasks_);
    std::string yaml;
    Yaml(spec, 0, &yaml);
    return std::vector<Document>{{"pipeline.yaml", std::move(yaml)}};
  }

 private:
  // Names are of small letters, digits and hyphens.
  static std::string NameOf(std::string_view name) {
    const std::string lower = absl::AsciiStrToLower({name.data(), name.size()});
    if (lower == name) return PlainName(name, 50, "-");
    // Its number is that of the name with its capitals.
    const std::string plain = PlainName(lower, 40, "-"),
                      numbered = PlainName(fmt::format("{}^", name), 50, "-");
    return plain + numbered.substr(numbered.rfind('-'));
  }
  std::string TaskOf(int job) const { return NameOf(lineage_.jobs()[job].name); }
  std::string KeyOf(int asset) const { return NameOf(AssetText(lineage_.assets()[asset])); }

  Json TypeOf(int asset) const {
    const AssetKind kind = lineage_.assets()[asset].kind;
    return {{"schemaTitle", kind == MODEL    ? "system.Model"
                            : kind == METRIC ? "system.Metrics"
                                             : "system.Dataset"},
            {"schemaVersion", "0.0.1"}};
  }

  // The task that hands the asset to this job, which is an importer where no other does.
  std::pair<std::string, std::string> Producer(int asset, int job) {
    for (const int maker : makers_[asset]) {
      if (DependsOn(sources_, maker, job)) continue;  // pipelines have no circles
      sources_[job].insert(maker);
      return {TaskOf(maker), KeyOf(asset)};
    }
    const std::string name = "import-" + KeyOf(asset);
    if (!tasks_.contains(name)) Importer(name, asset);
    return {name, "artifact"};
  }

  void Importer(const std::string& name, int asset) {
    const std::string uri = AssetText(lineage_.assets()[asset]);
    components_["comp-" + name] = {
        {"executorLabel", "exec-" + name},
        {"inputDefinitions", {{"parameters", {{"uri", {{"parameterType", "STRING"}}}}}}},
        {"outputDefinitions", {{"artifacts", {{"artifact", {{"artifactType", TypeOf(asset)}}}}}}}};
    executors_["exec-" + name] = {{"importer",
                                   {{"artifactUri", {{"constant", uri}}},
                                    {"typeSchema", TypeOf(asset)},
                                    {"metadata", {{kOwn, "true"}}}}}};
    tasks_[name] = {
        {"componentRef", {{"name", "comp-" + name}}},
        {"inputs", {{"parameters", {{"uri", {{"runtimeValue", {{"constant", uri}}}}}}}}},
        {"taskInfo", {{"name", name}}}};
  }

  void Task(int job) {
    const Lineage::Job& from = lineage_.jobs()[job];
    const std::string name = TaskOf(job), own = OwnForm(input_, job);
    Json component = {{"executorLabel", "exec-" + name}}, inputs = Json::object();
    std::set<std::string> after;
    for (const int asset : touched_[job].reads) {
      const auto [task, key] = Producer(asset, job);
      after.insert(task);
      inputs[KeyOf(asset)]["taskOutputArtifact"] = {{"outputArtifactKey", key},
                                                    {"producerTask", task}};
      Json& said = component["inputDefinitions"]["artifacts"][KeyOf(asset)];
      said["artifactType"] = TypeOf(asset);
      if (touched_[job].writes.empty() && asset == touched_[job].reads.front())
        said["description"] = fmt::format("{} {}", kOwn, own);
    }
    for (const int asset : touched_[job].writes) {
      Json& said = component["outputDefinitions"]["artifacts"][KeyOf(asset)];
      said["artifactType"] = TypeOf(asset);
      if (asset == touched_[job].writes.front()) said["metadata"] = {{kOwn, own}};
    }
    components_["comp-" + name] = std::move(component);
    const auto command = commands_.find(from.name);
    executors_["exec-" + name]["container"] = {
        {"image", name},
        {"command",
         command == commands_.end() ? std::vector<std::string>{from.name} : command->second}};
    Json task = {{"componentRef", {{"name", "comp-" + name}}}};
    if (!after.empty()) task["dependentTasks"] = after;
    if (!inputs.empty()) task["inputs"]["artifacts"] = std::move(inputs);
    task["taskInfo"] = {{"name", name}};
    tasks_[name] = std::move(task);
  }

  const ExportInput& input_;
  const Lineage& lineage_;
  std::map<int, Touched> touched_;       // by job
  std::map<int, std::set<int>> makers_;  // by asset: jobs
  const std::map<std::string, std::vector<std::string>> commands_;
  std::map<int, std::set<int>> sources_;  // by job: those that hand it something
  Json components_, executors_, tasks_;
};

}  // namespace

absl::Status ImportKubeflow(const std::string& path, const Options& options, GraphBuilder* graph) {
  if (IsSqlite(path)) {
    Store store(path);
    bool any = false;
    const absl::Status status = ReadRows(
        path,
        {"type", "artifact", "execution", "executionproperty", "event", "context", "association"},
        [&](const Row& row) {
          any = true;
          return store.Add(row);
        });
    if (!status.ok()) return status;
    if (!any) return absl::InvalidArgumentError(fmt::format("{}: no store of ML Metadata", path));
    return store.Finish(graph);
  }
  return ReadYaml(path, [&](const std::vector<YAML::Node>& documents) -> absl::Status {
    if (documents.empty()) return absl::InvalidArgumentError(fmt::format("{}: it is empty", path));
    for (const YAML::Node& document : documents) {
      if (absl::Status status = PipelineReader(path, graph).Read(document); !status.ok())
        return status;
    }
    return absl::OkStatus();
  });
}

Documents ExportKubeflow(const ExportInput& input) { return Exporter(input).Write(); }

}  // namespace pedigree::interop
