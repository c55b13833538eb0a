"""The toolchains that a WORKSPACE registers to use Pedigree's rules."""

def pedigree_register_toolchains():
    """Makes `@pedigree//cli:pedigree` the tool that the rules run, unless another was registered before."""
    native.register_toolchains("@pedigree//rules:default_toolchain")
