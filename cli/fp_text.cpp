#include "cli/fp_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace spintile::cli {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20;
constexpr std::size_t word_bytes = 32;  // of a line, at most: blanks too
constexpr int flag_bits = 5;
constexpr int flag_digits = 2;
constexpr std::ptrdiff_t digits_max = 16;

constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> digit_table() {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::uint8_t i = 0; i < 10; ++i) table[static_cast<std::size_t>('0' + i)] = i;
  for (std::uint8_t i = 10; i < 16; ++i) {
    table[static_cast<std::size_t>('A' + i - 10)] = i;
    table[static_cast<std::size_t>('a' + i - 10)] = i;
  }
  return table;
}

constexpr std::array<std::uint8_t, 256> digit_of = digit_table();

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

const char* skip_blanks(const char* at, const char* end) {
  while (at != end && is_blank(*at)) ++at;
  return at;
}

const char* skip_word(const char* at, const char* end) {
  while (at != end && !is_blank(*at)) ++at;
  return at;
}

/// For a message: a long line is cut and what is not printable shows as '?'.
std::string shown(std::string_view text) {
  constexpr std::size_t shown_max = 80;
  std::string result(text.substr(0, shown_max));
  for (char& c : result) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text.size() > shown_max ? result + "..." : result;
}

}  // namespace

FloatCaseReader::FloatCaseReader(std::FILE* file, std::string name, const spec::FloatOperation& operation,
                                 bool with_expectations)
    : file_(file),
      name_(std::move(name)),
      operands_(static_cast<std::size_t>(operation.operands())),
      lanes_(static_cast<std::size_t>(operation.lanes)),
      buffer_(std::max(buffer_bytes, word_bytes * operands_ * lanes_)) {
  for (std::size_t i = 1; i <= operands_ * lanes_; ++i) {
    columns_.push_back({fmt::format("operand {}", i), operation.operand_bits()});
  }
  if (with_expectations) {
    columns_.push_back({"expected result", operation.result_bits()});
    columns_.push_back({"expected flags", flag_bits});
  }
  words_.resize(columns_.size());
}

bool FloatCaseReader::read(FloatCases& cases, std::size_t limit) {
  for (auto& words : cases.operands) words.clear();
  cases.expected_result.clear();
  cases.expected_flags.clear();
  cases.line.clear();
  if (!refused_.empty()) throw std::runtime_error(refused_);
  try {
    while (cases.size() < limit) {
      const auto line = next_line();
      if (!line) break;
      if (!parse(*line)) continue;
      const std::size_t inputs = operands_ * lanes_;
      for (std::size_t i = 0; i < inputs; ++i) cases.operands[i / lanes_].push_back(words_[i]);
      if (columns_.size() > inputs) {
        cases.expected_result.push_back(words_[inputs]);
        cases.expected_flags.push_back(static_cast<std::uint8_t>(words_[inputs + 1]));
      }
      cases.line.push_back(line_);
    }
  } catch (const std::runtime_error& error) {
    if (cases.size() == 0) throw;
    refused_ = error.what();
  }
  return cases.size() != 0;
}

std::optional<std::string_view> FloatCaseReader::next_line() {
  for (std::size_t searched = begin_;;) {
    const char* from = buffer_.data() + begin_;
    if (const void* found = std::memchr(buffer_.data() + searched, '\n', end_ - searched)) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - from);
      begin_ += length + 1;
      ++line_;
      return std::string_view(from, length);
    }
    const std::size_t rest = end_ - begin_;
    if (rest == buffer_.size()) {
      throw std::runtime_error(
          fmt::format("{}:{}: the line is longer than {} bytes", name_, line_ + 1, buffer_.size()));
    }
    std::memmove(buffer_.data(), from, rest);
    begin_ = 0;
    end_ = rest + std::fread(buffer_.data() + rest, 1, buffer_.size() - rest, file_);
    if (std::ferror(file_) != 0) throw std::runtime_error(fmt::format("{}: cannot be read", name_));
    if (end_ == rest) {  // the text is over; its last line may lack an end
      if (rest == 0) return {};
      begin_ = end_;
      ++line_;
      return std::string_view(buffer_.data(), rest);
    }
    searched = rest;
  }
}

bool FloatCaseReader::parse(std::string_view line) {
  const char* const end = line.data() + line.size();
  const char* at = skip_blanks(line.data(), end);
  if (at == end) return false;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const char* const begin = at = skip_blanks(at, end);
    std::uint64_t word = 0;
    for (; at != end; ++at) {
      const std::uint8_t digit = digit_of[static_cast<unsigned char>(*at)];
      if (digit == no_digit) break;
      word = word << 4 | digit;
    }
    const auto digits = at - begin;
    const bool ended = at == end || is_blank(*at);
    if (!ended || digits == 0 || digits > digits_max || word > ~std::uint64_t{0} >> (64 - columns_[i].bits)) {
      refuse(line, columns_[i], std::string_view(begin, static_cast<std::size_t>(skip_word(at, end) - begin)));
    }
    words_[i] = word;
  }
  return true;
}

void FloatCaseReader::refuse(std::string_view line, const Column& column, std::string_view word) const {
  throw std::runtime_error(fmt::format("{}:{}: \"{}\": {} is {}; allowed are 0 to {:X}, in hexadecimal without prefix",
                                       name_, line_, shown(line), column.meaning,
                                       word.empty() ? "missing" : fmt::format("\"{}\"", shown(word)),
                                       ~std::uint64_t{0} >> (64 - column.bits)));
}

int hex_digits(int bits) { return (bits + 3) / 4; }

char* write_hex(char* out, std::uint64_t word, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) *out++ = "0123456789ABCDEF"[word >> shift & 15];
  return out;
}

FloatCaseWriter::FloatCaseWriter(const spec::FloatOperation& operation)
    : operands_(operation.operands()),
      lanes_(operation.lanes),
      operand_digits_(hex_digits(operation.operand_bits())),
      result_digits_(hex_digits(operation.result_bits())) {}

void FloatCaseWriter::append(std::vector<char>& text, const FloatCases& cases, std::span<const std::uint64_t> result,
                             std::span<const std::uint8_t> flags) const {
  const std::size_t old_size = text.size();
  const auto lanes = static_cast<std::size_t>(lanes_);
  const int line_bytes = operands_ * lanes_ * (operand_digits_ + 1) + result_digits_ + 1 + flag_digits + 1;
  text.resize(old_size + cases.size() * static_cast<std::size_t>(line_bytes));
  char* out = text.data() + old_size;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(operands_); ++k) {
      for (const std::uint64_t word : std::span(cases.operands[k]).subspan(i * lanes, lanes)) {
        out = write_hex(out, word, operand_digits_);
        *out++ = ' ';
      }
    }
    out = write_hex(out, result[i], result_digits_);
    *out++ = ' ';
    out = write_hex(out, flags[i], flag_digits);
    *out++ = '\n';
  }
}

}  // namespace spintile::cli
