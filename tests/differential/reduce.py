"""Makes a program smaller as long as one flow of it stays missed (or extra): many edits are tried as one batch."""

import harness
from program import edited, removals, renamed, simplifications

TRIED_AT_ONCE = 24


class Reducer:
    def __init__(self, bench, kind, source, sink, folder="reduce"):
        self.bench, self.kind, self.source, self.sink, self.folder = bench, kind, source, sink, folder

    def failing(self, programs):
        """Those that still show it, by number."""
        named = [renamed(p, f"q{i}") if p is not None else None for i, p in enumerate(programs)]
        alive = [p for p in named if p is not None]
        while alive:
            folder, places = self.bench.write(alive, self.folder)
            broken = self.bench.broken(folder, places)
            if not broken:
                break
            alive = [p for p in alive if p.name not in broken]
        if not alive:
            return []
        true, told, how, _ = self.bench.compare(alive, self.folder)
        found = []
        for i, program in enumerate(named):
            if program not in alive or how.get(program.name) == "failed":
                continue
            flow = f"{program.name}.{self.source}", f"{program.name}.{self.sink}"
            if self.kind == "missed" and flow in true and flow not in told:
                found.append(i)
            if self.kind == "extra" and flow in told and flow not in true and how[program.name] == "all":
                found.append(i)
        return found

    def round(self, program, edits):
        """The program after the edits that keep what is wrong with it; the same one if none does."""
        changed = False
        at = 0
        while at < len(edits):
            some = edits[at:at + TRIED_AT_ONCE]
            at += TRIED_AT_ONCE
            good = [some[i] for i in self.failing([edited(program, [e]) for e in some])]
            if not good:
                continue
            counts = sorted({len(good), *(len(good) * k // 6 for k in range(1, 6)), 1, 2, 3} - {0}, reverse=True)
            counts = [c for c in counts if c <= len(good)]
            together = [edited(program, good[:c]) for c in counts]
            works = self.failing(together)
            smaller = together[works[0]] if works else edited(program, good[:1])
            smaller.name = program.name
            program, changed = smaller, True
            return program, changed  # the numbers are other ones now
        return program, changed

    def reduce(self, program):
        if self.failing([program]) != [0]:
            return None  # only in its batch, or not at all
        chunk = max(1, program.size() // 8)
        while True:
            program, changed = self.round(program, removals(program, chunk))
            if changed and chunk > 1:
                chunk = min(chunk, max(1, program.size() // 8))
                continue
            if chunk > 1:
                chunk = max(1, chunk // 2)
                continue
            if changed:
                continue
            program, changed = self.round(program, list(simplifications(program)))
            if not changed:
                return program


def text(program):
    """The program as one readable source."""
    return "\n".join("\n".join(section.lines(-1)) for section in program.sections()[:3])
