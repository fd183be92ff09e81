#include "refmodel/analog/vector_product_avx2.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#if defined(__x86_64__)

#include <immintrin.h>

#define SPINTILE_FMA [[gnu::target("avx2,fma")]]

namespace spintile::refmodel {
namespace {

constexpr std::size_t lanes = 8;

// ---- One vector: the weights stream through once, so memory decides.

struct ActiveRow {
  float x = 0.0F;
  const float* weights = nullptr;
};

/// y += the sum over `count` rows, in order; the partial sums wait in y, which stays in the first cache.
template <std::size_t count>
SPINTILE_FMA void add_rows(const ActiveRow* rows, std::span<float> y) {
  __m256 x[count];
  for (std::size_t r = 0; r < count; ++r) x[r] = _mm256_set1_ps(rows[r].x);
  std::size_t j = 0;
  for (; j + lanes <= y.size(); j += lanes) {
    __m256 sum = _mm256_loadu_ps(y.data() + j);
    for (std::size_t r = 0; r < count; ++r) sum = _mm256_fmadd_ps(x[r], _mm256_loadu_ps(rows[r].weights + j), sum);
    _mm256_storeu_ps(y.data() + j, sum);
  }
  for (; j < y.size(); ++j) {
    for (std::size_t r = 0; r < count; ++r) y[j] = __builtin_fmaf(rows[r].x, rows[r].weights[j], y[j]);
  }
}

SPINTILE_FMA void one_product(std::span<const float> x, const host::Matrix<float>& weights, std::span<float> y) {
  constexpr std::size_t together = 8;
  std::array<ActiveRow, together> rows;
  std::size_t active = 0;
  std::fill(y.begin(), y.end(), 0.0F);
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (x[k] == 0.0F) continue;
    rows[active++] = {x[k], weights.row(static_cast<int>(k)).data()};
    if (active == together) {
      add_rows<together>(rows.data(), y);
      active = 0;
    }
  }
  for (std::size_t r = 0; r < active; ++r) add_rows<1>(&rows[r], y);
  for (float& value : y) value += 0.0F;
}

struct Block {
  __m256 v[lanes];
};

/// Columns 0 .. 7 of 8 rows from `corner` on, one column a vector.
SPINTILE_FMA inline Block turned_block(const float* corner, std::size_t stride) {
  Block block;
  auto& v = block.v;
  for (std::size_t r = 0; r < lanes; ++r) v[r] = _mm256_loadu_ps(corner + r * stride);
  __m256 t[lanes];
  for (std::size_t i = 0; i < 8; i += 2) {
    t[i] = _mm256_unpacklo_ps(v[i], v[i + 1]);
    t[i + 1] = _mm256_unpackhi_ps(v[i], v[i + 1]);
  }
  __m256 u[lanes];
  for (std::size_t i = 0; i < 8; i += 4) {
    u[i] = _mm256_shuffle_ps(t[i], t[i + 2], 0x44);
    u[i + 1] = _mm256_shuffle_ps(t[i], t[i + 2], 0xEE);
    u[i + 2] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0x44);
    u[i + 3] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0xEE);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    v[i] = _mm256_permute2f128_ps(u[i], u[i + 4], 0x20);
    v[i + 4] = _mm256_permute2f128_ps(u[i], u[i + 4], 0x31);
  }
  return block;
}

/// x (8 `groups`) = d W^T of as many rows. One group alone would wait for the latency of its sums. Whole cache lines
/// are used up at a time: rows a power of two apart push one another out of the cache.
template <std::size_t groups>
SPINTILE_FMA void transposed_rows(std::span<const float> d, const float* weights, float* x) {
  constexpr std::size_t line = 2 * lanes;
  const std::size_t stride = d.size();
  __m256 sums[groups];
  for (__m256& sum : sums) sum = _mm256_setzero_ps();
  std::size_t j = 0;
  for (; j + line <= stride; j += line) {
    for (std::size_t g = 0; g < groups; ++g) {
      const float* corner = weights + g * lanes * stride + j;
      const Block first = turned_block(corner, stride);
      for (std::size_t i = 0; i < lanes; ++i) {
        sums[g] = _mm256_fmadd_ps(_mm256_broadcast_ss(&d[j + i]), first.v[i], sums[g]);
      }
      const Block second = turned_block(corner + lanes, stride);
      for (std::size_t i = 0; i < lanes; ++i) {
        sums[g] = _mm256_fmadd_ps(_mm256_broadcast_ss(&d[j + lanes + i]), second.v[i], sums[g]);
      }
    }
  }
  for (std::size_t g = 0; g < groups; ++g) _mm256_storeu_ps(x + g * lanes, sums[g]);
  for (; j < stride; ++j) {
    for (std::size_t k = 0; k < groups * lanes; ++k) x[k] = __builtin_fmaf(d[j], weights[k * stride + j], x[k]);
  }
}

