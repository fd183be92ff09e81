#include "gen/hdl/statement.h"

#include <fmt/format.h>

#include "gen/hdl/expression_text.h"

namespace spintile::gen::hdl {
namespace {

Statement make(StatementNode node) { return std::make_shared<const StatementNode>(std::move(node)); }

}  // namespace

Statement Target::operator<=(const Expr& value) const {
  if (!(width() == value.width())) {
    throw HdlError(fmt::format("width mismatch: '{}' is {} wide, its value '{}' is {} wide", text(*this),
                               width().text(), text(value), value.width().text()));
  }
  return make({.kind = StatementNode::Kind::assignment, .expressions = {*this, value}});
}

Statement Target::operator<=(std::int64_t value) const { return *this <= literal(width(), value); }

When::When(const Expr& condition) { arms_.push_back({condition, {}}); }

When& When::add(const Block& block) {
  auto& last = arms_.back().block;
  last.insert(last.end(), block.begin(), block.end());
  return *this;
}

When& When::else_when(const Expr& condition) {
  arms_.push_back({condition, {}});
  return *this;
}

Statement When::build(const Block& last) const {
  Block otherwise = last;
  Statement statement;
  for (auto arm = arms_.rbegin(); arm != arms_.rend(); ++arm) {
    if (!(arm->condition.width() == Width(1))) {
      throw HdlError(fmt::format("width mismatch: the condition '{}' is {} wide", text(arm->condition),
                                 arm->condition.width().text()));
    }
    statement = make({.kind = StatementNode::Kind::when,
                      .expressions = {arm->condition},
                      .then = arm->block,
                      .otherwise = otherwise});
    otherwise = {statement};
  }
  return statement;
}

When when(const Expr& condition) { return When(condition); }

Select::Select(const Expr& subject) : subject_(subject) {}

Select& Select::is(const Expr& label, Block block) {
  if (!(label.width() == subject_.width())) {
    throw HdlError(fmt::format("width mismatch: '{}' is {} wide, the label '{}' is {} wide", text(subject_),
                               subject_.width().text(), text(label), label.width().text()));
  }
  choices_.push_back({label, std::move(block)});
  return *this;
}

Statement Select::otherwise(Block block) const {
  return make(
      {.kind = StatementNode::Kind::select, .expressions = {subject_}, .then = std::move(block), .choices = choices_});
}

Select select(const Expr& subject) { return Select(subject); }

}  // namespace spintile::gen::hdl
