// Expressions of the Verilog tree: immutable values that know their width. Every signal is an unsigned vector; signed
// arithmetic is named where it happens. Operands of + - * & | ^ == < must have equal widths: extend them in plain
// sight. A mismatch throws HdlError.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "gen/hdl/width.h"

namespace spintile::gen::hdl {

class HdlError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

struct ExprNode;

enum class DeclarationKind { input, output, wire, variable, reg, memory, constant, genvar };

/// A name of one module.
struct Declaration {
  DeclarationKind kind;
  std::string name;
  Width width;
  std::string module = {};                     // where it belongs; a use elsewhere is refused
  std::string comment = {};                    // printed beside the declaration
  std::int64_t value = 0;                      // of a constant
  std::shared_ptr<const ExprNode> table = {};  // of a constant wider than a number: its value
  Width count = 0;                             // of a genvar: 0 .. count - 1; of a memory: its words
  std::shared_ptr<const ExprNode> reset = {};  // of a register; none where reset leaves it alone
};

class Expr;

enum class ExprKind {
  literal,        // value
  reference,      // declaration
  unary,          // op operand
  binary,         // operand op operand
  conditional,    // operand ? operand : operand
  concatenation,  // {operand, ...}, most significant first
  replication,    // {width / operand width {operand}}
  slice,          // declaration[low + width - 1 : low]
  lane,           // declaration[low + genvar * stride +: width]
  word,           // declaration[operand], of a memory
  dynamic_slice,  // declaration[operand +: width]
  call,           // op(operand), a system function
};

class Expr {
 public:
  explicit Expr(ExprNode node);
  explicit Expr(std::shared_ptr<const ExprNode> node) : node_(std::move(node)) {}
  const ExprNode& node() const { return *node_; }
  const std::shared_ptr<const ExprNode>& shared_node() const { return node_; }
  const Width& width() const;

 private:
  std::shared_ptr<const ExprNode> node_;
};

struct ExprNode {
  ExprKind kind;
  Width width;
  std::string op = {};
  std::vector<Expr> operands = {};
  std::shared_ptr<const Declaration> declaration = {};
  std::shared_ptr<const Declaration> genvar = {};
  std::int64_t value = 0;
  Width low = 0;
  int stride = 0;
  int divisor = 1;  // of a lane: its place is (genvar / divisor) % modulus, modulus 0 for none
  int modulus = 0;
};

inline Expr::Expr(ExprNode node) : node_(std::make_shared<const ExprNode>(std::move(node))) {}
inline const Width& Expr::width() const { return node_->width; }

/// `value`, 0 or more, in `width` bits. In a width with parameters only 0 and 1 can be written.
Expr literal(const Width& width, std::int64_t value);

Expr operator+(const Expr& a, const Expr& b);
Expr operator-(const Expr& a, const Expr& b);
Expr operator*(const Expr& a, const Expr& b);
Expr operator&(const Expr& a, const Expr& b);
Expr operator|(const Expr& a, const Expr& b);
Expr operator^(const Expr& a, const Expr& b);
Expr operator~(const Expr& a);
// One bit wide, operands too.
Expr operator&&(const Expr& a, const Expr& b);
Expr operator||(const Expr& a, const Expr& b);
Expr operator!(const Expr& a);
Expr operator==(const Expr& a, const Expr& b);
Expr operator!=(const Expr& a, const Expr& b);
Expr operator<(const Expr& a, const Expr& b);
Expr operator>(const Expr& a, const Expr& b);
// A plain number takes the width of the other operand.
Expr operator+(const Expr& a, std::int64_t b);
Expr operator-(const Expr& a, std::int64_t b);
Expr operator==(const Expr& a, std::int64_t b);
Expr operator!=(const Expr& a, std::int64_t b);
Expr operator>(const Expr& a, std::int64_t b);

Expr signed_less(const Expr& a, const Expr& b);
Expr signed_product(const Expr& a, const Expr& b);
Expr shift_left(const Expr& a, const Expr& amount);
Expr shift_right_arithmetic(const Expr& a, const Expr& amount);
/// OR, AND of all bits.
Expr any(const Expr& a);
Expr all(const Expr& a);

/// condition ? a : b
Expr mux(const Expr& condition, const Expr& a, const Expr& b);
/// The value beside the first label that equals `subject`, else `otherwise`.
struct Labelled {
  Expr label;
  Expr value;
};
Expr pick(const Expr& subject, const std::vector<Labelled>& choices, const Expr& otherwise);
/// One bit: `subject` equals one of the labels.
Expr is_one_of(const Expr& subject, const std::vector<Expr>& labels);
/// One bit: OR of the conditions, 0 for none.
Expr any_of(const std::vector<Expr>& conditions);
/// Most significant part first.
Expr concat(std::vector<Expr> parts);
Expr repeat(const Expr& a, const Width& times);
Expr zero_extend(const Expr& a, const Width& width);
/// `a` must be a plain signal (its top bit is repeated).
Expr sign_extend(const Expr& a, const Width& width);
/// a x 2^zeros, the width grown by `zeros`.
Expr append_zeros(const Expr& a, const Width& zeros);

/// Bits [low, low + width) of a plain signal.
Expr slice(const Expr& signal, const Width& low, const Width& width);
Expr bit(const Expr& signal, const Width& index);
/// Bits [index * width, +width) of a plain signal, `index` known at run time.
Expr part(const Expr& signal, const Expr& index, int width);

}  // namespace spintile::gen::hdl
