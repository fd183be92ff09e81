#include "gen/microcode/transfer.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>

#include "gen/microcode/transfer_rows.h"
#include "spec/derive.h"

namespace spintile::gen::microcode {
namespace {

/// Two turns of a product of 32-bit words.
constexpr int longest_body = 220;
constexpr int code_bits_max = 16;

void require(std::string_view what, int value, int least, int most) {
  if (value >= least && value <= most) return;
  throw std::invalid_argument(
      fmt::format("program of a transfer: {} {}: allowed are {} .. {}", what, value, least, most));
}

void check(const spec::Transfer& transfer, int code_bits, const Options& options) {
  if (transfer.kind == spec::TransferKind::none) {
    throw std::invalid_argument("program of a transfer: kind none: allowed are ttv2, c_ttv2, agad");
  }
  if (options.flags) throw std::invalid_argument("program of a transfer: flags: a transfer has none");
  require("pulses", transfer.pulses, 1, 32);
  require("code bits", code_bits, 2, code_bits_max);
  if (transfer.arithmetic != spec::TransferArithmetic::fixed) return;
  require("word_bits", transfer.word_bits, 8, 32);
  require("code bits of a fixed word", code_bits, 2, transfer.word_bits);
  require("fraction bits of H", transfer.word_bits - 2 - spec::ceil_log2(transfer.pulses + 1), 1, transfer.word_bits);
}

std::string name(const spec::Transfer& transfer, int code_bits) {
  constexpr std::string_view kinds[] = {"none", "ttv2", "c_ttv2", "agad"};
  constexpr std::string_view arithmetics[] = {"fixed", "bf16", "fp16", "fp32"};
  std::string text = fmt::format("transfer {} {}", kinds[static_cast<std::size_t>(transfer.kind)],
                                 arithmetics[static_cast<std::size_t>(transfer.arithmetic)]);
  if (transfer.arithmetic == spec::TransferArithmetic::fixed) text += fmt::format(" of {} bits", transfer.word_bits);
  return text + fmt::format(", {} pulses, {}, code of {} bits", transfer.pulses,
                            transfer.forget ? "forget" : "keep the rest", code_bits);
}

}  // namespace

TransferRows::TransferRows(Assembler& p, const spec::Transfer& transfer, int code_bits)
    : hidden(p.rows(transfer_region::hidden)),
      mean(p.rows(transfer_region::mean)),
      reference(p.rows(transfer_region::reference)),
      code(p.rows(transfer_region::read).part(0, code_bits)),
      chopper(p.rows(transfer_region::read)[code_bits]),
      fresh(p.rows(transfer_region::read)[code_bits + 1]),
      pulse_sign(p.rows(transfer_region::pulses)[0]),
      thermometer(p.rows(transfer_region::pulses).part(1, transfer.pulses)) {
  const int bits = hidden.size();
  const Bits constants = p.rows(transfer_region::constants);
  const auto named = [&](const Bits& rows, const char* name) {
    p.name(rows, name);
    return rows;
  };
  named(code, "code");
  named(p.rows(transfer_region::read).part(code_bits, 1), "chopper");
  named(p.rows(transfer_region::read).part(code_bits + 1, 1), "fresh");
  named(p.rows(transfer_region::pulses).part(0, 1), "pulse sign");
  named(thermometer, "pulse");
  lambda = named(constants.part(0, bits), "lambda");
  after = named(constants.part(bits, bits), transfer.forget ? "momentum" : "share");
  if (transfer.kind != spec::TransferKind::agad) return;
  keep = named(constants.part(2 * bits, bits), "keep");
  beta = named(constants.part(3 * bits, bits), "beta");
}

void refresh_reference(Assembler& p, const TransferRows& rows) {
  p.mask(rows.fresh);
  for (int i = 0; i < rows.mean.size(); ++i) p.store(rows.mean[i], rows.reference[i]);
  p.unmask();
}

spec::sot::Program compile_transfer(const spec::Transfer& transfer, int code_bits, const Options& options) {
  check(transfer, code_bits, options);
  const bool has_mean = transfer.kind == spec::TransferKind::agad;
  const int bits = spec::transfer_word_bits(transfer);
  Assembler program(name(transfer, code_bits),
                    {{"hidden", bits},
                     {"mean", has_mean ? bits : 0},
                     {"reference", has_mean ? bits : 0},
                     {"read", code_bits + 2},
                     {"scratch", 0},
                     {"pulses", 1 + transfer.pulses},
                     {"constants", (has_mean ? 4 : 2) * bits}},
                    options.search_pairs);
  const TransferRows rows(program, transfer, code_bits);
  if (transfer.arithmetic == spec::TransferArithmetic::fixed) {
    transfer_fixed(program, rows, transfer);
  } else {
    transfer_float(program, rows, transfer, options);
  }
  return program.finish(options.roll_loops, longest_body);
}

spec::sot::Program compile_transfer(const spec::Variant& tile) {
  return compile_transfer(tile.transfer, spec::transfer_code_bits(tile),
                          {.search_pairs = tile.sot.search == spec::SotSearch::pair});
}

TransferPlacement::TransferPlacement(const spec::Variant& tile, const spec::sot::Program& program)
    : plane_rows(tile.crossbar.rows * spec::transfer_word_bits(tile.transfer)) {
  for (std::size_t i = 0; i < program.regions.size(); ++i) {
    const bool is_plane = i <= transfer_region::reference;
    const int size = program.regions[i].rows;
    bases[i] = rows;
    rows += is_plane && size > 0 ? plane_rows : size;
  }
}

bool fits(const spec::Variant& tile, const spec::sot::Program& program) {
  return program.words.size() <= static_cast<std::size_t>(tile.sot.program_words) &&
         TransferPlacement(tile, program).rows <= spec::float_unit_of(tile).sot.rows;
}

}  // namespace spintile::gen::microcode
