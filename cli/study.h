// The experiments of `spintile study`, one file each.
#pragma once

#include <string>

#include "cli/command.h"

namespace spintile::cli {

/// To the file `output`, whole or not at all, or to the standard output where that is empty.
void write_report(const std::string& text, const std::string& output);

void add_circuit_study(CLI::App& study, Action& action);
void add_mnist_study(CLI::App& study, Action& action);
void add_mnist_analog_study(CLI::App& study, Action& action);
void add_sot_fault_study(CLI::App& study, Action& action);

}  // namespace spintile::cli
