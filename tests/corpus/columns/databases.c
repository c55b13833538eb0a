// FLAGS: -std=c17 -I/usr/include/postgresql
// Columns of databases, by names that are looked up.
#include <libpq-fe.h>

#include "corpus.h"

void ByNumberOfName(void) {
  PGconn* db = PQconnectdb("host=db.example dbname=shop");
  PGresult* rows = PQexec(db, "SELECT age, income FROM customers");
  int age = PQfnumber(rows, "age"), income = PQfnumber(rows, "income");
  WriteText("age", PQgetvalue(rows, 0, age));        // FLOW: shop.public.customers#age  NEVER: shop.public.customers#income
  WriteText("income", PQgetvalue(rows, 0, income));  // FLOW: shop.public.customers#income  NEVER: shop.public.customers#age
}
