// A module of the Verilog tree. Ports, signals and parameters are declared first and give values to write expressions
// with; then come assignments, clocked and combinational blocks and instances, kept in the order they were written.
// check.h refuses what a linter would; writer.h prints.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "gen/hdl/statement.h"

namespace spintile::gen::hdl {

/// `none`: registers of data that nobody looks at before they are written have no reset; the rest as sync_low.
enum class Reset { async_low, async_high, sync_low, sync_high, none };

inline bool is_active_low(Reset reset) { return reset != Reset::async_high && reset != Reset::sync_high; }
inline bool is_asynchronous(Reset reset) { return reset == Reset::async_low || reset == Reset::async_high; }

class Module;

struct Connection {
  std::string port;
  Expr value;
};

struct Instance {
  std::string name;
  std::shared_ptr<const Module> module;
  ParameterValues parameters;
  std::vector<Connection> connections;
};

struct Assignment {
  Expr target;
  Expr value;
};

struct Clocked {
  Block block;
};

struct Combinational {
  Block block;
};

struct Comment {
  std::string text;
};

/// Bits that are unread on purpose, with the reason.
struct Unread {
  Expr value;
  std::string reason;
};

struct Repeated;
using Item = std::variant<Assignment, Clocked, Combinational, Instance, Comment, Unread, Repeated>;

/// A named for-generate over instances or assignments.
struct Repeated {
  std::string name;
  std::shared_ptr<const Declaration> genvar;
  std::vector<Instance> instances;
  std::vector<Assignment> assignments;
};

struct Parameter {
  std::string name;
  int default_value;
  std::string comment;
};

/// The running index of a Repeated: `lane(signal, width)` is the part of `signal` that belongs to it.
class Index {
 public:
  explicit Index(std::shared_ptr<const Declaration> genvar) : genvar_(std::move(genvar)) {}
  /// Bits [offset + index * stride, +width); a stride of 0 is the width.
  Expr lane(const Expr& signal, int width, int offset = 0, int stride = 0) const;
  /// The same, to be assigned in a loop().
  Target lane(const Target& variable, int width, int offset = 0, int stride = 0) const;
  /// Bit `index`, counted from the lowest; mirrored: from the highest.
  Expr bit(const Expr& signal) const { return chosen(signal, 0, 1, 1); }
  Target bit(const Target& variable) const { return lane(variable, 1); }
  Expr mirrored_bit(const Expr& signal) const { return chosen(signal, signal.width() - 1, 1, -1); }
  /// The index divided by a number, or its rest: several indices share such a lane, so it can be read but not driven.
  Index divided(int divisor) const;
  Index modulo(int modulus) const;

 private:
  Expr chosen(const Expr& signal, const Width& low, int width, int stride) const;

  std::shared_ptr<const Declaration> genvar_;
  int divisor_ = 1;
  int modulus_ = 0;
};

/// Words that are read and written one at a time, in a clocked block; no reset reaches them.
class Memory {
 public:
  explicit Memory(std::shared_ptr<const Declaration> declaration) : declaration_(std::move(declaration)) {}
  /// The word at `address`: assign it to write.
  Target operator[](const Expr& address) const;

 private:
  std::shared_ptr<const Declaration> declaration_;
};

class Module {
 public:
  Module(std::string name, std::string description) : name_(std::move(name)), description_(std::move(description)) {}

  /// A real parameter of the emitted module; its name is written in UpperCamelCase.
  Width parameter(const std::string& name, int default_value, const std::string& comment);

  /// Ports clk_i and rst_ni (rst_i): a module with registers needs them, an instance of it is connected to its
  /// parent's.
  void clock_and_reset(Reset reset);
  /// Port clk_i alone, for a module whose registers are all left alone by reset.
  void clock(Reset reset = Reset::async_low);

