// Every refusal with its line, key, value and what is allowed; what is read; what is written.
#include "spec/parse.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "host/philox.h"
#include "spec/variant_keys.h"
#include "spec/variant_rules.h"

namespace spintile::spec {
namespace {

// Six lines: what is added to it starts in line 7.
const std::string least =
    "schema_version: 1\n"
    "name: tile\n"
    "crossbar:\n"
    "  rows: 16\n"
    "  columns: 4\n"
    "  array_rows: 8\n";

// Six lines too, and in the section sot at their end.
const std::string least_float_unit =
    "schema_version: 1\n"
    "name: unit\n"
    "# Sums beside products.\n"
    "unit: float\n"
    "sot:\n"
    "  lanes: 4\n";

std::string refusal(const std::string& yaml) {
  try {
    parse_variant(yaml, "t.yaml");
  } catch (const VariantError& error) {
    return error.what();
  }
  return "accepted";
}

struct Refused {
  std::string yaml;
  std::string message;
};

void expect_refused(const std::vector<Refused>& cases) {
  for (const Refused& refused : cases) EXPECT_EQ(refusal(refused.yaml), refused.message) << refused.yaml;
}

TEST(Parse, LeastFileHasTheDefaults) {
  Variant expected;
  expected.name = "tile";
  expected.crossbar.rows = 16;
  expected.crossbar.columns = 4;
  expected.crossbar.array_rows = 8;
  EXPECT_EQ(parse_variant(least, "t.yaml"), expected);
}

TEST(Parse, ReadsEveryKey) {
  const Variant variant = parse_variant(
      "reset: sync_high\nname: 'all_keys'\nschema_version: 1\n"
      "crossbar: {rows: 1, columns: 2, array_rows: 3, weight_slices: 4, slice_bits: 2, fast_array: true}\n"
      "input: {streams: 5, stream_bits: 3}\n"
      "readout: {kind: stochastic, samples_max: 7, settle_cycles: 8, reset_cycles: 9, write_cycles: 10,\n"
      "          read_cycles: 11, synchroniser_stages: 3, column_mux: 2, ping_pong: true, health_monitor: exclude,\n"
      "          repetition_cutoff: 12, proportion_window: 64, proportion_cutoff: 40}\n"
      "requantise: {scale_bits: 12, output_bits: 13, multipliers: per_column}\n"
      "device: {on_off_ratio: 1.5, programming_error: 0.25, read_noise: 1e-3, column_gain: 2, mtj_gain: 3.5,\n"
      "         mtj_offset: -0.5, mtj_model: neel_brown, mtj_gain_spread: 0.1, mtj_offset_spread: 0.2,\n"
      "         thermal_stability: 30, attempt_time_ns: 2, critical_current_ma: 0.4, current_exponent: 1.5,\n"
      "         write_time_ns: 6, full_scale_current_ma: 0.7, stuck_at_0: 0.01, stuck_at_1: 0.02, reset_failure: "
      "0.03,\n"
      "         read_error: 0.04, neighbour_correlation: 0.05, offset_drift: -0.06}\n",
      "t.yaml");
  const Variant expected = {
      .name = "all_keys",
      .crossbar = {1, 2, 3, 4, 2, true},
      .input = {.streams = 5, .stream_bits = 3},
      .readout = {ReadoutKind::stochastic, 7, 8, 9, 10, 11, 3, 2, true, HealthMonitor::exclude, 12, 64, 40},
      .requantise = {12, 13, Multipliers::per_column},
      .device = {1.5,
                 0.25,
                 1e-3,
                 2.0,
                 3.5,
                 -0.5,
                 MtjModel::neel_brown,
                 0.1,
                 0.2,
                 30.0,
                 2.0,
                 0.4,
                 CurrentExponent::one_and_a_half,
                 6.0,
                 0.7,
                 0.01,
                 0.02,
                 0.03,
                 0.04,
                 0.05,
                 -0.06},
      .reset = ResetStyle::sync_high};
  EXPECT_EQ(variant, expected);
}

TEST(Parse, RefusesUnknownKeysAndNamesTheNearest) {
  expect_refused({
      {least + "  row: 3\n", "t.yaml:7: crossbar.row: 3: no such key; the nearest is crossbar.rows"},
      {least + "rows: 3\n", "t.yaml:7: rows: 3: no such key; the nearest is crossbar.rows"},
      {least + "crosbar: {rows: 3}\n", "t.yaml:7: crosbar: a map: no such key; the nearest is crossbar"},
      {least + "input: {streems: 3}\n", "t.yaml:7: input.streems: 3: no such key; the nearest is input.streams"},
      {least + "input: {kind: x}\n", "t.yaml:7: input.kind: x: no such key; the nearest is readout.kind"},
      {least + "\"crossbar.rows\": 3\n", "t.yaml:7: \"crossbar.rows\": 3: no such key; the nearest is crossbar.rows"},
      {least + "[reset]: sync_low\n", "t.yaml:7: a list: sync_low: no such key; the nearest is cells"},
  });
}

TEST(Parse, RefusesDuplicateKeys) {
  expect_refused({
      {least + "  rows: 16\n", "t.yaml:7: crossbar.rows: 16: once; it stands in line 4 already"},
      {least + "name: other\n", "t.yaml:7: name: other: once; it stands in line 2 already"},
      {least + "crossbar: {slice_bits: 2}\n", "t.yaml:7: crossbar: a map: once; it stands in line 3 already"},
  });
}

TEST(Parse, RefusesWhatIsNotAnIntegerInRange) {
  const std::vector<std::string> wrong = {"0",     "257",   "-1",      "9999999999999999999",
                                          "1e2",   "8.0",   "010",     "0x10",
                                          "+8",    "8 # 8", "8,",      "8k",
                                          "\"8\"", "'8'",   "!!int 8", "",
                                          "true",  "[8]",   "{}",      "~",
                                          ".inf",  "eight"};
  for (const std::string& value : wrong) {
    const std::string yaml = least + "readout:\n  samples_max: " + value + "\n";
    if (value == "8 # 8") {  // a comment is none of the value
      EXPECT_EQ(parse_variant(yaml, "t.yaml").readout.samples_max, 8);
      continue;
    }
    const std::string shown = value == "'8'" || value == "!!int 8" ? "\"8\""
                              : value == "[8]"                     ? "a list"
                              : value == "{}"                      ? "a map"
                              : value.empty() || value == "~"      ? "null"
                                                                   : value;
    EXPECT_EQ(refusal(yaml), "t.yaml:8: readout.samples_max: " + shown + ": integer 1 .. 256") << value;
  }
}

TEST(Parse, RefusesWhatIsNotANumberInRange) {
  for (const std::string value : {"1", "1.0", "0.5", "1000000.5", ".inf", "inf", "nan", ".nan", "1e999", "010", "ten",
                                  "1.5x", "+2", "0x1p3", "\"2\""}) {
    EXPECT_EQ(refusal(least + "device:\n  on_off_ratio: " + value + "\n"),
              "t.yaml:8: device.on_off_ratio: " + value + ": number above 1, up to 1000000");
  }
  expect_refused({
      {least + "device: {mtj_offset: -1.01}\n", "t.yaml:7: device.mtj_offset: -1.01: number -1 .. 1"},
      {least + "device: {column_gain: 0}\n", "t.yaml:7: device.column_gain: 0: number above 0, up to 1000"},
      {least + "device: {read_noise: -1e-9}\n", "t.yaml:7: device.read_noise: -1e-9: number 0 .. 1"},
  });
  EXPECT_EQ(parse_variant(least + "device: {mtj_offset: -1, on_off_ratio: 1e6}\n", "t.yaml").device.mtj_offset, -1.0);
}

TEST(Parse, RefusesTheEndsOfEveryRange) {
  for (const VariantKey& key : variant_keys()) {
    const auto* const integer = std::get_if<IntegerKey>(&key.kind);
    if (integer == nullptr || key.required) continue;
    for (const int value : {integer->minimum - 1, integer->maximum + 1}) {
      const std::string& start = key.belongs_to(Unit::tile) ? least : least_float_unit;
      const std::string line = key.section() == "crossbar" || key.section() == "sot"
                                   ? fmt::format("  {}: {}\n", key.leaf(), value)
                                   : fmt::format("{}: {{{}: {}}}\n", key.section(), key.leaf(), value);
      EXPECT_EQ(refusal(start + line), fmt::format("t.yaml:7: {}: {}: {}", key.path, value, allowed_values(key)));
    }
  }
  // The ranges themselves, against the numbers of the specification.
  EXPECT_EQ(allowed_values(variant_key("crossbar.rows")), "integer 1 .. 1024");
  EXPECT_EQ(allowed_values(variant_key("crossbar.weight_slices")), "integer 1 .. 8");
  EXPECT_EQ(allowed_values(variant_key("readout.settle_cycles")), "integer 2 .. 255");
  EXPECT_EQ(allowed_values(variant_key("readout.synchroniser_stages")), "integer 2 .. 4");
  EXPECT_EQ(allowed_values(variant_key("requantise.scale_bits")), "integer 2 .. 24");
  EXPECT_EQ(allowed_values(variant_key("requantise.output_bits")), "integer 2 .. 32");
  EXPECT_EQ(allowed_values(variant_key("sot.lanes")), "integer 1 .. 4096");
  EXPECT_EQ(allowed_values(variant_key("sot.rows")), "integer 8 .. 1024");
  EXPECT_EQ(allowed_values(variant_key("sot.program_words")), "integer 16 .. 4096");
}

TEST(Parse, RefusesWrongWords) {
  expect_refused({
      {least + "reset: maybe\n", "t.yaml:7: reset: maybe: one of async_low, async_high, sync_low, sync_high, none"},
      {least + "reset: [sync_low]\n",
       "t.yaml:7: reset: a list: one of async_low, async_high, sync_low, sync_high, none"},
      {least + "readout: {kind: flash}\n", "t.yaml:7: readout.kind: flash: one of stochastic, sense_amplifier, ramp"},
      {least + "requantise: {multipliers: 2}\n", "t.yaml:7: requantise.multipliers: 2: one of shared, per_column"},
      {least + "readout: {ping_pong: yes}\n", "t.yaml:7: readout.ping_pong: yes: one of false, true"},
      {least + "device: {current_exponent: 1.0}\n", "t.yaml:7: device.current_exponent: 1.0: one of 1, 1.5, 2"},
      {least + "input: 3\n", "t.yaml:7: input: 3: a map of coding, streams, stream_bits"},
      {least + "input:\n", "t.yaml:7: input: null: a map of coding, streams, stream_bits"},
  });
  for (const std::string name :
       {"Tile", "1tile", "tile-1", "_tile", "tile tile", "a23456789012345678901234567890123"}) {
    EXPECT_EQ(refusal("schema_version: 1\nname: " + name + "\ncrossbar: {rows: 1, columns: 1, array_rows: 1}\n"),
              "t.yaml:2: name: " + name + ": text like [a-z][a-z0-9_]{0,31}");
  }
}

TEST(Parse, VerifiedWritesAndFaultsAreSilentWhereThereAreNone) {
  const Variant plain = parse_variant(least_float_unit, "t.yaml");
  EXPECT_EQ(to_yaml(plain).find("rewrites"), std::string::npos);
  EXPECT_EQ(to_yaml(plain).find("cells"), std::string::npos);
  const Variant faulty = parse_variant(least_float_unit + "cells: {write_error: 0.001, endurance: 1000}\n", "t.yaml");
  EXPECT_EQ(faulty.cells.write_error, 0.001);
  EXPECT_EQ(faulty.cells.endurance, 1000);
  EXPECT_EQ(parse_variant(to_yaml(faulty), "t.yaml"), faulty);
  EXPECT_EQ(variant_hash(faulty), variant_hash(plain));
  const Variant verified = parse_variant(least_float_unit + "  rewrites: 3\n", "t.yaml");
  EXPECT_EQ(verified.sot.rewrites, 3);
  EXPECT_EQ(parse_variant(to_yaml(verified), "t.yaml"), verified);
  EXPECT_NE(variant_hash(verified), variant_hash(plain));
}

TEST(Parse, AFloatUnitHasSectionsOfItsOwn) {
  const Variant variant = parse_variant(least_float_unit + "  array: memory\n  xor: rmw\n  search: pair\n", "t.yaml");
  EXPECT_EQ(variant.unit, Unit::float_unit);
  EXPECT_EQ(variant.sot.lanes, 4);
  EXPECT_EQ(variant.sot.rows, 512);
  EXPECT_EQ(variant.sot.array, SotArray::memory);
  EXPECT_EQ(variant.sot.exclusive_or, SotXor::read_modify_write);
  EXPECT_EQ(variant.sot.search, SotSearch::pair);
  const std::string tile_sections =
      "crossbar, input, backward, readout, requantise, update, transfer, commands, device";
  expect_refused({
      {least_float_unit + "crossbar: {rows: 1, columns: 1, array_rows: 1}\n",
       "t.yaml:7: crossbar: a section: not of unit: float, whose sections are sot, cells"},
      {least_float_unit + "device: {}\n",
       "t.yaml:7: device: a section: not of unit: float, whose sections are sot, cells"},
      {least + "sot: {lanes: 4}\n", "t.yaml:7: sot: a section: not of unit: tile, whose sections are " + tile_sections},
      {"schema_version: 1\nname: unit\nunit: float\n", "t.yaml: sot.lanes: missing: integer 1 .. 4096"},
      {"schema_version: 1\nname: unit\nunit: double\nsot: {lanes: 4}\n", "t.yaml:3: unit: double: one of tile, float"},
      {least_float_unit + "  transpose_lanes: 12\n",
       "t.yaml:7: sot.transpose_lanes: 12: a multiple of 8: the lanes of a beat of the narrowest words"},
      {least_float_unit + "  rewrites: 1\n  array: memory\n",
       "t.yaml:7: sot.rewrites: 1: 0: verified writes want sot.array = pins"},
      {least_float_unit + "  array: memory\ncells: {write_error: 0.1}\n",
       "t.yaml:8: cells.read_error: 0: left out: the cells of a macro, and sot.array is memory"},
      {least_float_unit + "cells: {stuck_at_0: 0.5, stuck_at_1: 0.6}\n",
       "t.yaml:7: cells.stuck_at_0: 0.5: a sum with cells.stuck_at_1 = 0.6 of at most 1"},
      {least + "cells: {}\n", "t.yaml:7: cells: a section: not of unit: tile, whose sections are " + tile_sections},
  });
}

TEST(Parse, RefusesAnotherSchemaVersion) {
  expect_refused({{"schema_version: 2" + least.substr(17), "t.yaml:1: schema_version: 2: integer 1"}});
}

TEST(Parse, RefusesMissingKeys) {
  expect_refused({
      {"{}",
       "t.yaml: schema_version: missing: integer 1\n"
       "t.yaml: name: missing: text like [a-z][a-z0-9_]{0,31}\n"
       "t.yaml: crossbar.rows: missing: integer 1 .. 1024\n"
       "t.yaml: crossbar.columns: missing: integer 1 .. 1024\n"
       "t.yaml: crossbar.array_rows: missing: integer 1 .. 1024"},
      {"schema_version: 1\nname: tile\ncrossbar:\n  rows: 3\n",
       "t.yaml:3: crossbar.columns: missing: integer 1 .. 1024\n"
       "t.yaml:3: crossbar.array_rows: missing: integer 1 .. 1024"},
      {"schema_version: 1\nname: tile\ncrossbar: 3\n",
       "t.yaml:3: crossbar: 3: a map of rows, columns, array_rows, weight_slices, slice_bits, fast_array, offset_row"},
  });
}

TEST(Parse, RefusesContradictionsAndNamesBothKeys) {
  const std::string head = "schema_version: 1\nname: tile\ncrossbar:\n";
  expect_refused({
      {least + "readout: {read_cycles: 4, synchroniser_stages: 4}\n",
       "t.yaml:7: readout.read_cycles: 4: at least readout.synchroniser_stages + 1 = 5"},
      {least + "readout:\n  synchroniser_stages: 3\n",  // against the default of the other
       "t.yaml:8: readout.read_cycles: 3: at least readout.synchroniser_stages + 1 = 4"},
      {head + "  rows: 65\n  columns: 1\n  array_rows: 1\n",
       "t.yaml:6: crossbar.array_rows: 1: at least 2: crossbar.rows = 65 in at most 64 sub-arrays"},
      {least + "  weight_slices: 6\n  slice_bits: 3\n",
       "t.yaml:7: crossbar.weight_slices: 6: at most 5: crossbar.slice_bits = 3 in a weight magnitude of at most 16 "
       "bits"},
      {least + "input: {streams: 8, stream_bits: 2}\n",
       "t.yaml:7: input.streams: 8: at most 7: input.stream_bits = 2 in an input magnitude of at most 15 bits"},
      {head + "  rows: 9\n  columns: 1\n  array_rows: 2\n  weight_slices: 8\n  slice_bits: 2\n"
              "input: {streams: 7, stream_bits: 2}\nreadout: {samples_max: 256}\nrequantise: {scale_bits: 24}\n",
       "t.yaml:11: requantise.scale_bits: 24: at most 23: a product of at most 62 bits, of which the accumulator has "
       "39 "
       "(from readout.samples_max = 256, 5 sub-arrays of crossbar.array_rows = 2, crossbar.weight_slices = 8, "
       "crossbar.slice_bits = 2, input.streams = 7, input.stream_bits = 2)"},
      {head + "  rows: 1024\n  columns: 513\n  array_rows: 16\n  weight_slices: 8\n",
       "t.yaml:5: crossbar.columns: 513: at most 512: at most 262144 converters, one for each of 64 sub-arrays "
       "(crossbar.rows = 1024, crossbar.array_rows = 16), crossbar.weight_slices = 8 and columns"},
      {head + "  rows: 1024\n  columns: 1024\n  array_rows: 16\n  weight_slices: 8\n"
              "readout: {column_mux: 3, ping_pong: true}\n",
       "t.yaml:5: crossbar.columns: 1024: at most 768: at most 262144 converters, two (readout.ping_pong) for each of "
       "64 sub-arrays (crossbar.rows = 1024, crossbar.array_rows = 16), crossbar.weight_slices = 8 and lines of "
       "readout.column_mux = 3 columns"},
      {least + "readout: {kind: sense_amplifier}\n",
       "t.yaml:7: readout.samples_max: 8: 1: readout.kind = sense_amplifier decides the same each time"},
      {least + "readout: {kind: sense_amplifier, samples_max: 1, ping_pong: true}\n",
       "t.yaml:7: readout.ping_pong: true: false: readout.kind = sense_amplifier has no MTJ to reset"},
      {least + "readout: {column_mux: 5}\n", "t.yaml:7: readout.column_mux: 5: at most crossbar.columns = 4"},
      {least + "readout: {proportion_window: 64, proportion_cutoff: 65}\n",
       "t.yaml:7: readout.proportion_cutoff: 65: at most readout.proportion_window = 64"},
      {least + "device: {stuck_at_0: 0.75, stuck_at_1: 0.5}\n",
       "t.yaml:7: device.stuck_at_0: 0.75: a sum with device.stuck_at_1 = 0.5 of at most 1"},
  });
  EXPECT_EQ(refusal(least + "readout: {read_cycles: 5, synchroniser_stages: 4}\n"), "accepted");
  EXPECT_EQ(refusal(head + "  rows: 64\n  columns: 1\n  array_rows: 1\n"), "accepted");
  EXPECT_EQ(refusal(head + "  rows: 4\n  columns: 1\n  array_rows: 9\n"), "accepted");
  EXPECT_EQ(refusal(least + "  weight_slices: 8\n  slice_bits: 2\ninput: {streams: 5, stream_bits: 3}\n"), "accepted");
}

TEST(Parse, RefusesABackwardThatDoesNotFit) {
  const std::string head = "schema_version: 1\nname: tile\ncrossbar:\n";
  const std::string wide = head + "  rows: 2\n  columns: 65\n  array_rows: 2\n";
  EXPECT_EQ(refusal(wide + "backward: {array_columns: 2}\n"), "accepted");
  expect_refused({
      {wide + "backward: {array_columns: 1}\n",
       "t.yaml:7: backward.array_columns: 1: 0, or at least 2: crossbar.columns = 65 in at most 64 sub-arrays"},
      {wide + "backward: {array_columns: 2}\nreadout: {column_mux: 3}\n",
       "t.yaml:8: readout.column_mux: 3: at most crossbar.rows = 2: a BACKWARD reads rows"},
      {head + "  rows: 1024\n  columns: 512\n  array_rows: 16\n  weight_slices: 8\nbackward: {array_columns: 8}\n",
       "t.yaml:8: backward.array_columns: 8: 0, or more: at most 262144 converters, where a BACKWARD wants 524288"},
  });
}

TEST(Parse, RefusesTrainingThatDoesNotFit) {
  const std::string both = least + "  fast_array: true\nupdate: {kind: stochastic}\n";
  EXPECT_EQ(refusal(both), "accepted");
  EXPECT_EQ(refusal(both + "transfer: {kind: agad, work_rows: 320}\n"), "accepted");
  expect_refused({
      {least + "  weight_slices: 2\nupdate: {kind: stochastic}\n",
       "t.yaml:8: update.kind: stochastic: none: pulses write one weight slice, and crossbar.weight_slices is 2"},
      {least + "  fast_array: true\ntransfer: {kind: agad}\n",
       "t.yaml:8: transfer.kind: agad: none: a transfer wants crossbar.fast_array = true and update.kind = stochastic"},
      {least + "update: {kind: stochastic}\ntransfer: {kind: ttv2}\n",
       "t.yaml:8: transfer.kind: ttv2: none: a transfer wants crossbar.fast_array = true and update.kind = stochastic"},
      {both + "transfer: {kind: ttv2, arithmetic: fixed, word_bits: 8, pulses: 32}\n",
       "t.yaml:9: transfer.word_bits: 8: at least 9: transfer.pulses = 32 and a code of readout.samples_max = 8 in a "
       "word"},
      {both + "transfer: {kind: ttv2, transpose_lanes: 12}\n",
       "t.yaml:9: transfer.transpose_lanes: 12: a multiple of 8: the lanes of a beat of the narrowest words"},
      {least + "update: {kind: stochastic, pulse_slots: 33, probability_bits: 3}\n",
       "t.yaml:7: update.pulse_slots: 33: integer 1 .. 32\nt.yaml:7: update.probability_bits: 3: integer 4 .. 16"},
  });
}

TEST(Parse, ReportsAllProblemsOfAFileInOrder) {
  expect_refused(
      {{"name: Tile\n"
        "crossbar:\n"
        "  rows: many\n"
        "  colums: 4\n"
        "  array_rows: 8\n"
        "  weight_slices: 8\n"
        "  slice_bits: 8\n"
        "input: {streams: 8, stream_bits: 8}\n"
        "readout:\n"
        "  read_cycles: 2\n"
        "device: {read_noise: .nan, read_noise: 0}\n",
        "t.yaml: schema_version: missing: integer 1\n"
        "t.yaml:1: name: Tile: text like [a-z][a-z0-9_]{0,31}\n"
        "t.yaml:2: crossbar.columns: missing: integer 1 .. 1024\n"
        "t.yaml:3: crossbar.rows: many: integer 1 .. 1024\n"
        "t.yaml:4: crossbar.colums: 4: no such key; the nearest is crossbar.columns\n"
        "t.yaml:6: crossbar.weight_slices: 8: at most 2: crossbar.slice_bits = 8 in a weight magnitude of at "
        "most 16 bits\n"
        "t.yaml:8: input.streams: 8: at most 1: input.stream_bits = 8 in an input magnitude of at most 15 "
        "bits\n"
        "t.yaml:10: readout.read_cycles: 2: at least readout.synchroniser_stages + 1 = 3\n"
        "t.yaml:11: device.read_noise: .nan: number 0 .. 1\n"
        "t.yaml:11: device.read_noise: 0: once; it stands in line 11 already"}});
}

TEST(Parse, KeepsTheProblemsAsValues) {
  try {
    parse_variant(least + "  slice_bits: 9\n", "t.yaml");
    FAIL();
  } catch (const VariantError& error) {
    ASSERT_EQ(error.problems().size(), 1U);
    EXPECT_EQ(error.problems()[0].line, 7);
    EXPECT_EQ(error.problems()[0].key, "crossbar.slice_bits");
    EXPECT_EQ(error.problems()[0].value, "9");
    EXPECT_EQ(error.problems()[0].allowed, "integer 1 .. 8");
  }
}

TEST(Parse, RefusesWhatIsNotOneYamlMap) {
  expect_refused({
      {"", "t.yaml: nothing: a map of keys"},
      {"# only a comment\n", "t.yaml: nothing: a map of keys"},
      {"- 1\n- 2\n", "t.yaml:1: a list: a map of keys"},
      {"tile\n", "t.yaml:1: tile: a map of keys"},
      {least + "---\n" + least, "t.yaml:8: 2 documents: one document a file"},
  });
  EXPECT_EQ(refusal(least + "input: {streams: 3\n").rfind("t.yaml:8: not YAML: ", 0), 0U)
      << refusal(least + "input: {streams: 3\n");
  EXPECT_EQ(refusal("name: [1, 2\ncrossbar: }\n").rfind("t.yaml:2: not YAML: ", 0), 0U)
      << refusal("name: [1, 2\ncrossbar: }\n");
}

TEST(Parse, AnswersAnyBytesWithAVariantOrAVariantError) {
  host::PhiloxSequence random({.seed = 1, .stream = 0x80000000}, 0);
  const std::string marks = "{}[]:,-#&*!|>'\"%@`?\n\t \\0a9.e~\xC3\xFF";
  for (int round = 0; round < 3000; ++round) {
    std::string yaml = to_yaml(parse_variant(least, "t.yaml"));
    for (std::uint32_t edit = 1 + random.below(8); edit > 0; --edit) {
      const std::size_t at = random.below(static_cast<std::uint32_t>(yaml.size()));
      const char mark = marks[random.below(static_cast<std::uint32_t>(marks.size()))];
      if (random.below(2) == 0) {
        yaml[at] = mark;
      } else {
        yaml.insert(at, 1, mark);
      }
    }
    try {
      parse_variant(yaml, "t.yaml");
    } catch (const VariantError&) {
    } catch (const std::exception& error) {
      FAIL() << error.what() << "\n" << yaml;
    }
  }
  EXPECT_THROW(parse_variant(std::string(100000, '['), "t.yaml"), VariantError);
  EXPECT_THROW(parse_variant(least + "name: " + std::string(100000, 'a'), "t.yaml"), VariantError);
  EXPECT_THROW(parse_variant(std::string("a\0b", 3), "t.yaml"), VariantError);
}

TEST(Load, RefusesAFileThatCannotBeRead) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  const std::string missing = (folder / "spintile_no_such_file.yaml").string();
  try {
    load_variant(missing);
    FAIL();
  } catch (const VariantError& error) {
    EXPECT_EQ(error.what(), missing + ": not a readable variant file: No such file or directory");
  }
  try {
    load_variant(folder);
    FAIL();
  } catch (const VariantError& error) {
    EXPECT_EQ(error.what(), folder.string() + ": not a readable variant file: it is a folder");
  }
}

TEST(Load, ReadsEveryShippedVariantUnderItsName) {
  std::vector<ResetStyle> resets;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SPINTILE_SOURCE_DIR) + "/variants")) {
    if (entry.path().extension() != ".yaml") continue;
    const Variant variant = load_variant(entry.path());
    EXPECT_EQ(variant.name, entry.path().stem().string());
    std::string comment;
    std::ifstream stream(entry.path());
    std::getline(stream, comment);
    EXPECT_TRUE(comment.starts_with("# ")) << entry.path() << " says what it is for in its first line";
    resets.push_back(variant.reset);
    ++files;
  }
  EXPECT_GE(files, 20);
  for (const ResetStyle style :
       {ResetStyle::async_low, ResetStyle::async_high, ResetStyle::sync_low, ResetStyle::sync_high, ResetStyle::none}) {
    EXPECT_NE(std::ranges::find(resets, style), resets.end());
  }
}

