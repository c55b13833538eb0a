// Rows of "age,income" in text files.
#ifndef CONSUMER_PIPELINE_ROWS_H_
#define CONSUMER_PIPELINE_ROWS_H_

#include <string>
#include <vector>

struct Row {
  double age = 0;
  double income = 0;
};

std::vector<Row> ReadRows(const std::string& path);
void WriteRows(const std::string& path, const std::vector<Row>& rows);

#endif  // CONSUMER_PIPELINE_ROWS_H_
