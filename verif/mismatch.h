// A difference between the RTL and what the golden model says: everything a person needs to find it.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace spintile::verif {

struct Mismatch {
  std::uint64_t cycle = 0;  // of this run, from 0
  std::string signal;       // pin, register or state space
  int line = -1;            // row, column, converter or beat; -1 where the signal has no lines
  std::string expected;
  std::string got;
};

/// One line: "cycle 91: counter, line 3: expected 5, got 6".
std::string to_string(const Mismatch& mismatch);

class MismatchError : public std::runtime_error {
 public:
  explicit MismatchError(Mismatch mismatch) : std::runtime_error(to_string(mismatch)), mismatch_(std::move(mismatch)) {}
  const Mismatch& mismatch() const { return mismatch_; }

 private:
  Mismatch mismatch_;
};

/// What `action` finds; none where it ends well.
template <class Action>
std::optional<Mismatch> mismatch_of(const Action& action) {
  try {
    action();
  } catch (const MismatchError& error) {
    return error.mismatch();
  }
  return std::nullopt;
}

}  // namespace spintile::verif