/// Uniform over the ranges of the table; may break the rules.
Variant random_values(host::PhiloxSequence& random) {
  Variant variant;
  for (const VariantKey& key : variant_keys()) {
    if (!key.belongs_to(variant.unit)) continue;
    if (const auto* integer = std::get_if<IntegerKey>(&key.kind)) {
      const auto values = static_cast<std::uint32_t>(integer->maximum - integer->minimum + 1);
      integer->set(variant, integer->minimum + static_cast<int>(random.below(values)));
    } else if (const auto* real = std::get_if<RealKey>(&key.kind)) {
      const double share = (random.next() + 1.0) / 0x1p32;  // (0, 1]: legal for an open minimum too
      real->set(variant, std::min(real->maximum, real->minimum + share * (real->maximum - real->minimum)));
    } else if (const auto* choice = std::get_if<ChoiceKey>(&key.kind)) {
      choice->set(variant, static_cast<int>(random.below(static_cast<std::uint32_t>(choice->names.size()))));
    } else {
      std::string name(1 + random.below(32), 'a');
      for (char& character : name) character = static_cast<char>('a' + random.below(26));
      std::get<TextKey>(key.kind).set(variant, name);
    }
  }
  return variant;
}

bool keeps_the_rules(const Variant& variant) {
  return std::ranges::none_of(variant_rules(), [&variant](const VariantRule& rule) {
    return variant_key(rule.keys.front()).belongs_to(variant.unit) && rule.refusal(variant).has_value();
  });
}

