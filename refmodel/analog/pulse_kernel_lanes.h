// The arithmetic of a pulse: see pulse_kernel.h. Included by the one file of each instruction set.
#pragma once

#include <algorithm>
#include <utility>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "host/exponential.h"
#include "refmodel/analog/normal_lanes.h"
#include "refmodel/analog/pulse_kernel.h"

namespace spintile::refmodel {
namespace {

/// Eight cells of a list; past its end copies of its first.
struct CellLanes {
  const std::uint32_t* cell;  // with the direction
  std::size_t used;
  Words down;  // top bit: direction
  Floats step;
  Floats w_max;
  Floats w_min;
  Floats reference;
  Floats v;  // hidden weight above the reference: what the bounds hold
};

SPINTILE_LANES std::uint32_t index_of(std::uint32_t cell) { return cell & ~PulseList::down; }

struct CellFields {
  Floats step_up;
  Floats w_max;
  Floats hidden;
  Floats reference;
  Floats w_min;
  Floats step_down;
};

#if defined(__AVX2__)
/// Fields 0 .. 3 of cells a and b, fields 4 and 5 of cells a and b: a load each, and a transposition in registers.
SPINTILE_LANES __m256 first_fields(const DeviceCell& a, const DeviceCell& b) {
  return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(&a.step_up)), _mm_loadu_ps(&b.step_up), 1);
}
SPINTILE_LANES __m128 last_fields(const DeviceCell& a, const DeviceCell& b) {
  const __m128d low = _mm_load_sd(reinterpret_cast<const double*>(&a.w_min));
  return _mm_castpd_ps(_mm_loadh_pd(low, reinterpret_cast<const double*>(&b.w_min)));
}

SPINTILE_LANES CellFields load_fields(const DeviceCell* cells, const std::uint32_t* list) {
  const auto at = [&](std::size_t i) -> const DeviceCell& { return cells[index_of(list[i])]; };
  const __m256 t0 = first_fields(at(0), at(4));
  const __m256 t1 = first_fields(at(1), at(5));
  const __m256 t2 = first_fields(at(2), at(6));
  const __m256 t3 = first_fields(at(3), at(7));
  const auto low = [](__m256 a, __m256 b) { return _mm256_castps_pd(_mm256_unpacklo_ps(a, b)); };
  const auto high = [](__m256 a, __m256 b) { return _mm256_castps_pd(_mm256_unpackhi_ps(a, b)); };
  const __m256 u0 = _mm256_set_m128(last_fields(at(4), at(5)), last_fields(at(0), at(1)));
  const __m256 u1 = _mm256_set_m128(last_fields(at(6), at(7)), last_fields(at(2), at(3)));
  return {Floats(_mm256_unpacklo_pd(low(t0, t1), low(t2, t3))),
          Floats(_mm256_unpackhi_pd(low(t0, t1), low(t2, t3))),
          Floats(_mm256_unpacklo_pd(high(t0, t1), high(t2, t3))),
          Floats(_mm256_unpackhi_pd(high(t0, t1), high(t2, t3))),
          Floats(_mm256_shuffle_ps(u0, u1, 0x88)),
          Floats(_mm256_shuffle_ps(u0, u1, 0xDD))};
}
#else
SPINTILE_LANES CellFields load_fields(const DeviceCell* cells, const std::uint32_t* list) {
  CellFields fields;
  for (std::size_t i = 0; i < lanes; ++i) {
    const DeviceCell& cell = cells[index_of(list[i])];
    fields.step_up[i] = cell.step_up;
    fields.w_max[i] = cell.w_max;
    fields.hidden[i] = cell.hidden;
    fields.reference[i] = cell.reference;
    fields.w_min[i] = cell.w_min;
    fields.step_down[i] = cell.step_down;
  }
  return fields;
}
#endif

SPINTILE_LANES CellLanes load_cells(const DeviceCell* cells, const std::uint32_t* list, std::size_t used) {
  const CellFields fields = load_fields(cells, list);
  const Words down = load<Words>(list);
  return {list,
          used,
          down,
          select(top_bit(down), fields.step_down, fields.step_up),
          fields.w_max,
          fields.w_min,
          fields.reference,
          fields.hidden + fields.reference};
}

SPINTILE_LANES void store_cells(const PulseKernel& kernel, const CellLanes& group, Floats v, Floats write_noise) {
  const Floats hidden = v - group.reference;
  const Floats apparent = hidden + write_noise;
  for (std::size_t i = 0; i < group.used; ++i) {
    const std::uint32_t index = index_of(group.cell[i]);
    kernel.cells[index].hidden = hidden[i];
    kernel.apparent[index] = apparent[i];
  }
}

