// Random programs are what they say: legal ones run to their End, the others stop with the error they were made for;
// and all kinds of words come up. Judged by the golden sequencer.
#include "verif/random_sot_program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "refmodel/sot/sot_sequencer.h"

namespace spintile::verif {
namespace {

using namespace spec::sot;
using spec::Error;

spec::Variant variant_of(int rows) {
  spec::Variant variant;
  variant.unit = spec::Unit::float_unit;
  variant.sot.lanes = 5;
  variant.sot.rows = rows;
  variant.sot.program_words = 256;
  return variant;
}

/// The program at the very end of the store.
refmodel::ProgramRun run(const RandomSotProgram& program, int rows) {
  const spec::Variant variant = variant_of(rows);
  std::vector<std::uint64_t> store(256);
  std::copy(program.words.begin(), program.words.end(),
            store.end() - static_cast<std::ptrdiff_t>(program.words.size()));
  refmodel::SotArray array(rows, variant.sot.lanes);
  refmodel::DecodedWords decoded;
  const int first = 256 - static_cast<int>(program.words.size());
  return refmodel::run_program(variant, store, first, program.bases, {}, array, decoded);
}

TEST(RandomSotProgram, EndsAsItWasMade) {
  const std::map<ProgramFault, Error> ends = {{ProgramFault::none, Error::none},
                                              {ProgramFault::row_range, Error::row_range},
                                              {ProgramFault::row_in_loop, Error::row_range},
                                              {ProgramFault::illegal_word, Error::program},
                                              {ProgramFault::nested_loop, Error::program},
                                              {ProgramFault::stray_loop_end, Error::program},
                                              {ProgramFault::no_end, Error::program}};
  for (const auto& [fault, error] : ends) {
    for (const int rows : {8, 100, 1024}) {
      for (std::uint32_t number = 0; number < 100; ++number) {
        host::PhiloxSequence draws({7, 0x80000000}, number);
        const RandomSotProgram program = random_sot_program(rows, 20, fault, draws);
        ASSERT_EQ(run(program, rows).error, error)
            << "fault " << static_cast<int>(fault) << ", rows " << rows << ", number " << number;
      }
    }
  }
}

TEST(RandomSotProgram, IsAFunctionOfTheDraws) {
  const auto make = [](std::uint32_t number) {
    host::PhiloxSequence draws({7, 0x80000000}, number);
    return random_sot_program(64, 30, ProgramFault::none, draws);
  };
  EXPECT_EQ(make(3).words, make(3).words);
  EXPECT_EQ(make(3).bases, make(3).bases);
  EXPECT_NE(make(3).words, make(4).words);
}

TEST(RandomSotProgram, HasEveryKindOfWord) {
  std::set<std::string> seen;
  for (std::uint32_t number = 0; number < 200; ++number) {
    host::PhiloxSequence draws({7, 0x80000000}, number);
    for (const std::uint64_t bits : random_sot_program(200, 30, ProgramFault::none, draws).words) {
      const Word word = decode(bits);
      if (const auto* step = std::get_if<Step>(&word.act)) {
        seen.insert("read " + std::to_string(static_cast<int>(step->read)));
        seen.insert("write " + std::to_string(static_cast<int>(step->write)));
        seen.insert("mask " + std::to_string(static_cast<int>(step->mask)));
        if (step->also) seen.insert("two rows");
        if (step->unmasked) seen.insert("unmasked");
        seen.insert("stride " + std::to_string(step->to.stride));
        if (step->also && word.ends_loop && step->to.stride != step->also->stride) seen.insert("two strides");
      } else if (const auto* search = std::get_if<Search>(&word.act)) {
        seen.insert(search->pair ? "pair" : "search");
        if (search->rows > 16 && search->key >> 15 != 0) seen.insert("long key");
      } else if (const auto* clear = std::get_if<Clear>(&word.act)) {
        seen.insert(clear->unmasked ? "clear all" : "clear");
      } else if (const auto* move = std::get_if<Move>(&word.act)) {
        seen.insert(move->distance < 3 ? "short move" : "long move");  // as to 5 lanes
      } else {
        seen.insert(std::holds_alternative<Loop>(word.act) ? "loop" : "end");
      }
    }
  }
  EXPECT_EQ(seen.size(), 5U + 5 + 8 + 5 + 3 + 3 + 2 + 2 + 2) << testing::PrintToString(seen);
}

}  // namespace
}  // namespace spintile::verif
