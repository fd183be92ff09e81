// The arithmetic of pulses: see pulse_kernel.h. Included by the one file of each instruction set.
#pragma once

#include <cstring>

#include "host/exponential.h"
#include "refmodel/analog/normal_lanes.h"
#include "refmodel/analog/pulse_kernel.h"

namespace spintile::refmodel {
namespace {

struct CellFields {
  Floats step_up;
  Floats w_max;
  Floats reference;
  Floats w_min;
  Floats step_down;
};

#if defined(__AVX2__)
/// All but the last field of cells a and b: a load each, and a transposition in registers.
SPINTILE_LANES __m256 first_fields(const DeviceCell& a, const DeviceCell& b) {
  return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(&a.step_up)), _mm_loadu_ps(&b.step_up), 1);
}

SPINTILE_LANES CellFields load_fields(const DeviceCell* cells, const std::uint32_t* list) {
  const auto low = [](__m256 a, __m256 b) { return _mm256_castps_pd(_mm256_unpacklo_ps(a, b)); };
  const auto high = [](__m256 a, __m256 b) { return _mm256_castps_pd(_mm256_unpackhi_ps(a, b)); };
  const __m256 t0 = first_fields(cells[list[0]], cells[list[4]]);
  const __m256 t1 = first_fields(cells[list[1]], cells[list[5]]);
  const __m256 t2 = first_fields(cells[list[2]], cells[list[6]]);
  const __m256 t3 = first_fields(cells[list[3]], cells[list[7]]);
  Floats step_down;
  for (std::size_t i = 0; i < lanes; ++i) step_down[i] = cells[list[i]].step_down;
  return {reinterpret_cast<Floats>(_mm256_unpacklo_pd(low(t0, t1), low(t2, t3))),
          reinterpret_cast<Floats>(_mm256_unpackhi_pd(low(t0, t1), low(t2, t3))),
          reinterpret_cast<Floats>(_mm256_unpacklo_pd(high(t0, t1), high(t2, t3))),
          reinterpret_cast<Floats>(_mm256_unpackhi_pd(high(t0, t1), high(t2, t3))), step_down};
}
#else
SPINTILE_LANES CellFields load_fields(const DeviceCell* cells, const std::uint32_t* list) {
  CellFields fields;
  for (std::size_t i = 0; i < lanes; ++i) {
    const DeviceCell& cell = cells[list[i]];
    fields.step_up[i] = cell.step_up;
    fields.w_max[i] = cell.w_max;
    fields.reference[i] = cell.reference;
    fields.w_min[i] = cell.w_min;
    fields.step_down[i] = cell.step_down;
  }
  return fields;
}
#endif

#if defined(__AVX2__)
/// For each mask of eight lanes the numbers of those set, ascending.
struct CompressionTable {
  alignas(8) std::uint8_t lanes_of[256][8];
  constexpr CompressionTable() : lanes_of() {
    for (unsigned mask = 0; mask < 256; ++mask) {
      unsigned to = 0;
      for (std::uint8_t lane = 0; lane < 8; ++lane) {
        if ((mask >> lane & 1) != 0) lanes_of[mask][to++] = lane;
      }
    }
  }
};
constexpr CompressionTable compression_table;

/// Appends the lanes of a mask to cells and counts; what is stored past them is of no account.
SPINTILE_LANES void append(PulseLanes& list, unsigned mask, Words cells, Words counts) {
  const __m256i order =
      _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(compression_table.lanes_of[mask])));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(list.cells + list.size),
                      _mm256_permutevar8x32_epi32(reinterpret_cast<__m256i>(cells), order));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(list.counts + list.size),
                      _mm256_permutevar8x32_epi32(reinterpret_cast<__m256i>(counts), order));
  list.size += static_cast<unsigned>(__builtin_popcount(mask));
}
#else
SPINTILE_LANES void append(PulseLanes& list, unsigned mask, Words cells, Words counts) {
  for (std::size_t i = 0; i < lanes; ++i) {
    list.cells[list.size] = cells[i];
    list.counts[list.size] = counts[i];
    list.size += mask >> i & 1;
  }
}
#endif

/// Eight cells of a list and which way they go.
struct CellLanes {
  Words down;  // top bit
  Floats step;
  Floats w_max;
  Floats w_min;
  Floats reference;
  Floats hidden;
  Floats v;  // hidden weight above the reference: what the bounds hold
};

