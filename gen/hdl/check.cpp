#include "gen/hdl/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gen/hdl/expression_text.h"

namespace spintile::gen::hdl {
namespace {

/// For each bit of a signal: which item drives it (0: none), and whether anything reads it.
struct Use {
  std::vector<int> driver;
  std::vector<bool> read;
};

class Checker {
 public:
  explicit Checker(const Module& module) : module_(module) {
    for (const auto& declaration : module.declarations()) {
      const auto bits = static_cast<std::size_t>(declaration->width.value());
      uses_[declaration->name] = {std::vector<int>(bits, 0), std::vector<bool>(bits, false)};
    }
  }

  void run() {
    for (const auto& item : module_.items()) {
      ++item_;
      if (const auto* assignment = std::get_if<Assignment>(&item)) {
        drive(assignment->target, {DeclarationKind::wire, DeclarationKind::output});
        read(assignment->value);
      } else if (const auto* clocked = std::get_if<Clocked>(&item)) {
        if (!module_.has_clock()) fail("a clocked block in a module without clock");
        refuse_loops(clocked->block);
        procedural(clocked->block, {DeclarationKind::reg, DeclarationKind::memory});
        refuse_mixed_reset(clocked->block);
        read_port("clk_i");
        if (has_reset(clocked->block)) read_port(module_.reset_port());
      } else if (const auto* combinational = std::get_if<Combinational>(&item)) {
        procedural(combinational->block, {DeclarationKind::variable});
        refuse_latches(combinational->block);
      } else if (const auto* instance = std::get_if<Instance>(&item)) {
        connect(*instance);
      } else if (const auto* repeated = std::get_if<Repeated>(&item)) {
        for (const auto& one : repeated->instances) connect(one);
        for (const auto& one : repeated->assignments) {
          drive(one.target, {DeclarationKind::wire, DeclarationKind::output});
          read(one.value);
        }
      } else if (const auto* unread = std::get_if<Unread>(&item)) {
        read(unread->value);
      }
    }
    report();
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw HdlError(fmt::format("{}: {}", module_.name(), what)); }

  void require_own(const Declaration& declaration) const {
    if (declaration.module != module_.name()) {
      fail(fmt::format("'{}' is a signal of module {}", declaration.name, declaration.module));
    }
  }

  Use& use(const Declaration& declaration) {
    require_own(declaration);
    return uses_.at(declaration.name);
  }

  /// Calls f(bit) for every bit that a reference, slice or lane means.
  template <class F>
  static void for_each_bit(const ExprNode& node, const F& f) {
    const auto span = [&](int first, int width) {
      for (int i = 0; i < width; ++i) f(static_cast<std::size_t>(first + i));
    };
    if (node.kind == ExprKind::slice) {
      span(node.low.value(), node.width.value());
    } else if (node.kind == ExprKind::lane) {
      for (int i = 0; i < node.genvar->count.value(); ++i) {
        const int quotient = i / node.divisor;
        const int place = node.modulus == 0 ? quotient : quotient % node.modulus;
        span(node.low.value() + place * node.stride, node.width.value());
      }
    } else {
      span(0, node.declaration->width.value());  // reference, or a part chosen at run time
    }
  }

  void read(const Expr& expression) {
    const auto& node = expression.node();
    if (node.declaration != nullptr) {
      auto& bits = use(*node.declaration).read;
      for_each_bit(node, [&](std::size_t bit) { bits[bit] = true; });
    }
    for (const auto& operand : node.operands) read(operand);
  }

  void read_port(const std::string& name) { uses_.at(name).read[0] = true; }

  void drive(const Expr& target, const std::set<DeclarationKind>& allowed) {
    const auto& node = target.node();
    const bool own_lane = node.kind == ExprKind::lane && node.divisor == 1 && node.modulus == 0;
    const bool is_signal =
        node.kind == ExprKind::reference || node.kind == ExprKind::slice || node.kind == ExprKind::word || own_lane;
    if (!is_signal || !allowed.contains(node.declaration->kind))
      fail(fmt::format("'{}' cannot be driven here", text(target)));
    for (const auto& address : node.operands) read(address);
    auto& drivers = use(*node.declaration).driver;
    for_each_bit(node, [&](std::size_t bit) {
      if (drivers[bit] != 0 && drivers[bit] != item_) {
        fail(fmt::format("two drivers: bit {} of '{}'", bit, node.declaration->name));
      }
      drivers[bit] = item_;
    });
  }

  static bool has_reset(const Block& block) {
    return std::ranges::any_of(assigned_in(block), [](const auto& one) { return one->reset != nullptr; });
  }

