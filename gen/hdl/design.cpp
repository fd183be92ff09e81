#include "gen/hdl/design.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/hdl/check.h"

namespace spintile::gen::hdl {

Module Design::combinational(const std::string& block, const std::string& description) const {
  return {prefix_ + "_" + block, description};
}

Module Design::clocked(const std::string& block, const std::string& description) const {
  Module module = combinational(block, description);
  module.clock_and_reset(reset_);
  return module;
}

Module Design::clocked_data(const std::string& block, const std::string& description) const {
  return reset_ == Reset::none ? unreset(block, description) : clocked(block, description);
}

Module Design::unreset(const std::string& block, const std::string& description) const {
  Module module = combinational(block, description);
  module.clock(reset_);
  return module;
}

ModulePointer Design::add(Module module) {
  check(module);
  const auto same_name = [&](const auto& other) { return other->name() == module.name(); };
  if (std::any_of(modules_.begin(), modules_.end(), same_name)) {
    throw HdlError(fmt::format("name clash: module '{}' exists already", module.name()));
  }
  modules_.push_back(std::make_shared<const Module>(std::move(module)));
  return modules_.back();
}

}  // namespace spintile::gen::hdl
