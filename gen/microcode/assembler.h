// Writes a program of the SOT array in terms of named bit rows. Scratch rows are virtual while a program is written:
// finish() gives them places by their live ranges, and turns repeated words into loops.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "spec/sot_program.h"

namespace spintile::gen::microcode {

/// One row of a region, or one virtual row of scratch.
struct Bit {
  int base = 0;
  int index = 0;

  friend bool operator==(const Bit&, const Bit&) = default;
};

/// What a READ puts into the latch.
struct Source {
  spec::sot::Read read = spec::sot::Read::row;
  Bit bit;

  Source(spec::sot::Read constant) : read(constant) {}  // NOLINT(google-explicit-constructor)
  Source(Bit row) : bit(row) {}                         // NOLINT(google-explicit-constructor)
  Source(spec::sot::Read how, Bit row) : read(how), bit(row) {}
};

/// The complement of a row, or of a complement.
Source operator~(Source source);

inline constexpr spec::sot::Read zero = spec::sot::Read::zero;
inline constexpr spec::sot::Read one = spec::sot::Read::one;
inline constexpr spec::sot::Read hold = spec::sot::Read::hold;

/// Consecutive rows, least significant first.
class Bits {
 public:
  Bits() = default;
  Bits(int base, int first, int size) : base_(base), first_(first), size_(size) {}

  int size() const { return size_; }
  operator std::vector<Bit>() const;  // NOLINT(google-explicit-constructor)
  Bit operator[](int index) const;
  Bit back() const { return (*this)[size_ - 1]; }
  /// `size` rows from row `first` on.
  Bits part(int first, int size) const;

 private:
  int base_ = 0;
  int first_ = 0;
  int size_ = 0;
};

namespace region {
inline constexpr int a = 0;
inline constexpr int b = 1;
inline constexpr int result = 2;
inline constexpr int flags = 3;
inline constexpr int scratch = 4;
inline constexpr int c = 5;
/// No base register: rows of Assembler::zeroed() until they get a place in scratch.
inline constexpr int zeroed = spec::sot::base_registers;
}  // namespace region

enum class Lanes { masked, all };

class Assembler {
 public:
  /// Rows of regions a, b, result and flags.
  Assembler(std::string name, int a_rows, int b_rows, int result_rows, int flag_rows, bool search_pairs);
  /// Any regions; region::scratch is among them, without rows. `stores_zeros`: a clear is stores of 0.
  Assembler(std::string name, std::vector<spec::sot::Region> regions, bool search_pairs, bool stores_zeros = false);

  /// All rows of a region but scratch.
  Bits rows(int base) const;

  /// What `write` writes is an operation inside a larger program: in it rows(region::a), rows(region::b),
  /// rows(region::result) and rows(region::flags) are the rows given here, none of them zeroed(). It begins and ends
  /// with the mask all ones.
  void inner(const Bits& a, const Bits& b, const Bits& result, const Bits& flags,
             const std::function<void(Assembler&)>& write);
  /// Consecutive scratch rows; their content is undefined until written.
  Bits scratch(const std::string& name, int size);
  Bit scratch(const std::string& name) { return scratch(name, 1)[0]; }
  /// Consecutive scratch rows that are 0 to begin with; all of them take one step.
  Bits zeroed(const std::string& name, int size);
  Bit zeroed(const std::string& name) { return zeroed(name, 1)[0]; }
  /// Names rows of a region for the listing; scratch rows have the name they were made with.
  void name(const Bits& rows, const std::string& name);

