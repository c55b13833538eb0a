#!/usr/bin/env python3
"""Fivetran: tables as its platform connector lays them down, from DuckDB (CSV), SQLite and pg_dump, beside dbt's.

Fivetran itself is no program that one can have: the tables are made here as its documentation has them, by real databases.
"""
# needs: duckdb==2.0.1

import os
import sqlite3
import tempfile

import duckdb

from losses import expect_unsaid
from pedigree import ends, expect, pedigree
from servers import postgres, postgres_programs

TABLES = {
    "connection": ("connection_id, connection_name, connector_type_id, connecting_user_id, signed_up",
                   ["'shop_pg', 'shop', 'postgres', 'c0ffee17', '2017-03-04 05:06:07'"]),
    "source_schema": ("id, name", ["'5', 'public'"]),
    "source_table": ("id, connection_id, schema_id, name", ["'1', 'shop_pg', '5', 'orders'", "'7', 'shop_pg', '5', 'a \"b\", c'"]),
    "source_column": ("id, table_id, name, type", ["'10', '1', 'total', 'numeric'"]),
    "destination_schema": ("id, name", ["'6', 'raw'"]),
    "destination_table": ("id, schema_id, name", ["'2', '6', 'orders'", "'8', '6', 'abc'"]),
    "destination_column": ("id, table_id, name", ["'20', '2', 'total'"]),
    "table_lineage": ("source_table_id, destination_table_id", ["'1', '2'", "'7', '8'"]),
    "column_lineage": ("source_column_id, destination_column_id", ["'10', '20'"]),
}
# Of the same schema, and of no lineage: syncs, users, costs, what the tables say already.
OTHERS = {
    "log": ("id, connection_id, message_event, time_stamp", ["'c0ffee18', 'shop_pg', 'sync_end', '2017-03-04 05:06:07'"]),
    "user": ("id, given_name", ["'c0ffee17', 'anna-of-the-shop'"]),
    "incremental_mar": ("connection_id, table_name, incremental_rows", ["'shop_pg', 'orders', '17170017'"]),
    "schema_lineage": ("source_schema_id, destination_schema_id", ["'5005', '6006'"]),
}
SPACE = "postgres://dw:5432"
FROM, TO = "fivetran://shop_pg", "warehouse.raw."
EXPECTED = {(FROM, "public.orders", "", SPACE, TO + "orders", ""), (FROM, "public.orders", "total", SPACE, TO + "orders", "total"),
            (FROM, 'public.a "b", c', "", SPACE, TO + "abc", "")}


def statements():
    for name, (columns, rows) in {**TABLES, **OTHERS}.items():
        typed = ", ".join(column + " varchar" for column in columns.split(", "))
        yield f"CREATE TABLE \"{name}\" ({typed})"
        for row in rows:
            yield f"INSERT INTO \"{name}\" VALUES ({row})"


def read(*files):
    pedigree("import", "fivetran", "--asset-namespace", SPACE + "/warehouse", "-o", "fivetran.graph", *files)
    expect(ends("fivetran.graph") == EXPECTED, f"the flows of {files}: {ends('fivetran.graph')}")


LOST = "c0ffee17", "2017-03-04", "c0ffee18", "sync_end", "anna-of-the-shop", "17170017", "5005"


def dumped():
    """Through a PostgreSQL of its own; no where this machine has none."""
    if postgres_programs() is None:
        return False
    with postgres() as (folder, port, run):
        where = ("-h", folder, "-p", str(port), "-U", "postgres")
        run("psql", *where, "-q", "-v", "ON_ERROR_STOP=1", input=";\n".join(statements()) + ";\n")
        dump = run("pg_dump", *where)
    with open("dump.sql", "w", encoding="utf-8") as file:
        file.write(dump)
    read("dump.sql")
    expect_unsaid("dump.sql", "fivetran.graph", *LOST)
    return True


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        duck, light = duckdb.connect(), sqlite3.connect("tables.db")
        for statement in statements():
            duck.execute(statement)
            light.execute(statement)
        light.commit()
        light.close()
        for name in TABLES:
            duck.execute(f"COPY {name} TO '{name}.csv' (HEADER)")
        read(*(name + ".csv" for name in TABLES))
        expect_unsaid("connection.csv", "fivetran.graph", "c0ffee17", "2017-03-04")
        read("tables.db")
        expect_unsaid("tables.db", "fivetran.graph", *LOST)
        # By itself one of them is said to be none of the lineage's.
        for name in OTHERS:
            duck.execute(f"COPY \"{name}\" TO '{name}.csv' (HEADER)")
            refused = pedigree("import", "fivetran", "-o", "x.graph", name + ".csv", status=2)
            expect(refused.count("\n") == 1 and name + ".csv" in refused, refused)
        postgres = dumped()

        # A model of dbt reads what Fivetran loaded: one trace crosses.
        with open("events.json", "w", encoding="utf-8") as file:
            file.write('{"job":{"namespace":"dbt","name":"model.shop.sums"},"inputs":[{"namespace":"%s","name":"%sorders"}],'
                       '"outputs":[{"namespace":"%s","name":"%ssums"}]}' % (SPACE, TO, SPACE, TO))
        pedigree("import", "openlineage", "-o", "dbt.graph", "events.json")
        pedigree("link", "-o", "all.graph", "dbt.graph", "fivetran.graph")
        traced = pedigree("trace", "all.graph", "warehouse.raw.sums", "--up")
        expect("public.orders" in traced, f"a trace crosses to Fivetran's source:\n{traced}")
        print("tables from DuckDB, SQLite" + (" and pg_dump" if postgres else "; no PostgreSQL here, its dump was not tried"))


if __name__ == "__main__":
    main()
