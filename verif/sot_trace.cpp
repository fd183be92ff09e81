#include "verif/sot_trace.h"

#include <fmt/format.h>

#include <variant>

namespace spintile::verif {
namespace {

using namespace spec::sot;

/// All rows of an array, and its lane state.
struct Snapshot {
  std::vector<std::string> rows;
  std::string mask;
  std::string match;
};

Snapshot snapshot(const refmodel::SotArray& array) {
  Snapshot now;
  for (int row = 0; row < array.rows(); ++row) now.rows.push_back(lane_text(array.row(row), array.lanes()));
  now.mask = lane_text(array.mask(), array.lanes());
  now.match = lane_text(array.match(), array.lanes());
  return now;
}

std::string row_name(const Program& program, const refmodel::SotBases& bases, int row) {
  for (std::size_t base = program.regions.size(); base-- > 0;) {
    const Region& region = program.regions[base];
    if (region.rows > 0 && row >= bases[base]) return fmt::format("{}[{}]", region.name, row - bases[base]);
  }
  return "";
}

std::vector<int> written_rows(const refmodel::PlacedWord& word) {
  if (const auto* step = std::get_if<refmodel::PlacedStep>(&word)) {
    if (step->write == Write::none) return {};
    return step->also ? std::vector<int>{step->to, *step->also} : std::vector<int>{step->to};
  }
  std::vector<int> rows;
  if (const auto* clear = std::get_if<refmodel::PlacedClear>(&word)) {
    for (int row = 0; row < clear->rows; ++row) rows.push_back(clear->first + row);
  }
  return rows;
}

/// Lanes that the word writes, nothing for one that does not write.
std::string lanes_written(const refmodel::PlacedWord& word, const std::string& mask) {
  if (written_rows(word).empty()) return std::string(mask.size(), ' ');
  const auto* step = std::get_if<refmodel::PlacedStep>(&word);
  const auto* clear = std::get_if<refmodel::PlacedClear>(&word);
  const bool unmasked = step != nullptr ? step->unmasked : clear->unmasked;
  return unmasked ? std::string(mask.size(), '1') : mask;
}

std::string line(std::size_t number, const std::string& lanes, const std::string& note,
                 const std::vector<std::string>& changes) {
  std::string text = fmt::format("{:4}  {}  {:<62}", number, lanes, note);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    text += i == 0 ? "  " + changes[i] : fmt::format("\n{:{}}{}", "", 4 + 2 + lanes.size() + 2 + 62 + 2, changes[i]);
  }
  while (text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

std::string lane_text(const refmodel::LaneBits& bits, int lanes) {
  std::string text;
  for (int lane = 0; lane < lanes; ++lane) {
    const auto index = static_cast<std::size_t>(lane);
    text += (bits[index / 64] >> (index % 64) & 1) != 0 ? '1' : '0';
  }
  return text;
}

refmodel::SotBases consecutive_bases(const Program& program) {
  refmodel::SotBases bases{};
  int row = 0;
  for (std::size_t base = 0; base < program.regions.size(); ++base) {
    bases[base] = row;
    row += program.regions[base].rows;
  }
  return bases;
}

std::vector<std::string> trace(refmodel::SotArray& array, const Program& program) {
  const refmodel::SotBases bases = consecutive_bases(program);
  std::vector<Snapshot> before;
  std::vector<refmodel::PlacedWord> words;
  run(array, program, bases, [&](const refmodel::PlacedWord& word) {
    before.push_back(snapshot(array));
    words.push_back(word);
  });
  before.push_back(snapshot(array));

  std::vector<std::string> lines;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::vector<std::string> changes;
    for (const int row : written_rows(words[i])) {
      const auto index = static_cast<std::size_t>(row);
      changes.push_back(fmt::format("{:<11} {} -> {}", row_name(program, bases, row), before[i].rows[index],
                                    before[i + 1].rows[index]));
    }
    if (std::holds_alternative<refmodel::PlacedSearch>(words[i])) {
      changes.push_back(fmt::format("{:<11} {} -> {}", "match", before[i].match, before[i + 1].match));
    }
    if (before[i + 1].mask != before[i].mask) {
      changes.push_back(fmt::format("{:<11} {} -> {}", "mask", before[i].mask, before[i + 1].mask));
    }
    lines.push_back(line(i, lanes_written(words[i], before[i].mask), program.notes[i], changes));
  }
  return lines;
}

}  // namespace spintile::verif
