// One value of all lanes, in lane 0. In round d each lane takes in the value that the lane 2^d further has; what lane 0
// gets in the end are the values of the multiples of 2^d alone, so that the others may compute what they like.
// A lane whose partner would lie past the last one takes in a value that leaves its own as it is.
#include <fmt/format.h>

#include <stdexcept>

#include "gen/microcode/float_rows.h"
#include "gen/microcode/operations.h"

namespace spintile::gen::microcode {
namespace {

using spec::FloatKind;
using spec::sot::Mask;

struct Reduction {
  Reduction(Assembler& program, const spec::FloatOperation& whole, const Options& choice)
      : p(program),
        operation(whole),
        options(choice),
        operations_left(whole.rounds() + (whole.kind == FloatKind::lane_dot ? 1 : 0)) {}

  void build() {
    Bits value = p.rows(region::a);
    if (operations_left == 0) {
      keep(value);
      return;
    }
    if (operation.kind == FloatKind::lane_dot) {
      value = apply(operation.of_products(), value, p.rows(region::b), p.rows(region::flags));
    }
    for (int distance = 0; distance < operation.rounds(); ++distance) value = round(value, distance);
  }

  /// There is but one lane.
  void keep(const Bits& value) {
    for (int i = 0; i < value.size(); ++i) p.store(value[i], p.rows(region::result)[i]);
    if (options.flags) p.clear(p.rows(region::flags));
  }

  /// What comes out goes where it does not overwrite what goes in, the last to the result.
  Bits apply(const spec::FloatOperation& inner, const Bits& a, const Bits& b, const Bits& flags) {
    --operations_left;
    const Bits result = operations_left % 2 == 0 ? p.rows(region::result) : p.scratch("value", operation.result_bits());
    p.inner(a, b, result, flags, [&](Assembler& program) { write(program, inner, options); });
    return result;
  }

  Bits round(const Bits& value, int distance) {
    const Bits further = p.scratch("further", value.size());
    for (int i = 0; i < value.size(); ++i) p.move(value[i], distance).store(hold, further[i]);
    // Of the multiples of 2^(d + 1) only the last may be alone.
    const bool has_lonely_lane = (((operation.lanes - 1) >> distance) & 1) == 0;
    if (has_lonely_lane) store_neutral(further, distance);
    const spec::FloatOperation pair = operation.of_two_lanes();
    const Bits all_flags = p.rows(region::flags);
    const bool is_first = value[0].base == region::a;
    if (is_first || !options.flags) return apply(pair, value, further, all_flags);
    const Bits flags = p.scratch("round flags", all_flags.size());
    const Bits result = apply(pair, value, further, flags);
    for (int i = 0; i < flags.size(); ++i) {
      p.move(all_flags[i], distance).or_into(hold, all_flags[i]);
      p.or_into(flags[i], all_flags[i]);
    }
    return result;
  }

  /// In lanes that have no lane 2^distance further, where `further` is 0: a zero that does not change the sign of a
  /// zero, a NaN that minimum and maximum pass over. None of them raises a flag.
  void store_neutral(const Bits& further, int distance) {
    const bool is_sum = operation.of_two_lanes().kind == FloatKind::add;
    if (is_sum && operation.rounding == spec::Rounding::toward_negative) return;
    const Bit ones = p.scratch("ones");
    p.store(one, ones);
    p.move(ones, distance);
    p.mask(hold).then(Mask::latch_complement);
    const FloatRows word(further, operation.format);
    if (is_sum) {
      p.store(one, word.sign);
    } else {
      p.store_all(one, word.magnitude);
    }
    p.unmask();
  }

  Assembler& p;
  spec::FloatOperation operation;
  Options options;
  int operations_left;
};

}  // namespace

void reduce_lanes(Assembler& p, const spec::FloatOperation& operation, const Options& options) {
  if (operation.lanes < 1 || operation.lanes > spec::reduction_lanes_max) {
    throw std::invalid_argument(fmt::format("{}: lanes {}: allowed are 1 .. {}", to_string(operation), operation.lanes,
                                            spec::reduction_lanes_max));
  }
  Reduction(p, operation, options).build();
}

}  // namespace spintile::gen::microcode
