// The ward's database: what is known of each person now, and how they are judged.

#ifndef EXAMPLES_WARD_STORE_H_
#define EXAMPLES_WARD_STORE_H_

#include <sqlite3.h>

#include <string>
#include <vector>

namespace ward {

inline constexpr char kDatabase[] = "out/ward.db";

struct Features {
  int id = 0;
  int sex = 0;
  double bmi = 0;
  double bp = 0;
  double ltg = 0;
};

class Store {
 public:
  explicit Store(const std::string& path);
  ~Store();

  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  void Put(const Features& features);
  std::vector<Features> All();
  void PutScore(int id, double risk);

 private:
  sqlite3_stmt* Prepare(const char* sql);
  void Finish(sqlite3_stmt* statement);

  std::string path_;
  sqlite3* database_ = nullptr;
};

}  // namespace ward

#endif  // EXAMPLES_WARD_STORE_H_