/// f(w) of a table, 0 <= place <= sections.
SPINTILE_LANES float interpolate(const std::vector<double>& table, float place) {
  const auto section = std::min(static_cast<std::size_t>(place), table.size() - 2);
  const float t = place - static_cast<float>(section);
  return static_cast<float>(table[section]) * (1.0F - t) + static_cast<float>(table[section + 1]) * t;
}

/// The mean step at v, upwards positive in both directions: the step a pulse makes without noise, for every kind.
SPINTILE_LANES Floats mean_step(const PulseKernel& kernel, const CellLanes& group, Floats v) {
  const spec::ResistiveDevice& device = kernel.device;
  const Integers is_down = top_bit(group.down);
  const Floats bound = select(is_down, group.w_min, group.w_max);
  switch (device.step) {
    case spec::StepKind::constant:
      return group.step;
    case spec::StepKind::linear: {
      Floats gamma;
      for (std::size_t i = 0; i < lanes; ++i) {
        const std::uint32_t index = index_of(group.cell[i]);
        gamma[i] = is_down[i] != 0 ? kernel.gamma_down[index] : kernel.gamma_up[index];
      }
      return group.step * (1.0F - gamma * (v / bound));
    }
    case spec::StepKind::soft_bounds:
    case spec::StepKind::soft_bounds_reference:
      return group.step * (1.0F - v / bound);
    case spec::StepKind::exponential: {
      const Floats z =
          v * static_cast<float>(2.0 * device.a) / (group.w_max - group.w_min) + static_cast<float>(device.b);
      const Floats exponent =
          select(is_down, z * static_cast<float>(-device.gamma_down), z * static_cast<float>(device.gamma_up));
      const Floats amplitude =
          select(is_down, all(static_cast<float>(device.amplitude_down)), all(static_cast<float>(device.amplitude_up)));
      Floats power;
      for (std::size_t i = 0; i < lanes; ++i) power[i] = host::exponential(exponent[i]);
      return group.step * maximum(1.0F - amplitude * power, Floats{});
    }
    case spec::StepKind::table: {
      const Floats place = (v - group.w_min) / (group.w_max - group.w_min);
      Floats factor;
      for (std::size_t i = 0; i < lanes; ++i) {
        const std::vector<double>& table = is_down[i] != 0 ? device.table_down : device.table_up;
        const float sections = static_cast<float>(table.size() - 1);
        factor[i] = interpolate(table, std::min(std::max(place[i] * sections, 0.0F), sections));
      }
      return group.step * factor;
    }
  }
  return {};
}

SPINTILE_LANES Floats clamped(const CellLanes& group, Floats v) {
  return minimum(maximum(v, group.w_min), group.w_max);
}

/// Noise of a step is of its size at w = 0.
SPINTILE_LANES bool additive(const spec::ResistiveDevice& device) {
  const bool soft = device.step == spec::StepKind::soft_bounds || device.step == spec::StepKind::soft_bounds_reference;
  return device.step == spec::StepKind::constant || (soft && device.additive_noise);
}

/// The pulses of eight cells one after the other.
SPINTILE_LANES void pulse_by_pulse(const PulseKernel& kernel, LaneGenerator& generator, const std::uint32_t* cells,
                                   const std::uint32_t* counts, const float* last, std::size_t used) {
  const spec::ResistiveDevice& device = kernel.device;
  const CellLanes group = load_cells(kernel.cells, cells, used);
  const auto step_noise = static_cast<float>(device.dw_min_std);
  const auto write_noise = static_cast<float>(device.write_noise_std * device.dw_min);
  const bool noise_of_size = additive(device);
  LaneNormals normals(generator);
  const Integers count = reinterpret_cast<Integers>(load<Words>(counts));
  std::int32_t most = 0;
  for (std::size_t i = 0; i < lanes; ++i) most = std::max(most, count[i]);

  Floats v = group.v;
  for (std::int32_t pulse = 0; pulse < most; ++pulse) {
    Floats step = mean_step(kernel, group, v);
    Floats size = noise_of_size ? group.step : step;
    if (last != nullptr) {
      const Floats fraction = select(count == pulse + 1, load<Floats>(last), all(1.0F));
      step *= fraction;
      size *= root(fraction);
    }
    if (step_noise != 0.0F) step += size * (normals.next() * step_noise);
    v = select(count > pulse, clamped(group, v + flip_sign(step, group.down)), v);
  }
  store_cells(kernel, group, v, write_noise != 0.0F ? normals.next() * write_noise : Floats{});
}

