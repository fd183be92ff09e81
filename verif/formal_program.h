// Proofs about whole programs of the SOT array: the RTL that runs them (sequencer, lanes, array memory) with one lane,
// unrolled from its start to its end for any operands and any old content of the array, against a Verilog module that
// says what the program computes. The course of a program does not depend on its data, so what is left of the RTL is
// the lane's logic, and a bound is no bound: the last cycle of the run is among those looked at.
#pragma once

#include <string>
#include <vector>

#include "spec/sot_program.h"
#include "verif/formal_check.h"

namespace spintile::verif {

struct ProgramClaim {
  spec::sot::Program program;
  std::vector<int> operands;  // regions that hold something when the program begins
  int result = 2;             // the region looked at when it is over
  /// Verilog that assigns `expected`, what its rows have to be, least significant lowest, in terms of r0, r1, .. r7,
  /// the rows of the operand regions of these numbers as they were before.
  std::string expected;
  std::vector<gen::File> modules = {};  // that `expected` has instances of
};

/// The RTL of one lane, the program in a read-only store, and `formal_top`, which resets it, loads the operands row by
/// row, runs the program, reads the result and, in cycle `last_cycle`, asserts that it is over without an error and as
/// expected: the label of that assertion is `computes`.
struct ProgramProof {
  std::vector<gen::File> files;
  int last_cycle = 0;
};
ProgramProof program_proof(const ProgramClaim& claim);

/// Proves or refutes the claim; `unknown` when about `seconds` were not enough. Throws as prove().
FormalResult prove_program(const ProgramClaim& claim, int seconds);

}  // namespace spintile::verif
