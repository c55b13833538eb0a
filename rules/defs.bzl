"""Pedigree's rules: everything a BUILD file needs. README.md beside this file shows how to use it."""

load("//rules/private:lineage_aspect.bzl", _lineage_aspect = "lineage_aspect")
load("//rules/private:lineage_graph.bzl", _lineage_graph = "lineage_graph")
load("//rules/private:lineage_run_test.bzl", _lineage_run_test = "lineage_run_test")
load("//rules/private:lineage_toolchain.bzl", _lineage_toolchain = "lineage_toolchain")
load(
    "//rules/private:providers.bzl",
    _LineageGraphInfo = "LineageGraphInfo",
    _LineageInfo = "LineageInfo",
    _LineageToolchainInfo = "LineageToolchainInfo",
)

lineage_aspect = _lineage_aspect
lineage_graph = _lineage_graph
lineage_run_test = _lineage_run_test
lineage_toolchain = _lineage_toolchain
LineageGraphInfo = _LineageGraphInfo
LineageInfo = _LineageInfo
LineageToolchainInfo = _LineageToolchainInfo
