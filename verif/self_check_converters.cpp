#include "verif/self_check_converters.h"

#include "spec/derive.h"

namespace spintile::verif {
namespace {

constexpr std::string_view mtj_wires =
    R"(  wire [MtjsPerLine-1:0] mtj_reset_o;
  wire [MtjsPerLine-1:0] mtj_write_o;
  wire [MtjsPerLine-1:0] mtj_read_o;
  reg [Converters-1:0] mtj_bit_i;
)";
constexpr std::string_view mtj_ports =
    R"(    .mtj_reset_o(mtj_reset_o),
    .mtj_write_o(mtj_write_o),
    .mtj_read_o(mtj_read_o),
    .mtj_bit_i(mtj_bit_i)
)";
constexpr std::string_view mtj_state =
    R"(  reg in_read;  // the converters are being read
)";
constexpr std::string_view mtj_answer =
    R"(  // The analog side, once a cycle: what do the rows show, and what do the converters answer?
  task answer;
    begin
      if (integ_en_o) begin
        for (row = 0; row < Rows; row = row + 1) begin
          if (row_level_o[row*LevelBits +: LevelBits] !== read_level[read][row*LevelBits +: LevelBits]) begin
            $display("level of row %0d in read %0d:", row, read);
            report({32'd0, read}, {32'd0, row});
          end
          if (row_level_o[row*LevelBits +: LevelBits] != 0 && row_sign_o[row] !== read_sign[read][row]) begin
            $display("sign of row %0d in read %0d:", row, read);
            report({63'd0, read_sign[read][row]}, {63'd0, row_sign_o[row]});
          end
        end
@COLUMN_CHECK@        read = read + 1;
      end
      if (|mtj_read_o && !in_read) begin
        mtj_bit_i = sample_bits[sample];
        sample = sample + 1;
      end
      // Outside the read phase the opposite: a capture at the wrong time cannot pass.
      if (!(|mtj_read_o) && in_read) mtj_bit_i = ~mtj_bit_i;
      in_read = |mtj_read_o;
    end
  endtask

)";
constexpr std::string_view mtj_start =
    R"(    in_read = 1'b0;
    mtj_bit_i = {Converters{1'b0}};
)";

// Of a tile with a BACKWARD.
constexpr std::string_view column_check =
    R"(        if (reverse_o !== read_reverse[read]) begin
          $display("direction of read %0d:", read);
          report({63'd0, read_reverse[read]}, {63'd0, reverse_o});
        end
        for (row = 0; row < Columns; row = row + 1) begin
          if (col_level_o[row*LevelBits +: LevelBits] !== read_column_level[read][row*LevelBits +: LevelBits]) begin
            $display("level of column %0d in read %0d:", row, read);
            report({32'd0, read}, {32'd0, row});
          end
          if (col_level_o[row*LevelBits +: LevelBits] != 0 && col_sign_o[row] !== read_column_sign[read][row]) begin
            $display("sign of column %0d in read %0d:", row, read);
            report({63'd0, read_column_sign[read][row]}, {63'd0, col_sign_o[row]});
          end
        end
)";

constexpr std::string_view ramp_wires =
    R"(  wire [MuxBits-1:0] mux_o;
  wire ramp_rst_o;
  wire ramp_en_o;
  reg [Lines-1:0] cmp_i;
)";
constexpr std::string_view ramp_ports =
    R"(    .mux_o(mux_o),
    .ramp_rst_o(ramp_rst_o),
    .ramp_en_o(ramp_en_o),
    .cmp_i(cmp_i)
)";
constexpr std::string_view ramp_state =
    R"(  reg in_ramp;
  integer ramp_step;
  reg [CodeBits-1:0] row_slots [0:Rows-1];  // active slots of this read, signed
@COLUMN_SLOTS@)";
constexpr std::string_view ramp_answer =
    R"(  // The analog side, once a cycle: in how many slots is each line active, and where do the comparators rise?
  task answer;
    begin
      if (integ_rst_o) begin
        for (row = 0; row < Rows; row = row + 1) row_slots[row] = 0;
@COLUMN_CLEAR@      end
      if (integ_en_o) begin
        for (row = 0; row < Rows; row = row + 1) begin
          if (row_level_o[row]) row_slots[row] = row_sign_o[row] ? row_slots[row] - 1 : row_slots[row] + 1;
        end
