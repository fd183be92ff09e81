// The experiments of `spintile study`, one file each.
#pragma once

#include "cli/command.h"

namespace spintile::cli {

void add_circuit_study(CLI::App& study, Action& action);
void add_mnist_study(CLI::App& study, Action& action);
void add_mnist_analog_study(CLI::App& study, Action& action);
void add_sot_fault_study(CLI::App& study, Action& action);

}  // namespace spintile::cli
