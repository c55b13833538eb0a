// Libraries that no package has: what is declared here is as in their published headers.
#include "corpus.h"

// LightGBM
typedef void *DatasetHandle;
typedef void *BoosterHandle;
int LGBM_DatasetCreateFromFile(const char *filename, const char *parameters, const DatasetHandle reference, DatasetHandle *out);
int LGBM_DatasetSaveBinary(DatasetHandle handle, const char *filename);
int LGBM_BoosterCreate(const DatasetHandle train_data, const char *parameters, BoosterHandle *out);
int LGBM_BoosterUpdateOneIter(BoosterHandle handle, int *produced_empty_tree);
int LGBM_BoosterSaveModel(BoosterHandle handle, int start_iteration, int num_iteration, int feature_importance_type, const char *filename);
int LGBM_BoosterCreateFromModelfile(const char *filename, int *out_num_iterations, BoosterHandle *out);
int LGBM_BoosterPredictForMatSingleRow(BoosterHandle handle, const void *data, int data_type, int ncol, int is_row_major, int predict_type, int start_iteration, int num_iteration, const char *parameter, long *out_len, double *out_result);

void trained(void) {
  DatasetHandle rows, unused;
  BoosterHandle model;
  int done = 0;
  LGBM_DatasetCreateFromFile("train.csv", "", 0, &rows);
  LGBM_DatasetCreateFromFile("unused.csv", "", 0, &unused);
  LGBM_BoosterCreate(rows, "", &model);
  for (int i = 0; i < 10; ++i) LGBM_BoosterUpdateOneIter(model, &done);
  LGBM_BoosterSaveModel(model, 0, -1, 0, "model.txt");  // FLOW: train.csv  NEVER: other.csv
  LGBM_DatasetCreateFromFile("other.csv", "", 0, &rows);
  LGBM_DatasetSaveBinary(unused, "unused.bin");  // FLOW: unused.csv  NEVER: train.csv
  LGBM_DatasetSaveBinary(rows, "other.bin");  // FLOW: other.csv  NEVER: train.csv
}

void scored(void) {
  BoosterHandle model;
  double row[4], score;
  int iterations;
  long size;
  ReadInto("row", row, sizeof row);
  LGBM_BoosterCreateFromModelfile("model.txt", &iterations, &model);
  LGBM_BoosterPredictForMatSingleRow(model, row, 1, 4, 1, 0, 0, -1, "", &size, &score);
  WriteReal("score", score);  // FLOW: row, model.txt
}

// llama.cpp
struct llama_model;
struct llama_context;
struct llama_vocab;
struct llama_sampler;
typedef int llama_token;
struct llama_model_params { int n_gpu_layers; };
struct llama_context_params { unsigned n_ctx; };
struct llama_batch { int n_tokens; llama_token *token; };
struct llama_model *llama_model_load_from_file(const char *path_model, struct llama_model_params params);
struct llama_context *llama_init_from_model(struct llama_model *model, struct llama_context_params params);
const struct llama_vocab *llama_model_get_vocab(const struct llama_model *model);
int llama_tokenize(const struct llama_vocab *vocab, const char *text, int text_len, llama_token *tokens, int n_tokens_max, _Bool add_special, _Bool parse_special);
struct llama_batch llama_batch_get_one(llama_token *tokens, int n_tokens);
int llama_decode(struct llama_context *ctx, struct llama_batch batch);
llama_token llama_sampler_sample(struct llama_sampler *smpl, struct llama_context *ctx, int idx);
int llama_token_to_piece(const struct llama_vocab *vocab, llama_token token, char *buf, int length, int lstrip, _Bool special);

void generated(struct llama_sampler *sampler) {
  llama_token tokens[64];
  char answer[64];
  struct llama_model *model = llama_model_load_from_file("chat.gguf", (struct llama_model_params){0});
  struct llama_context *context = llama_init_from_model(model, (struct llama_context_params){0});
  const struct llama_vocab *vocab = llama_model_get_vocab(model);
  int n = llama_tokenize(vocab, ReadText("prompt"), 10, tokens, 64, 1, 0);
  llama_decode(context, llama_batch_get_one(tokens, n));
  llama_token next = llama_sampler_sample(sampler, context, -1);
  llama_token_to_piece(vocab, next, answer, sizeof answer, 0, 0);
  WriteText("answer", answer);  // FLOW: prompt, chat.gguf
}

// whisper.cpp
struct whisper_context;
struct whisper_full_params { int strategy; };
struct whisper_context *whisper_init_from_file(const char *path_model);
int whisper_full(struct whisper_context *ctx, struct whisper_full_params params, const float *samples, int n_samples);
const char *whisper_full_get_segment_text(struct whisper_context *ctx, int i_segment);

