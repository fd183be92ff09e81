#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "gen/blocks/labels.h"
#include "gen/blocks/register_spaces.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// Values that matter while a packet is sent, and are 0 in the other cycles.
class Sending {
 public:
  explicit Sending(Module& module) : module_(module) {}

  Expr value(const std::string& name, const Expr& value) {
    const Target variable = module_.variable(name, value.width());
    idle_.push_back(variable <= 0);
    active_.push_back(variable <= value);
    return variable;
  }
  void end(const Expr& active) {
    idle_.push_back(when(active).then(active_));
    module_.combinational(idle_);
  }

 private:
  Module& module_;
  Block idle_, active_;
};

/// Beat `index` of `values`, elements of `value_bits`: those of its lanes that can hold one, lane 0 lowest, zero past
/// the end.
Expr beat_of(Sending& m, const std::string& name, const Expr& values, const spec::SpaceLayout& layout, int value_bits,
             const Expr& index) {
  const int beats = layout.beats();
  if (beats == 1) return m.value(name, values);
  const int beat_bits = layout.elements_per_beat() * value_bits;
  const Expr place = slice(index, 0, spec::ceil_log2(beats));
  const Expr beat = part(values, place, beat_bits);
  const int before_last = (beats - 1) * beat_bits;
  const int in_last = layout.elements * value_bits - before_last;
  if (in_last == beat_bits) return m.value(name, beat);
  return m.value(name, mux(place == beats - 1, zero_extend(slice(values, before_last, in_last), beat_bits), beat));
}

/// Extends each lane of a beat to a stream element, and the beat to a stream beat.
Expr as_elements(const Expr& beat, const spec::SpaceLayout& layout) {
  const int lanes = beat.width().value() / layout.value_bits;
  std::vector<Expr> elements;
  for (int lane = lanes - 1; lane >= 0; --lane) {
    const Expr value = slice(beat, lane * layout.value_bits, layout.value_bits);
    const int added = layout.element_bits() - layout.value_bits;
    if (added > 0) {
      elements.push_back(layout.is_signed ? repeat(bit(beat, (lane + 1) * layout.value_bits - 1), added)
                                          : literal(added, 0));
    }
    elements.push_back(value);
  }
  return zero_extend(concat(std::move(elements)), spec::stream_bits);
}

/// A space of codes, which lie in planes, sign and magnitude, and leave as two's complement.
struct CodeSpace {
  spec::Space space;
  std::string prefix;
  Expr signs, digits;
};

Expr beat_of_codes(Sending& m, const spec::Variant& variant, const CodeSpace& codes_of, const Expr& index) {
  const spec::SpaceLayout layout = spec::space_layout(variant, codes_of.space);
  const auto [digits, digit_bits] = code_planes(variant, codes_of.space);
  const std::string& prefix = codes_of.prefix;
  const int plane_bits = layout.elements * digit_bits;
  const Expr sign_beat = beat_of(m, prefix + "sign_beat", codes_of.signs, layout, 1, index);
  std::vector<Expr> digit_beats;
  for (int digit = 0; digit < digits; ++digit) {
    const Expr plane =
        m.value(fmt::format("{}digit_plane_{}", prefix, digit), slice(codes_of.digits, digit * plane_bits, plane_bits));
    digit_beats.push_back(beat_of(m, fmt::format("{}digit_beat_{}", prefix, digit), plane, layout, digit_bits, index));
  }
  std::vector<Expr> codes;
  for (int lane = sign_beat.width().value() - 1; lane >= 0; --lane) {
    std::vector<Expr> magnitude_digits;
    for (auto beat = digit_beats.rbegin(); beat != digit_beats.rend(); ++beat) {
      magnitude_digits.push_back(slice(*beat, lane * digit_bits, digit_bits));
    }
    const Expr magnitude = m.value(fmt::format("{}magnitude_{}", prefix, lane),
                                   zero_extend(concat(magnitude_digits), layout.element_bits()));
    codes.push_back(m.value(fmt::format("{}code_{}", prefix, lane),
                            mux(bit(sign_beat, lane), literal(layout.element_bits(), 0) - magnitude, magnitude)));
  }
  return zero_extend(concat(codes), spec::stream_bits);
}

/// Overflow in bit 0, underflow in bit 1 of each element.
Expr beat_of_flags(Sending& m, const Expr& overflow, const Expr& underflow, const spec::SpaceLayout& layout,
                   const Expr& index) {
  const Expr overflow_beat = beat_of(m, "overflow_beat", overflow, layout, 1, index);
  const Expr underflow_beat = beat_of(m, "underflow_beat", underflow, layout, 1, index);
  std::vector<Expr> elements;
  for (int lane = overflow_beat.width().value() - 1; lane >= 0; --lane) {
    elements.insert(elements.end(),
                    {literal(layout.element_bits() - 2, 0), bit(underflow_beat, lane), bit(overflow_beat, lane)});
  }
  return m.value("flag_elements", zero_extend(concat(std::move(elements)), spec::stream_bits));
}

}  // namespace

