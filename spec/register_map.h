// The registers of a variant: the one table that the RTL, the register descriptions of a package and the tests read.
// What each does beyond a field: docs/contract.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/variant.h"

namespace spintile::spec {

enum class FieldAccess {
  constant,  // reads its reset value, for ever
  read,
  write,  // reads 0
  read_write,
  write_1_to_clear,
};

/// "read", "read, write": the words of the contract.
std::string_view name(FieldAccess access);

struct RegisterField {
  std::string name;  // "output_shift"; lower case, unique in its register
  int lsb = 0;
  int bits = 0;
  FieldAccess access = FieldAccess::read;
  std::uint32_t reset_value = 0;
  std::string description;
  std::uint32_t least = 0;                    // of the values that may be written
  std::optional<std::uint32_t> largest = {};  // all ones where nothing else is said

  bool readable() const { return access != FieldAccess::write; }
  bool writable() const { return access != FieldAccess::constant && access != FieldAccess::read; }
  /// Ones at the field's bits of the register.
  std::uint32_t mask() const;
  std::uint32_t most() const { return largest.value_or(mask() >> lsb); }
  /// The same field, of values lowest .. highest.
  RegisterField within(std::uint32_t lowest, std::uint32_t highest) const;
};

struct Register {
  std::string name;  // "VARIANT_HASH"
  std::uint32_t offset = 0;
  std::string description;
  std::vector<RegisterField> fields;  // from bit 0 up, without overlap; the bits between are reserved: 0

  std::uint32_t reset_value() const;
  bool is_constant() const;
  bool readable() const;
  bool writable() const;
};

/// In the order of their offsets. Registers that belong to an option exist only in variants that have it.
std::vector<Register> register_map(const Variant& variant);

/// Throws std::out_of_range for a name that is not in the map.
const Register& find_register(const std::vector<Register>& map, std::string_view name);

}  // namespace spintile::spec
