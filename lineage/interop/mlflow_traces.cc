// MLflow's traces: what an application read to answer somebody, call by call.
// docs/interop/mlflow.md says what becomes what.
//
// An application is one job, however many traces it left: its questions are one asset and its
// answers another. Nothing of what was asked, retrieved or answered goes into the graph; it is only
// looked at to see whether a document that was retrieved is in what a language model was given.
#include <fmt/format.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/interop/mlflow.h"

namespace pedigree::interop {
namespace {

// A text that is shorter than this may be in another by chance.
constexpr size_t kTelling = 16;

// A value of a span's attribute: OpenTelemetry's AnyValue, as the server answers, or plain JSON.
class Value {
 public:
  Value() = default;
  Value(JsonNode node, bool any) : node_(node), any_(any) {}

  std::string_view Text() const { return any_ ? node_["string_value"].Text() : node_.Text(); }
  Value operator[](std::string_view key) const {
    if (!any_) return {node_[key], false};
    for (const JsonNode pair : node_["kvlist_value"]["values"]) {
      if (pair["key"].Text() == key) return {pair["value"], true};
    }
    return {};
  }
  // Of an array; none of anything else.
  std::vector<Value> Elements() const {
    const JsonNode list = any_ ? node_["array_value"]["values"] : node_;
    std::vector<Value> elements;
    if (!list.IsArray()) return elements;
    for (const JsonNode element : list) elements.emplace_back(element, any_);
    return elements;
  }
  // Whether a string in it, however deep, has `text` in it.
  bool Says(std::string_view text) const { return Says(node_, text); }
  // Whether a string in it that is long enough to tell is in `other`.
  bool IsIn(const Value& other) const { return IsIn(node_, other); }

 private:
  static bool Says(JsonNode node, std::string_view text) {
    if (node.Text().find(text) != std::string_view::npos) return true;
    for (const JsonNode member : node) {
      if (Says(member, text)) return true;
    }
    return false;
  }
  static bool IsIn(JsonNode node, const Value& other) {
    if (node.Text().size() >= kTelling && other.Says(node.Text())) return true;
    for (const JsonNode member : node) {
      if (IsIn(member, other)) return true;
    }
    return false;
  }

  JsonNode node_;
  bool any_ = false;
};

// The value of `key` in an object, or in a list of {"key", "value"}.
JsonNode ValueOf(JsonNode pairs, std::string_view key) {
  if (pairs.IsObject()) return pairs[key];
  for (const JsonNode pair : pairs) {
    if (pair["key"].Text() == key) return pair["value"];
  }
  return {};
}

class TraceReader {
 public:
  TraceReader(const JsonStream& stream, JsonNode trace, GraphBuilder* graph)
      : stream_(stream), trace_(trace), graph_(graph) {}

  absl::Status Read() {
    info_ = trace_["trace_info"];
    if (!info_) info_ = trace_["info"];
    if (!info_) info_ = trace_;
    JsonNode spans = trace_["spans"];
    if (!spans) spans = trace_["data"]["spans"];
    if (info_["trace_id"].Text().empty() && info_["request_id"].Text().empty())
      return stream_.Wrong(trace_.Line(), "a trace has no trace_id");

    JsonNode root;
    for (const JsonNode span : spans) {
      if (!span.IsObject()) return stream_.Wrong(span.Line(), "a span is an object");
      if (span["parent_span_id"].Text().empty() && !root) root = span;
      const std::string_view type = Attribute(span, "mlflow.spanType").Text();
      if (type == "LLM" || type == "CHAT_MODEL")
        prompts_.push_back(Attribute(span, "mlflow.spanInputs"));
    }
    // What went wrong has no answer that anything could have reached.
    answered_ = info_["state"].Text() != "ERROR" && info_["status"].Text() != "ERROR";
    Begin(root);
    for (const JsonNode span : spans) {
      const std::string_view type = Attribute(span, "mlflow.spanType").Text();
      if (type == "LLM" || type == "CHAT_MODEL") {
        Reached(ModelOf(span), {.transforms = {GENERATE}, .note = "the model that a trace asked"},
                span);
      } else if (type == "EMBEDDING") {
        // It decides which documents are found.
        Reached(ModelOf(span),
                {.subtype = FILTER,
                 .transforms = {EMBED, RETRIEVE},
                 .confidence = ASSUMED,
                 .note = "the model that a trace embedded with"},
                span);
      } else if (type == "RETRIEVER") {
        Retrieved(span);
      }
    }
    return absl::OkStatus();
  }

