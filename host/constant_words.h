// Numbers as words of the arithmetic of a transfer: what a host writes into the rows of its constants.
// docs/contract.md, "Transfer" and "The program of a transfer".
#pragma once

#include <cstdint>
#include <vector>

#include "spec/transfer_rule.h"

namespace spintile::host {

/// The nearest word, ties to even. Fixed point (B - 2 bits of fraction) saturates, and a NaN is 0 there; in floating
/// point what is too large becomes infinity, and a NaN the canonical one.
std::uint32_t constant_word(double value, const spec::Transfer& transfer);

/// In the order of their rows: lambda; momentum with `forget`, else the share 1 - momentum; for agad also keep =
/// 1 - beta, and beta.
std::vector<std::uint32_t> constant_words(double lambda, double momentum, double beta, const spec::Transfer& transfer);

}  // namespace spintile::host
