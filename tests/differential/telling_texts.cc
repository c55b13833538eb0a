// Texts of telling.c as objects.
#include <string>

extern "C" {
const char* ReadText(const char* name);
void WriteText(const char* name, const char* value);
}

std::string ReadString(const char* name) { return ReadText(name); }
void WriteString(const char* name, const std::string& value) { WriteText(name, value.c_str()); }