 private:
  // Of the trace as a whole: the application, what it was asked, and what it answered.
  void Begin(JsonNode root) {
    std::string_view name = ValueOf(info_["tags"], "mlflow.traceName").Text();
    if (name.empty()) name = root["name"].Text();
    std::string app(name.empty() ? "an unnamed application" : name);
    JsonNode experiment = info_["trace_location"]["mlflow_experiment"]["experiment_id"];
    if (!experiment) experiment = info_["experiment_id"];
    if (!experiment.Scalar().empty()) app += fmt::format(" of experiment {}", experiment.Scalar());
    job_ = graph_->Job(fmt::format("mlflow/{}", app));
    const int questions = graph_->Asset("mlflow", fmt::format("questions to {}", app));
    graph_->SetKind(questions, PROMPT, /*inferred=*/false);
    answers_ = graph_->Asset("mlflow", fmt::format("answers of {}", app));
    graph_->SetKind(answers_, COMPLETION, /*inferred=*/false);
    if (answered_) graph_->Touch(job_, SiteUse::WRITES, answers_, OBSERVED, At(trace_));
    const Value asked = Attribute(root, "mlflow.spanInputs");
    bool given = false;
    for (const Value& prompt : prompts_) given = given || asked.IsIn(prompt);
    Reached(questions,
            {.transforms = {GENERATE},
             .confidence = given ? MODELED : ASSUMED,
             .note = given ? "a question, which a model was given" : "a question"},
            trace_);
    JsonNode metadata = info_["trace_metadata"];
    if (!metadata) metadata = info_["request_metadata"];
    if (const std::string_view id = ValueOf(metadata, "mlflow.modelId").Text(); !id.empty()) {
      const int model = graph_->Asset("mlflow", fmt::format("models:/{}", id));
      graph_->SetKind(model, MODEL, /*inferred=*/false);
      Reached(model, {.transforms = {INFER}, .note = "the model that a trace is of"}, trace_);
    }
  }

  // What a RETRIEVER found: [{"page_content", "metadata", "id"}], MLflow's form for it.
  void Retrieved(JsonNode span) {
    for (const Value& document : Attribute(span, "mlflow.spanOutputs").Elements()) {
      const std::string_view content = document["page_content"].Text();
      bool given = false;
      for (const Value& prompt : prompts_)
        given = given || (content.size() >= kTelling && prompt.Says(content));
      Reached(DocumentOf(document, span),
              {.transforms = {RETRIEVE, GENERATE},
               .confidence = given ? MODELED : ASSUMED,
               .note = given ? "a document retrieved, which a model was given"
                             : "a document retrieved"},
              span);
    }
  }

  int DocumentOf(const Value& document, JsonNode span) {
    int at = -1;
    for (const std::string_view key : {"doc_uri", "source", "url", "uri", "path"}) {
      const std::string_view where = document["metadata"][key].Text();
      if (at < 0 && !where.empty()) at = AssetOfUri(graph_, where);
    }
    const std::string_view id = document["id"].Text();
    if (at < 0 && !id.empty()) at = graph_->Asset("mlflow", fmt::format("document {}", id));
    if (at < 0)
      at = graph_->Asset("mlflow", fmt::format("documents that {} finds", span["name"].Text()));
    graph_->SetKind(at, DATASET, /*inferred=*/true);
    return at;
  }

  // -1: the span does not say.
  int ModelOf(JsonNode span) {
    std::string_view model = Attribute(span, "mlflow.llm.model").Text();
    for (const std::string_view where : {"mlflow.spanOutputs", "mlflow.spanInputs"}) {
      if (model.empty()) model = Attribute(span, where)["model"].Text();
    }
    if (model.empty()) model = Attribute(span, "model").Text();
    if (model.empty()) return -1;
    const std::string_view provider = Attribute(span, "mlflow.llm.provider").Text();
    const int at = graph_->Asset(
        "llm", provider.empty() ? std::string(model) : fmt::format("{}/{}", provider, model));
    graph_->SetKind(at, MODEL, /*inferred=*/false);
    return at;
  }

  // The job read it, and it reached the answers, if there was one.
  void Reached(int asset, GraphBuilder::Flow flow, JsonNode at) {
    if (asset < 0) return;
    graph_->Touch(job_, SiteUse::READS, asset, OBSERVED, At(at));
    if (!answered_) return;
    flow.from = asset;
    flow.to = answers_;
    flow.witness = OBSERVED;
    graph_->AddFlow(job_, flow, At(at));
  }

  // The client writes each value as JSON in a string.
  Value Attribute(JsonNode span, std::string_view key) {
    const JsonNode value = ValueOf(span["attributes"], key);
    if (!value.IsString()) return {value, /*any=*/value.IsObject()};
    absl::StatusOr<JsonDocument> parsed = ParseJson("attribute", value.Text());
    if (!parsed.ok()) return {value, /*any=*/false};
    parsed_.push_back(*std::move(parsed));
    return {parsed_.back().Root(), /*any=*/false};
  }

  Where At(JsonNode node) const { return {stream_.name(), node.Line()}; }

  const JsonStream& stream_;
  const JsonNode trace_;
  GraphBuilder* graph_;
  JsonNode info_;
  std::vector<Value> prompts_;       // what language models were given
  std::deque<JsonDocument> parsed_;  // what values point into
  bool answered_ = false;
  int job_ = 0, answers_ = 0;
};

}  // namespace

absl::Status ReadMlflowTrace(const JsonStream& stream, JsonNode trace, GraphBuilder* graph) {
  return TraceReader(stream, trace, graph).Read();
}

}  // namespace pedigree::interop