TEST(ToYaml, RoundTripsRandomLegalVariants) {
  host::PhiloxSequence random({.seed = 2, .stream = 0x80000000}, 0);
  int legal = 0;
  while (legal < 100) {
    const Variant variant = random_values(random);
    if (!keeps_the_rules(variant)) {
      EXPECT_THROW(parse_variant(to_yaml(variant), "t.yaml"), VariantError);
      continue;
    }
    EXPECT_EQ(parse_variant(to_yaml(variant), "t.yaml"), variant) << to_yaml(variant);
    ++legal;
  }
}

TEST(ToYaml, QuotesANameThatYamlTakesForSomethingElse) {
  Variant variant = parse_variant(least, "t.yaml");
  for (const std::string name : {"null", "true", "no"}) {
    variant.name = name;
    EXPECT_EQ(parse_variant(to_yaml(variant), "t.yaml"), variant);
  }
}

TEST(ToYaml, WritesTheShortestTextOfANumber) {
  Variant variant = parse_variant(least, "t.yaml");
  variant.device.read_noise = 0.1;
  variant.device.programming_error = 1.0 / 3.0;
  variant.device.mtj_offset = -0.0;
  const std::string yaml = to_yaml(variant);
  EXPECT_NE(yaml.find("  read_noise: 0.1\n"), std::string::npos) << yaml;
  EXPECT_NE(yaml.find("  programming_error: 0.3333333333333333\n"), std::string::npos) << yaml;
  EXPECT_NE(yaml.find("  mtj_offset: 0\n"), std::string::npos) << yaml;
}

