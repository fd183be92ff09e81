// How a unit of a tile core, the training unit or the row writer, is wired to what is around it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gen/blocks/core_bus.h"
#include "gen/hdl/design.h"

namespace spintile::gen::blocks {

class UnitLink {
 public:
  /// Wires of the core that carry what the unit says to others than the front end begin with `prefix`.
  UnitLink(hdl::Module& core, hdl::ModulePointer unit, std::string prefix)
      : core_(core), unit_(std::move(unit)), prefix_(std::move(prefix)) {}

  /// What the unit says, as a wire of the core; once a port.
  hdl::Expr says(const std::string& port);
  /// What it is told.
  void tell(const std::string& port, const hdl::Expr& signal) { connections_.push_back({port, signal}); }
  /// Front end and unit say to each other what has one name, <name>_o of the one and <name>_i of the other, unless
  /// `of_frontend` has it already; the front end's part is added there.
  void join(const hdl::ModulePointer& frontend, std::vector<hdl::Connection>& of_frontend);
  /// One of those signals; std::out_of_range for none of that name.
  const hdl::Expr& between(const std::string& name) const { return between_.at(name); }
  /// The unit's pins become the core's, and the instance is placed.
  void place(const std::string& instance);

 private:
  hdl::Module& core_;
  hdl::ModulePointer unit_;
  std::string prefix_;
  std::vector<hdl::Connection> connections_;
  std::map<std::string, hdl::Expr> between_;
};

}  // namespace spintile::gen::blocks
