// The modules of one package: all carry its prefix, take its reset style, and have passed check().
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gen/hdl/module.h"

namespace spintile::gen::hdl {

using ModulePointer = std::shared_ptr<const Module>;

class Design {
 public:
  Design(std::string prefix, Reset reset) : prefix_(std::move(prefix)), reset_(reset) {}

  /// A module to fill, named <prefix>_<block>; a clocked one has its clock and reset ports first.
  Module combinational(const std::string& block, const std::string& description) const;
  Module clocked(const std::string& block, const std::string& description) const;
  /// Clocked, and left alone by reset.
  Module unreset(const std::string& block, const std::string& description) const;

  /// The same for a module whose registers are all data.
  Module clocked_data(const std::string& block, const std::string& description) const;

  /// Checks the module and keeps it; throws HdlError on a second module of that name.
  ModulePointer add(Module module);

  Reset reset() const { return reset_; }
  /// In the order added: a module stands after those it uses.
  const std::vector<ModulePointer>& modules() const { return modules_; }

 private:
  std::string prefix_;
  Reset reset_;
  std::vector<ModulePointer> modules_;
};

}  // namespace spintile::gen::hdl