SPINTILE_FMA void one_transposed_product(std::span<const float> d, const host::Matrix<float>& weights,
                                         std::span<float> x) {
  constexpr std::size_t groups = 2;
  const float* row = weights.values().data();
  std::size_t k = 0;
  for (; k + groups * lanes <= x.size(); k += groups * lanes) {
    transposed_rows<groups>(d, row + k * d.size(), x.data() + k);
  }
  for (; k + lanes <= x.size(); k += lanes) transposed_rows<1>(d, row + k * d.size(), x.data() + k);
  for (; k < x.size(); ++k) {
    x[k] = 0.0F;
    for (std::size_t j = 0; j < d.size(); ++j) x[k] = __builtin_fmaf(d[j], row[k * d.size() + j], x[k]);
  }
  for (float& value : x) value += 0.0F;
}

// ---- A batch: panels of 16 outputs are packed, term after term, so that a tile of 6 vectors keeps its sums in
// registers (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", TOMS 34(3), 2008). Partial
// sums between blocks of terms are the sums themselves, so blocking changes no bit.

constexpr std::size_t panel = 16;
constexpr std::size_t tile_rows = 6;
constexpr std::size_t block_terms = 256;

/// sums (stride `panel` a vector) += terms of `count` vectors; `in` has a stride of its own.
template <std::size_t count>
SPINTILE_FMA void add_terms(const float* in, std::size_t in_stride, const float* packed, std::size_t terms,
                            float* sums) {
  __m256 low[count];
  __m256 high[count];
  for (std::size_t r = 0; r < count; ++r) {
    low[r] = _mm256_loadu_ps(sums + r * panel);
    high[r] = _mm256_loadu_ps(sums + r * panel + lanes);
  }
  for (std::size_t t = 0; t < terms; ++t) {
    const __m256 w0 = _mm256_loadu_ps(packed + t * panel);
    const __m256 w1 = _mm256_loadu_ps(packed + t * panel + lanes);
    for (std::size_t r = 0; r < count; ++r) {
      const __m256 x = _mm256_broadcast_ss(in + r * in_stride + t);
      low[r] = _mm256_fmadd_ps(x, w0, low[r]);
      high[r] = _mm256_fmadd_ps(x, w1, high[r]);
    }
  }
  for (std::size_t r = 0; r < count; ++r) {
    _mm256_storeu_ps(sums + r * panel, low[r]);
    _mm256_storeu_ps(sums + r * panel + lanes, high[r]);
  }
}

SPINTILE_FMA void add_tile(std::size_t count, const float* in, std::size_t in_stride, const float* packed,
                           std::size_t terms, float* sums) {
  switch (count) {
    case 1:
      return add_terms<1>(in, in_stride, packed, terms, sums);
    case 2:
      return add_terms<2>(in, in_stride, packed, terms, sums);
    case 3:
      return add_terms<3>(in, in_stride, packed, terms, sums);
    case 4:
      return add_terms<4>(in, in_stride, packed, terms, sums);
    case 5:
      return add_terms<5>(in, in_stride, packed, terms, sums);
    default:
      return add_terms<tile_rows>(in, in_stride, packed, terms, sums);
  }
}

/// Outputs first .. first + 15 of terms begin .. begin + terms - 1; 0 beyond the last output.
using Pack = void (*)(const host::Matrix<float>& weights, std::size_t first, std::size_t begin, std::size_t terms,
                      float* packed);