SPINTILE_LANES CellLanes load_cells(const PulseKernel& kernel, const std::uint32_t* list, Words counts) {
  const CellFields fields = load_fields(kernel.cells, list);
  Floats hidden;
  for (std::size_t i = 0; i < lanes; ++i) hidden[i] = kernel.hidden[list[i]];
  const Floats step = select(top_bit(counts), fields.step_down, fields.step_up);
  return {counts, step, fields.w_max, fields.w_min, fields.reference, hidden, hidden + fields.reference};
}

SPINTILE_LANES Floats clamped(const CellLanes& group, Floats v) {
  return minimum(maximum(v, group.w_min), group.w_max);
}

/// Stores what came of `number` cells.
SPINTILE_LANES void store_cells(const PulseKernel& kernel, const std::uint32_t* list, std::size_t number,
                                const Floats* hidden, const Floats* apparent) {
  const auto* const from_hidden = reinterpret_cast<const float*>(hidden);
  const auto* const from_apparent = reinterpret_cast<const float*>(apparent);
#pragma GCC unroll 8
  for (std::size_t i = 0; i < number; ++i) {
    kernel.hidden[list[i]] = from_hidden[i];
    kernel.apparent[list[i]] = from_apparent[i];
  }
}

/// What of a table stands at `place` of its sections, both ends held.
SPINTILE_LANES float interpolate(const float* table, std::size_t sections, float place) {
  const auto ends = static_cast<float>(sections);
  const float held = place > 0.0F ? (place < ends ? place : ends) : 0.0F;
  const auto whole = static_cast<std::size_t>(held);
  const std::size_t section = whole < sections ? whole : sections - 1;
  const float t = held - static_cast<float>(section);
  return table[section] * (1.0F - t) + table[section + 1] * t;
}

/// The step of a pulse without noise, positive in both directions as long as v is within the bounds.
SPINTILE_LANES Floats mean_step(const PulseKernel& kernel, const CellLanes& group, const std::uint32_t* list,
                                Floats v) {
  const Integers is_down = top_bit(group.down);
  const Floats bound = select(is_down, group.w_min, group.w_max);
  switch (kernel.step) {
    case spec::StepKind::constant:
      return group.step;
    case spec::StepKind::linear: {
      Floats gamma;
      for (std::size_t i = 0; i < lanes; ++i) {
        gamma[i] = (is_down[i] != 0 ? kernel.gamma_down : kernel.gamma_up)[list[i]];
      }
      return group.step * (1.0F - gamma * (v / bound));
    }
    case spec::StepKind::soft_bounds:
    case spec::StepKind::soft_bounds_reference:
      return group.step * (1.0F - v / bound);
    case spec::StepKind::exponential: {
      const Floats z = v * kernel.z_factor / (group.w_max - group.w_min) + kernel.z_offset;
      const Floats exponent = z * select(is_down, all(kernel.exponent_down), all(kernel.exponent_up));
      const Floats amplitude = select(is_down, all(kernel.amplitude_down), all(kernel.amplitude_up));
      float powers[lanes];  // in memory, where compilers make vectors of such a loop
      std::memcpy(powers, &exponent, sizeof powers);
      for (float& power : powers) power = host::exponential(power);
      return group.step * maximum(1.0F - amplitude * load<Floats>(powers), Floats{});
    }
    case spec::StepKind::table: {
      const Floats place = (v - group.w_min) / (group.w_max - group.w_min);
      Floats factor{};
      for (std::size_t i = 0; i < lanes; ++i) {
        const bool down = is_down[i] != 0;
        const std::size_t sections = down ? kernel.sections_down : kernel.sections_up;
        factor[i] =
            interpolate(down ? kernel.table_down : kernel.table_up, sections, place[i] * static_cast<float>(sections));
      }
      return group.step * factor;
    }
  }
  return Floats{};
}

/// The pulses of a group one after the other. `last`: of each lane, or none.
SPINTILE_LANES void pulse_one_by_one(const PulseKernel& kernel, LaneGenerator& generator, const std::uint32_t* list,
                                     const std::uint32_t* counts, const float* last, std::size_t number) {
  const CellLanes group = load_cells(kernel, list, load<Words>(counts));
  const Integers count = reinterpret_cast<Integers>(group.down & ~pulse_down);
  std::int32_t most = 0;
  for (std::size_t i = 0; i < lanes; ++i) most = most > count[i] ? most : count[i];

  LaneNormals normals(generator);
  Floats v = group.v;
  for (std::int32_t pulse = 0; pulse < most; ++pulse) {
    Floats step = mean_step(kernel, group, list, v);
    Floats noise_scale = kernel.additive_noise ? group.step : step;
    if (last != nullptr) {
      const Floats fraction = select(count == pulse + 1, load<Floats>(last), all(1.0F));
      step *= fraction;
      noise_scale *= root(fraction);
    }
    if (kernel.step_noise != 0.0F) step += noise_scale * (normals.next() * kernel.step_noise);
    v = select(count > pulse, clamped(group, v + flip_sign(step, group.down)), v);
  }
  const Floats hidden = v - group.reference;
  const Floats apparent = kernel.write_noise == 0.0F ? hidden : hidden + normals.next() * kernel.write_noise;
  store_cells(kernel, list, number, &hidden, &apparent);
}

