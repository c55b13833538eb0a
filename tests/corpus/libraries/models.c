// FLAGS: -std=c17 -I/usr/include/hdf5/serial
// LIBSVM, LIBLINEAR, FANN, XGBoost's cousins in C; HDF5.
#include <fann.h>
#include <hdf5.h>
#include <libsvm/svm.h>
#include <linear.h>

#include "corpus.h"

void svm(void) {
  double targets[1] = {ReadReal("labels")};
  struct svm_node row[2] = {{1, ReadReal("features")}, {-1, 0}};
  struct svm_node *rows[1] = {row};
  struct svm_problem problem = {1, targets, rows};
  struct svm_parameter settings = {0};
  struct svm_model *model = svm_train(&problem, &settings);
  svm_save_model("trained.model", model);  // FLOW: labels, features
}

void svm_scores(void) {
  struct svm_node row[2] = {{1, ReadReal("patient")}, {-1, 0}};
  struct svm_model *model = svm_load_model("risk.model");
  WriteReal("risk", svm_predict(model, row));  // FLOW: patient, risk.model
}

void linear(void) {
  struct feature_node row[2] = {{1, ReadReal("patient")}, {-1, 0}};
  struct model *trained = load_model("linear.model");
  WriteReal("risk", predict(trained, row));  // FLOW: patient, linear.model
}

static double predict_own(double x) { return x; }
void own(void) {
  WriteReal("own", predict_own(ReadReal("number")));  // FLOW: number
}

void net(void) {
  struct fann *net = fann_create_standard(3, 2, 3, 1);
  struct fann_train_data *rows = fann_read_train_from_file("xor.data");
  fann_train_on_data(net, rows, 100, 10, 0.1f);
  fann_save(net, "xor.net");  // FLOW: xor.data
}

void hdf5(void) {
  double x[10], y[10];
  hid_t file = H5Fopen("data.h5", H5F_ACC_RDONLY, H5P_DEFAULT);
  hid_t a = H5Dopen2(file, "/train/x", H5P_DEFAULT), b = H5Dopen2(file, "/train/y", H5P_DEFAULT);
  H5Dread(a, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x);
  H5Dread(b, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, y);
  WriteReal("x", x[0]);  // FLOW: /train/x  NEVER: /train/y
  WriteReal("y", y[0]);  // FLOW: /train/y  NEVER: /train/x
}