ModulePointer packet_sender(Design& design, const spec::Variant& variant) {
  Module m = design.clocked(
      "packet_sender",
      "Packet sender: streams a whole state space out, elements extended to 8, 16, 32 or 64 bits.\n"
      "Latency: the first beat 1 cycle after start_i is taken, then one a cycle; beats + 1 cycles from start_i\n"
      "to done_o where the receiver never waits.");
  int most_beats = 1;
  for (const auto space : register_spaces(variant))
    most_beats = std::max(most_beats, spec::space_layout(variant, space).beats());
  const int index_bits = spec::ceil_log2(most_beats + 1);

  const Expr start = m.input("start_i", 1);
  const Expr space = m.input("space_i", 8, "stable from the cycle after start_i until done_o");
  const auto planes = [&](spec::Space of, const std::string& prefix) {
    const auto layout = spec::space_layout(variant, of);
    const auto [digits, digit_bits] = code_planes(variant, of);
    const Expr signs = m.input(prefix + "signs_i", layout.elements);
    return CodeSpace{of, prefix, signs, m.input(prefix + "digits_i", layout.elements * digits * digit_bits)};
  };
  const CodeSpace inputs = planes(spec::Space::input, "");
  std::vector<std::pair<spec::Space, Expr>> columns;
  std::vector<Expr> flags;  // of the ramp: overflow, underflow
  for (const auto candidate : register_spaces(variant)) {
    const bool is_code = candidate == spec::Space::input || candidate == spec::Space::output_error ||
                         candidate == spec::Space::column_voltage;
    if (is_code || candidate == spec::Space::ramp_flags) continue;
    const auto layout = spec::space_layout(variant, candidate);
    columns.emplace_back(candidate, m.input(fmt::format("{}_i", layout.name), layout.elements * layout.value_bits));
  }
  std::vector<CodeSpace> codes;
  if (spec::has_backward(variant)) codes.push_back(planes(spec::Space::output_error, "error_"));
  if (spec::has_ramp(variant)) {
    for (const auto* name : {"overflow_i", "underflow_i"}) flags.push_back(m.input(name, spec::accumulators(variant)));
  }
  if (spec::has_outer_update(variant)) codes.push_back(planes(spec::Space::column_voltage, "voltage_"));
  const Expr tready = m.input("tready_i", 1);
  const Expr tdata = m.output("tdata_o", spec::stream_bits);
  const Expr tvalid = m.output("tvalid_o", 1);
  const Expr tlast = m.output("tlast_o", 1);
  const Expr done = m.output("done_o", 1);

  const Target index_q = m.reg("index_q", index_bits, 0, "the beat to send next");
  const Target active_q = m.reg("active_q", 1);
  const Target tdata_q = m.reg("tdata_q", spec::stream_bits);
  const Target tvalid_q = m.reg("tvalid_q", 1);
  const Target tlast_q = m.reg("tlast_q", 1);

  const auto input = spec::space_layout(variant, spec::Space::input);
  Sending sending(m);
  const Expr input_beat = beat_of_codes(sending, variant, inputs, index_q);

  const auto last_of = [&](const spec::SpaceLayout& layout) { return literal(index_bits, layout.beats() - 1); };
  std::vector<Labelled> beats;
  std::vector<Labelled> last_beats;
  for (const auto& [candidate, values] : columns) {
    const auto layout = spec::space_layout(variant, candidate);
    const std::string name(layout.name);
    const Expr label = space_label(m, candidate);
    const Expr narrow = beat_of(sending, name + "_beat", values, layout, layout.value_bits, index_q);
    beats.push_back({label, sending.value(name + "_elements", as_elements(narrow, layout))});
    last_beats.push_back({label, last_of(layout)});
  }
  for (const CodeSpace& one : codes) {
    const Expr label = space_label(m, one.space);
    beats.push_back({label, beat_of_codes(sending, variant, one, index_q)});
    last_beats.push_back({label, last_of(spec::space_layout(variant, one.space))});
  }
  if (!flags.empty()) {
    const auto layout = spec::space_layout(variant, spec::Space::ramp_flags);
    const Expr label = space_label(m, spec::Space::ramp_flags);
    beats.push_back({label, beat_of_flags(sending, flags[0], flags[1], layout, index_q)});
    last_beats.push_back({label, last_of(layout)});
  }
  const Expr next_beat = sending.value("next_beat", pick(space, beats, input_beat));
  sending.end(active_q);
  const Expr last_beat = m.wire("last_beat", pick(space, last_beats, last_of(input)));
  const Expr is_last = m.wire("is_last", index_q == last_beat);

  const Expr taken = m.wire("taken", tvalid_q && tready);
  const Expr finished = m.wire("finished", taken && tlast_q);
  const Expr fill = m.wire("fill", active_q && (!tvalid_q || tready) && !(tvalid_q && tlast_q));
  m.clocked(when(start)
                .then(active_q <= 1, index_q <= 0)
                .else_when(finished)
                .then(active_q <= 0)
                .else_when(fill)
                .then(index_q <= index_q + 1));
  m.clocked(
      when(fill).then(tvalid_q <= 1, tlast_q <= is_last, tdata_q <= next_beat).else_when(taken).then(tvalid_q <= 0));

  m.assign(tdata, tdata_q);
  m.assign(tvalid, tvalid_q);
  m.assign(tlast, tlast_q);
  m.assign(done, finished);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
