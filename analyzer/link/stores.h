// How some stores say what is touched: in a text of their own, which the program gives them as a
// whole.
#ifndef PEDIGREE_ANALYZER_LINK_STORES_H_
#define PEDIGREE_ANALYZER_LINK_STORES_H_

#include <optional>
#include <string>
#include <string_view>

namespace pedigree::link {

// A database server by OpenLineage's name, and the database within it.
struct Database {
  std::string ns;  // "postgres://host:5432"
  std::string name;
};

// What a connection text of PostgreSQL says, an URL or keywords with values
// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING).
Database ReadConnectionText(std::string_view text);

// What an address of Redis says, as redis-plus-plus takes it
// ("tcp://USER:PASSWORD@HOST:PORT/NUMBER"): its server, and as the name its port, with the number
// where that is not 0. Another text is its name.
Database ReadRedisUrl(std::string_view text);

// The file that a library's own way of saying it names: `data.csv` of `data.csv?format=csv#cache`,
// and of
// `{"uri": "data.csv?format=csv", "silent": 1}`
// (https://xgboost.readthedocs.io/en/stable/tutorials/input_format.html). A text that says none is
// the name itself.
std::string FileOfUri(std::string_view text);

// The name of a table within it, "database.schema.table"; the schema is public if none is said.
std::string TableOf(const Database& database, std::string_view table);

// What a command of Redis touches (https://redis.io/docs/latest/commands).
struct RedisCommand {
  std::string key;
  std::string field;  // of a hash
  bool reads = false;
  bool writes = false;
};

// The command that `text` begins with, in any case; conversions of printf in a key are holes, {?}.
// Nothing where the text is no command that is known: a key by itself, or with an unknown part
// where the command stands.
std::optional<RedisCommand> ReadRedisCommand(std::string_view text);

}  // namespace pedigree::link

#endif  // PEDIGREE_ANALYZER_LINK_STORES_H_