  /// Of an output port: a signal, a part of one, or a concatenation of such.
  void drive_from_port(const Expr& target) {
    const auto& node = target.node();
    if (node.kind == ExprKind::concatenation) {
      for (const auto& operand : node.operands) drive_from_port(operand);
      return;
    }
    if (node.declaration != nullptr) {
      const auto& drivers = use(*node.declaration).driver;
      for_each_bit(node, [&](std::size_t bit) {
        if (drivers[bit] == item_) fail(fmt::format("two drivers: bit {} of '{}'", bit, node.declaration->name));
      });
    }
    drive(target, {DeclarationKind::wire, DeclarationKind::output});
  }

  void procedural(const Block& block, const std::set<DeclarationKind>& kinds) {
    for (const auto& statement : block) {
      if (statement->kind == StatementNode::Kind::assignment) {
        drive(statement->expressions[0], kinds);
        read(statement->expressions[1]);
        continue;
      }
      for (const auto& expression : statement->expressions) read(expression);
      procedural(statement->then, kinds);
      procedural(statement->otherwise, kinds);
      for (const auto& choice : statement->choices) {
        read(choice.label);
        procedural(choice.block, kinds);
      }
    }
  }

  /// Parts of a register chosen by a loop: simulators copy the whole of it each cycle.
  void refuse_loops(const Block& block) const {
    for (const auto& statement : block) {
      if (statement->kind == StatementNode::Kind::loop) fail("a loop in a clocked block");
      refuse_loops(statement->then);
      refuse_loops(statement->otherwise);
      for (const auto& choice : statement->choices) refuse_loops(choice.block);
    }
  }

  /// A register without reset beside one with would wait for the end of the reset to load.
  void refuse_mixed_reset(const Block& block) const {
    const auto assigned = assigned_in(block);
    const auto has_reset = [](const auto& declaration) { return declaration->reset != nullptr; };
    if (std::ranges::any_of(assigned, has_reset) && !std::ranges::all_of(assigned, has_reset)) {
      fail("a clocked block of registers with reset and without");
    }
  }

  void connect(const Instance& instance) {
    for (const auto& connection : instance.connections) {
      if (instance.module->port(connection.port).kind == DeclarationKind::output) {
        drive_from_port(connection.value);
      } else {
        read(connection.value);
      }
    }
  }

  /// Names that a block assigns on every path.
  static std::set<std::string> always_assigned(const Block& block) {
    std::set<std::string> names;
    for (const auto& statement : block) {
      if (statement->kind == StatementNode::Kind::assignment) {
        const auto& target = statement->expressions[0].node();
        if (target.kind == ExprKind::reference) names.insert(target.declaration->name);
        continue;
      }
      auto common = always_assigned(statement->then);
      const auto keep = [&](const Block& other) {
        const auto there = always_assigned(other);
        std::erase_if(common, [&](const auto& name) { return !there.contains(name); });
      };
      if (statement->kind == StatementNode::Kind::when) keep(statement->otherwise);
      for (const auto& choice : statement->choices) keep(choice.block);
      names.insert(common.begin(), common.end());
    }
    return names;
  }

  void refuse_latches(const Block& block) const {
    const auto assigned = always_assigned(block);
    for (const auto& declaration : assigned_in(block)) {
      if (!assigned.contains(declaration->name)) {
        fail(fmt::format("latch: '{}' keeps its value on some path of a combinational block", declaration->name));
      }
    }
  }

  void report() const {
    for (const auto& declaration : module_.declarations()) {
      const auto& [driver, read] = uses_.at(declaration->name);
      const bool from_outside =
          declaration->kind == DeclarationKind::input || declaration->kind == DeclarationKind::constant;
      const bool to_outside = declaration->kind == DeclarationKind::output;
      for (std::size_t bit = 0; bit < driver.size(); ++bit) {
        if (from_outside ? driver[bit] != 0 : driver[bit] == 0) {
          fail(fmt::format("{}: bit {} of '{}'", from_outside ? "driven input" : "undriven", bit, declaration->name));
        }
        // Of a table only the entries that the parameters choose are read.
        if (declaration->table != nullptr && std::ranges::count(read, true) > 0) break;
        if (!to_outside && !read[bit]) fail(fmt::format("unread: bit {} of '{}'", bit, declaration->name));
      }
    }
  }

  const Module& module_;
  int item_ = 0;
  std::map<std::string, Use> uses_;
};

void collect(const Block& block, std::vector<std::shared_ptr<const Declaration>>& found) {
  for (const auto& statement : block) {
    if (statement->kind == StatementNode::Kind::assignment) {
      const auto& declaration = statement->expressions[0].node().declaration;
      if (std::find(found.begin(), found.end(), declaration) == found.end()) found.push_back(declaration);
    }
    collect(statement->then, found);
    collect(statement->otherwise, found);
    for (const auto& choice : statement->choices) collect(choice.block, found);
  }
}

}  // namespace

void check(const Module& module) { Checker(module).run(); }

std::vector<std::shared_ptr<const Declaration>> assigned_in(const Block& block) {
  std::vector<std::shared_ptr<const Declaration>> found;
  collect(block, found);
  return found;
}

}  // namespace spintile::gen::hdl
