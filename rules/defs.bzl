"""Pedigree's rules: everything a BUILD file needs. README.md beside this file shows how to use it."""

load("//rules/private:lineage_aspect.bzl", _lineage_aspect = "lineage_aspect")
load("//rules/private:lineage_asset.bzl", _lineage_asset = "lineage_asset", _lineage_dataset = "lineage_dataset", _lineage_model = "lineage_model")
load("//rules/private:lineage_catalog.bzl", _lineage_catalog = "lineage_catalog")
load("//rules/private:lineage_diff.bzl", _lineage_diff = "lineage_diff")
load("//rules/private:lineage_graph.bzl", _lineage_graph = "lineage_graph")
load("//rules/private:lineage_job.bzl", _lineage_job = "lineage_job")
load("//rules/private:lineage_lock_test.bzl", _lineage_lock_test = "lineage_lock_test")
load("//rules/private:lineage_pipeline.bzl", _lineage_pipeline = "lineage_pipeline")
load("//rules/private:lineage_policy.bzl", _lineage_policy = "lineage_policy", _lineage_policy_test = "lineage_policy_test")
load("//rules/private:lineage_run_test.bzl", _lineage_run_test = "lineage_run_test")
load("//rules/private:lineage_toolchain.bzl", _lineage_toolchain = "lineage_toolchain")
load("//rules/private:lineage_transform.bzl", _lineage_transform = "lineage_transform")
load(
    "//rules/private:providers.bzl",
    _LineageAssetInfo = "LineageAssetInfo",
    _LineageCatalogInfo = "LineageCatalogInfo",
    _LineageGraphInfo = "LineageGraphInfo",
    _LineageInfo = "LineageInfo",
    _LineageJobInfo = "LineageJobInfo",
    _LineagePolicyInfo = "LineagePolicyInfo",
    _LineageToolchainInfo = "LineageToolchainInfo",
    _LineageTransformInfo = "LineageTransformInfo",
)

lineage_asset = _lineage_asset
lineage_aspect = _lineage_aspect
lineage_catalog = _lineage_catalog
lineage_dataset = _lineage_dataset
lineage_diff = _lineage_diff
lineage_graph = _lineage_graph
lineage_job = _lineage_job
lineage_lock_test = _lineage_lock_test
lineage_model = _lineage_model
lineage_pipeline = _lineage_pipeline
lineage_policy = _lineage_policy
lineage_policy_test = _lineage_policy_test
lineage_run_test = _lineage_run_test
lineage_toolchain = _lineage_toolchain
lineage_transform = _lineage_transform
LineageAssetInfo = _LineageAssetInfo
LineageCatalogInfo = _LineageCatalogInfo
LineageGraphInfo = _LineageGraphInfo
LineageInfo = _LineageInfo
LineageJobInfo = _LineageJobInfo
LineagePolicyInfo = _LineagePolicyInfo
LineageToolchainInfo = _LineageToolchainInfo
LineageTransformInfo = _LineageTransformInfo