  Expr input(const std::string& name, const Width& width, const std::string& comment = {});
  /// An output is a net: drive it by assign or from an instance.
  Expr output(const std::string& name, const Width& width, const std::string& comment = {});
  Expr wire(const std::string& name, const Width& width, const std::string& comment = {});
  /// wire + assign.
  Expr wire(const std::string& name, const Expr& value, const std::string& comment = {});
  Target reg(const std::string& name, const Width& width, std::int64_t reset_value = 0,
             const std::string& comment = {});
  /// A register whose reset value is an expression of literals.
  Target reg(const std::string& name, const Expr& reset_value, const std::string& comment = {});
  /// A register that holds whatever it held until it is first written.
  Target unreset_reg(const std::string& name, const Width& width, const std::string& comment = {});
  /// A register that nobody looks at before it is written: unreset in the reset style `none`.
  Target data_reg(const std::string& name, const Width& width, const std::string& comment = {});
  Memory memory(const std::string& name, const Width& width, const Width& words, const std::string& comment = {});
  /// Assigned in one combinational block.
  Target variable(const std::string& name, const Width& width, const std::string& comment = {});
  /// A named constant; declared again with the same width and value it is the same one.
  Expr constant(const std::string& name, const Width& width, std::int64_t value);
  /// A named constant of many words; `value` is made of literals.
  Expr table(const std::string& name, const Expr& value);

  void assign(const Expr& target, const Expr& value);
  /// One always-block on the rising clock edge; the registers it assigns take their reset values in it.
  template <class... Statements>
  void clocked(const Statements&... statements) {
    items_.push_back(Clocked{{Statement(statements)...}});
  }
  void clocked(const Block& block) { items_.push_back(Clocked{block}); }
  void combinational(const Block& block) { items_.push_back(Combinational{block}); }
  template <class... Statements>
  void combinational(const Statements&... statements) {
    items_.push_back(Combinational{{Statement(statements)...}});
  }
  void instance(const std::string& name, const std::shared_ptr<const Module>& module,
                std::vector<Connection> connections, ParameterValues parameters = {});
  /// One instance for each index 0 .. count - 1.
  void instances(const std::string& name, int count, const std::shared_ptr<const Module>& module,
                 const std::function<std::vector<Connection>(Index)>& connections, ParameterValues parameters = {});
  /// Assignments for each index 0 .. count - 1.
  void assigns(const std::string& name, const Width& count,
               const std::function<std::vector<Assignment>(Index)>& assignments);
  /// A loop over each index 0 .. count - 1 in a combinational block. Under a condition it says that all its lanes
  /// matter then alone: a simulator leaves them out in the other cycles, where instances() or assigns() cost it every
  /// time.
  Statement loop(const std::string& name, const Width& count, const std::function<Block(Index)>& body);
  void comment(std::string text) { items_.push_back(Comment{std::move(text)}); }
  void unread(const Expr& value, std::string reason) { items_.push_back(Unread{value, std::move(reason)}); }

  const std::string& name() const { return name_; }
  const std::string& description() const { return description_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }
  const std::vector<std::shared_ptr<const Declaration>>& declarations() const { return declarations_; }
  const std::vector<Item>& items() const { return items_; }
  bool has_clock() const { return has_clock_; }
  bool has_reset() const { return has_reset_; }
  Reset reset() const { return reset_; }
  std::string reset_port() const { return is_active_low(reset_) ? "rst_ni" : "rst_i"; }
  /// The declaration of a port; throws HdlError if there is none.
  const Declaration& port(const std::string& name) const;
  /// All ports in order.
  std::vector<std::shared_ptr<const Declaration>> ports() const;

 private:
  std::shared_ptr<const Declaration> declare(Declaration declaration);
  Instance connected(const std::string& name, const std::shared_ptr<const Module>& module,
                     std::vector<Connection> connections, ParameterValues parameters) const;
  Expr reference_to(const std::string& name) const;
  void require_assignable(const Assignment& assignment) const;

  /// Takes a name for a signal, instance or loop of this module; throws HdlError where it is a keyword or taken.
  void reserve(const std::string& name);

  std::string name_;
  std::string description_;
  std::set<std::string> names_;
  bool has_clock_ = false;
  bool has_reset_ = false;
  Reset reset_ = Reset::async_low;
  std::vector<Parameter> parameters_;
  std::vector<std::shared_ptr<const Declaration>> declarations_;
  std::vector<Item> items_;
};

}  // namespace spintile::gen::hdl
