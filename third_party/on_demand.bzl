"""Shared libraries that are loaded when one of their functions is first called.

Abseil's status brings 26 shared libraries along, and each costs every compile with the plugin a tenth of a millisecond;
there is a status that is not OK only where something went wrong. Its archives cannot be part of the plugin, which is a
shared library: they are not compiled to be.

The machine's ABI is that of x86-64; on others `on_demand` has nothing, and the library is linked as usual.
"""

# A function is a jump through a pointer, which at first leads to what looks it up, and keeps all registers in which
# there may be arguments.
_HEAD = """\
.macro on_demand name, library
  .text
  .globl \\name
  .hidden \\name
  .type \\name, @function
\\name:
  jmp *.Lat_\\name(%rip)
.Lfirst_\\name:
  push %rbp
  leaq .Lat_\\name(%rip), %r11
  push %r11
  leaq \\library(%rip), %r11
  push %r11
  leaq .Ltext_\\name(%rip), %r11
  push %r11
  jmp .Llook_up
  .size \\name, . - \\name
  .section .rodata
.Ltext_\\name:
  .asciz "\\name"
  .section .data.rel.local, "aw"
  .balign 8
.Lat_\\name:
  .quad .Lfirst_\\name
.endm

  .text
.Llook_up:
  push %rax
  push %rdi
  push %rsi
  push %rdx
  push %rcx
  push %r8
  push %r9
  leaq 56(%rsp), %rbp
  subq $128, %rsp
{save}  movq 8(%rbp), %rdi
  movq (%rbp), %rsi
  call PedigreeLoadOnDemand
  movq 16(%rbp), %rcx
  movq %rax, (%rcx)
  movq %rax, %r11
{restore}  addq $128, %rsp
  pop %r9
  pop %r8
  pop %rcx
  pop %rdx
  pop %rsi
  pop %rdi
  pop %rax
  addq $24, %rsp
  pop %rbp
  jmp *%r11

  .section .note.GNU-stack, "", @progbits
"""

def _assembly(libraries):
    lines = [_HEAD.format(
        save = "".join(["  movups %xmm{}, {}(%rsp)\n".format(i, 16 * i) for i in range(8)]),
        restore = "".join(["  movups {}(%rsp), %xmm{}\n".format(16 * i, i) for i in range(8)]),
    )]
    for number, (soname, functions) in enumerate(libraries.items()):
        lines.append("  .section .rodata\n.Llibrary_{}:\n  .asciz \"{}\"\n".format(number, soname))
        lines += ["on_demand {}, .Llibrary_{}\n".format(function, number) for function in functions]
    return "".join(lines)

_BUILD = """
# The functions of {names}, for a program that is to load those when it first calls one. It goes before what needs them.
cc_library(
    name = "{library}_on_demand",
    srcs = {sources},
    alwayslink = True,
    linkopts = ["-ldl"],
)
"""

def on_demand(rctx, run, library, names):
    """Writes the source of `LIBRARY_on_demand`, and says what defines it.

    Args:
      rctx: the repository's context.
      run: what runs a command: (context, what it is for, the command) -> its output.
      library: what the targets are called by.
      names: the libraries, as pkg-config and the linker call them.

    Returns:
      Text for the repository's BUILD file.
    """
    if not names:
        return ""
    sources = []
    if run(rctx, "Finding the machine", ["uname", "-m"]) == "x86_64":
        libraries = {}
        for name in names:
            file = run(rctx, "Finding " + name, ["pkg-config", "--variable=libdir", name]) + "/lib" + name + ".so"
            dynamic = run(rctx, "Reading " + file, ["readelf", "-d", "-W", file])
            soname = dynamic.split("(SONAME)")[1].split("[")[1].split("]")[0]
            symbols = run(rctx, "Reading " + file, ["nm", "-D", "--defined-only", "--format=posix", file]).split("\n")
            libraries[soname] = [s.split(" ")[0] for s in symbols if s.split(" ")[1] == "T"]
        rctx.file("on_demand.S", _assembly(libraries))
        rctx.symlink(Label("//third_party:load_on_demand.cc"), "load_on_demand.cc")
        sources += ["on_demand.S", "load_on_demand.cc"]
    return _BUILD.format(
        names = ", ".join(names),
        library = library,
        sources = repr(sources),
    )