/// Standard deviations that must lie between a burst and both bounds for the clamps within it to be left out.
constexpr float clear_of_bounds = 5.0F;

/// A group on its way through the loops of the closed form.
struct Burst {
  CellLanes group;
  Floats bound;  // that the pulses lead to
  Floats q;      // what a pulse leaves of the way to it
};

SPINTILE_LANES void begin_burst(const PulseKernel& kernel, const std::uint32_t* list, const std::uint32_t* counts,
                                Burst& burst) {
  burst.group = load_cells(kernel, list, load<Words>(counts));
  burst.bound = select(top_bit(burst.group.down), burst.group.w_min, burst.group.w_max);
  burst.q = 1.0F - burst.group.step / magnitude(burst.bound);
}

/// q^n, n the counts, which have `bits` bits.
template <int bits>
SPINTILE_LANES Floats power(Floats q, Words counts) {
  const Floats one = all(1.0F);
  Floats result = select(top_bit(counts << 31), q, one);
#pragma GCC unroll 32
  for (int bit = 1; bit < bits; ++bit) {
    q *= q;
    result *= select(top_bit(counts << (31 - bit)), q, one);
  }
  return result;
}

/// x, y: normals of the steps and of the write. The hidden weight after the pulses, or as it was in lanes that might
/// have met a bound on the way, and the apparent one; returns those lanes. `bits`: that the counts have; 0: of constant
/// steps.
template <int bits>
SPINTILE_LANES unsigned end_burst(const PulseKernel& kernel, const Burst& burst, Floats x, Floats y, Floats& hidden,
                                  Floats& apparent) {
  const CellLanes& group = burst.group;
  const Floats origin = select(top_bit(group.down), group.w_max, group.w_min);
  const Floats ahead = burst.bound - group.v;
  Floats left;      // of the way to the bound, after the pulses
  Floats variance;  // of their noise, in that of one
  if constexpr (bits == 0) {
    variance = to_floats(reinterpret_cast<Integers>(group.down & ~pulse_down));
    left = ahead - flip_sign(group.step * variance, group.down);
  } else {
    const Floats of_way = power<bits>(burst.q, group.down);
    left = ahead * of_way;
    // Of one pulse it is 1 (of none, in places past the end, whatever it is).
    variance = bits == 1 ? all(1.0F) : (1.0F - of_way * of_way) / (1.0F - burst.q * burst.q);
  }
  const Floats deviation = group.step * ((bits == 1 ? variance : root(variance)) * kernel.step_noise);
  const Floats margin = deviation * clear_of_bounds;
  // Comparisons are false for a NaN; devices without a step, which give one, have q = 1. Steps beyond the bound have
  // q <= 0.
  Integers done = (flip_sign(left, group.down) > margin) & (flip_sign(group.v - origin, group.down) > margin);
  if constexpr (bits != 0) done &= (burst.q > 0.0F) & (burst.q < 1.0F);
  const Floats pulsed = clamped(group, multiply_add(deviation, x, burst.bound - left)) - group.reference;
  apparent = multiply_add(y, all(kernel.write_noise), pulsed);
  hidden = select(done, pulsed, group.hidden);
  return mask_bits(done) ^ 0xFFU;
}

/// Groups that go through each loop together: small loops keep their constants in registers, and their turns overlap.
constexpr std::size_t groups_at_once = 16;

template <int bits>
inline void run_closed_form(const PulseKernel& kernel, GeneratorLanes& generators, const PulseLanes& list,
                            PulseLanes& remaining) {
  LaneGenerator generator(generators);
  PulseLanes undone = remaining;
  const bool noise = kernel.step_noise != 0.0F || kernel.write_noise != 0.0F;
  Burst bursts[groups_at_once] = {};
  Floats normals[2 * groups_at_once] = {};  // of each group x and y
  Floats hidden[groups_at_once];
  Floats apparent[groups_at_once];
  for (std::size_t first = 0; first < list.size; first += groups_at_once * lanes) {
    const std::uint32_t* const cells = list.cells + first;
    const std::uint32_t* const counts = list.counts + first;
    const std::size_t number = list.size - first < groups_at_once * lanes ? list.size - first : groups_at_once * lanes;
    const std::size_t groups = (number + lanes - 1) / lanes;
    for (std::size_t i = 0; i < groups; ++i) begin_burst(kernel, cells + i * lanes, counts + i * lanes, bursts[i]);
    if (noise) LaneNormals(generator).fill(normals, 2 * groups);
    for (std::size_t i = 0; i < groups; ++i) {
      const unsigned mask =
          end_burst<bits>(kernel, bursts[i], normals[2 * i], normals[2 * i + 1], hidden[i], apparent[i]);
      append(undone, mask, load<Words>(cells + i * lanes), bursts[i].group.down);
    }
    store_cells(kernel, cells, number, hidden, apparent);
  }
  generator.save(generators);
  remaining.size = undone.size;
}