  // A step each. The write goes where the mask is 1; everywhere() takes it out of the mask's reach.
  Assembler& store(Source from, Bit to) { return step(spec::sot::Write::store, from, {to}); }
  Assembler& store(Source from, Bit to, Bit also) { return step(spec::sot::Write::store, from, {to, also}); }
  Assembler& and_into(Source from, Bit to) { return step(spec::sot::Write::and_into, from, {to}); }
  Assembler& and_into(Source from, Bit to, Bit also) { return step(spec::sot::Write::and_into, from, {to, also}); }
  Assembler& or_into(Source from, Bit to) { return step(spec::sot::Write::or_into, from, {to}); }
  Assembler& or_into(Source from, Bit to, Bit also) { return step(spec::sot::Write::or_into, from, {to, also}); }
  Assembler& xor_into(Source from, Bit to) { return step(spec::sot::Write::xor_into, from, {to}); }
  Assembler& xor_into(Source from, Bit to, Bit also) { return step(spec::sot::Write::xor_into, from, {to, also}); }
  /// One to all rows: a step for each two of them.
  void store_all(Source from, const std::vector<Bit>& to, Lanes lanes = Lanes::masked);
  void or_all(Source from, const std::vector<Bit>& to, Lanes lanes = Lanes::masked);
  void xor_all(Source from, const std::vector<Bit>& to, Lanes lanes = Lanes::masked);
  /// One step; where zeros are stored, one for each two rows, and the latch is 0 afterwards.
  Assembler& clear(const Bits& rows);
  /// latch <- the row as it is 2^distance lanes further, 0 where there is no such lane.
  Assembler& move(Bit from, int distance);
  /// match <- lanes where rows[i] is bit i of the key; bit 15 stands for all from 15 on.
  Assembler& search(const Bits& rows, std::uint16_t key);
  Assembler& search_zeros(const Bits& rows) { return search(rows, 0); }
  Assembler& search_ones(const Bits& rows) { return search(rows, 0xFFFF); }

  // What the last word does besides; of a clear that is stores, all of them are everywhere(), the last updates the
  // mask.
  Assembler& everywhere();
  Assembler& then(spec::sot::Mask update);

  // The mask from a row: a step, for the sake of the mask alone.
  Assembler& mask(Source from);
  Assembler& and_mask(Source from);
  /// The lanes of the last search.
  Assembler& mask_match();
  /// Costs nothing.
  void unmask();

  /// Lanes where all rows agree become the mask: two steps, and two more for each further 64 rows.
  void mask_zeros(const Bits& rows) { mask_agreeing(rows, 0, spec::sot::Mask::match); }
  void mask_ones(const Bits& rows) { mask_agreeing(rows, 0xFFFF, spec::sot::Mask::match); }
  void and_mask_zeros(const Bits& rows) { mask_agreeing(rows, 0, spec::sot::Mask::and_match); }

  /// `longest_body`: words of the longest loop.
  spec::sot::Program finish(bool roll_loops, int longest_body = 12);

 private:
  struct Act {
    spec::sot::Word word;  // rows of scratch carry virtual indices
    std::string note;
    bool is_described = false;  // the note says what becomes of the mask, too
  };
  struct Group {
    std::string name;
    int first = 0;
    int size = 0;
  };

  /// The acts from `first` on are done: their notes are finished, and their zeroed rows get places.
  void close(std::size_t first);
  void describe(Act& act) const;
  void place_zeroed(std::size_t first);
  bool is_unmasked() const;
  void mask_agreeing(const Bits& rows, std::uint16_t key, spec::sot::Mask first);
  Assembler& step(spec::sot::Write write, Source from, const std::vector<Bit>& to);
  void pairs(spec::sot::Write write, Source from, const std::vector<Bit>& to, Lanes lanes);
  Assembler& append(const spec::sot::Word& word, std::string note);
  std::string text(Bit bit) const;
  std::string text(const Source& source) const;

  spec::sot::Program program_;
  bool search_pairs_;
  bool stores_zeros_;
  std::size_t last_ = 0;  // first act of what was written last
  std::vector<Act> acts_;
  std::vector<Group> groups_;
  struct Named {
    Bits rows;
    std::string name;
  };
  std::vector<Named> named_;
  std::vector<std::string> zeroed_;
  std::vector<Bits> inner_;  // regions a, b, result and flags of the operation at hand, if it is an inner one
  int virtual_rows_ = 0;
};

}  // namespace spintile::gen::microcode