/// n pulses are one step where noise does not depend on the weight: each is v <- bound + q (v - bound) + noise.
SPINTILE_LANES bool has_closed_form(const spec::ResistiveDevice& device) {
  const bool soft = device.step == spec::StepKind::soft_bounds || device.step == spec::StepKind::soft_bounds_reference;
  return device.step == spec::StepKind::constant || (soft && (device.additive_noise || device.dw_min_std == 0.0));
}

/// Standard deviations that must lie between a burst and both bounds for the clamps within it to be left out.
constexpr float clear_of_bounds = 5.0F;

/// The pulses of eight cells in one step. Returns a mask, a bit a lane, of those that might have met a bound on the way
/// and are not done.
SPINTILE_LANES unsigned closed_form(const PulseKernel& kernel, LaneGenerator& generator, const std::uint32_t* cells,
                                    const std::uint32_t* counts, std::uint32_t most, std::size_t used) {
  const spec::ResistiveDevice& device = kernel.device;
  const CellLanes group = load_cells(kernel.cells, cells, used);
  const Integers is_down = top_bit(group.down);
  const Floats bound = select(is_down, group.w_min, group.w_max);
  const Floats origin = select(is_down, group.w_max, group.w_min);
  const Words count = load<Words>(counts);
  const Floats ahead = bound - group.v;

  Floats left;      // of the way to the bound, after the pulses
  Floats variance;  // of their noise, in that of one
  Integers in_order;
  if (device.step == spec::StepKind::constant) {
    variance = to_floats(reinterpret_cast<Integers>(count));
    left = ahead - flip_sign(group.step * variance, group.down);
    in_order = variance > 0.0F;
  } else {
    const Floats q = 1.0F - group.step / magnitude(bound);
    Floats power = select((count & 1U) != 0U, q, all(1.0F));
    Floats square = q;
    for (std::uint32_t bit = 2; bit <= most; bit *= 2) {
      square *= square;
      power *= select((count & bit) != 0U, square, all(1.0F));
    }
    left = ahead * power;
    variance = (1.0F - power * power) / (1.0F - q * q);
    in_order = q > 0.0F;
  }
  const Floats deviation = group.step * (root(variance) * static_cast<float>(device.dw_min_std));
  const Floats margin = deviation * clear_of_bounds;
  // Comparisons are false for a NaN, which is what devices without a step give.
  const Integers done =
      in_order & (flip_sign(left, group.down) > margin) & (flip_sign(group.v - origin, group.down) > margin);

  Floats v = bound - left;
  Floats apparent_noise{};
  if (device.dw_min_std != 0.0 || device.write_noise_std != 0.0) {
    const Floats radius = root(minus_two_log(generator.next()));
    const Direction at = direction(generator.next());
    v += deviation * (radius * at.x);
    apparent_noise = (radius * at.y) * static_cast<float>(device.write_noise_std * device.dw_min);
  }
  v = clamped(group, v);

  const Floats hidden = v - group.reference;
  const Floats apparent = hidden + apparent_noise;
  const auto store = [&](std::size_t i) {
    const std::uint32_t index = index_of(cells[i]);
    kernel.cells[index].hidden = hidden[i];
    kernel.apparent[index] = apparent[i];
  };
  const unsigned remaining = ~mask_bits(done) & ((1U << used) - 1);
  if (remaining == 0 && used == lanes) {
    for (std::size_t i = 0; i < lanes; ++i) store(i);
  } else {
    for (std::size_t i = 0; i < used; ++i) {
      if ((remaining >> i & 1) == 0) store(i);
    }
  }
  return remaining;
}

/// Fills the last group; what is added is not stored.
inline void pad(PulseList& list) {
  const std::size_t groups_end = (list.size + lanes - 1) / lanes * lanes;
  if (!list.last.empty()) list.last.resize(groups_end, 1.0F);
  for (std::size_t i = list.size; i < groups_end; ++i) {
    list.cells[i] = list.cells[0];
    list.counts[i] = 1;
  }
}

