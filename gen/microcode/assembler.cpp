#include "gen/microcode/assembler.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "gen/microcode/loops.h"
#include "gen/microcode/row_allocation.h"

namespace spintile::gen::microcode {

namespace sot = spec::sot;

Source operator~(Source source) {
  switch (source.read) {
    case sot::Read::row:
      source.read = sot::Read::row_complement;
      break;
    case sot::Read::row_complement:
      source.read = sot::Read::row;
      break;
    case sot::Read::zero:
      source.read = sot::Read::one;
      break;
    case sot::Read::one:
      source.read = sot::Read::zero;
      break;
    case sot::Read::hold:
      throw std::logic_error("microcode: a held latch has no complement");
  }
  return source;
}

Bit Bits::operator[](int index) const {
  if (index < 0 || index >= size_) {
    throw std::logic_error(fmt::format("microcode: row {} of {} consecutive rows", index, size_));
  }
  return {base_, first_ + index};
}

Bits::operator std::vector<Bit>() const {
  std::vector<Bit> rows;
  for (int i = 0; i < size_; ++i) rows.push_back((*this)[i]);
  return rows;
}

Bits Bits::part(int first, int size) const {
  if (first < 0 || size < 0 || first + size > size_) {
    throw std::logic_error(fmt::format("microcode: rows {} .. {} of {}", first, first + size - 1, size_));
  }
  return {base_, first_ + first, size};
}

Assembler::Assembler(std::string name, int a_rows, int b_rows, int result_rows, int flag_rows, bool search_pairs)
    : Assembler(std::move(name),
                {{"a", a_rows}, {"b", b_rows}, {"result", result_rows}, {"flags", flag_rows}, {"scratch", 0}},
                search_pairs) {}

Assembler::Assembler(std::string name, std::vector<sot::Region> regions, bool search_pairs, bool stores_zeros)
    : search_pairs_(search_pairs), stores_zeros_(stores_zeros) {
  program_.name = std::move(name);
  program_.regions = std::move(regions);
}

Bits Assembler::rows(int base) const {
  const auto index = static_cast<std::size_t>(base);
  if (!inner_.empty()) return inner_.at(index);
  return {base, 0, program_.regions.at(index).rows};
}

void Assembler::inner(const Bits& a, const Bits& b, const Bits& result, const Bits& flags,
                      const std::function<void(Assembler&)>& write) {
  if (!is_unmasked()) unmask();
  const std::size_t first = acts_.size();
  const std::size_t names = named_.size();
  auto outer_rows = std::exchange(inner_, {a, b, result, flags});
  auto outer_zeroed = std::exchange(zeroed_, {});
  write(*this);
  if (!is_unmasked()) unmask();
  close(first);
  inner_ = std::move(outer_rows);
  zeroed_ = std::move(outer_zeroed);
  named_.erase(named_.begin(), named_.end() - static_cast<std::ptrdiff_t>(names));
}

Bits Assembler::scratch(const std::string& name, int size) {
  groups_.push_back({name, virtual_rows_, size});
  virtual_rows_ += size;
  return {region::scratch, groups_.back().first, size};
}

Bits Assembler::zeroed(const std::string& name, int size) {
  const int first = static_cast<int>(zeroed_.size());
  for (int i = 0; i < size; ++i) zeroed_.push_back(size == 1 ? name : fmt::format("{}[{}]", name, i));
  return {region::zeroed, first, size};
}

void Assembler::close(std::size_t first) {
  for (std::size_t i = first; i < acts_.size(); ++i) describe(acts_[i]);
  place_zeroed(first);
}

void Assembler::place_zeroed(std::size_t first) {
  if (zeroed_.empty()) return;
  const Bits rows = scratch("zeroed", static_cast<int>(zeroed_.size()));
  const auto begin = acts_.begin() + static_cast<std::ptrdiff_t>(first);
  for (auto act = begin; act != acts_.end(); ++act) {
    for_each_row(act->word, [&](sot::Row& row, int) {
      if (row.base != region::zeroed) return;
      row.base = region::scratch;
      row.offset += rows[0].index;
    });
  }
  clear(rows);
  std::rotate(acts_.begin() + static_cast<std::ptrdiff_t>(first), acts_.begin() + static_cast<std::ptrdiff_t>(last_),
              acts_.end());
}

bool Assembler::is_unmasked() const {
  for (auto act = acts_.rbegin(); act != acts_.rend(); ++act) {
    const sot::Mask update = std::visit(
        [](const auto& word) {
          if constexpr (requires { word.mask; }) return word.mask;
          return sot::Mask::keep;
        },
        act->word.act);
    if (update != sot::Mask::keep) return update == sot::Mask::ones;
  }
  return true;
}

void Assembler::name(const Bits& rows, const std::string& name) { named_.insert(named_.begin(), {rows, name}); }

std::string Assembler::text(Bit bit) const {
  const auto indexed = [](const std::string& name, int index, int size) {
    return size == 1 ? name : fmt::format("{}[{}]", name, index);
  };
  for (const Named& named : named_) {
    if (named.rows.size() == 0 || named.rows[0].base != bit.base) continue;
    const int index = bit.index - named.rows[0].index;
    if (index >= 0 && index < named.rows.size()) return indexed(named.name, index, named.rows.size());
  }
  if (bit.base == region::zeroed) return zeroed_.at(static_cast<std::size_t>(bit.index));
  if (bit.base != region::scratch) {
    return fmt::format("{}[{}]", program_.regions.at(static_cast<std::size_t>(bit.base)).name, bit.index);
  }
  const auto group = std::ranges::find_if(
      groups_, [&](const Group& candidate) { return bit.index < candidate.first + candidate.size; });
  return indexed(group->name, bit.index - group->first, group->size);
}

std::string Assembler::text(const Source& source) const {
  switch (source.read) {
    case sot::Read::zero:
      return "0";
    case sot::Read::one:
      return "1";
    case sot::Read::hold:
      return "latch";
    case sot::Read::row_complement:
      return "~" + text(source.bit);
    case sot::Read::row:
      return text(source.bit);
  }
  return "";
}

Assembler& Assembler::append(const sot::Word& word, std::string note) {
  last_ = acts_.size();
  acts_.push_back({word, std::move(note), false});
  return *this;
}

namespace {

sot::Row row(Bit bit) { return {bit.base, bit.index, 0}; }

}  // namespace

Assembler& Assembler::step(sot::Write write, Source from, const std::vector<Bit>& to) {
  constexpr std::array<std::string_view, 5> verbs = {"", "store", "and", "or", "xor"};
  sot::Step act;
  act.read = from.read;
  if (from.read == sot::Read::row || from.read == sot::Read::row_complement) act.from = row(from.bit);
  act.write = write;
  act.to = row(to.at(0));
  std::string note = fmt::format("{} {} -> {}", verbs.at(static_cast<std::size_t>(write)), text(from), text(to.at(0)));
  if (to.size() > 1) {
    act.also = row(to.at(1));
    note += ", " + text(to.at(1));
  }
  return append({act, false}, std::move(note));
}

void Assembler::pairs(sot::Write write, Source from, const std::vector<Bit>& to, Lanes lanes) {
  for (std::size_t i = 0; i < to.size(); i += 2) {
    if (i + 1 < to.size()) {
      step(write, from, {to[i], to[i + 1]});
    } else {
      step(write, from, {to[i]});
    }
    if (lanes == Lanes::all) everywhere();
  }
}

void Assembler::store_all(Source from, const std::vector<Bit>& to, Lanes lanes) {
  pairs(sot::Write::store, from, to, lanes);
}

void Assembler::or_all(Source from, const std::vector<Bit>& to, Lanes lanes) {
  pairs(sot::Write::or_into, from, to, lanes);
}

void Assembler::xor_all(Source from, const std::vector<Bit>& to, Lanes lanes) {
  pairs(sot::Write::xor_into, from, to, lanes);
}

Assembler& Assembler::clear(const Bits& rows) {
  if (stores_zeros_) {
    const std::size_t first = acts_.size();
    store_all(zero, rows);
    last_ = first;
    return *this;
  }
  sot::Clear act;
  act.first = row(rows[0]);
  act.rows = rows.size();
  return append({act, false}, fmt::format("clear {} .. {}", text(rows[0]), text(rows.back())));
}

Assembler& Assembler::move(Bit from, int distance) {
  return append({sot::Move{row(from), distance}, false},
                fmt::format("latch <- {} of {} lanes further", text(from), 1 << distance));
}

Assembler& Assembler::search(const Bits& rows, std::uint16_t key) {
  sot::Search act;
  act.first = row(rows[0]);
  act.rows = rows.size();
  act.key = key;
  std::string note = fmt::format("search {} .. {} = ", text(rows[0]), text(rows.back()));
  for (int i = rows.size() - 1; i >= 0; --i) note += ((key >> std::min(i, 15)) & 1) != 0 ? '1' : '0';
  if (search_pairs_) {
    const Bits copies = scratch("search", 2 * rows.size());
    for (int i = 0; i < rows.size(); ++i) {
      store(rows[i], copies[i]).everywhere();
      store(~Source(rows[i]), copies[rows.size() + i]).everywhere();
    }
    act.first = row(copies[0]);
    act.pair = true;
  }
  return append({act, false}, std::move(note));
}

void Assembler::mask_agreeing(const Bits& rows, std::uint16_t key, sot::Mask first) {
  sot::Mask update = first;
  for (int from = 0; from < rows.size(); from += sot::search_rows_max) {
    search(rows.part(from, std::min(sot::search_rows_max, rows.size() - from)), key).then(update);
    update = sot::Mask::and_match;
  }
}

Assembler& Assembler::everywhere() {
  for (std::size_t i = last_; i < acts_.size(); ++i) {
    auto& act = acts_[i].word.act;
    if (auto* step = std::get_if<sot::Step>(&act)) step->unmasked = true;
    if (auto* clear = std::get_if<sot::Clear>(&act)) clear->unmasked = true;
  }
  return *this;
}

Assembler& Assembler::then(sot::Mask update) {
  std::visit(
      [update](auto& act) {
        if constexpr (requires { act.mask; }) act.mask = update;
      },
      acts_.back().word.act);
  return *this;
}

Assembler& Assembler::mask(Source from) {
  sot::Step act;
  act.read = from.read;
  act.from = row(from.bit);
  act.mask = sot::Mask::latch;
  return append({act, false}, "mask");
}

Assembler& Assembler::and_mask(Source from) {
  mask(from);
  return then(sot::Mask::and_latch);
}

Assembler& Assembler::mask_match() {
  append({sot::Step{}, false}, "mask");
  return then(sot::Mask::match);
}

void Assembler::unmask() {
  if (acts_.empty()) return;  // as a program begins
  auto& last = acts_.back().word;
  const bool is_free = std::visit(
      [](const auto& act) {
        if constexpr (requires { act.mask; }) return act.mask == sot::Mask::keep;
        return false;
      },
      last.act);
  if (!is_free) append({sot::Step{}, false}, "");
  then(sot::Mask::ones);
}

void Assembler::describe(Act& act) const {
  constexpr std::array<std::string_view, 8> updates = {
      "", "mask <- 1", "mask <- {}", "mask <- ~{}", "mask <- match", "mask &= {}", "mask &= ~{}", "mask &= match"};
  if (std::exchange(act.is_described, true)) return;
  std::string& note = act.note;
  if (note == "mask") note.clear();
  std::visit(
      [&](const auto& word) {
        if constexpr (requires { word.mask; }) {
          if constexpr (requires { word.read; }) {
            if (word.unmasked && word.write != sot::Write::none) note += " everywhere";
            if (word.mask != sot::Mask::keep) {
              const Source source(word.read, {word.from.base, word.from.offset});
              note += (note.empty() ? "" : "; ") +
                      fmt::format(fmt::runtime(updates.at(static_cast<std::size_t>(word.mask))), text(source));
            }
          } else if (word.mask != sot::Mask::keep) {
            note += "; ";
            note += updates.at(static_cast<std::size_t>(word.mask));
          }
        }
      },
      act.word.act);
}

sot::Program Assembler::finish(bool roll_loops, int longest_body) {
  close(0);
  std::vector<sot::Word> words;
  for (Act& act : acts_) {
    words.push_back(act.word);
    program_.notes.push_back(std::move(act.note));
  }
  std::vector<RowGroup> groups;
  for (const Group& group : groups_) groups.push_back({group.first, group.size});
  program_.regions.at(region::scratch).rows = place_rows(words, region::scratch, groups);
  program_.words = std::move(words);
  if (roll_loops) roll(program_, longest_body);
  program_.words.push_back({sot::End{}, false});
  program_.notes.emplace_back("end");
  return std::move(program_);
}

}  // namespace spintile::gen::microcode
