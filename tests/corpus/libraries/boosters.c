// XGBoost's C API as its users write it: handles that nothing sets but the library.
#include <xgboost/c_api.h>

void Trained(void) {
  DMatrixHandle train, other;
  BoosterHandle booster, idle;
  XGDMatrixCreateFromFile("train.txt", 0, &train);
  XGDMatrixCreateFromFile("other.txt", 0, &other);
  XGBoosterCreate(&train, 1, &booster);
  XGBoosterCreate(&other, 1, &idle);
  for (int i = 0; i < 10; i++) XGBoosterUpdateOneIter(booster, i, train);
  XGBoosterSaveModel(booster, "model.json");  // FLOW: train.txt  NEVER: other.txt
  XGBoosterSaveModel(idle, "idle.json");      // NEVER: train.txt, other.txt
}

void Null(void) {
  DMatrixHandle train = NULL;
  BoosterHandle booster = NULL;
  if (XGDMatrixCreateFromFile("train.txt", 0, &train) != 0) return;
  if (XGBoosterCreate(&train, 1, &booster) != 0) return;
  XGBoosterUpdateOneIter(booster, 0, train);
  XGBoosterSaveModel(booster, "null.json");  // FLOW: train.txt
}

static BoosterHandle Create(void) {
  BoosterHandle made;
  XGBoosterCreate(NULL, 0, &made);
  return made;
}
static void CreateAt(BoosterHandle* at) { XGBoosterCreate(NULL, 0, at); }
static void Train(BoosterHandle booster, const char* name) {
  DMatrixHandle data;
  XGDMatrixCreateFromFile(name, 0, &data);
  XGBoosterUpdateOneIter(booster, 0, data);
}
void Wrapped(void) {
  BoosterHandle a = Create(), b, c;
  CreateAt(&b);
  CreateAt(&c);
  Train(a, "a.txt");
  Train(b, "b.txt");
  XGBoosterSaveModel(a, "a.json");  // FLOW: a.txt  NEVER: b.txt
  XGBoosterSaveModel(b, "b.json");  // FLOW: b.txt  NEVER: a.txt
  XGBoosterSaveModel(c, "c.json");  // NEVER: a.txt, b.txt
}

struct Model {
  BoosterHandle booster;
  BoosterHandle best[2];
};
void Kept(void) {
  struct Model model;
  XGBoosterCreate(NULL, 0, &model.booster);
  XGBoosterCreate(NULL, 0, &model.best[1]);
  Train(model.booster, "kept.txt");
  XGBoosterSaveModel(model.booster, "kept.json");  // FLOW: kept.txt
  XGBoosterSaveModel(model.best[1], "best.json");  // NEVER: kept.txt
}

static void TrainAndSave(BoosterHandle booster, DMatrixHandle data) {
  XGBoosterUpdateOneIter(booster, 0, data);
  XGBoosterSaveModel(booster, "given.json");  // FLOW: given.txt  NEVER: untouched.txt
}
void Given(void) {
  BoosterHandle booster;
  DMatrixHandle data, untouched;
  XGBoosterCreate(NULL, 0, &booster);
  XGDMatrixCreateFromFile("given.txt", 0, &data);
  XGDMatrixCreateFromFile("untouched.txt", 0, &untouched);
  TrainAndSave(booster, data);
}

void Returned(void) {
  BoosterHandle booster = Create();
  DMatrixHandle data;
  XGDMatrixCreateFromFile("returned.txt", 0, &data);
  XGBoosterUpdateOneIter(booster, 0, data);
  XGBoosterSaveModel(booster, "returned.json");  // FLOW: returned.txt
}

static void TrainOf(struct Model* model, DMatrixHandle data) { XGBoosterUpdateOneIter(model->booster, 0, data); }
static void SaveOf(const struct Model* model, const char* name) {
  XGBoosterSaveModel(model->booster, name);  // FLOW: held.txt -> held.json  NEVER: held.txt -> empty.json
}
void Held(void) {
  struct Model model, empty;
  DMatrixHandle data;
  XGBoosterCreate(NULL, 0, &model.booster);
  XGBoosterCreate(NULL, 0, &empty.booster);
  XGDMatrixCreateFromFile("held.txt", 0, &data);
  TrainOf(&model, data);
  SaveOf(&model, "held.json");
  SaveOf(&empty, "empty.json");
}
