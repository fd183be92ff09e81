#include "host/checkpoint.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>

#include "verif/scratch_folder.h"
#include "verif/tests/refusal.h"

namespace spintile::host {
namespace {

namespace fs = std::filesystem;

Checkpoint some_checkpoint() {
  return {"name: a\n",
          {{"a.weights", std::vector<float>{1.5F, -0.0F, std::numeric_limits<float>::denorm_min()}},
           {"b", std::vector<std::uint32_t>{}},
           {"c", std::vector<std::uint64_t>{1, 0xFFFFFFFFFFFFFFFF}}}};
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Checkpoint, ReadsWhatItWrote) {
  const verif::ScratchFolder scratch;
  const fs::path file = scratch.path() / "folder" / "checkpoint";
  write_checkpoint(file, some_checkpoint());
  EXPECT_EQ(read_checkpoint(file), some_checkpoint());
  Checkpoint other = some_checkpoint();
  other.state.erase("b");
  write_checkpoint(file, other);
  EXPECT_EQ(read_checkpoint(file), other);
  EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), fs::directory_iterator()), 1)
      << "nothing is left";
}

/// Whatever byte is missing or wrong: refused, never another state.
TEST(Checkpoint, RefusesEveryDamage) {
  const verif::ScratchFolder scratch;
  const fs::path file = scratch.path() / "checkpoint";
  write_checkpoint(file, some_checkpoint());
  const std::string good = text_of(file);
  const auto expect_refused = [&](const std::string& bytes) {
    verif::write_file(file, bytes);
    EXPECT_NE(refusal<std::runtime_error>([&] { read_checkpoint(file); }).find(file.string()), std::string::npos);
  };
  for (std::size_t size = 0; size < good.size(); ++size) expect_refused(good.substr(0, size));
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string damaged = good;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    expect_refused(damaged);
  }
  EXPECT_NE(refusal<std::runtime_error>([&] { read_checkpoint(scratch.path() / "none"); }).find("none"),
            std::string::npos);
}

TEST(State, PartsHaveTheirOwnNames) {
  State state;
  add_state(state, "layer0.", {{"x", std::vector<float>{1.0F}}, {"y", std::vector<float>{2.0F}}});
  add_state(state, "layer1.", {{"x", std::vector<float>{3.0F}}});
  EXPECT_EQ(part_of(state, "layer1."), (State{{"x", std::vector<float>{3.0F}}}));
  EXPECT_EQ(part_of(state, "layer0.").size(), 2U);
  EXPECT_THROW(require_like(state, {{"layer2.x", std::vector<float>{}}}), std::invalid_argument);
  EXPECT_THROW(require_like(state, {{"layer0.x", std::vector<float>(2)}}), std::invalid_argument);
  EXPECT_THROW(require_like(state, {{"layer0.x", std::vector<std::uint32_t>(1)}}), std::invalid_argument);
  EXPECT_NO_THROW(require_like(state, {{"layer0.x", std::vector<float>(1)}}));
}

}  // namespace
}  // namespace spintile::host
