#include "gen/blocks/field_registers.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "gen/blocks/labels.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// The ranges of bits that belong to no field must be 0: one bit a range.
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

std::vector<Expr> values_outside(const spec::Register& entry, const Expr& data) {
  std::vector<Expr> faults = reserved_bits(entry, data);
  for (const spec::RegisterField& field : entry.fields) {
    const Expr value = slice(data, field.lsb, field.bits);
    if (field.least > 0) faults.push_back(value < literal(field.bits, field.least));
    if (field.most() < field.mask() >> field.lsb) faults.push_back(value > field.most());
  }
  return faults;
}

}  // namespace

std::vector<FieldRegister> field_registers(Module& m, const std::vector<spec::Register>& map,
                                           std::span<const std::string_view> names, const Expr& write_address,
                                           const Expr& data) {
  std::vector<FieldRegister> registers;
  for (const std::string_view name : names) {
    const auto entry = std::ranges::find(map, name, &spec::Register::name);
    if (entry == map.end()) continue;
    std::vector<Target> fields;
    for (const spec::RegisterField& field : entry->fields) {
      fields.push_back(m.reg(signal_name(*entry, field) + "_q", bits_of(field), field.reset_value));
    }
    const Expr address = address_label(m, *entry);
    const Expr addressed = m.wire("to_" + lower(name), write_address == address);
    registers.push_back({*entry, addressed, any_of(values_outside(*entry, data)), std::move(fields)});
  }
  return registers;
}

const Target& field_of(const std::vector<FieldRegister>& registers, std::string_view name, std::size_t field) {
  const auto found = std::ranges::find(registers, name, [](const FieldRegister& one) { return one.entry.name; });
  if (found == registers.end()) throw std::out_of_range(fmt::format("no register {}", name));
  return found->fields.at(field);
}

Block written(const FieldRegister& one, const Expr& data) {
  Block write;
  for (std::size_t i = 0; i < one.fields.size(); ++i) {
    write.push_back(one.fields[i] <= slice(data, one.entry.fields[i].lsb, one.fields[i].width()));
  }
  return write;
}

Labelled as_readable(Module& m, const FieldRegister& one) {
  return {address_label(m, one.entry), word_of(one.entry, {one.fields.begin(), one.fields.end()})};
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

int bits_of(const spec::RegisterField& field) { return std::max(1, static_cast<int>(std::bit_width(field.most()))); }

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
