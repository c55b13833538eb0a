"""The build setting `//rules:mode`: whether builds derive lineage, and whether they stop at what is wrong with it."""

load(":providers.bzl", "LineageModeInfo")

_MODES = ["off", "report", "enforce"]

MODE = attr.label(
    default = Label("//rules:mode"),
    providers = [LineageModeInfo],
    doc = "What to do about lineage.",
)

def mode_of(ctx):
    """`off`, `report` or `enforce`, for a rule or an aspect with `_mode = MODE`."""
    return ctx.attr._mode[LineageModeInfo].mode

def _lineage_mode_impl(ctx):
    mode = ctx.build_setting_value
    if mode not in _MODES:
        fail("{} is one of {}, not '{}'".format(ctx.label, ", ".join(_MODES), mode))
    return LineageModeInfo(mode = mode)

lineage_mode = rule(
    implementation = _lineage_mode_impl,
    build_setting = config.string(flag = True),
    doc = """A build setting: what builds do about lineage.

    - `off`: nothing. Graphs are not built, and tests of them pass.
    - `report`: it is derived, and what is wrong is written down (output groups `lineage_findings`, `lineage_sarif`).
    - `enforce`: also, a job that is declared strict fails the build where declared and derived differ.""",
)