/// Cells of like counts come together, so that few lanes wait for others; stable.
inline void sort_by_count(const PulseList& list, std::uint32_t most, PulseList& sorted) {
  std::vector<std::size_t> place(most + 2);
  for (std::size_t i = 0; i < list.size; ++i) ++place[list.counts[i] + 1];
  for (std::size_t count = 1; count < place.size(); ++count) place[count] += place[count - 1];
  sorted.reset(list.size);
  sorted.size = list.size;
  sorted.last.resize(list.last.empty() ? 0 : list.size);
  for (std::size_t i = 0; i < list.size; ++i) {
    const std::size_t to = place[list.counts[i]]++;
    sorted.cells[to] = list.cells[i];
    sorted.counts[to] = list.counts[i];
    if (!list.last.empty()) sorted.last[to] = list.last[i];
  }
}

inline void run_one_by_one(const PulseKernel& kernel, LaneGenerator& generator, PulseList& list) {
  pad(list);
  for (std::size_t i = 0; i < list.size; i += lanes) {
    pulse_by_pulse(kernel, generator, &list.cells[i], &list.counts[i], list.last.empty() ? nullptr : &list.last[i],
                   std::min(lanes, list.size - i));
  }
}

/// PulseRunner::run.
inline std::uint64_t run_pulses(const PulseKernel& kernel, PulseList& list, PulseList& remaining, host::PhiloxKey key,
                                std::uint64_t event, std::uint32_t block) {
  if (list.size == 0) return 0;
  std::uint64_t pulses = 0;
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < list.size; ++i) {
    pulses += list.counts[i];
    most = std::max(most, list.counts[i]);
  }
  LaneGenerator generator(key, Purpose::pulse_generators, event, block);
  if (!has_closed_form(kernel.device) || !list.last.empty()) {
    sort_by_count(list, most, remaining);
    run_one_by_one(kernel, generator, remaining);
    return pulses;
  }
  pad(list);
  remaining.reset(list.size);
  for (std::size_t i = 0; i < list.size; i += lanes) {
    unsigned left =
        closed_form(kernel, generator, &list.cells[i], &list.counts[i], most, std::min(lanes, list.size - i));
    for (; left != 0; left &= left - 1) {
      const std::size_t lane = i + static_cast<std::size_t>(__builtin_ctz(left));
      remaining.cells[remaining.size] = list.cells[lane];
      remaining.counts[remaining.size] = list.counts[lane];
      ++remaining.size;
    }
  }
  if (remaining.size != 0) {
    sort_by_count(remaining, most, list);
    run_one_by_one(kernel, generator, list);
  }
  return pulses;
}

SPINTILE_LANES Words ones_of(Words words) {
  words -= (words >> 1) & 0x55555555U;
  words = (words & 0x33333333U) + ((words >> 2) & 0x33333333U);
  words = (words + (words >> 4)) & 0x0F0F0F0FU;
  words += words >> 8;
  return (words + (words >> 16)) & 0x3FU;
}

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
#endif

/// PulseRunner::list_row.
inline void list_row(const FiringColumns& columns, std::uint32_t first, std::uint32_t slots, bool negative,
                     PulseList& list) {
  // Down where the signs are equal.
  const std::uint32_t sign = negative ? 0 : PulseList::down;
  std::uint32_t* const cells = list.cells.data();
  std::uint32_t* const counts = list.counts.data();
  std::size_t size = list.size;
#if defined(__AVX2__)
  for (std::size_t i = 0; i < columns.slots.size(); i += lanes) {
    const Words common = load<Words>(&columns.slots[i]) & slots;
    const auto silent = static_cast<unsigned>(_mm256_movemask_ps(reinterpret_cast<__m256>(common == 0U)));
    const unsigned mask = silent ^ 0xFFU;
    const __m256i order =
        _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(compression_table.lanes_of[mask])));
    const Words cell = (load<Words>(&columns.columns[i]) + first) ^ sign;
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(cells + size),
                        _mm256_permutevar8x32_epi32(reinterpret_cast<__m256i>(cell), order));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(counts + size),
                        _mm256_permutevar8x32_epi32(reinterpret_cast<__m256i>(common), order));
    size += static_cast<unsigned>(__builtin_popcount(mask));
  }
#else
  for (std::size_t i = 0; i < columns.slots.size(); ++i) {
    const std::uint32_t common = columns.slots[i] & slots;
    cells[size] = (columns.columns[i] + first) ^ sign;
    counts[size] = common;
    size += common != 0 ? 1 : 0;
  }
#endif
  for (std::size_t i = list.size; i < size; i += lanes) {
    const Words ones = ones_of(load<Words>(counts + i));
    std::memcpy(counts + i, &ones, sizeof ones);
  }
  list.size = size;
}

}  // namespace
}  // namespace spintile::refmodel
