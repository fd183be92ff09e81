// What each command of a variant does, in words and cycles: `spintile explain --commands`, docs/commands.md.
#pragma once

#include <string>
#include <vector>

#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::spec {

struct CommandDescription {
  Command command = Command::read;
  std::string operand;  // bits 15 .. 8 of COMMAND
  std::string takes;    // what it works on: registers and state spaces
  std::string does;
  std::string leaves;  // what reads otherwise after it
  std::string cycles;  // formula of docs/contract.md, with the value at the reset values where it has one
  std::vector<Error> errors;
};

/// By code.
std::vector<CommandDescription> command_reference(const Variant& variant);

/// A document in Markdown: commands, error codes, state spaces and registers of the variant.
std::string command_reference_markdown(const Variant& variant);

}  // namespace spintile::spec
