// From sites to assets: what a site in its context is called, which kind of asset it is, and which
// of its columns it touches.

#ifndef PEDIGREE_ANALYZER_LINK_ASSETS_H_
#define PEDIGREE_ANALYZER_LINK_ASSETS_H_

#include <map>
#include <string>
#include <vector>

#include "analyzer/link/evaluate.h"
#include "analyzer/link/sql.h"
#include "proto/graph.pb.h"

namespace pedigree::link {

// One asset, and column of it, that a site touches.
struct Touch {
  std::string ns, name, column;
  AssetKind kind = ASSET_KIND_UNSPECIFIED;
  bool job_local = false;
  // How the column becomes, or makes, the data at the site.
  Quality quality;
  std::vector<std::string> tags = {};  // of the column, as the object at the site has it
};

// A flow inside a database, by one SQL text.
struct SqlFlow {
  Touch from, to;
};

class AssetNamer {
 public:
  AssetNamer(Program& program, const Terms& terms) : program_(program), terms_(terms) {}

  // What a READ site's data is of. SQL influences (FILTER, JOIN ...) are INDIRECT touches.
  std::vector<Touch> Reads(InstanceId instance);
  // Where a WRITE site's data goes.
  std::vector<Touch> Writes(InstanceId instance);
  // What an EXECUTE site does by itself; `writes` gets the tables it writes at all.
  std::vector<SqlFlow> Executes(InstanceId instance, std::vector<Touch>* writes);

  // The tags that `column` has as part of the object that is read or written there.
  std::vector<std::string> TagsOf(const Instance& instance, const std::string& column);

  // What had no name, or a name that is not understood: note by place. Grows by the calls above.
  const std::map<std::pair<FunctionId, uint32_t>, std::string>& unresolved() const {
    return unresolved_;
  }

 private:
  struct Named {
    std::string ns, name;
    bool job_local = false;
  };
  struct Statement {
    const std::vector<SqlStatement>* statements = nullptr;  // null: not understood
    Named database;
    bool is_sql = false;
    bool local = false;  // the text has holes
  };

  const Site& site(const Instance& instance) {
    return program_.body(instance.function).proto().site(instance.site);
  }
  AssetKind KindOf(const Instance& instance);
  // The asset that a site without SQL touches.
  Named NameOf(const Instance& instance);
  // What is called `name` within what a handle stands for.
  static Named Within(const Named& handle, const std::string& name);
  // The same where a store's own command says what is touched; nothing, if it does not read (or
  // write).
  static std::vector<Touch> Commanded(Touch touch, bool reads);
  Statement StatementOf(const Instance& instance);
  Touch Table(const Statement& statement, const std::string& table, const std::string& column);
  Touch Whole(const Instance& instance, const Named& named);
  // The number in the instance's column, from 0, if it is one number.
  bool ColumnNumber(const Instance& instance, size_t* number);
  std::string ColumnName(const Instance& instance);
  // The name by which a column of an SQL statement's result was asked for; empty: by none.
  std::string KeyName(const Instance& instance);
  void Unresolved(const Instance& instance, std::string note);
  bool ReadColumns(const SqlStatement& statement, const Instance& instance,
                   std::vector<SqlColumn>* columns);

  Program& program_;
  const Terms& terms_;
  std::map<std::string, std::optional<std::vector<SqlStatement>>> parsed_;
  std::map<std::pair<FunctionId, uint32_t>, std::string> unresolved_;
};

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_ASSETS_H_
