// The table of registers: what the contract says, and the golden front end's behaviour address by address.
#include "spec/register_map.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "refmodel/periphery/command_frontend.h"
#include "spec/interface.h"
#include "spec/parse.h"

namespace spintile::spec {
namespace {

Variant variant(const std::string& name) {
  return load_variant(std::string(SPINTILE_SOURCE_DIR) + "/variants/" + name + ".yaml");
}

TEST(RegisterMap, OfTheContractByHand) {
  struct Row {
    const char* name;
    std::uint32_t offset, reset;
    bool readable, writable;
  };
  const auto hash = static_cast<std::uint32_t>(variant_hash(variant("odd_sizes")));
  const Row rows[] = {{"IDENTIFICATION", 0x00, 0x53505401, true, false},
                      {"VARIANT_HASH", 0x04, hash, true, false},
                      {"CAPABILITIES", 0x08, 0x70A, true, false},
                      {"COMMAND", 0x0C, 0, false, true},
                      {"STATUS", 0x10, 0, true, true},
                      {"SAMPLES", 0x14, 6, true, true},
                      {"SHIFT", 0x18, 0, true, true}};
  const auto map = register_map(variant("odd_sizes"));
  ASSERT_EQ(map.size(), std::size(rows));
  for (std::size_t i = 0; i < map.size(); ++i) {
    SCOPED_TRACE(rows[i].name);
    EXPECT_EQ(map[i].name, rows[i].name);
    EXPECT_EQ(map[i].offset, rows[i].offset);
    EXPECT_EQ(map[i].reset_value(), rows[i].reset);
    EXPECT_EQ(map[i].readable(), rows[i].readable);
    EXPECT_EQ(map[i].writable(), rows[i].writable);
  }
  const auto& status = find_register(map, "STATUS").fields;
  EXPECT_EQ(status.at(2).mask(), 0x4U);
  EXPECT_EQ(status.at(3).mask(), 0xFF00U);
  EXPECT_EQ(find_register(map, "SAMPLES").fields.at(0).mask(), 0x7U);  // 1 .. 6
  EXPECT_EQ(find_register(map, "SHIFT").fields.at(0).mask(), 0x1FU);   // 0 .. 24
  EXPECT_THROW(find_register(map, "NOWHERE"), std::out_of_range);
}

TEST(RegisterMap, OfAFloatUnitByHand) {
  const auto map = register_map(variant("float_unit"));
  ASSERT_EQ(map.size(), 17U);
  EXPECT_EQ(find_register(map, "IDENTIFICATION").reset_value(), 0x53505402U);
  EXPECT_EQ(find_register(map, "CAPABILITIES").reset_value(), 0x680U);
  EXPECT_EQ(find_register(map, "PROGRAM").offset, 0x14U);
  EXPECT_EQ(find_register(map, "LANES").offset, 0x18U);
  EXPECT_EQ(find_register(map, "LANES").reset_value(), 0x10000U);
  EXPECT_EQ(find_register(map, "LANES").fields.at(1).mask(), 0x7F0000U);
  EXPECT_EQ(find_register(map, "WAIT").offset, 0x1CU);
  EXPECT_EQ(find_register(map, "BASE0").offset, 0x20U);
  EXPECT_EQ(find_register(map, "BASE7").offset, 0x3CU);
  EXPECT_EQ(find_register(map, "BASE7").fields.at(0).mask(), 0x1FFU);  // 512 rows
  EXPECT_EQ(find_register(map, "CYCLES").offset, 0x40U);
  EXPECT_FALSE(find_register(map, "CYCLES").writable());
}

TEST(RegisterMap, OfATrainingTileByHand) {
  struct Row {
    const char* name;
    std::uint32_t offset, reset, mask;
  };
  const Row rows[] = {{"SLOTS", 0x20, 7, 0x7},          {"TRANSFER_SAMPLES", 0x24, 15, 0xF},
                      {"TRANSFER_ROW", 0x28, 0, 0x7},   {"SWEEPS", 0x2C, 0, 0xFFFFFFFF},
                      {"WARM_UP", 0x30, 0, 0xFFFFFFFF}, {"CHOPPER", 0x34, 0, 0xFFFF0003},
                      {"CHOP_PERIOD", 0x38, 2, 0xFFFF}, {"CHOP_PHASE", 0x3C, 0, 0xFFFF},
                      {"PROGRAM", 0x54, 0, 0xFFFFFFFF}, {"LANES", 0x58, 0x10000, 0x7FFFFF},
                      {"WAIT", 0x5C, 0, 0xFFFFFF},      {"BASE0", 0x60, 0, 0x3FF},  // 3 x 8 x 16 + 320 rows
                      {"BASE7", 0x7C, 0, 0x3FF},        {"CYCLES", 0x80, 0, 0xFFFFFFFF}};
  const auto map = register_map(variant("training_agad"));
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Register& entry = find_register(map, row.name);
    EXPECT_EQ(entry.offset, row.offset);
    EXPECT_EQ(entry.reset_value(), row.reset);
    std::uint32_t mask = 0;
    for (const RegisterField& field : entry.fields) mask |= field.mask();
    EXPECT_EQ(mask, row.mask);
  }
  EXPECT_EQ(map.size(), 7U + 8U + 12U);
  // TTv2 has no choppers, an update alone no transfer.
  EXPECT_EQ(register_map(variant("training_ttv2_fixed")).size(), 7U + 5U + 12U);
  EXPECT_EQ(register_map(variant("update_pulses")).size(), 7U + 1U);
}

TEST(RegisterMap, FieldsAreInOrderWithoutOverlap) {
  for (const char* name : {"single_cell", "odd_sizes", "maximal_widths", "float_unit_memory", "training_agad",
                           "training_ttv2_fixed", "update_pulses"}) {
    std::set<std::string> names;
    std::int64_t last_offset = -4;
    for (const Register& entry : register_map(variant(name))) {
      EXPECT_TRUE(names.insert(entry.name).second);
      EXPECT_GT(entry.offset, last_offset);
      EXPECT_EQ(entry.offset % 4, 0U);
      last_offset = entry.offset;
      int free_bit = 0;
      for (const RegisterField& field : entry.fields) {
        EXPECT_GE(field.lsb, free_bit) << entry.name << "." << field.name;
        EXPECT_GE(field.bits, 1);
        free_bit = field.lsb + field.bits;
        EXPECT_EQ((field.reset_value << field.lsb) & ~field.mask(), 0U);
      }
      EXPECT_LE(free_bit, 32);
    }
  }
}

TEST(RegisterMap, IsWhatTheGoldenFrontEndDoes) {
  for (const char* name : {"single_cell", "odd_sizes", "training_agad", "training_ttv2_fixed", "update_pulses"}) {
    const auto map = register_map(variant(name));
    const refmodel::CommandFrontend fresh(variant(name));
    for (std::uint32_t address = 0; address < 256; ++address) {
      SCOPED_TRACE(address);
      const auto entry = std::find_if(map.begin(), map.end(), [&](const auto& one) { return one.offset == address; });
      const bool is_mapped = entry != map.end();
      EXPECT_EQ(fresh.read_register(address), (refmodel::ReadResult{is_mapped ? entry->reset_value() : 0, is_mapped}));
      refmodel::CommandFrontend frontend = fresh;
      frontend.write_register(address, 1, 0xF);
      const std::uint32_t error = frontend.read_register(register_offset::status).value >> 8;
      const bool is_refused_by_address = error == static_cast<std::uint32_t>(Error::illegal_address);
      EXPECT_EQ(is_refused_by_address, !is_mapped || !entry->writable());
    }
  }
}

}  // namespace
}  // namespace spintile::spec