/// Fills the last group with copies of its first cell without pulses, which are not stored.
inline void fill_last_group(const PulseLanes& list) {
  for (std::size_t i = list.size; i % lanes != 0; ++i) {
    list.cells[i] = list.cells[0];
    list.counts[i] = 0;
  }
}

/// PulseRunner::one_by_one.
inline void one_by_one(const PulseKernel& kernel, GeneratorLanes& generators, const PulseLanes& list,
                       const float* last) {
  fill_last_group(list);
  LaneGenerator generator(generators);
  for (std::size_t i = 0; i < list.size; i += lanes) {
    pulse_one_by_one(kernel, generator, list.cells + i, list.counts + i, last == nullptr ? nullptr : last + i,
                     list.size - i < lanes ? list.size - i : lanes);
  }
  generator.save(generators);
}

/// PulseRunner::closed_form.
inline void closed_form(const PulseKernel& kernel, GeneratorLanes& generators, const PulseLanes& list,
                        std::uint32_t most, PulseLanes& remaining) {
  fill_last_group(list);
  if (kernel.step == spec::StepKind::constant) return run_closed_form<0>(kernel, generators, list, remaining);
  switch (32 - __builtin_clz(most)) {
    case 1:
      return run_closed_form<1>(kernel, generators, list, remaining);
    case 2:
      return run_closed_form<2>(kernel, generators, list, remaining);
    case 3:
      return run_closed_form<3>(kernel, generators, list, remaining);
    case 4:
      return run_closed_form<4>(kernel, generators, list, remaining);
    case 5:
      return run_closed_form<5>(kernel, generators, list, remaining);
    default:
      return run_closed_form<31>(kernel, generators, list, remaining);
  }
}

/// The number of ones in each word.
SPINTILE_LANES Words ones_of(Words words) {
  words -= (words >> 1) & 0x55555555U;
  words = (words & 0x33333333U) + ((words >> 2) & 0x33333333U);
  words = (words + (words >> 4)) & 0x0F0F0F0FU;
  words += words >> 8;
  return (words + (words >> 16)) & 0x3FU;
}

/// PulseRunner::list_row.
inline void list_row(const FiringColumns& columns, std::uint32_t first, std::uint32_t slots, bool negative,
                     PulseLanes& list) {
  // First the columns with their sign and the slots in common, then what they say.
  PulseLanes row = list;
  for (std::size_t i = 0; i < columns.size; i += lanes) {
    const Words common = load<Words>(columns.slots + i) & slots;
    append(row, mask_bits(common == 0U) ^ 0xFFU, load<Words>(columns.columns + i), common);
  }
  const Words sign = Words{} + (negative ? 0 : pulse_down);  // down where the signs are equal
  for (std::size_t i = list.size; i < row.size; i += lanes) {
    const Words column = load<Words>(row.cells + i);
    const Words count = ones_of(load<Words>(row.counts + i)) | ((column ^ sign) & pulse_down);
    const Words cell = (column & ~pulse_down) + first;
    std::memcpy(row.cells + i, &cell, sizeof cell);
    std::memcpy(row.counts + i, &count, sizeof count);
  }
  list.size = row.size;
}

/// PulseRunner::totals.
inline PulseTotals totals(const PulseLanes& list) {
  Words sum{};
  Words most{};
  for (std::size_t i = 0; i < list.size; i += lanes) {
    Words count = load<Words>(list.counts + i) & ~pulse_down;
    if (list.size - i < lanes) {
      for (std::size_t lane = list.size - i; lane < lanes; ++lane) count[lane] = 0;
    }
    sum += count;
    most = most > count ? most : count;
  }
  PulseTotals result{};
  for (std::size_t i = 0; i < lanes; ++i) {
    result.pulses += sum[i];
    result.most = result.most > most[i] ? result.most : most[i];
  }
  return result;
}

}  // namespace
}  // namespace spintile::refmodel
