// SQLite: connections, statements, columns.
#include <sqlite3.h>
#include <stdio.h>
#include "corpus.h"

void read_columns(void) {
  sqlite3 *db;
  sqlite3_stmt *s;
  sqlite3_open("clinic.db", &db);
  sqlite3_prepare_v2(db, "SELECT age, sex FROM patients", -1, &s, NULL);
  while (sqlite3_step(s) == SQLITE_ROW) {
    int age = sqlite3_column_int(s, 0);
    int sex = sqlite3_column_int(s, 1);
    Write("age", age);  // FLOW: patients#age  NEVER: patients#sex
    Write("sex", sex);  // FLOW: patients#sex  NEVER: patients#age
  }
}

void write_columns(void) {
  sqlite3 *db;
  sqlite3_stmt *s;
  sqlite3_open("clinic.db", &db);
  sqlite3_prepare_v2(db, "INSERT INTO visits (day, doctor) VALUES (?, ?)", -1, &s, NULL);
  sqlite3_bind_int(s, 1, Read("day"));  // FLOW: day -> visits#day  NEVER: doctor -> visits#day
  sqlite3_bind_int(s, 2, Read("doctor"));  // FLOW: doctor -> visits#doctor  NEVER: day -> visits#doctor
  sqlite3_step(s);
}

static int column(sqlite3_stmt *s, int i) { return sqlite3_column_int(s, i); }
void column_by_parameter(void) {
  sqlite3 *db;
  sqlite3_stmt *s;
  sqlite3_open("clinic.db", &db);
  sqlite3_prepare_v2(db, "SELECT weight, height FROM measures", -1, &s, NULL);
  sqlite3_step(s);
  Write("weight", column(s, 0));  // FLOW: measures#weight  NEVER: measures#height
  Write("height", column(s, 1));  // FLOW: measures#height  NEVER: measures#weight
}

void two_statements(void) {
  sqlite3 *db;
  sqlite3_stmt *a, *b;
  sqlite3_open("clinic.db", &db);
  sqlite3_prepare_v2(db, "SELECT x FROM left_table", -1, &a, NULL);
  sqlite3_prepare_v2(db, "SELECT x FROM right_table", -1, &b, NULL);
  sqlite3_step(a);
  sqlite3_step(b);
  Write("left", sqlite3_column_int(a, 0));   // FLOW: left_table#x  NEVER: right_table#x
  Write("right", sqlite3_column_int(b, 0));  // FLOW: right_table#x  NEVER: left_table#x
}

void copy_rows(void) {
  sqlite3 *db;
  sqlite3_stmt *in, *out;
  sqlite3_open("clinic.db", &db);
  sqlite3_prepare_v2(db, "SELECT name, score FROM raw", -1, &in, NULL);
  sqlite3_prepare_v2(db, "INSERT INTO cooked(score) VALUES(?1)", -1, &out, NULL);
  while (sqlite3_step(in) == SQLITE_ROW) {
    sqlite3_bind_double(out, 1, sqlite3_column_double(in, 1));  // FLOW: raw#score -> cooked#score  NEVER: raw#name
    sqlite3_step(out);
    sqlite3_reset(out);
  }
}

void text(void) {
  sqlite3 *db;
  sqlite3_stmt *s;
  sqlite3_open("clinic.db", &db);
  sqlite3_prepare_v2(db, "SELECT notes, author FROM letters", -1, &s, NULL);
  sqlite3_step(s);
  WriteText("notes", (const char *)sqlite3_column_text(s, 0));  // FLOW: letters#notes  NEVER: letters#author
}
