// Statements of a procedural block. `target <= value` reads "takes the value": the writer prints "<=" in a clocked
// block and
// "=" in a combinational one.
//
//   when(clear).then(count <= 0).else_when(enable).then(count <= count + step)
//   select(state).is(idle, {next <= busy}).is(busy, {next <= idle}).otherwise({next <= idle})
#pragma once

#include <memory>
#include <vector>

#include "gen/hdl/expression.h"

namespace spintile::gen::hdl {

struct StatementNode;
using Statement = std::shared_ptr<const StatementNode>;
using Block = std::vector<Statement>;

struct Choice {
  Expr label;
  Block block;
};

struct StatementNode {
  enum class Kind { assignment, when, select, loop } kind;
  std::vector<Expr> expressions;  // assignment: target, value; when: condition; select: subject
  Block then = {};                // when: then; select: default; loop: body
  Block otherwise = {};
  std::vector<Choice> choices = {};
  std::shared_ptr<const Declaration> index = {};  // of a loop: 0 .. count - 1
};

/// A register or a variable: what a procedural block may assign.
class Target : public Expr {
 public:
  using Expr::Expr;
  Statement operator<=(const Expr& value) const;
  Statement operator<=(std::int64_t value) const;
};

class When {
 public:
  explicit When(const Expr& condition);
  template <class... Statements>
  When& then(const Statements&... statements) {
    return add({Statement(statements)...});
  }
  When& then(const Block& block) { return add(block); }
  When& else_when(const Expr& condition);
  template <class... Statements>
  Statement otherwise(const Statements&... statements) const {
    return build({Statement(statements)...});
  }
  operator Statement() const { return build({}); }  // NOLINT(google-explicit-constructor)

 private:
  struct Arm {
    Expr condition;
    Block block;
  };
  When& add(const Block& block);
  Statement build(const Block& last) const;

  std::vector<Arm> arms_;
};

When when(const Expr& condition);

class Select {
 public:
  explicit Select(const Expr& subject);
  Select& is(const Expr& label, Block block);
  Statement otherwise(Block block) const;

 private:
  Expr subject_;
  std::vector<Choice> choices_;
};

Select select(const Expr& subject);

}  // namespace spintile::gen::hdl