TEST(VariantHash, IsPinned) {
  // The whole text is pinned too: the hash in a user's Verilog must not change under him.
  const Variant variant = parse_variant(least, "t.yaml");
  EXPECT_EQ(to_yaml(variant),
            "schema_version: 1\nname: \"tile\"\n"
            "crossbar:\n  rows: 16\n  columns: 4\n  array_rows: 8\n  weight_slices: 1\n  slice_bits: 1\n"
            "  fast_array: false\n"
            "input:\n  streams: 1\n  stream_bits: 1\n"
            "readout:\n  kind: stochastic\n  samples_max: 8\n  settle_cycles: 4\n  reset_cycles: 1\n"
            "  write_cycles: 1\n  read_cycles: 3\n  synchroniser_stages: 2\n"
            "  column_mux: 1\n  ping_pong: false\n  health_monitor: none\n  repetition_cutoff: 41\n"
            "  proportion_window: 1024\n  proportion_cutoff: 793\n"
            "requantise:\n  scale_bits: 16\n  output_bits: 8\n  multipliers: shared\n"
            "device:\n  on_off_ratio: 10\n  programming_error: 0\n  read_noise: 0\n  column_gain: 1\n  mtj_gain: 8\n"
            "  mtj_offset: 0\n  mtj_model: logistic\n  mtj_gain_spread: 0\n  mtj_offset_spread: 0\n"
            "  thermal_stability: 20\n  attempt_time_ns: 1\n  critical_current_ma: 0.3\n  current_exponent: 1\n"
            "  write_time_ns: 5\n  full_scale_current_ma: 0.6\n  stuck_at_0: 0\n  stuck_at_1: 0\n"
            "  reset_failure: 0\n  read_error: 0\n  neighbour_correlation: 0\n  offset_drift: 0\n"
            "reset: async_low\n");
  EXPECT_EQ(variant_hash(variant), 0xEEB08BC0BDBDBF03ULL);
  Variant other = variant;
  other.device.read_noise = 0.5;
  EXPECT_EQ(variant_hash(other), variant_hash(variant)) << "the analog model reaches no Verilog";
  other.requantise.scale_bits = 17;
  EXPECT_NE(variant_hash(other), variant_hash(variant));
}

}  // namespace
}  // namespace spintile::spec
