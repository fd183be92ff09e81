// A transfer in floating point: the operations' own programs one after another, but for the number of pulses.
#include "gen/microcode/float_rows.h"
#include "gen/microcode/operations.h"
#include "gen/microcode/pulse_count.h"
#include "gen/microcode/transfer_rows.h"
#include "spec/float_format.h"

namespace spintile::gen::microcode {
namespace {

using spec::FloatKind;
using spec::sot::Mask;

spec::FloatFormat format_of(spec::TransferArithmetic arithmetic) {
  switch (arithmetic) {
    case spec::TransferArithmetic::bf16:
      return spec::float_format("bf16");
    case spec::TransferArithmetic::fp16:
      return spec::float_format("fp16");
    default:
      return spec::float_format("fp32");
  }
}

struct FloatTransfer {
  FloatTransfer(Assembler& program, const TransferRows& where, const spec::Transfer& rule, const Options& choice)
      : p(program), rows(where), transfer(rule), options(choice), format(format_of(rule.arithmetic)) {}

  void build() {
    const Bits read = from_integer(rows.code, true, "a");
    Bits delta = read;
    if (has_mean()) {
      refresh_reference(p, rows);
      delta = p.scratch("delta", format.total_bits());
      apply(FloatKind::subtract, read, rows.reference, delta);
    }
    const Bits w = add_to_hidden(delta);
    const Bits n = count_pulses(w);
    keep_rest(w, n);
    if (!has_mean()) return;
    const Bits kept = product("keep x mean", rows.keep, rows.mean);
    const Bits gained = product("beta x a", rows.beta, read);
    apply(FloatKind::add, kept, gained, rows.mean);
  }

  bool has_mean() const { return transfer.kind == spec::TransferKind::agad; }

  void apply(FloatKind kind, const Bits& a, const Bits& b, const Bits& result) {
    p.inner(a, b, result, {},
            [&](Assembler& inner) { write(inner, {.kind = kind, .format = format, .target = {}}, options); });
  }
  Bits product(const char* name, const Bits& a, const Bits& b) {
    const Bits result = p.scratch(name, format.total_bits());
    apply(FloatKind::multiply, a, b, result);
    return result;
  }
  Bits from_integer(const Bits& integer, bool is_signed, const char* name) {
    spec::FloatOperation operation{.kind = FloatKind::from_integer, .format = format, .target = {}};
    operation.integer_bits = integer.size();
    operation.integer_signed = is_signed;
    const Bits result = p.scratch(name, format.total_bits());
    p.inner(integer, {}, result, {}, [&](Assembler& inner) { write(inner, operation, options); });
    return result;
  }

  Bits add_to_hidden(const Bits& delta);
  Bits count_pulses(const Bits& w);
  void keep_rest(const Bits& w, const Bits& n);

  Assembler& p;
  const TransferRows& rows;
  spec::Transfer transfer;
  Options options;
  spec::FloatFormat format;
};

Bits FloatTransfer::add_to_hidden(const Bits& delta) {
  const Bits step = product("lambda x delta", rows.lambda, delta);
  // H - x is H + -x, a NaN's sign matters to nobody. Without choppers c is 1.
  if (transfer.kind != spec::TransferKind::ttv2) p.xor_into(rows.chopper, step.back());
  const Bits w = p.scratch("w", format.total_bits());
  apply(FloatKind::add, rows.hidden, step, w);
  return w;
}

/// |n|, of two rows at least; the rows of the pulses are written.
Bits FloatTransfer::count_pulses(const Bits& w) {
  const FloatRows word(w, format);
  const int most = transfer.pulses;
  const int top = bits_for(most) - 1;
  const Bits n = p.scratch("n", std::max(2, top + 1));
  // A large w, infinities and NaN among them, gives the limit; what is below 2 gives 0 at first.
  store_constant(p, n, most);
  p.mask(~Source(word.exponent.back()));
  p.clear(n);
  p.search(word.exponent, static_cast<std::uint16_t>(format.bias())).then(Mask::match);
  p.store(one, n[0]);
  // From 2^place on, below twice that.
  for (int place = 1; place <= top && (1 << place) != most; ++place) {
    p.search(word.exponent, static_cast<std::uint16_t>(format.bias() + place)).then(Mask::match);
    p.clear(n);
    p.store(one, n[place]);
    for (int i = 0; i < place; ++i) p.store(word.fraction[format.fraction_bits - place + i], n[i]);
  }
  p.unmask();
  if ((1 << top) != most) limit(p, n, most);
  p.store(word.sign, rows.pulse_sign);
  store_thermometer(p, n, rows.thermometer);
  return n;
}

void FloatTransfer::keep_rest(const Bits& w, const Bits& n) {
  const Bit has_pulses = rows.thermometer[0];
  if (transfer.forget) {
    apply(FloatKind::multiply, rows.after, w, rows.hidden);
    p.mask(~Source(has_pulses));
    for (int i = 0; i < w.size(); ++i) p.store(w[i], rows.hidden[i]);
    p.unmask();
    return;
  }
  const Bits number = from_integer(n, false, "n as number");
  p.store(w.back(), number.back());
  p.and_into(has_pulses, number.back());
  apply(FloatKind::subtract, w, product("share x n", rows.after, number), rows.hidden);
}

}  // namespace

void transfer_float(Assembler& p, const TransferRows& rows, const spec::Transfer& transfer, const Options& options) {
  FloatTransfer(p, rows, transfer, options).build();
}

}  // namespace spintile::gen::microcode
