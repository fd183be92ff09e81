#include "gen/blocks/field_registers.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace spintile::gen::blocks {

using namespace hdl;

const Target& field_of(const std::vector<FieldRegister>& registers, std::string_view name, std::size_t field) {
  const auto found = std::ranges::find(registers, name, [](const FieldRegister& one) { return one.entry.name; });
  if (found == registers.end()) throw std::out_of_range(fmt::format("no register {}", name));
  return found->fields.at(field);
}

std::string lower(std::string_view name) {
  std::string result(name);
  for (char& letter : result) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
  }
  return result;
}

std::string signal_name(const spec::Register& entry, const spec::RegisterField& field) {
  return entry.fields.size() > 1 ? lower(entry.name) + "_" + field.name : lower(entry.name);
}

std::vector<Expr> reserved_bits(const spec::Register& entry, const Expr& data) {
  std::vector<Expr> faults;
  int low = 0;
  const auto reserved_up_to = [&](int end) {
    if (end > low) faults.push_back(any(slice(data, low, end - low)));
  };
  for (const spec::RegisterField& field : entry.fields) {
    reserved_up_to(field.lsb);
    low = field.lsb + field.bits;
  }
  reserved_up_to(32);
  return faults;
}

Expr word_of(const spec::Register& entry, const std::vector<Expr>& values) {
  std::vector<Expr> parts;
  int high = 32;
  for (std::size_t i = values.size(); i-- > 0;) {
    const int lsb = entry.fields[i].lsb;
    const int end = lsb + values[i].width().value();
    if (high > end) parts.push_back(literal(high - end, 0));
    parts.push_back(values[i]);
    high = lsb;
  }
  if (high > 0) parts.push_back(literal(high, 0));
  return concat(std::move(parts));
}

}  // namespace spintile::gen::blocks
