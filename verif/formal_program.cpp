#include "verif/formal_program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <variant>

#include "gen/hdl/writer.h"
#include "spec/derive.h"
#include "verif/external_program.h"
#include "verif/formal_wrapper.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

using namespace spec::sot;

/// A float unit of one lane with room for the program, its array a memory.
spec::Variant one_lane(const Program& program) {
  spec::Variant variant;
  variant.name = "one";
  variant.unit = spec::Unit::float_unit;
  variant.sot.lanes = 1;
  variant.sot.rows = std::max(4, program.rows());
  variant.sot.array = spec::SotArray::memory;
  variant.sot.program_words = std::max(4, static_cast<int>(program.words.size()));
  return variant;
}

/// At least the cycles that the array works for a word, and one.
int cycles(const Word& word) {
  if (const auto* search = std::get_if<Search>(&word.act)) return 3 + search->rows * (search->pair ? 2 : 1);
  if (const auto* clear = std::get_if<Clear>(&word.act)) return 3 + clear->rows;
  return 6;
}

int cycles(const Program& program) {
  int sum = 0;
  int passes = 1;
  for (const Word& word : program.words) {
    sum += passes * cycles(word);
    if (const auto* loop = std::get_if<Loop>(&word.act)) passes = loop->count;
    if (word.ends_loop) passes = 1;
  }
  return sum;
}

std::vector<int> first_rows(const Program& program) {
  std::vector<int> first(base_registers, 0);
  int row = 0;
  for (std::size_t i = 0; i < program.regions.size(); ++i) {
    first[i] = row;
    row += program.regions[i].rows;
  }
  return first;
}

/// The words of the program, and the rows that are opened before and after it in their order: as memories, since a case
/// statement of so many arms takes Yosys minutes.
std::string tables(const ProgramClaim& claim, const std::vector<int>& first) {
  std::string text = "  initial begin\n";
  for (std::size_t i = 0; i < claim.program.words.size(); ++i) {
    text += fmt::format("    store[{}] = 64'h{:x};\n", i, encode(claim.program.words[i]));
  }
  int opened = 0;
  std::vector<int> regions = claim.operands;
  regions.push_back(claim.result);
  for (const int region : regions) {
    const auto index = static_cast<std::size_t>(region);
    for (int row = 0; row < claim.program.regions[index].rows; ++row) {
      text += fmt::format("    rows[{}] = {};\n", opened++, first[index] + row);
    }
  }
  return text + "  end\n";
}

/// r0, r1, .. : the operands of their regions.
std::string operand_wires(const ProgramClaim& claim) {
  std::string text;
  int first = 0;
  for (const int region : claim.operands) {
    const int rows = claim.program.regions[static_cast<std::size_t>(region)].rows;
    text += fmt::format("  wire [{}:0] r{} = operands[{} +: {}];\n", rows - 1, region, first, rows);
    first += rows;
  }
  return text;
}

int operand_bits(const ProgramClaim& claim) {
  int bits = 0;
  for (const int region : claim.operands) bits += claim.program.regions.at(static_cast<std::size_t>(region)).rows;
  return bits;
}