@COLUMN_COUNT@      end
      if (ramp_rst_o) begin
        for (row = 0; row < Rows; row = row + 1) begin
          if (row_slots[row] !== read_code[read][row*CodeBits +: CodeBits]) begin
            $display("slots of row %0d in read %0d:", row, read);
            report({32'd0, read}, {32'd0, row});
          end
        end
@COLUMN_CHECK@        read = read + 1;
        ramp_step = 0;
      end
      // Outside the ramp all show 1: a capture at the wrong time cannot pass.
      cmp_i = {Lines{1'b1}};
      if (ramp_en_o) begin
        for (row = 0; row < Lines; row = row + 1) begin
          cmp_i[row] = ramp_step >= first_step[sample][row*StepBits +: StepBits];
        end
        ramp_step = ramp_step + 1;
      end
      if (!ramp_en_o && in_ramp) sample = sample + 1;
      in_ramp = ramp_en_o;
    end
  endtask

)";
constexpr std::string_view ramp_start =
    R"(    in_ramp = 1'b0;
    ramp_step = 0;
    cmp_i = {Lines{1'b0}};
)";

// Of a tile with a BACKWARD; there active columns show all ones of their level.
constexpr std::string_view ramp_column_slots = "  reg [CodeBits-1:0] column_slots [0:Columns-1];\n";
constexpr std::string_view ramp_column_clear =
    "        for (row = 0; row < Columns; row = row + 1) column_slots[row] = 0;\n";
constexpr std::string_view ramp_column_count =
    R"(        for (row = 0; row < Columns; row = row + 1) begin
          if (&col_level_o[row*ColumnLevelBits +: ColumnLevelBits]) begin
            column_slots[row] = col_sign_o[row] ? column_slots[row] - 1 : column_slots[row] + 1;
          end
        end
)";
constexpr std::string_view ramp_column_check =
    R"(        if (reverse_o !== read_reverse[read] || mux_o !== (read_reverse[read] ? 2'b10 : 2'b01)) begin
          $display("direction of read %0d:", read);
          report({63'd0, read_reverse[read]}, {61'd0, reverse_o, mux_o});
        end
        for (row = 0; row < Columns; row = row + 1) begin
          if (column_slots[row] !== read_column_code[read][row*CodeBits +: CodeBits]) begin
            $display("slots of column %0d in read %0d:", row, read);
            report({32'd0, read}, {32'd0, row});
          end
        end
)";

// With outer products: for those who look at a wave form; the cycles of an UPDATE are what is judged.
constexpr std::string_view outer_wires =
    R"(  wire update_en_o;
  wire [1:0] opu_phase_o;
)";
constexpr std::string_view outer_ports =
    R"(    .update_en_o(update_en_o),
    .opu_phase_o(opu_phase_o),
)";

SelfCheckConverters of_ramp(bool backward, bool outer) {
  std::string answer = replaced(ramp_answer, "@COLUMN_CLEAR@", backward ? ramp_column_clear : "");
  answer = replaced(answer, "@COLUMN_COUNT@", backward ? ramp_column_count : "");
  answer = replaced(answer, "@COLUMN_CHECK@", backward ? ramp_column_check : "");
  return {.wires = std::string(outer ? outer_wires : "").append(ramp_wires),
          .ports = std::string(outer ? outer_ports : "").append(ramp_ports),
          .state = replaced(ramp_state, "@COLUMN_SLOTS@", backward ? ramp_column_slots : ""),
          .answer = answer,
          .start = std::string(ramp_start)};
}

}  // namespace

std::string replaced(std::string_view text, std::string_view placeholder, std::string_view value) {
  std::string result;
  while (true) {
    const std::size_t place = text.find(placeholder);
    result += text.substr(0, place);
    if (place == std::string_view::npos) return result;
    result += value;
    text.remove_prefix(place + placeholder.size());
  }
}

SelfCheckConverters self_check_converters(const spec::Variant& variant) {
  const bool backward = spec::has_backward(variant);
  if (spec::has_ramp(variant)) return of_ramp(backward, spec::has_outer_update(variant));
  return {.wires = std::string(mtj_wires),
          .ports = std::string(mtj_ports),
          .state = std::string(mtj_state),
          .answer = replaced(mtj_answer, "@COLUMN_CHECK@", backward ? column_check : ""),
          .start = std::string(mtj_start)};
}

}  // namespace spintile::verif
