// A transfer in two's complement words. A read's number is its code with zeros below, so products with it take the code
// itself and a shift that is shorter by as many rows.
#include <algorithm>

#include "gen/microcode/addition.h"
#include "gen/microcode/fixed_point.h"
#include "gen/microcode/pulse_count.h"
#include "gen/microcode/transfer_rows.h"
#include "spec/derive.h"

namespace spintile::gen::microcode {
namespace {

struct FixedTransfer {
  FixedTransfer(Assembler& program, const TransferRows& where, const spec::Transfer& rule)
      : p(program),
        rows(where),
        transfer(rule),
        bits(rule.word_bits),
        pulse_bits(spec::ceil_log2(rule.pulses + 1)),
        read_shift(bits - rows.code.size()),
        hidden_fraction(bits - 2 - pulse_bits),
        constant_fraction(bits - 2) {}

  void build() {
    const Bits step = has_mean() ? scaled_difference() : product(rows.lambda, rows.code, pulse_bits);
    const Bits w = add_to_hidden(step);
    const Bits n = count_pulses(w);
    keep_rest(w, n);
    if (has_mean()) follow_mean();
  }

  bool has_mean() const { return transfer.kind == spec::TransferKind::agad; }

  Bits product(const Bits& a, const Bits& b, int shift) {
    return round_shifted(p, multiply_integers(p, a, b, true), shift, bits);
  }

  Bits scaled_difference();
  Bits add_to_hidden(const Bits& step);
  Bits count_pulses(const Bits& w);
  void keep_rest(const Bits& w, const Bits& n);
  void follow_mean();

  Assembler& p;
  const TransferRows& rows;
  spec::Transfer transfer;
  int bits;
  int pulse_bits;         // of the greatest number of pulses
  int read_shift;         // rows of 0 below the code: fraction bits of a, M, Mref
  int hidden_fraction;    // fraction bits of H and w
  int constant_fraction;  // those of the constants
};

/// lambda x (a - Mref).
Bits FixedTransfer::scaled_difference() {
  refresh_reference(p, rows);
  const Bits delta = p.scratch("delta", bits);
  std::vector<Source> read(static_cast<std::size_t>(read_shift), zero);
  std::vector<Source> subtracted;
  for (int i = 0; i < rows.code.size(); ++i) read.emplace_back(rows.code[i]);
  for (int i = 0; i < bits; ++i) subtracted.push_back(~Source(rows.reference[i]));
  p.store(one, delta[0]);
  add_saturated(p, read, subtracted, delta);
  return product(rows.lambda, delta, read_shift + constant_fraction - hidden_fraction);
}

Bits FixedTransfer::add_to_hidden(const Bits& step) {
  const Bits w = p.scratch("w", bits);
  if (transfer.kind == spec::TransferKind::ttv2) {
    p.store(zero, w[0]);
  } else {
    p.store(rows.chopper, w[0]);
    p.xor_all(rows.chopper, step);
  }
  add_saturated(p, sign_extended(rows.hidden, bits), sign_extended(step, bits), w);
  return w;
}

/// |n|; the rows of the pulses are written.
Bits FixedTransfer::count_pulses(const Bits& w) {
  const Bits whole = w.part(hidden_fraction, bits - hidden_fraction);
  const Bits n = p.scratch("n", whole.size());
  for (int i = 0; i < n.size(); ++i) p.store(whole[i], n[i]);
  p.xor_all(w.back(), n);
  // The complement of a negative integer is 1 short, that of one with a fraction what is wanted.
  p.mask_zeros(w.part(0, hidden_fraction));
  p.and_mask(w.back());
  increment(p, n);
  p.unmask();
  limit(p, n, transfer.pulses);
  p.store(w.back(), rows.pulse_sign);
  store_thermometer(p, n, rows.thermometer);
  return n.part(0, pulse_bits);
}

void FixedTransfer::keep_rest(const Bits& w, const Bits& n) {
  if (transfer.forget) {
    const Bits kept = product(rows.after, w, constant_fraction);
    for (int i = 0; i < bits; ++i) p.store(w[i], rows.hidden[i]);
    p.mask(rows.thermometer[0]);
    for (int i = 0; i < bits; ++i) p.store(kept[i], rows.hidden[i]);
    p.unmask();
    return;
  }
  // With the sign of n turned around; it never saturates, as |n| is below 2^pulse_bits.
  const Bits share =
      round_shifted(p, multiply_integers(p, rows.after, n, false), constant_fraction - hidden_fraction, bits);
  p.store(~Source(w.back()), rows.hidden[0]);
  p.xor_all(~Source(w.back()), share);
  add_saturated(p, sign_extended(w, bits), sign_extended(share, bits), rows.hidden);
}

void FixedTransfer::follow_mean() {
  const Bits kept = product(rows.keep, rows.mean, constant_fraction);
  const Bits gained = product(rows.beta, rows.code, constant_fraction - read_shift);
  p.store(zero, rows.mean[0]);
  add_saturated(p, sign_extended(kept, bits), sign_extended(gained, bits), rows.mean);
}

}  // namespace

void transfer_fixed(Assembler& p, const TransferRows& rows, const spec::Transfer& transfer) {
  FixedTransfer(p, rows, transfer).build();
}

}  // namespace spintile::gen::microcode
