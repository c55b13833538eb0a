// FLAGS: -std=c17 -I/usr/include/postgresql
// Columns of databases, by names that are looked up.
#include <libpq-fe.h>
#include <sqlite3.h>

#include "corpus.h"

void ByNumberOfName(void) {
  PGconn* db = PQconnectdb("host=db.example dbname=shop");
  PGresult* rows = PQexec(db, "SELECT age, income FROM customers");
  int age = PQfnumber(rows, "age"), income = PQfnumber(rows, "income");
  WriteText("age", PQgetvalue(rows, 0, age));        // FLOW: shop.public.customers#age  NEVER: shop.public.customers#income
  WriteText("income", PQgetvalue(rows, 0, income));  // FLOW: shop.public.customers#income  NEVER: shop.public.customers#age
}

void ByParameterName(void) {
  sqlite3* db;
  sqlite3_open("f.db", &db);
  sqlite3_stmt* s;
  sqlite3_prepare_v2(db, "INSERT INTO f (age, income) VALUES (:years, :pay)", -1, &s, 0);
  sqlite3_bind_int(s, sqlite3_bind_parameter_index(s, ":pay"), Read("pay"));      // FLOW: pay -> f#income  NEVER: pay -> f#age
  sqlite3_bind_int(s, sqlite3_bind_parameter_index(s, ":years"), Read("years"));  // FLOW: years -> f#age  NEVER: years -> f#income
}
