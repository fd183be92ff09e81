// The text of `spintile fp`: one case a line, words in hexadecimal, as Berkeley TestFloat writes and reads it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/float_operation.h"

namespace spintile::cli {

/// Cases in the order of their lines. Vectors of one length, but for those that nothing is to be read into; of a
/// reduction over L lanes each operand has L words a case.
struct FloatCases {
  std::array<std::vector<std::uint64_t>, 3> operands;  // a, b, c
  std::vector<std::uint64_t> expected_result;          // expectations
  std::vector<std::uint8_t> expected_flags;
  std::vector<std::uint64_t> line;  // from 1

  std::size_t size() const { return line.size(); }
};

/// Reads the operands and, when asked for them, the expected result and flags of each line; further columns and empty
/// lines count for nothing. Blanks, tabs and carriage returns separate words. Holds one buffer, however long the text.
class FloatCaseReader {
 public:
  /// `name` stands in messages. The file stays open and the caller's.
  FloatCaseReader(std::FILE* file, std::string name, const spec::FloatOperation& operation, bool with_expectations);

  /// Replaces `cases` with the next ones, at most `limit`; false when there are none. All cases before a bad line are
  /// given out before the call that throws std::runtime_error, which names the line, its text and what is allowed.
  bool read(FloatCases& cases, std::size_t limit);

 private:
  struct Column {
    std::string meaning;  // "operand 1"
    int bits = 0;
  };

  /// The next line without its end; nothing when the text is over.
  std::optional<std::string_view> next_line();
  /// Words of the line into words_; false when it is empty. Throws as read().
  bool parse(std::string_view line);
  [[noreturn]] void refuse(std::string_view line, const Column& column, std::string_view word) const;

  std::FILE* file_;
  std::string name_;
  std::size_t operands_;
  std::size_t lanes_;  // words of an operand
  std::vector<Column> columns_;
  std::vector<std::uint64_t> words_;  // of the line at hand, one a column
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what is not yet read, in buffer_
  std::size_t end_ = 0;
  std::uint64_t line_ = 0;
  std::string refused_;  // message about a bad line behind cases not yet given out
};

/// Digits of a word of that many bits: 8 for fp32, 1 for a truth value.
int hex_digits(int bits);

/// Upper-case, leading zeros to `digits`. Gives the place behind the last one.
char* write_hex(char* out, std::uint64_t word, int digits);

/// Case i as a line "A B C RESULT FLAGS\n", flags in two digits, appended to `text`; of a reduction A and B are words
/// of all lanes, lane 0 first.
class FloatCaseWriter {
 public:
  explicit FloatCaseWriter(const spec::FloatOperation& operation);

  void append(std::vector<char>& text, const FloatCases& cases, std::span<const std::uint64_t> result,
              std::span<const std::uint8_t> flags) const;

 private:
  int operands_;
  int lanes_;  // words of an operand
  int operand_digits_;
  int result_digits_;
};

}  // namespace spintile::cli
