// FLAGS: -std=c17 -I/usr/include/hdf5/serial
// Datasets of an HDF5 file are told apart by their paths.
#include <hdf5.h>

#include "corpus.h"

void Datasets(void) {
  hid_t file = H5Fopen("images.h5", H5F_ACC_RDONLY, H5P_DEFAULT);
  hid_t group = H5Gopen2(file, "train", H5P_DEFAULT);
  hid_t pixels = H5Dopen2(group, "pixels", H5P_DEFAULT), labels = H5Dopen2(group, "labels", H5P_DEFAULT);
  int p[8], l[8];
  H5Dread(pixels, H5T_NATIVE_INT, H5S_ALL, H5S_ALL, H5P_DEFAULT, p);  // NAME: pixels
  H5Dread(labels, H5T_NATIVE_INT, H5S_ALL, H5S_ALL, H5P_DEFAULT, l);  // NAME: labels
  Write("p", p[0]);  // FLOW: pixels  NEVER: labels
  Write("l", l[0]);  // FLOW: labels  NEVER: pixels
}