/// Loads the operands through the sequencer, as the transposer does, runs the program, and reads the result likewise.
constexpr const char* body = R"(
  reg [19:0] cycle_q = 20'd0;
  reg [11:0] opened_q = 12'd0;  // rows opened so far
  reg running_q = 1'b0;
  reg over_q = 1'b0;
  reg failed_q = 1'b0;
  reg [11:0] read_q = 12'd0;
  reg [Results-1:0] result_q;
  reg [63:0] word_q;
  reg [63:0] store [0:Words-1];
  reg [RowBits-1:0] rows [0:Operands+Results-1];
  wire rst_n = cycle_q != 20'd0;
  wire loads = opened_q < Operands;
  wire start = rst_n && !loads && !running_q && !over_q;
  wire unloads = over_q && opened_q < Operands + Results;
  wire [Operands-1:0] operand = operands >> opened_q;

  wire fetch, done, opened, at_rest;
  wire [AddressBits-1:0] fetch_address;
  wire [7:0] error;
  wire read, write, search, clear, dual, pair, access_done;
  wire [RowBits-1:0] raddr, waddr0, waddr1;
  wire [1:0] op;
  wire [9:0] count;
  wire [63:0] key;
  wire move;
  wire [3:0] distance;
  wire take_row, complement, take_constant, constant, take_match, unmasked, update_mask;
  wire [2:0] mask_update;
  wire latch, write_mask, row, match;

  one_sot_sequencer sequencer (.clk_i(clk_i), .rst_ni(rst_n), .start_i(start), .first_i({(AddressBits + 1){1'b0}}),
    .bases_i(Bases), .fetch_o(fetch), .fetch_address_o(fetch_address), .word_i(word_q), .done_o(done),
    .error_o(error), .read_o(read), .write_o(write), .search_o(search), .clear_o(clear), .raddr_o(raddr),
    .waddr0_o(waddr0), .waddr1_o(waddr1), .dual_o(dual), .op_o(op), .count_o(count), .key_o(key), .pair_o(pair),
    .access_done_i(access_done), .take_row_o(take_row), .move_o(move), .distance_o(distance), .complement_o(complement), .take_constant_o(take_constant),
    .constant_o(constant), .take_match_o(take_match), .unmasked_o(unmasked), .update_mask_o(update_mask),
    .mask_update_o(mask_update), .open_row_i(rst_n && (loads || unloads)), .open_to_write_i(loads),
    .open_address_i(rows[opened_q]), .opened_o(opened), .at_rest_o(at_rest));
  one_sot_lanes lanes (.clk_i(clk_i), .rst_ni(rst_n), .row_i(row), .match_i(match), .take_row_i(take_row),
    .move_i(move), .distance_i(distance), .complement_i(complement), .take_constant_i(take_constant), .constant_i(constant), .take_match_i(take_match),
    .unmasked_i(unmasked), .update_mask_i(update_mask), .mask_update_i(mask_update), .restore_mask_i(done),
    .take_column_i(opened && loads), .column_i(operand[0]), .block_i(1'b1), .latch_o(latch),
    .write_mask_o(write_mask));
  one_sot_array_memory array (.clk_i(clk_i), .rst_ni(rst_n), .read_i(read), .write_i(write), .search_i(search),
    .clear_i(clear), .raddr_i(raddr), .waddr0_i(waddr0), .waddr1_i(waddr1), .dual_i(dual), .op_i(op), .count_i(count),
    .key_i(key), .pair_i(pair), .wdata_i(latch), .wmask_i(write_mask), .done_o(access_done), .row_o(row),
    .match_o(match));

  always @(posedge clk_i) begin
    cycle_q <= cycle_q + 20'd1;
    if (fetch) word_q <= store[fetch_address];
    if (opened) opened_q <= opened_q + 12'd1;
    if (start) running_q <= 1'b1;
    else if (done) running_q <= 1'b0;
    if (done) over_q <= 1'b1;
    if (done && |error) failed_q <= 1'b1;
    if (over_q && take_row) begin
      result_q <= {row, result_q} >> 1;
      read_q <= read_q + 12'd1;
    end
    if (cycle_q == LastCycle) computes: assert (!failed_q && read_q == Results && result_q == expected);
  end
endmodule
)";

}  // namespace

ProgramProof program_proof(const ProgramClaim& claim) {
  const spec::Variant variant = one_lane(claim.program);
  const int row_bits = spec::sot_row_bits(variant);
  const std::vector<int> first = first_rows(claim.program);
  const int results = claim.program.regions.at(static_cast<std::size_t>(claim.result)).rows;
  const int operands = operand_bits(claim);
  std::vector<std::string> bases;
  for (const int row : first) bases.insert(bases.begin(), fmt::format("{}'d{}", row_bits, row));

  ProgramProof proof{.files = claim.modules, .last_cycle = cycles(claim.program) + 4 * (operands + results) + 8};
  const gen::hdl::Design design = gen::design(variant);
  for (const auto& module : design.modules()) {
    for (const auto* name : {"one_sot_sequencer", "one_sot_lanes", "one_sot_array_memory", "one_ram"}) {
      if (module->name() == name) proof.files.push_back({fmt::format("{}.v", name), gen::hdl::write(*module, "")});
    }
  }
  std::string text = fmt::format(
      "module {} (input wire clk_i);\n  localparam Operands = {};\n  localparam Results = {};\n  localparam Words = "
      "{};\n"
      "  localparam LastCycle = {};\n  localparam RowBits = {};\n  localparam AddressBits = {};\n"
      "  localparam [8*RowBits-1:0] Bases = {{{}}};\n  (* anyconst *) reg [Operands-1:0] operands;\n",
      formal_top, operands, results, variant.sot.program_words, proof.last_cycle, row_bits,
      spec::program_address_bits(variant), fmt::join(bases, ", "));
  text += operand_wires(claim);
  text += fmt::format("  wire [Results-1:0] expected;\n{}\n{}", claim.expected, body);
  const std::string end = "endmodule\n";
  text.insert(text.size() - end.size(), tables(claim, first));
  proof.files.push_back({"program.sv", std::move(text)});
  return proof;
}

FormalResult prove_program(const ProgramClaim& claim, int seconds) {
  const ProgramProof proof = program_proof(claim);
  const ScratchFolder folder;
  FormalResult result;
  result.log = write_aiger(proof.files, formal_top, folder);
  // Where the operands are few bits binary decision diagrams of the lane are small; else SAT sweeping finds the places
  // that both sides have in common.
  // An assertion shows a cycle late: cycles 0 to last_cycle + 1 are two more than last_cycle.
  constexpr int bits_of_diagrams = 20;
  const bool few = operand_bits(claim) <= bits_of_diagrams;
  const std::string answer =
      run_program({require_program("timeout"), std::to_string(seconds), require_program("berkeley-abc"), "-c",
                   fmt::format("read_aiger design.aig; fold; strash; frames -i -F {}; orpos; trim; strash; {}iprove",
                               proof.last_cycle + 2, few ? "collapse; strash; " : "")},
                  folder.path())
          .log;
  result.log += answer;
  if (answer.find("UNSATISFIABLE") != std::string::npos) {
    result.verdict = FormalVerdict::proved;
  } else if (answer.find("SATISFIABLE") != std::string::npos) {
    result.verdict = FormalVerdict::refuted;
    result.cycle = proof.last_cycle;
    result.assertion = "computes";
  }
  return result;
}

}  // namespace spintile::verif
