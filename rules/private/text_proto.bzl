"""Writing text protos."""

_ESCAPES = [("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")]

def quoted(text):
    """A string as a text proto has it."""
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    return "\"" + text + "\""

def strings(name, values):
    """One line for each of `values`, for those that say something."""
    return ["{}: {}".format(name, quoted(value)) for value in values if value]

def string(name, value):
    """A line, or none if `value` says nothing."""
    return strings(name, [value])

def words(name, value):
    """The same for what is not quoted: numbers, enumerators, booleans."""
    if not value:
        return []
    return ["{}: {}".format(name, "true" if type(value) == "bool" else value)]

def message(name, lines):
    """A message, as lines; none if it is empty."""
    return [name + " {"] + ["  " + line for line in lines] + ["}"] if lines else []
