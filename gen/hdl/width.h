// A width in bits: an integer polynomial in the parameters of a module ("Stages*Width - 1"). Two widths are equal only
// if they are equal for every value of the parameters, so a checked leaf cell is right at all of them, not at one.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace spintile::gen::hdl {

using ParameterValues = std::map<std::string, int>;

class Width {
 public:
  Width(int constant);  // NOLINT(google-explicit-constructor): a plain number is a width
  static Width parameter(const std::string& name, int default_value);

  bool is_constant() const;
  /// Value at the parameters' defaults, or at `overrides` where they name one.
  int value(const ParameterValues& overrides = {}) const;
  /// As Verilog: "8", "Width", "Stages*Width - 1"; `compact` leaves out the blanks around + and -.
  std::string text(bool compact = false) const;

  friend Width operator+(const Width& a, const Width& b);
  friend Width operator-(const Width& a, const Width& b);
  friend Width operator*(const Width& a, const Width& b);
  friend bool operator==(const Width& a, const Width& b) { return a.terms_ == b.terms_; }

 private:
  using Monomial = std::vector<std::string>;  // sorted parameter names; empty for the constant term

  void add(const Monomial& monomial, int coefficient);

  std::map<Monomial, int> terms_;  // no zero coefficients
  ParameterValues defaults_;
};

}  // namespace spintile::gen::hdl
