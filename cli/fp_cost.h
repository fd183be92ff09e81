// `spintile fp --cost`: what operations cost in the array, beside what others count.
#pragma once

#include <vector>

#include "cli/fp_operation.h"
#include "spec/float_operation.h"

namespace spintile::cli {

/// One operation: a line for each device. Several: one line each, with the steps that a device option changes.
/// Both followed or joined by the figures to compare with, each marked as published, recalled or derived.
void print_cost(const spec::FloatOperation& operation);
void print_costs(const std::vector<spec::FloatOperation>& operations);

/// Everything, for each operation and device.
void print_costs_json(const std::vector<spec::FloatOperation>& operations);

/// The table of docs/microcode-steps.md: the operations of float_operations(words), subnormals kept and flushed.
void print_costs_markdown(const FloatWords& words);

}  // namespace spintile::cli
