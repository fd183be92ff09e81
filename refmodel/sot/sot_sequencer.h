// A program as the float unit runs it: word by word from the program store, up to its End or to the word that is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "refmodel/sot/cell_faults.h"
#include "refmodel/sot/sot_array.h"
#include "spec/interface.h"
#include "spec/sot_program.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// Cycles that an access at the pins takes beyond the first: the register WAIT.
struct AccessWaits {
  int read = 0;
  int write = 0;
  int search = 0;
};

struct ProgramRun {
  spec::Error error = spec::Error::none;  // or row_range, program
  std::uint64_t words = 0;                // carried out, Loop words and the last one included
  std::uint64_t cycles = 1;               // that the register CYCLES shows; one for the End, or the word with the error
  // At the pins.
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  std::uint64_t searches = 0;
  std::uint64_t clears = 0;
  std::uint64_t failures = 0;  // rows that a verified write left wrong: the register FAILURES
};

/// Words of a program store, decoded when they are first come to and kept for as long as their bits stay.
class DecodedWords {
 public:
  /// Word `address` of the store; std::invalid_argument where spec::sot::decode() throws it.
  const spec::sot::Word& at(std::span<const std::uint64_t> store, std::size_t address);

 private:
  struct Entry {
    std::uint64_t bits = 0;  // an End
    spec::sot::Word word = {spec::sot::End{}};
  };
  std::vector<Entry> entries_;
};

/// Runs the program that begins at store[first] on the array; the word with an error does nothing, those before it
/// stay done, and the mask is all ones in the end either way. `faults`: of the array's cells, if they have any.
ProgramRun run_program(const spec::Variant& variant, std::span<const std::uint64_t> store, int first,
                       const SotBases& bases, const AccessWaits& waits, SotArray& array, DecodedWords& words,
                       CellFaults* faults = nullptr);

}  // namespace spintile::refmodel