SPINTILE_FMA void pack_columns(const host::Matrix<float>& weights, std::size_t first, std::size_t begin,
                               std::size_t terms, float* packed) {
  const auto columns = static_cast<std::size_t>(weights.columns());
  const std::size_t width = std::min(panel, columns - first);
  const float* source = weights.values().data() + begin * columns + first;
  for (std::size_t t = 0; t < terms; ++t, source += columns, packed += panel) {
    if (width == panel) {
      _mm256_storeu_ps(packed, _mm256_loadu_ps(source));
      _mm256_storeu_ps(packed + lanes, _mm256_loadu_ps(source + lanes));
    } else {
      std::fill(std::copy_n(source, width, packed), packed + panel, 0.0F);
    }
  }
}

SPINTILE_FMA void pack_rows(const host::Matrix<float>& weights, std::size_t first, std::size_t begin, std::size_t terms,
                            float* packed) {
  const auto columns = static_cast<std::size_t>(weights.columns());
  const auto rows = static_cast<std::size_t>(weights.rows());
  for (std::size_t half = 0; half < panel; half += lanes) {
    const float* corner = weights.values().data() + (first + half) * columns + begin;
    std::size_t t = 0;
    if (first + half + lanes <= rows) {
      for (; t + lanes <= terms; t += lanes) {
        const Block block = turned_block(corner + t, columns);
        for (std::size_t i = 0; i < lanes; ++i) _mm256_storeu_ps(packed + (t + i) * panel + half, block.v[i]);
      }
    }
    for (; t < terms; ++t) {
      for (std::size_t i = 0; i < lanes; ++i) {
        packed[t * panel + half + i] = first + half + i < rows ? corner[i * columns + t] : 0.0F;
      }
    }
  }
}

/// out (B x N) = in (B x K) times what `pack` makes of the weights.
SPINTILE_FMA void batch_product(const host::Matrix<float>& in, const host::Matrix<float>& weights, Pack pack,
                                host::Matrix<float>& out) {
  const auto batch = static_cast<std::size_t>(in.rows());
  const auto terms = static_cast<std::size_t>(in.columns());
  const auto outputs = static_cast<std::size_t>(out.columns());
  std::vector<float> packed(std::min(terms, block_terms) * panel);
  std::vector<float> sums(batch * panel);
  for (std::size_t first = 0; first < outputs; first += panel) {
    std::fill(sums.begin(), sums.end(), 0.0F);
    for (std::size_t begin = 0; begin < terms; begin += block_terms) {
      const std::size_t block = std::min(block_terms, terms - begin);
      pack(weights, first, begin, block, packed.data());
      for (std::size_t b = 0; b < batch; b += tile_rows) {
        add_tile(std::min(tile_rows, batch - b), in.values().data() + b * terms + begin, terms, packed.data(), block,
                 sums.data() + b * panel);
      }
    }
    const std::size_t width = std::min(panel, outputs - first);
    for (std::size_t b = 0; b < batch; ++b) {
      float* row = out.values().data() + b * outputs + first;
      for (std::size_t i = 0; i < width; ++i) row[i] = sums[b * panel + i] + 0.0F;
    }
  }
}

// From here on packing costs less than it saves.
constexpr int smallest_batch = 4;

}  // namespace

void vector_products_avx2(const host::Matrix<float>& x, const host::Matrix<float>& weights, host::Matrix<float>& y) {
  if (x.rows() >= smallest_batch) return batch_product(x, weights, pack_columns, y);
  for (int b = 0; b < x.rows(); ++b) one_product(x.row(b), weights, y.row(b));
}

void transposed_products_avx2(const host::Matrix<float>& d, const host::Matrix<float>& weights,
                              host::Matrix<float>& x) {
  if (d.rows() >= smallest_batch) return batch_product(d, weights, pack_rows, x);
  for (int b = 0; b < d.rows(); ++b) one_transposed_product(d.row(b), weights, x.row(b));
}

}  // namespace spintile::refmodel

#else

namespace spintile::refmodel {

void vector_products_avx2(const host::Matrix<float>&, const host::Matrix<float>&, host::Matrix<float>&) {}
void transposed_products_avx2(const host::Matrix<float>&, const host::Matrix<float>&, host::Matrix<float>&) {}

}  // namespace spintile::refmodel

#endif
