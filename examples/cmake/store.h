#pragma once

#include <string>
#include <vector>

// One number a line.
std::vector<double> Load(const std::string& file);
void Store(const std::string& file, const std::vector<double>& values);