void transcribed(void) {
  float samples[160];
  ReadInto("call.wav", samples, sizeof samples);
  struct whisper_context *context = whisper_init_from_file("base.bin");
  whisper_full(context, (struct whisper_full_params){0}, samples, 160);
  WriteText("transcript", whisper_full_get_segment_text(context, 0));  // FLOW: call.wav, base.bin
}

// DuckDB
typedef struct _duckdb_database { void *internal_ptr; } *duckdb_database;
typedef struct _duckdb_connection { void *internal_ptr; } *duckdb_connection;
typedef struct { void *internal_data; } duckdb_result;
int duckdb_open(const char *path, duckdb_database *out_database);
int duckdb_connect(duckdb_database database, duckdb_connection *out_connection);
int duckdb_query(duckdb_connection connection, const char *query, duckdb_result *out_result);
int duckdb_value_int32(duckdb_result *result, unsigned long col, unsigned long row);

void queried(void) {
  duckdb_database database;
  duckdb_connection connection;
  duckdb_result result;
  duckdb_open("shop.duckdb", &database);
  duckdb_connect(database, &connection);
  duckdb_query(connection, "SELECT age, income FROM customers", &result);
  Write("age", duckdb_value_int32(&result, 0, 0));  // FLOW: customers#age  NEVER: customers#income
  Write("income", duckdb_value_int32(&result, 1, 0));  // FLOW: customers#income
}

// TensorFlow
typedef struct TF_Tensor TF_Tensor;
typedef struct TF_Session TF_Session;
TF_Session *TF_LoadSessionFromSavedModel(const void *session_options, const void *run_options, const char *export_dir, const char *const *tags, int tags_len, void *graph, void *meta_graph_def, void *status);
TF_Tensor *TF_NewTensor(int type, const long *dims, int num_dims, void *data, unsigned long len, void (*deallocator)(void *data, unsigned long len, void *arg), void *deallocator_arg);
void TF_SessionRun(TF_Session *session, const void *run_options, const void *inputs, TF_Tensor *const *input_values, int ninputs, const void *outputs, TF_Tensor **output_values, int noutputs, const void *target_opers, int ntargets, void *run_metadata, void *status);
void *TF_TensorData(const TF_Tensor *tensor);

void inferred(void) {
  float pixels[16];
  ReadInto("pixels", pixels, sizeof pixels);
  TF_Session *session = TF_LoadSessionFromSavedModel(0, 0, "saved/digits", 0, 0, 0, 0, 0);
  TF_Tensor *in = TF_NewTensor(1, 0, 0, pixels, sizeof pixels, 0, 0), *out = 0;
  TF_SessionRun(session, 0, 0, &in, 1, 0, &out, 1, 0, 0, 0, 0);
  WriteReal("digit", *(float *)TF_TensorData(out));  // FLOW: pixels, saved/digits
}

// CatBoost
typedef void ModelCalcerHandle;
ModelCalcerHandle *ModelCalcerCreate(void);
_Bool LoadFullModelFromFile(ModelCalcerHandle *model, const char *filename);
_Bool CalcModelPredictionSingle(ModelCalcerHandle *model, const float *floats, unsigned long n, const char **cats, unsigned long m, double *result, unsigned long size);

void applied(void) {
  float row[4];
  double score;
  ReadInto("applicant", row, sizeof row);
  ModelCalcerHandle *model = ModelCalcerCreate();
  LoadFullModelFromFile(model, "credit.cbm");
  CalcModelPredictionSingle(model, row, 4, 0, 0, &score, 1);
  WriteReal("credit", score);  // FLOW: applicant, credit.cbm
}

// XGBoost from 2.0 on: a configuration in JSON says where the data is.
typedef void *DMatrixHandle;
int snprintf(char *str, Bytes size, const char *format, ...);
int XGDMatrixCreateFromURI(const char *config, DMatrixHandle *out);
int XGBoosterCreate(const DMatrixHandle dmats[], unsigned long len, BoosterHandle *out);
int XGBoosterUpdateOneIter(BoosterHandle handle, int iter, DMatrixHandle dtrain);
int XGBoosterSaveModel(BoosterHandle handle, const char *fname);
void xgboost_uri(const char *name) {
  char config[256];
  DMatrixHandle train, other;
  BoosterHandle booster;
  XGDMatrixCreateFromURI("{\"uri\": \"train.csv?format=csv&label_column=0\", \"silent\": 1}", &train);
  snprintf(config, sizeof config, "{\"silent\": 1, \"uri\": \"%s.csv?format=csv\"}", name);
  XGDMatrixCreateFromURI(config, &other);
  XGBoosterCreate(&train, 1, &booster);
  XGBoosterUpdateOneIter(booster, 0, train);
  XGBoosterSaveModel(booster, "model.json");  // FLOW: train.csv  NEVER: {param:xgboost_uri/name}.csv
  XGBoosterUpdateOneIter(booster, 1, other);
  XGBoosterSaveModel(booster, "both.json");  // FLOW: train.csv, {param:xgboost_uri/name}.csv
}
