#include "gen/hdl/width.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace spintile::gen::hdl {

Width::Width(int constant) { add({}, constant); }

Width Width::parameter(const std::string& name, int default_value) {
  Width width(0);
  width.add({name}, 1);
  width.defaults_[name] = default_value;
  return width;
}

void Width::add(const Monomial& monomial, int coefficient) {
  const int sum = terms_[monomial] += coefficient;
  if (sum == 0) terms_.erase(monomial);
}

bool Width::is_constant() const { return terms_.empty() || (terms_.size() == 1 && terms_.begin()->first.empty()); }

int Width::value(const ParameterValues& overrides) const {
  int sum = 0;
  for (const auto& [monomial, coefficient] : terms_) {
    int product = coefficient;
    for (const auto& name : monomial) {
      const auto found = overrides.find(name);
      product *= found != overrides.end() ? found->second : defaults_.at(name);
    }
    sum += product;
  }
  return sum;
}

std::string Width::text(bool compact) const {
  std::string text;
  const auto append = [&](const Monomial& monomial, int coefficient) {
    if (text.empty()) {
      if (coefficient < 0) text += "-";
    } else {
      const char* sign = coefficient < 0 ? "-" : "+";
      text += compact ? sign : fmt::format(" {} ", sign);
    }
    const int magnitude = std::abs(coefficient);
    if (monomial.empty()) {
      text += std::to_string(magnitude);
    } else {
      if (magnitude != 1) text += fmt::format("{}*", magnitude);
      text += fmt::format("{}", fmt::join(monomial, "*"));
    }
  };
  for (const auto& [monomial, coefficient] : terms_) {
    if (!monomial.empty()) append(monomial, coefficient);
  }
  if (const auto constant = terms_.find({}); constant != terms_.end()) append({}, constant->second);
  return text.empty() ? "0" : text;
}

Width operator+(const Width& a, const Width& b) {
  Width sum = a;
  for (const auto& [monomial, coefficient] : b.terms_) sum.add(monomial, coefficient);
  sum.defaults_.insert(b.defaults_.begin(), b.defaults_.end());
  return sum;
}

Width operator-(const Width& a, const Width& b) { return a + b * -1; }

Width operator*(const Width& a, const Width& b) {
  Width product(0);
  for (const auto& [left, left_coefficient] : a.terms_) {
    for (const auto& [right, right_coefficient] : b.terms_) {
      Width::Monomial monomial = left;
      monomial.insert(monomial.end(), right.begin(), right.end());
      std::sort(monomial.begin(), monomial.end());
      product.add(monomial, left_coefficient * right_coefficient);
    }
  }
  product.defaults_ = a.defaults_;
  product.defaults_.insert(b.defaults_.begin(), b.defaults_.end());
  return product;
}

}  // namespace spintile::gen::hdl
